#!/usr/bin/env python3
"""Writes test/Integration/CPU/<op>.mlir: one numeric test for each vit op.

Operands are random f32 numbers; PyTorch computes in float64 what is expected, from formulas written
out here or from torch.nn.functional. Usage: make_op_tests.py OUTPUT_FOLDER
"""

import math
import pathlib
import sys
import textwrap

import torch
import torch.nn.functional as F

NAMES = {torch.float32: "f32", torch.float64: "f32", torch.int64: "i64"}


def spell(value):
    """One element as MLIR reads it."""
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "0x7FC00000"
    if math.isinf(value):
        return "0x7F800000" if value > 0 else "0xFF800000"
    text = f"{value:.9g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return (mantissa if "." in mantissa else mantissa + ".0") + "e" + exponent
    return text if "." in text else text + ".0"


def nest(values):
    if isinstance(values, list):
        return "[" + ", ".join(nest(value) for value in values) + "]"
    return spell(values)


def type_of(tensor):
    return "tensor<" + "".join(f"{size}x" for size in tensor.shape) + NAMES[tensor.dtype] + ">"


class Program:
    """The body of @main."""

    def __init__(self):
        self.lines = []
        self.count = 0

    def add(self, line):
        self.lines += textwrap.wrap(line, 98, initial_indent="  ", subsequent_indent="      ",
                                    break_long_words=False, break_on_hyphens=False)

    def name(self):
        self.count += 1
        return f"%{self.count - 1}"

    def constant(self, tensor):
        name = self.name()
        stored = tensor.to(torch.float32) if tensor.is_floating_point() else tensor
        self.add(f"{name} = arith.constant dense<{nest(stored.tolist())}> : {type_of(tensor)}")
        return name

    def operand(self, tensor):
        constant, name = self.constant(tensor), self.name()
        self.add(f"{name} = check.opaque {constant} : {type_of(tensor)}")
        return name

    def case(self, comment, template, operands, results, relative=1e-5, absolute=1e-6, nan=False):
        """`template` has {0}, {1} … for the operands; their types and the results' are appended."""
        self.lines.append(f"  // {comment}")
        names = [self.operand(tensor) for tensor in operands]
        outs = [self.name() for _ in results]
        ins = ", ".join(type_of(tensor) for tensor in operands)
        types = ", ".join(type_of(result) for result in results)
        if len(results) > 1:
            types = f"({types})"
        signature = f"({ins}) -> {types}" if "{types}" not in template else ""
        text = template.replace("{types}", types).format(*names)
        self.add(f"{', '.join(outs)} = {text}" + (f" : {signature}" if signature else ""))
        for out, result in zip(outs, results):
            expected = self.constant(result)
            if result.is_floating_point():
                extra = ", equal_nan" if nan else ""
                self.add(f"check.expect_close {out}, {expected} {{relative = {spell(relative)}, "
                         f"absolute = {spell(absolute)}{extra}}} : {type_of(result)}")
            else:
                self.add(f"check.expect_eq {out}, {expected} : {type_of(result)}")

    def text(self, op):
        head = f"// REQUIRES: vitc-run\n// RUN: vitc run %s\n\n// vit.{op}; expected: PyTorch in float64.\n"
        return head + "func.func @main() {\n" + "\n".join(self.lines) + "\n  return\n}\n"


def random(*shape, scale=1.0):
    """Random numbers that f32 holds, as float64."""
    return (torch.randn(*shape) * scale).to(torch.float32).to(torch.float64)


def heads(tensor, count):
    batch, tokens, features = tensor.shape
    return tensor.reshape(batch, tokens, count, features // count).transpose(1, 2)


def sdpa(query, key, value, scale, mask=None, causal=False):
    scores = query @ key.transpose(-1, -2) * scale
    if mask is not None:
        scores = scores + mask
    if causal:
        hidden = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(hidden, -math.inf)
    return torch.softmax(scores, -1) @ value


ACTIVATIONS = {
    "relu": F.relu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x),
    "silu": F.silu,
    "tanh": torch.tanh,
}


