#!/usr/bin/env python3
# ===- check_reference.py - vitc against transformers in float64 --------------===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Compares `vitc run` with transformers in float64 and prints a table.

    python check_reference.py build/bin/vitc
    python check_reference.py --setup .venv-reference build/bin/vitc

The second form makes a virtual environment from requirements.txt first. The
error of a configuration is the root mean square of the relative L2 errors of
its outputs. Passes when the geometric mean of vitc's error over PyTorch
float32's own error is at most 1.25, no ratio is above 2 and no error above
5e-6; when the committed references are what their script makes; and when the
shipped pictures give the committed logits.
"""

import argparse
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parents[2] / "test" / "models"
SCRIPTS = ("make_fixtures.py", "make_other_fixtures.py", "make_pictures.py")
GEOMETRIC_LIMIT, RATIO_LIMIT, ERROR_LIMIT = 1.25, 2.0, 5e-6


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("vitc", type=pathlib.Path, help="the vitc binary")
    parser.add_argument("--setup", type=pathlib.Path, help="make this environment")
    parser.add_argument("--only", help="configurations whose name contains this")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--keep", type=pathlib.Path, help="keep the models here")
    return parser.parse_args()


def enter(environment):
    """Makes `environment` if it is not complete and continues inside it."""
    python = environment.resolve() / "bin" / "python"
    wanted = HERE / "requirements.txt"
    stamp = environment.resolve() / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        print(f"making {environment} (downloads PyTorch)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "-r", wanted]
        subprocess.run(pip, check=True)
        stamp.write_text(wanted.read_text())
    at = sys.argv.index("--setup") if "--setup" in sys.argv else None
    rest = sys.argv[1:]
    if at is not None:
        rest = sys.argv[1:at] + sys.argv[at + 2 :]
    else:
        rest = [word for word in rest if not word.startswith("--setup=")]
    os.execv(python, [str(python), __file__, *rest])


def run_vitc(options, directory, source, outputs, arguments=()):
    """Tensors of one `vitc run`; a message instead when it fails."""
    from safetensors.torch import load_file

    result = pathlib.Path(directory) / "vitc.safetensors"
    result.unlink(missing_ok=True)
    command = [options.vitc, "run", directory, *source, "--output", result]
    command += ["--outputs=" + ",".join(outputs), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not result.exists():
        return done.stderr.strip().split("\n")[-1] or f"exit {done.returncode}"
    tensors = load_file(result)
    missing = [name for name in outputs if name not in tensors]
    return f"no {', '.join(missing)} in the result" if missing else tensors


def mean_square(errors):
    """Root mean square; infinite when one of them is not a number."""
    total = math.sqrt(sum(error * error for error in errors) / len(errors))
    return total if math.isfinite(total) else math.inf


class Table:
    """Rows of the comparison and the verdict over them."""

    def __init__(self):
        self.ratios, self.worst, self.failed = [], 0.0, 0
        print(f"{'configuration':20} {'vitc':>9} {'PyTorch':>9} {'ratio':>6}")

    def add(self, name, ours, own, seconds):
        ratio = ours / own
        self.ratios.append(ratio)
        self.worst = max(self.worst, ours)
        bad = not (ratio <= RATIO_LIMIT and ours <= ERROR_LIMIT)
        self.failed += bad
        mark = "  FAILED" if bad else ""
        numbers = f"{ours:9.2e} {own:9.2e} {ratio:6.2f} {seconds:6.1f} s"
        print(f"{name:20} {numbers}{mark}", flush=True)

    def fail(self, name, message):
        self.failed += 1
        print(f"{name:20} FAILED: {message}", flush=True)

    def passed(self):
        if not self.ratios:
            return False
        logarithms = [math.log(max(ratio, 1e-9)) for ratio in self.ratios]
        mean = math.exp(sum(logarithms) / len(logarithms))
        print(
            f"{len(self.ratios)} compared, {self.failed} failed; ratio: geometric"
            f" mean {mean:.3f} (limit {GEOMETRIC_LIMIT}), largest"
            f" {max(self.ratios):.2f} (limit {RATIO_LIMIT:g}); largest error"
            f" {self.worst:.2e} (limit {ERROR_LIMIT:g})"
        )
        return self.failed == 0 and mean <= GEOMETRIC_LIMIT


def compare(options, case, directory, table):
    """Builds one case in `directory` and adds its row."""
    import oracle
    from safetensors.torch import save_file

    start = time.time()
    model, values = oracle.build(case), oracle.pixels(case)
    truth = oracle.true_outputs(model, case, values)
    own = oracle.float32_outputs(model, case, values)
    oracle.save_model(case, model, directory)
    source = pathlib.Path(directory) / "input.safetensors"
    save_file({"pixel_values": values}, source)
    del model
    arguments = ["--input", source]
    tensors = run_vitc(options, directory, arguments, list(truth), case.arguments())
    if isinstance(tensors, str):
        return table.fail(case.name, tensors)
    ours, theirs = [], []
    for name, value in truth.items():
        if tensors[name].shape != value.shape:
            shapes = f"{list(tensors[name].shape)}, expected {list(value.shape)}"
            return table.fail(case.name, f"{name} has shape {shapes}")
        ours.append(oracle.relative_error(tensors[name], value))
        theirs.append(oracle.relative_error(own[name], value))
    seconds = time.time() - start
    return table.add(case.name, mean_square(ours), mean_square(theirs), seconds)


def compare_pictures(options):
    """The shipped pictures, from the file to the logits."""
    import torch

    import oracle

    directory = MODELS / "shapes"
    expected = json.loads((directory / "expected.json").read_text())
    failed = 0
    with tempfile.TemporaryDirectory() as copy:
        for path in directory.iterdir():
            if path.is_file():
                shutil.copy(path, copy)
        for name, answer in expected["pictures"].items():
            source = ["--image", directory / "pictures" / name]
            tensors = run_vitc(options, copy, source, ["logits"])
            if isinstance(tensors, str):
                failed += 1
                print(f"{name:20} FAILED: {tensors}")
                continue
            truth = torch.tensor(answer["logits"], dtype=torch.float64)
            error = oracle.relative_error(tensors["logits"].flatten(), truth)
            own = answer["pytorch_float32_error"]
            bad = not error <= ERROR_LIMIT
            failed += bad
            mark = "  FAILED" if bad else ""
            print(f"{name:20} {error:9.2e} {own:9.2e}{mark}")
    return failed == 0


def main():
    options = parse()
    if options.setup:
        enter(options.setup)
    import torch

    import make_fixtures
    from configurations import configurations

    torch.set_num_threads(options.threads)
    options.vitc = options.vitc.resolve()
    passed = True
    if not options.only:
        for script in SCRIPTS:
            check = [sys.executable, HERE / script, "--check"]
            passed &= subprocess.run(check, check=False).returncode == 0
    table = Table()
    for case in [*make_fixtures.CASES, *configurations()]:
        if options.only and options.only not in case.name:
            continue
        if options.keep:
            compare(options, case, options.keep / case.name, table)
            continue
        with tempfile.TemporaryDirectory() as directory:
            compare(options, case, directory, table)
    passed = table.passed() and passed
    if not options.only:
        passed = compare_pictures(options) and passed
    print("passed" if passed else "FAILED")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
