#!/usr/bin/env python3
"""Runs every model of a folder with vitc and compares with what PyTorch computed in float64.

usage: run-models.py VITC COMPARE MODELS SCRATCH [vitc's options]

Each output's relative error must be at most 5e-6. A model's error, the root mean square over its
outputs, must be at most twice that of PyTorch's own float32, as in check_reference.py; the geometric
mean of these ratios at most 1.25. With --reference=f64, errors must be below 1e-13.
With --precision=bf16, at most 8e-3; where an output is a handful of numbers that nearly cancel, as
the logits of these small models are, at most 3e-2, and 8e-3 in the geometric mean. With
--precision=int8, NARROW below has the bounds.
"""

import json
import math
import os
import subprocess
import sys


FEW = ("logits", "pooler_output")

# Bounds by option: of every output, of one of FEW, of the geometric mean of those.
NARROW = {"--precision=bf16": (8e-3, 3e-2, 8e-3), "--precision=int8": (3e-2, 8e-2, 2e-2)}


def narrow_bounds(options):
    """The bounds of the precision among `options`, or None for f32."""
    return next((NARROW[option] for option in options if option in NARROW), None)


def errors_of(vitc, compare, model, scratch, options):
    """{output: relative error} of one model, and PyTorch's float32 errors."""
    with open(os.path.join(model, "expected.json")) as file:
        expected = json.load(file)
    found = os.path.join(scratch, os.path.basename(model) + ".safetensors")
    command = [vitc, "run", model, "--input", os.path.join(model, "input.safetensors")]
    command += ["--output", found, "--outputs=" + ",".join(expected["outputs"])]
    subprocess.run(command + expected["arguments"] + options, check=True)
    compared = subprocess.run(
        [compare, found, os.path.join(model, "expected.safetensors"),
         "--max-error=%g" % (narrow_bounds(options) or (0, 5e-6))[1]],
        stdout=subprocess.PIPE, text=True)
    print(os.path.basename(model), compared.stdout.replace("\n", "; "), flush=True)
    if compared.returncode:
        sys.exit(os.path.basename(model) + ": not what PyTorch computes")
    lines = (line.split("  relative error ") for line in compared.stdout.splitlines())
    errors = {name: float(number) for name, number in lines}
    return errors, {name: each["pytorch_float32_error"]
                    for name, each in expected["outputs"].items()}


def root_mean_square(errors):
    return math.sqrt(sum(error * error for error in errors) / len(errors))


def main():
    vitc, compare, models, scratch, *options = sys.argv[1:]
    os.makedirs(scratch, exist_ok=True)
    exact, narrow = "--reference=f64" in options, narrow_bounds(options)
    few = []
    ratios, failures = [], []
    for name in sorted(os.listdir(models)):
        model = os.path.join(models, name)
        try:
            errors, pytorch = errors_of(vitc, compare, model, scratch, options)
        except subprocess.CalledProcessError as error:
            failures.append("%s: vitc ended with %d" % (name, error.returncode))
            continue
        if narrow:
            few += [error for output, error in errors.items() if output in FEW]
            failures += ["%s: %s has error %.2g" % (name, output, error)
                         for output, error in errors.items() if output not in FEW and error > narrow[0]]
            continue
        failures += ["%s: %s has error %.2g" % (name, output, error)
                     for output, error in errors.items() if exact and error > 1e-13]
        ratio = root_mean_square(errors.values()) / root_mean_square(pytorch.values())
        ratios.append(max(ratio, 1e-3))
        if ratio > 2:
            failures.append("%s has %.2g times PyTorch's error" % (name, ratio))
    if narrow:
        assert len(few) >= 16, "too few models: nothing was shown"
        mean = math.exp(sum(map(math.log, few)) / len(few))
        print("mean error of logits and pooled vectors %.2g" % mean)
        if mean > narrow[2]:
            failures.append("the mean is above %g" % narrow[2])
        sys.exit("\n".join(failures) if failures else 0)
    assert len(ratios) >= 16, "too few models: nothing was shown"
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print("%d models, %.3f times PyTorch's float32 error (geometric mean)" % (len(ratios), mean))
    if mean > 1.25:
        failures.append("the mean of the errors is above 1.25 times PyTorch's")
    sys.exit("\n".join(failures) if failures else 0)


main()
