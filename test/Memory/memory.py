#!/usr/bin/env python3
"""Measures the memory of vitc while it compiles, and of what it made while that runs.

usage: memory.py VITC CC SCRATCH [--model DIR] [--sanitized]

1. Anonymous memory while compiling to an executable and to a shared library, sampled every 5 ms, is at
   most 512 MB and the largest tensor; less for the small model.
2. A library that runs batch 1 holds at most 16 MB of anonymous memory more than the program did.
3. Two processes share its weights: nothing of their pages is private to either.
4. The weights lie in memory as in the file modulo 2 MB, so that large pages of the page cache are mapped whole.

--model DIR   a model directory; without it, four layers of ViT-B/16 with random weights
--sanitized   the build has AddressSanitizer, whose own memory is no measure: 1 is printed, not judged
"""

import argparse
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MB = 1e6
COMPILING, RUNNING = 512 * MB, 16 * MB
# This model has 119 MB of weights: a copy of them breaks this bound, though not the one above.
COMPILING_SMALL = 110 * MB
SMALL = {"model_type": "vit", "architectures": ["ViTForImageClassification"], "hidden_size": 768,
         "num_hidden_layers": 4, "num_attention_heads": 12, "intermediate_size": 3072,
         "hidden_act": "gelu", "image_size": 224, "patch_size": 16, "num_channels": 3,
         "layer_norm_eps": 1e-12, "qkv_bias": True,
         "id2label": {str(i): "label %d" % i for i in range(1000)},
         "label2id": {"label %d" % i: i for i in range(1000)}}


def peak_anonymous(command):
    """Runs it and returns the most RssAnon seen, in bytes."""
    process = subprocess.Popen(command)
    peak = samples = 0
    while process.poll() is None:
        try:
            with open("/proc/%d/status" % process.pid, encoding="ascii") as file:
                found = re.search(r"RssAnon:\s+(\d+) kB", file.read())
        except ProcessLookupError:
            found = None
        if found:
            peak, samples = max(peak, int(found[1]) * 1024), samples + 1
        time.sleep(0.005)
    if process.returncode:
        sys.exit("ended with %d: %s" % (process.returncode, " ".join(command)))
    if samples < 10:
        sys.exit("too quick to be measured: " + " ".join(command))
    return peak


def largest_tensor(model):
    """Bytes, from the headers of a directory's safetensors files; 0 without one."""
    largest = 0
    for name in os.listdir(model) if os.path.isdir(model) else []:
        if name.endswith(".safetensors"):
            with open(os.path.join(model, name), "rb") as file:
                header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
            header.pop("__metadata__", None)
            for tensor in header.values():
                begin, end = tensor["data_offsets"]
                largest = max(largest, end - begin)
    return largest


def mappings(pid, path):
    """The counters of smaps, in kB, of each mapping of a file."""
    found, current = [], None
    with open("/proc/%d/smaps" % pid, encoding="utf-8") as file:
        for line in file:
            if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
                current = {} if line.rstrip("\n").endswith(path) else None
                if current is not None:
                    begin, offset = line.split("-")[0], line.split()[2]
                    current["Shift"] = (int(begin, 16) - int(offset, 16)) % (2 << 20)
                    found.append(current)
            elif current is not None and line.endswith(" kB\n"):
                name, value = line.split(":")
                current[name] = int(value.split()[0])
    return found


class Program:
    """A process that has run the library and waits."""

    def __init__(self, program, library, prefix, header):
        elements = [re.search(r"_%s_ELEMENTS (\d+)" % name, header)[1]
                    for name in ("PIXEL_VALUES", "LOGITS")]
        self.process = subprocess.Popen([program, library, prefix, *elements],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        if words[:1] != ["anonymous"]:
            sys.exit("the library does not run")
        self.growth = (int(words[2]) - int(words[1])) * 1024
        self.library = library

    def weights(self):
        """The counters of the largest mapping of the library: its weights."""
        return max(mappings(self.process.pid, self.library), key=lambda each: each["Size"])

    def end(self):
        self.process.communicate()


class Judge:
    def __init__(self):
        self.failed = False

    def bound(self, what, found, limit):
        wrong = found > limit
        self.failed |= wrong
        print("%s: %.3f MB, at most %.0f MB%s" % (what, found / MB, limit / MB,
                                                 ": error: too much" if wrong else ""))


def check_compiling(vitc, model, scratch, limit, judge):
    for name in ("model", "libmodel.so"):
        output = os.path.join(scratch, name)
        peak = peak_anonymous([vitc, "compile", model, "-o", output, "--outputs=logits"])
        judge.bound("anonymous memory while compiling %s" % name, peak, limit)


def check_running(cc, scratch, judge):
    program = os.path.join(scratch, "resident")
    subprocess.run([cc, "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program,
                    os.path.join(HERE, "resident.c"), "-ldl"], check=True)
    with open(os.path.join(scratch, "model.h"), encoding="utf-8") as file:
        header = file.read()
    library = os.path.join(scratch, "libmodel.so")
    programs = [Program(program, library, "model", header) for _ in range(2)]
    for index, each in enumerate(programs):
        weights = each.weights()
        judge.bound("anonymous memory of library %d" % index, each.growth, RUNNING)
        private = (weights["Private_Clean"] + weights["Private_Dirty"] + weights["Anonymous"]) * 1024
        judge.bound("shift of its weights against large pages", weights["Shift"], 0)
        judge.bound("weights private to process %d" % index, private, 0)
        shared = weights["Shared_Clean"] + weights["Shared_Dirty"]
        print("weights shared by process %d: %.1f of %.1f MB" %
              (index, shared * 1024 / MB, weights["Size"] * 1024 / MB))
        # Every weight is read by a run, or this looks at the wrong mapping.
        if shared < 0.9 * weights["Size"]:
            judge.failed = True
            print("error: found weights that are not shared, expected all that is mapped")
    for each in programs:
        each.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vitc", type=os.path.abspath)
    parser.add_argument("cc")
    parser.add_argument("scratch", type=os.path.realpath)
    parser.add_argument("--model")
    parser.add_argument("--sanitized", action="store_true")
    options = parser.parse_args()
    shutil.rmtree(options.scratch, ignore_errors=True)
    os.makedirs(options.scratch)
    model = options.model
    if not model:
        model = os.path.join(options.scratch, "config.json")
        with open(model, "w", encoding="utf-8") as file:
            json.dump(SMALL, file)
    judge = Judge()
    limit = COMPILING + largest_tensor(model) if options.model else COMPILING_SMALL
    if options.sanitized:
        limit = float("inf")
    check_compiling(options.vitc, model, options.scratch, limit, judge)
    check_running(options.cc, options.scratch, judge)
    if not judge.failed:
        shutil.rmtree(options.scratch)
    return 1 if judge.failed else 0


sys.exit(main())
