"""The machine itself: what independent multiply-adds reach on so many threads."""

import ctypes
import os
import pathlib
import shutil
import subprocess
import threading
import time

COMPILERS = ("clang-22", "clang", "cc")
STEPS = 4_000_000 # about ten milliseconds: starting a thread costs nothing against it


def library_of(store):
    return store.folder / "peak.so"


def make(store, *_):
    """Compiles the loop for this processor."""
    names = [os.environ.get("CC") or "", *COMPILERS]
    found = [path for path in map(shutil.which, filter(None, names)) if path]
    if not found:
        raise RuntimeError(f"found no C compiler, expected CC or one of {', '.join(COMPILERS)}")
    store.folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([found[0], "-O2", "-march=native", "-ffp-contract=fast", "-shared", "-fPIC",
                    pathlib.Path(__file__).with_name("peak.c"), "-o", library_of(store)],
                   check=True)


def load(store, threads):
    """A function that gives GFLOP/s of one round on `threads` threads."""
    library = ctypes.CDLL(str(library_of(store)))
    library.vitc_peak.argtypes = [ctypes.c_long, ctypes.POINTER(ctypes.c_float)]
    library.vitc_peak.restype = ctypes.c_double

    def work(barrier, operations):
        barrier.wait()
        operations.append(library.vitc_peak(STEPS, ctypes.byref(ctypes.c_float(0.5))))

    def run():
        barrier, operations = threading.Barrier(threads), []
        helpers = [threading.Thread(target=work, args=(barrier, operations))
                   for _ in range(threads - 1)]
        for helper in helpers:
            helper.start()
        begin = time.perf_counter()
        work(barrier, operations)
        for helper in helpers:
            helper.join()
        return sum(operations) / (time.perf_counter() - begin) * 1e-9

    return run
