#!/usr/bin/env python3
"""Measures how long a freshly started executable takes to its first result, beyond what it computes.

usage: first_result.py VITC MODEL SCRATCH

MODEL is a directory or a config.json. It is compiled to an executable with its weights inside, which
then runs --input eight times on one and on two threads, its file in the page cache; the median of
these processes is compared with the median of its own --bench.
"""

import json
import pathlib
import re
import statistics
import struct
import subprocess
import sys
import time

RUNS = 8


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
        first = statistics.median(started(run) for _ in range(RUNS))
        bench = subprocess.run([program, f"--threads={threads}", "--bench", "-n", "20"], check=True, text=True,
                               capture_output=True).stdout
        median = float(re.search(r"median[ :]+([0-9.]+) ms", bench)[1])
        print(f"{threads} threads: first result {first:.1f} ms, computing {median:.1f} ms, "
              f"{first - median:.1f} ms beyond it")


if __name__ == "__main__":
    main()
