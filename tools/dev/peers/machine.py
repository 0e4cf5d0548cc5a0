"""Where and with what a comparison was made."""

import datetime
import json
import os
import pathlib
import platform
import subprocess

ASK = """
import importlib.metadata as known, json
names = "onnxruntime openvino nncf iree-base-compiler torch transformers".split()
print(json.dumps({name: known.version(name) for name in names}))
"""


def processor():
    """The model's name as the system gives it."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines
                    if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def describe(options):
    done = subprocess.run([options.python, "-c", ASK], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench-peers: error: found {options.python} without the peers\n"
                         f"{done.stderr.strip()}")
    vitc = subprocess.run([options.vitc, "--version"], capture_output=True, text=True, check=False)
    return {"processor": processor(), "processors": os.cpu_count(),
            "date": datetime.date.today().isoformat(), "system": platform.platform(),
            "vitc": vitc.stdout.strip().splitlines()[:1],
            "versions": json.loads(done.stdout)}
