#!/usr/bin/env python3
# ===- make_fixtures.py - the committed reference models of the tests --------===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Writes test/models/reference/NAME/ for every case below.

    python tools/dev/reference/make_fixtures.py            # write
    python tools/dev/reference/make_fixtures.py --check    # compare, write nothing

with the packages of requirements.txt beside this file. Each directory is a
Hugging Face directory plus input.safetensors (`pixel_values`, float32),
expected.safetensors (float64 outputs) and expected.json (shapes, PyTorch
float32's own relative L2 error, arguments for `vitc run`).
"""

import argparse
import filecmp
import os
import pathlib
import shutil
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file

import oracle
from oracle import Case

ROOT = pathlib.Path(__file__).resolve().parents[3]
TARGET = ROOT / "test" / "models" / "reference"


def sizes(hidden, layers, heads, inner, image, patch, **rest):
    """The fields of a vit or deit configuration."""
    return dict(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        image_size=image,
        patch_size=patch,
        **rest,
    )


def dino(hidden, layers, heads, ratio, image, patch, **rest):
    """The fields of a dinov2 configuration."""
    return dict(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        mlp_ratio=ratio,
        image_size=image,
        patch_size=patch,
        **rest,
    )


VIT = ("vit", "ViTForImageClassification")
CASES = [
    Case("vit-tiny-p16", *VIT, sizes(24, 2, 2, 48, 32, 16), labels=10, seed=1),
    Case(
        "vit-nobias-p8",
        *VIT,
        sizes(32, 1, 4, 64, [32, 48], 8, qkv_bias=False, hidden_act="quick_gelu"),
        batch=3,
        labels=6,
        seed=2,
        notes="no query, key and value bias; height is not width",
    ),
    Case(
        "vit-base-model",
        "vit",
        "ViTModel",
        sizes(30, 2, 3, 72, 16, 4, hidden_act="relu"),
        seed=3,
        notes="bare model with a pooler",
    ),
    Case(
        "vit-odd",
        *VIT,
        sizes(20, 2, 1, 44, 50, 16, hidden_act="gelu_new", layer_norm_eps=1e-5),
        labels=7,
        seed=4,
        notes="two border pixels belong to no patch",
    ),
    Case(
        "vit-grey",
        *VIT,
        sizes(32, 1, 2, 64, 24, 8, num_channels=1, hidden_act="silu"),
        batch=2,
        labels=1,
        seed=5,
        notes="one channel, one label",
    ),
    Case(
        "deit-tiny",
        "deit",
        "DeiTForImageClassification",
        sizes(36, 2, 3, 60, 24, 8),
        batch=2,
        labels=9,
        seed=6,
    ),
    Case(
        "deit-teacher",
        "deit",
        "DeiTForImageClassificationWithTeacher",
        sizes(24, 1, 2, 48, 16, 8, hidden_act="gelu_pytorch_tanh"),
        batch=17,
        labels=11,
        seed=7,
    ),
    Case(
        "deit-interpolated",
        "deit",
        "DeiTForImageClassification",
        sizes(32, 1, 2, 48, 16, 4),
        input_size=(8, 32),
        labels=5,
        seed=8,
        notes="as many patches as positions, another shape: interpolated",
    ),
    Case(
        "dinov2-tiny",
        "dinov2",
        "Dinov2ForImageClassification",
        dino(24, 2, 2, 2, 70, 14),
        input_size=(42, 56),
        labels=8,
        seed=9,
        notes="5x5 positions on 3x4 patches; carries an unused mask token",
    ),
    Case(
        "dinov2-swiglu",
        "dinov2",
        "Dinov2Model",
        dino(24, 2, 2, 3, 28, 14, use_swiglu_ffn=True, qkv_bias=False),
        seed=10,
        notes="gated feed-forward of 48",
    ),
    Case(
        "dinov2-registers",
        "dinov2_with_registers",
        "Dinov2WithRegistersForImageClassification",
        dino(24, 2, 3, 2, 40, 8, num_register_tokens=3),
        input_size=(56, 32),
        batch=2,
        labels=6,
        seed=16,
        notes="5x5 positions on 7x4 patches, antialiased",
    ),
    Case(
        "vit-interpolated",
        *VIT,
        sizes(32, 1, 2, 64, 32, 8),
        input_size=(40, 24),
        batch=2,
        labels=10,
        seed=11,
        notes="4x4 positions on 5x3 patches",
    ),
    Case(
        "vit-bf16",
        *VIT,
        sizes(32, 2, 2, 64, 24, 8),
        storage="bfloat16",
        labels=10,
        seed=12,
    ),
    Case(
        "vit-f16",
        *VIT,
        sizes(32, 2, 2, 64, 24, 8),
        storage="float16",
        labels=10,
        seed=13,
    ),
    Case(
        "vit-sharded",
        *VIT,
        sizes(24, 2, 2, 56, 16, 8),
        shard_size="60KB",
        labels=10,
        seed=14,
    ),
]


def describe(case, outputs, own):
    """The content of expected.json."""
    return {
        "command": "python tools/dev/reference/make_fixtures.py",
        "versions": oracle.VERSIONS,
        "seed": case.seed,
        "notes": case.notes,
        "arguments": case.arguments(),
        "input": {"pixel_values": [case.batch, *oracle.pixels(case).shape[1:]]},
        "outputs": {
            name: {
                "shape": list(value.shape),
                "pytorch_float32_error": oracle.relative_error(own[name], value),
            }
            for name, value in outputs.items()
        },
    }


def write_case(case, directory):
    """Writes everything of one case below `directory`."""
    target = pathlib.Path(directory) / case.name
    shutil.rmtree(target, ignore_errors=True)
    model, values = oracle.build(case), oracle.pixels(case)
    truth = oracle.true_outputs(model, case, values)
    own = oracle.float32_outputs(model, case, values)
    oracle.save_model(case, model, target)
    save_file({"pixel_values": values}, target / "input.safetensors")
    save_file(truth, target / "expected.safetensors")
    oracle.write_json(target / "expected.json", describe(case, truth, own))
    for path in target.iterdir():
        path.chmod(0o644)  # safetensors writes files that only the owner reads
    return truth


def differences(case, made, kept):
    """Names what of `kept` is not what the script makes now."""
    for path in sorted(made.iterdir()):
        other = kept / path.name
        if not other.exists():
            yield f"{other}: missing"
        elif path.name == "expected.safetensors":
            ours, theirs = load_file(path), load_file(other)
            for name, value in ours.items():
                error = oracle.relative_error(theirs[name], value)
                if not error < 1e-13:
                    yield f"{other}: {name} differs by {error:.1e}"
        elif path.name == "expected.json":
            continue  # float32 errors depend on the machine
        elif not filecmp.cmp(path, other, shallow=False):
            yield f"{other}: differs"


def make_all(cases, write, target):
    """Writes every case below `target` with write(case, directory); says how large each is."""
    for case in cases:
        truth = write(case, target)
        shapes = {name: list(value.shape) for name, value in truth.items()}
        size = sum(f.stat().st_size for f in (target / case.name).iterdir())
        print(f"{case.name:18} {size / 1000:6.0f} kB  {shapes}")
    return 0


def check_all(cases, write, target):
    """Says what of `target` is not what `write` makes now. Returns the exit code."""
    problems = []
    with tempfile.TemporaryDirectory() as directory:
        for case in cases:
            write(case, directory)
            problems += differences(case, pathlib.Path(directory) / case.name, target / case.name)
    for problem in problems:
        print(os.path.relpath(problem, os.getcwd()), file=sys.stderr)
    print(f"{len(cases)} cases, {len(problems)} differences")
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--only", help="one case by name")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cases = [case for case in CASES if options.only in (None, case.name)]
    return (check_all if options.check else make_all)(cases, write_case, TARGET)


if __name__ == "__main__":
    sys.exit(main())
