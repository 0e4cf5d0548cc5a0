#!/usr/bin/env python3
# ===- operand_errors.py - what rounding operands costs, whoever computes -----===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Prints vitc's bf16 and int8 errors beside those of exact arithmetic.

    python operand_errors.py build/bin/vitc

Exact arithmetic: PyTorch's model in float64, where nothing is rounded but what
products read: to bf16, or to int8 with a scale for each row and each output
channel, attention then in bf16. No code that reads such operands can be
expected below it; above it, code loses more than its format does. Errors are
relative L2 of the last output against float64, for each small model of
make_fixtures.py and make_other_fixtures.py.
"""

import math
import pathlib
import subprocess
import sys
import tempfile

import torch
import torch.nn.functional as functional
from safetensors.torch import load_file
from torch.overrides import TorchFunctionMode

import make_fixtures
import make_other_fixtures
import oracle


def to_bf16(values):
    """The nearest bf16 numbers, as float64."""
    return values.float().bfloat16().double()


def to_int8(values):
    """The nearest of 255 steps up to the largest number of each row."""
    step = values.abs().amax(-1, keepdim=True).clamp_min(1e-300) / 127
    return torch.round(values / step) * step


class RoundedOperands(TorchFunctionMode):
    """Rounds what products read; `products` for weights, bf16 in attention."""

    def __init__(self, products):
        super().__init__()
        self.products = products

    def __torch_function__(self, function, types, arguments=(), named=None):
        named = named or {}
        if function is functional.linear:
            value, weight, *rest = arguments
            arguments = (self.products(value), self.products(weight), *rest)
        elif function is functional.scaled_dot_product_attention:
            return self.attention(*arguments[:3])
        elif function in (torch.matmul, torch.Tensor.matmul):
            arguments = tuple(to_bf16(value) for value in arguments)
        elif function in (torch.conv2d, functional.conv2d):
            return self.patches(*arguments, **named)
        return function(*arguments, **named)

    def attention(self, query, key, value):
        """One head's softmax without mask or dropout, as products."""
        query, key, value = (to_bf16(each) for each in (query, key, value))
        scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
        return to_bf16(scores.softmax(-1)) @ value

    def patches(self, picture, weight, bias, stride, *rest, **named):
        """A patch embedding, as the product that it is."""
        rows = functional.unfold(picture, weight.shape[2:], stride=stride)
        rows = self.products(rows.transpose(1, 2))
        columns = self.products(weight.flatten(1))
        result = (rows @ columns.T + bias).transpose(1, 2)
        high = (picture.shape[2] - weight.shape[2]) // stride[0] + 1
        return result.unflatten(2, (high, -1))


def last_of(outputs):
    """The output that all others lead to."""
    return next(
        outputs[name]
        for name in ("logits", "pooler_output", "last_hidden_state")
        if name in outputs
    )


def of_transformers(case):
    """(true outputs, what computes them again, arguments of vitc run)."""
    model, values = oracle.build(case), oracle.pixels(case)
    truth = oracle.true_outputs(model, case, values)

    def rounded():
        with oracle.keep_float64():
            return oracle.forward(model.double(), case, values.double())

    return truth, rounded, case.arguments()


def of_others(case):
    """The same for a model of timm or torchvision."""
    model = make_other_fixtures.build(case)
    values = make_other_fixtures.pixels(case)
    truth = make_other_fixtures.true_outputs(model, values)

    def rounded():
        return make_other_fixtures.true_outputs(model, values)

    return truth, rounded, case.vitc_arguments()


def error_of_vitc(vitc, case, precision, truth, arguments):
    """The error of `vitc run` on the committed model and input of `case`."""
    directory = make_fixtures.TARGET / case.name
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder) / "out.safetensors"
        command = [vitc, "run", directory, "--precision=" + precision]
        command += ["--input", directory / "input.safetensors", "--output", result]
        subprocess.run(command + arguments, check=True)
        return oracle.relative_error(last_of(load_file(result)), last_of(truth))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    columns = {"bf16": to_bf16, "int8": to_int8}
    print("%-18s %21s %21s" % ("model", "bf16: exact, vitc", "int8: exact, vitc"))
    logs = {}
    torch.backends.mha.set_fastpath_enabled(False)
    make_other_fixtures.timm.layers.set_fused_attn(False)
    cases = [(case, of_transformers) for case in make_fixtures.CASES]
    cases += [(case, of_others) for case in make_other_fixtures.CASES]
    for case, models in cases:
        truth, rounded, arguments = models(case)
        row = []
        for precision, products in columns.items():
            with RoundedOperands(products):
                outputs = rounded()
            exact = oracle.relative_error(last_of(outputs), last_of(truth))
            vitc = error_of_vitc(sys.argv[1], case, precision, truth, arguments)
            row += [exact, vitc]
        for column, error in enumerate(row):
            logs.setdefault(column, []).append(math.log(error))
        print("%-18s %10.1e %10.1e %10.1e %10.1e" % (case.name, *row))
    means = [math.exp(sum(each) / len(each)) for each in logs.values()]
    print("%-18s %10.1e %10.1e %10.1e %10.1e" % ("geometric mean", *means))


if __name__ == "__main__":
    main()