def patch_embed(p):
    for comment, patch, strides, bias in [("a row and a column are dropped", (2, 3), (2, 3), True),
                                          ("patches overlap, no bias", (3, 3), (2, 1), False)]:
        x, w, b = random(2, 2, 5, 7), random(4, 2, *patch), random(4)
        expected = F.conv2d(x, w, b if bias else None, strides).flatten(2).transpose(1, 2)
        text = "vit.patch_embed {0}, {1} " + ("bias({2}) " if bias else "")
        p.case(comment, text + f"strides = {list(strides)}", [x, w] + [b] * bias, [expected])


def prepend_token(p):
    for at in [0, 1, 3]:
        learned, x = random(1, 2, 4), random(2, 3, 4)
        expected = torch.cat([x[:, :at], learned.expand(2, 2, 4), x[:, at:]], 1)
        p.case(f"before token {at}", f"vit.prepend_token {{0}}, {{1}} at {at}", [learned, x],
               [expected], 0.0, 0.0)


def add_position(p):
    x, positions = random(2, 3, 4), random(1, 3, 4)
    p.case("a batch of two", "vit.add_position {0}, {1}", [x, positions], [x + positions])


def interpolate_position(p):
    for mode, prefix, source, target in [
            ("bicubic", 1, (3, 4), (2, 2)), ("bicubic", 0, (2, 2), (3, 5)),
            ("bicubic", 2, (2, 3), (2, 3)), ("bilinear", 1, (3, 2), (2, 4)),
            ("bicubic_antialias", 1, (5, 4), (2, 3)), ("bicubic_antialias", 0, (2, 2), (3, 3))]:
        x = random(1, prefix + source[0] * source[1], 2)
        grid = x[:, prefix:].reshape(1, *source, 2).permute(0, 3, 1, 2)
        grid = F.interpolate(grid, size=target, mode=mode.split("_")[0], align_corners=False,
                             antialias="antialias" in mode)
        expected = torch.cat([x[:, :prefix], grid.permute(0, 2, 3, 1).reshape(1, -1, 2)], 1)
        p.case(f"{mode}, {prefix} kept",
               f"vit.interpolate_position {mode} {{0}} prefix = {prefix} from {list(source)} "
               f"to {list(target)}", [x], [expected])


