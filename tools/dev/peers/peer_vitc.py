"""vitc itself: a library through its C interface."""

import ctypes
import functools
import hashlib
import json
import pathlib
import shutil
import subprocess

TITLE = "vitc"
PRECISIONS = ("f32", "bf16", "int8")
SETTINGS = "`--cpu=native --weights=file`, through its C interface"


class Options(ctypes.Structure):
    """The generated header's `<name>_options`."""

    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_uint32),
                ("executor", ctypes.c_void_p), ("weights_path", ctypes.c_char_p)]


@functools.cache
def version_of(tool):
    """Changes with the compiler and with the runtime that it links."""
    tool = pathlib.Path(tool)
    digest = hashlib.sha256(tool.read_bytes())
    for runtime in sorted((tool.parent.parent / "lib" / "vitc").glob("*.a")):
        digest.update(runtime.read_bytes())
    return digest.hexdigest()[:12]


def folder_of(store, model, precision):
    """One folder for each version of the compiler."""
    return store.artefact("vitc", model, f"{precision}-{version_of(store.vitc)}")


def library_of(store, model, precision, batch):
    return folder_of(store, model, precision) / f"b{batch}" / "libmodel.so"


def ready(store, model, precision, batch, threads):
    return library_of(store, model, precision, batch).exists()


def make(store, model, precision, batch, threads):
    library = library_of(store, model, precision, batch)
    folder = library.parent.parent
    for old in folder.parent.glob(f"{precision}-*"):
        if old != folder:
            shutil.rmtree(old)
    library.parent.mkdir(parents=True, exist_ok=True)
    command = [store.vitc, "compile", store.checkpoint(model), "-o", library, "--weights=file",
               "--cpu=native", f"--precision={precision}", f"--batch={batch}", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[0])


def load(store, model, precision, batch, threads):
    import numpy

    library = ctypes.CDLL(str(library_of(store, model, precision, batch)))
    library.model_create.argtypes = [ctypes.POINTER(Options), ctypes.POINTER(ctypes.c_void_p)]
    pointer = numpy.ctypeslib.ndpointer(numpy.float32, flags="C")
    library.model_run.argtypes = [ctypes.c_void_p, ctypes.c_int64, pointer, pointer]
    library.model_config_json.restype = ctypes.c_char_p
    labels = len(json.loads(library.model_config_json())["id2label"])
    handle = ctypes.c_void_p()
    options = Options(ctypes.sizeof(Options), threads, None, None)
    status = library.model_create(ctypes.byref(options), ctypes.byref(handle))
    if status:
        raise RuntimeError(f"model_create: status {status}")
    logits = numpy.empty((batch, labels), numpy.float32)

    def run(pixels):
        if library.model_run(handle, batch, pixels, logits):
            raise RuntimeError("model_run failed")
        return logits

    return run
