#!/usr/bin/env python3
"""Runs every model of a folder with vitc and compares with what PyTorch computed in float64.

usage: run-models.py VITC COMPARE MODELS SCRATCH [vitc's options]

Each output's relative error must be at most 5e-6 and twice that of PyTorch's own float32; the
geometric mean of these ratios at most 1.25. With --reference=f64, errors must be below 1e-13.
"""

import json
import math
import os
import subprocess
import sys


def errors_of(vitc, compare, model, scratch, options):
    """{output: relative error} of one model, and PyTorch's float32 errors."""
    with open(os.path.join(model, "expected.json")) as file:
        expected = json.load(file)
    found = os.path.join(scratch, os.path.basename(model) + ".safetensors")
    command = [vitc, "run", model, "--input", os.path.join(model, "input.safetensors")]
    command += ["--output", found, "--outputs=" + ",".join(expected["outputs"])]
    subprocess.run(command + expected["arguments"] + options, check=True)
    compared = subprocess.run(
        [compare, found, os.path.join(model, "expected.safetensors"), "--max-error=5e-6"],
        stdout=subprocess.PIPE, text=True)
    print(os.path.basename(model), compared.stdout.replace("\n", "; "), flush=True)
    if compared.returncode:
        sys.exit(os.path.basename(model) + ": not what PyTorch computes")
    lines = (line.split("  relative error ") for line in compared.stdout.splitlines())
    errors = {name: float(number) for name, number in lines}
    return errors, {name: each["pytorch_float32_error"]
                    for name, each in expected["outputs"].items()}


def main():
    vitc, compare, models, scratch, *options = sys.argv[1:]
    os.makedirs(scratch, exist_ok=True)
    exact = "--reference=f64" in options
    ratios, failures = [], []
    for name in sorted(os.listdir(models)):
        model = os.path.join(models, name)
        try:
            errors, pytorch = errors_of(vitc, compare, model, scratch, options)
        except subprocess.CalledProcessError as error:
            failures.append("%s: vitc ended with %d" % (name, error.returncode))
            continue
        for output, error in errors.items():
            ratio = error / pytorch[output]
            ratios.append(max(ratio, 1e-3))
            if (error > 1e-13) if exact else (ratio > 2):
                failures.append("%s: %s has %.2g times PyTorch's error" % (name, output, ratio))
    assert len(ratios) >= 16, "too few models: nothing was shown"
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print("%d outputs, %.3f times PyTorch's float32 error (geometric mean)" % (len(ratios), mean))
    if mean > 1.25:
        failures.append("the mean of the errors is above 1.25 times PyTorch's")
    sys.exit("\n".join(failures) if failures else 0)


main()