def sinusoid(kind, rows, columns, features, temperature):
    per_axis = features if kind == "transformer" else features // 2
    omega = temperature ** (-2.0 * torch.arange(per_axis // 2, dtype=torch.float64) / per_axis)
    y = torch.arange(rows, dtype=torch.float64).repeat_interleave(columns)
    x = torch.arange(columns, dtype=torch.float64).repeat(rows)
    if kind == "detr":
        y, x = (y + 1) / rows * 2 * math.pi, (x + 1) / columns * 2 * math.pi

    def encode(positions):
        angles = positions[:, None] * omega
        parts = angles.sin(), angles.cos()
        return torch.cat(parts, 1) if kind == "mae" else torch.stack(parts, 2).flatten(1)

    axes = {"transformer": [x], "mae": [x, y], "detr": [y, x]}[kind]
    return torch.cat([encode(axis) for axis in axes], 1)[None]


def sinusoid_position(p):
    for kind, rows, columns, features, temperature in [
            ("transformer", 1, 5, 6, 10000.0), ("mae", 2, 3, 8, 10000.0), ("detr", 3, 2, 8, 20.0)]:
        expected = sinusoid(kind, rows, columns, features, temperature)
        p.case(kind, f"vit.sinusoid_position {kind} grid = [{rows}, {columns}] "
               f"temperature = {temperature} : {{types}}", [], [expected])


def layer_norm(p):
    for shape, offset in [((2, 3, 5), 0.0), ((3, 4), 100.0)]:
        x = (random(*shape) + offset).to(torch.float32).to(torch.float64)
        gamma, beta = random(shape[-1]), random(shape[-1])
        p.case(f"rank {len(shape)}, mean about {offset:g}",
               "vit.layer_norm {0} affine({1}, {2}) eps = 1.0e-6", [x, gamma, beta],
               [F.layer_norm(x, shape[-1:], gamma, beta, 1e-6)], 1e-4 if offset else 1e-5,
               1e-4 if offset else 1e-6)
    x = random(1, 2, 6)
    p.case("without gamma and beta", "vit.layer_norm {0} eps = 1.0e-6", [x],
           [F.layer_norm(x, x.shape[-1:], eps=1e-6)])


def linear(p):
    for shape, bias in [((2, 3, 5), True), ((3, 5), False)]:
        x, w, b = random(*shape), random(4, 5), random(4)
        p.case("bias" if bias else "no bias",
               "vit.linear {0}, {1}" + (" bias({2})" if bias else ""), [x, w] + [b] * bias,
               [F.linear(x, w, b if bias else None)])


def activation(p):
    x = torch.tensor([-30.0, -6.0, -3.0, -1.0, -0.5, -1e-4, 0.0, 1e-4, 0.5, 1.0, 3.0, 6.0, 30.0],
                     dtype=torch.float64).to(torch.float32).to(torch.float64)
    for kind, function in ACTIVATIONS.items():
        p.case(kind, f"vit.activation {kind} {{0}}", [x], [function(x)])


def gate(p):
    for kind, shape in [("silu", (2, 2, 6)), ("gelu", (3, 4))]:
        x = random(*shape)
        first, second = x.chunk(2, -1)
        p.case(kind, f"vit.gate {kind} {{0}}", [x], [ACTIVATIONS[kind](first) * second])


def ffn(p):
    x, w1, b1, w2, b2 = random(2, 3, 4), random(6, 4), random(6), random(4, 6), random(4)
    p.case("gelu", "vit.ffn gelu {0} hidden({1}, {2}) output({3}, {4})", [x, w1, b1, w2, b2],
           [F.linear(F.gelu(F.linear(x, w1, b1)), w2, b2)])
    w2 = random(4, 3)
    first, second = F.linear(x, w1).chunk(2, -1)
    p.case("gated, no biases", "vit.ffn gated silu {0} hidden({1}) output({2})", [x, w1, w2],
           [F.linear(F.silu(first) * second, w2)])


def residual(p):
    skip, branch, scale = random(2, 3, 4), random(2, 3, 4), random(4)
    p.case("plain", "vit.residual {0}, {1}", [skip, branch], [skip + branch])
    p.case("layer scale", "vit.residual {0}, {1} scale({2})", [skip, branch, scale],
           [skip + scale * branch])


def attention(p):
    x = random(2, 3, 6)
    wq, wk, wv, wo = (random(4, 6) for _ in range(3)), None, None, random(6, 4)
    wq, wk, wv = wq
    bq, bk, bv, bo = random(4), random(4), random(4), random(6)
    scale = 2 ** -0.5

    def formula(memory, biases, mask=None, causal=False):
        q, k, v = (heads(F.linear(t, w, b), 2) for t, w, b in
                   zip((x, memory, memory), (wq, wk, wv), biases))
        context = sdpa(q, k, v, scale, mask, causal).transpose(1, 2).flatten(2)
        return F.linear(context, wo, biases[3])

    p.case("self attention",
           "vit.attention {0} query({1}, {2}) key({3}, {4}) value({5}, {6}) output({7}, {8}) "
           "heads = 2", [x, wq, bq, wk, bk, wv, bv, wo, bo], [formula(x, (bq, bk, bv, bo))])
    p.case("causal, no biases",
           "vit.attention causal {0} query({1}) key({2}) value({3}) output({4}) heads = 2",
           [x, wq, wk, wv, wo], [formula(x, (None,) * 4, causal=True)])
    memory, mask = random(2, 5, 6), random(2, 1, 3, 5)
    mask[0, 0, 1, 2] = -math.inf
    p.case("cross attention with a mask, the key without bias",
           "vit.attention {0} memory({1}) query({2}, {3}) key({4}) value({5}, {6}) "
           "output({7}, {8}) mask({9}) heads = 2", [x, memory, wq, bq, wk, wv, bv, wo, bo, mask],
           [formula(memory, (bq, None, bv, bo), mask)])


def split_heads(p):
    x = random(2, 3, 6)
    p.case("two heads", "vit.split_heads {0} heads = 2", [x], [heads(x, 2)], 0.0, 0.0)


def merge_heads(p):
    x = random(2, 2, 3, 3)
    p.case("two heads", "vit.merge_heads {0}", [x], [x.transpose(1, 2).flatten(2)], 0.0, 0.0)


def sdpa_op(p):
    q, k, v = random(1, 2, 3, 4), random(1, 2, 5, 4), random(1, 2, 5, 3)
    p.case("values narrower than keys", "vit.sdpa {0}, {1}, {2} scale = 0.5", [q, k, v],
           [sdpa(q, k, v, 0.5)])
    mask = random(1, 2, 3, 5)
    p.case("a mask for each head; scores of about 1000",
           "vit.sdpa {0}, {1}, {2} mask({3}) scale = 250.0", [q, k, v, mask],
           [sdpa(q, k, v, 250.0, mask)], 1e-3, 1e-4)
    k, v = random(1, 2, 3, 4), random(1, 2, 3, 4)
    p.case("causal", "vit.sdpa causal {0}, {1}, {2} scale = 0.5", [q, k, v],
           [sdpa(q, k, v, 0.5, causal=True)])


def pool(p):
    x = random(2, 4, 3)
    mean = x[:, 1:].mean(1)
    p.case("token", "vit.pool token {0} first = 1", [x], [x[:, 1]], 0.0, 0.0)
    p.case("mean", "vit.pool mean {0} first = 1", [x], [mean])
    p.case("token and mean", "vit.pool token_mean {0} first = 1", [x],
           [torch.cat([x[:, 0], mean], 1)])


def classifier(p):
    x, w, b = random(2, 4), random(3, 4), random(3)
    p.case("one head", "vit.classifier {0} head({1}, {2})", [x, w, b], [F.linear(x, w, b)])
    y, v, c = random(2, 4), random(3, 4), random(3)
    p.case("a distilled head",
           "vit.classifier {0} head({1}, {2}) distilled {3} head({4}, {5})", [x, w, b, y, v, c],
           [(F.linear(x, w, b) + F.linear(y, v, c)) / 2])


def average(p):
    x, y = random(2, 3), random(2, 3)
    p.case("two tensors", "vit.average {0}, {1} : {types}", [x, y], [(x + y) / 2])


def stack(p):
    x, y = random(2, 3), random(2, 3)
    p.case("two inputs", "vit.stack {0}, {1}", [x, y], [torch.stack([x, y], 1)], 0.0, 0.0)
    x, y, z = random(2, 2, 2), random(2, 2, 2), random(2, 2, 2)
    p.case("three inputs of rank 3", "vit.stack {0}, {1}, {2}", [x, y, z],
           [torch.stack([x, y, z], 1)], 0.0, 0.0)


def softmax(p):
    for comment, x in [("rows", random(2, 5)), ("one axis", random(4)),
                       ("beyond exp's range", random(3, 4) * 1000)]:
        x = x.to(torch.float32).to(torch.float64)
        p.case(comment, "vit.softmax {0}", [x], [torch.softmax(x, -1)])
    x = torch.tensor([[0.0, math.nan], [-math.inf, -math.inf], [-math.inf, 1.0]],
                     dtype=torch.float64)
    p.case("NaN stays, a row of -inf is NaN", "vit.softmax {0}", [x], [torch.softmax(x, -1)],
           nan=True)


def top_k(p):
    x = random(2, 6)
    values, indices = torch.topk(x, 3)
    p.case("random", "vit.top_k {0} k = 3", [x], [values, indices], 0.0, 0.0)
    x = torch.tensor([[1.0, 3.0, 3.0, -math.inf, 3.0]], dtype=torch.float64)
    p.case("equal values by rising index", "vit.top_k {0} k = 5", [x],
           [torch.tensor([[3.0, 3.0, 3.0, 1.0, -math.inf]], dtype=torch.float64),
            torch.tensor([[1, 2, 4, 0, 3]])], 0.0, 0.0)


OPS = [patch_embed, prepend_token, add_position, interpolate_position, sinusoid_position,
       layer_norm, linear, activation, gate, ffn, residual, attention, split_heads, merge_heads,
       sdpa_op, pool, classifier, average, stack, softmax, top_k]


def main():
    folder = pathlib.Path(sys.argv[1])
    for build in OPS:
        op = build.__name__.removesuffix("_op")
        torch.manual_seed(sum(op.encode()))
        program = Program()
        build(program)
        (folder / f"{op}.mlir").write_text(program.text(op))


if __name__ == "__main__":
    main()
