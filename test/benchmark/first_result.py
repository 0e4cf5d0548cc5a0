#!/usr/bin/env python3
"""Measures how long a freshly started executable takes to its first result, beyond what it computes.

usage: first_result.py VITC MODEL SCRATCH

MODEL is a directory or a config.json. It is compiled to an executable with its weights inside, which
then runs --input and --bench in turn on one and on two threads, its file in the page cache: a round
takes what the process took beyond the median of the bench beside it, since a machine's clock drifts.
Printed are the medians of all rounds.
"""

import json
import pathlib
import re
import statistics
import struct
import subprocess
import sys
import time

ROUNDS = 16


def write_input(path, shape):
    """A safetensors file with one picture of numbers between -1 and 1."""
    count = shape[0] * shape[1] * shape[2] * shape[3]
    numbers = struct.pack(f"<{count}f", *((i * 37 % 255) / 127.5 - 1 for i in range(count)))
    header = json.dumps({"pixel_values": {"dtype": "F32", "shape": shape,
                                          "data_offsets": [0, len(numbers)]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + numbers)


def started(command):
    """Milliseconds of a whole process."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1e3


def computing(command):
    """Milliseconds of a forward, in the process of an executable's own bench."""
    text = subprocess.run(command, check=True, text=True, capture_output=True).stdout
    return float(re.search(r"median[ :]+([0-9.]+) ms", text)[1])


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    vitc, model, scratch = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    scratch.mkdir(parents=True, exist_ok=True)
    config = json.loads((model / "config.json" if model.is_dir() else model).read_text())
    size, program = config.get("image_size", 224), scratch / "first-result"
    write_input(scratch / "input.safetensors", [1, config.get("num_channels", 3), size, size])
    subprocess.run([vitc, "compile", model, "-o", program], check=True)
    for threads in (1, 2):
        run = [program, f"--threads={threads}", "--input", scratch / "input.safetensors",
               "--output", scratch / "output.safetensors"]
        bench = [program, f"--threads={threads}", "--bench", "-n", "5"]
        rounds = [(started(run), computing(bench)) for _ in range(ROUNDS)]
        beyond = statistics.median(first - compute for first, compute in rounds)
        first, compute = (statistics.median(column) for column in zip(*rounds))
        print(f"{threads} threads: first result {first:.1f} ms, computing {compute:.1f} ms, "
              f"{beyond:.1f} ms beyond it")


if __name__ == "__main__":
    main()
