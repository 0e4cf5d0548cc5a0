"""What the tests of hostile inputs share: cases, good files to break, and how one case is run.

A case is a function that gets a `Box`, breaks something in it and may return the command to run (a
list: words after `vitc`, or with `program(...)` those of the compiled executable); the default is
`vitc compile model -o out/model`. Commands run inside the box, so messages hold no path of the machine.
"""

import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
import threading

CASES = {}  # name -> function
ADDRESS_SPACE = 1 << 30  # bytes for one run
CPU_SECONDS = 2.0  # user and system time of one run


def case(function):
    """Registers a case under its function's name, with hyphens."""
    name = function.__name__.replace("_", "-")
    assert name not in CASES, name
    CASES[name] = function
    return function


def cases(name, inputs):
    """Registers a case for each entry of `inputs`: suffix -> what the function gets beside the box."""
    def register(function):
        for suffix, value in inputs.items():
            full = name + "-" + suffix
            assert full not in CASES, full
            CASES[full] = lambda box, value=value: function(box, value)
        return function
    return register


def safetensors(header, data=b""):
    """A file of that header (JSON text, bytes or an object) and data."""
    if not isinstance(header, (bytes, str)):
        header = json.dumps(header)
    if isinstance(header, str):
        header = header.encode()
    return struct.pack("<Q", len(header)) + header + data


class Box:
    """A folder of its own for one case: `model/` (a good model), `out/` and `tmp/`, both empty."""

    def __init__(self, root, model, program):
        self.root, self.program_path = root, program
        shutil.rmtree(root, ignore_errors=True)
        os.makedirs(root + "/out")
        os.makedirs(root + "/tmp")
        shutil.copytree(model, root + "/model",
                        ignore=lambda folder, names: [n for n in names if n.startswith(
                            ("expected", "input", "draw", "train", "pictures"))])
        self.meddle = None  # called with the running process
        self.changes = set()  # files that it changes
        self.varies = False  # the message depends on timing
        self.seconds = CPU_SECONDS

    def path(self, name):
        return os.path.join(self.root, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    def remove(self, name):
        os.remove(self.path(name))

    def edit(self, name="model/config.json", **fields):
        """Changes members of a JSON object; `...` removes one."""
        content = json.loads(self.read(name))
        for key, value in fields.items():
            content[key] = value
            if value is ...:
                del content[key]
        self.write(name, json.dumps(content))

    def replace(self, name, old, new):
        """Changes the text of a file, for what json.dumps does not write."""
        content = self.read(name)
        assert content.count(old) == 1, (name, old)
        self.write(name, content.replace(old, new))

    def edit_header(self, change, name="model/model.safetensors"):
        """Changes the header of a safetensors file and leaves the data."""
        content = self.read(name)
        size = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + size])
        change(header)
        self.write(name, safetensors(header, content[8 + size:]))

    def run_picture(self, name, content):
        self.write(name, content)
        return ["run", "model", "--image", name]

    def program(self, *words):
        """The command line of the good model's executable."""
        return [self.program_path, *words]


def limit_memory(limited):
    def limits():
        if limited:
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return limits


def tree(root):
    """All names below a folder, with their sizes where they are files."""
    found = {}
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, root)] = os.lstat(path).st_size if name in files else -1
    return found


class Result:
    """What a run printed and took; None instead of an exit code means that it hung."""

    def __init__(self, command, box, limited, seconds):
        environment = dict(os.environ, TMPDIR=box.path("tmp"), LC_ALL="C.UTF-8", HOME=box.path("tmp"))
        environment["HF_HUB_CACHE"] = "cache"
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(command, cwd=box.root, env=environment, stdout=out, stderr=err,
                                       stdin=subprocess.DEVNULL, preexec_fn=limit_memory(limited))
            timer = threading.Timer(seconds, process.send_signal, [signal.SIGKILL])
            timer.start()
            try:
                if box.meddle:
                    box.meddle(process)
            finally:
                status, usage = os.wait4(process.pid, 0)[1:]
                timer.cancel()
                process.returncode = os.waitstatus_to_exitcode(status)
            self.code = process.returncode
            self.seconds = usage.ru_utime + usage.ru_stime
            out.seek(0)
            err.seek(0)
            self.out, self.message = out.read(), err.read().decode(errors="backslashreplace")
