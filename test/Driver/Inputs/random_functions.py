"""Writes N functions, `0.mlir`, `1.mlir`, ..., with weights beside them: python3 random_functions.py N [FIRST].

The same for the same number. Every value is an f32 tensor; an op is chosen, then a value that it
takes.
"""

import json
import math
import random
import struct
import sys

SIZES = [1, 2, 3, 5, 7, 8, 15, 16, 17, 33, 48, 50]


def type_of(shape):
    return "tensor<" + "x".join(map(str, shape)) + "xf32>"


def literal(values, shape):
    if not shape:
        return "%.6f" % values[0]
    step = len(values) // shape[0]
    return "[" + ", ".join(literal(values[i * step:(i + 1) * step], shape[1:])
                           for i in range(shape[0])) + "]"


class Function:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.file = "%d.safetensors" % seed
        self.lines, self.weights, self.values = [], [], []
        batch, tokens, width = self.random.choice([1, 1, 2, 3]), self.random.choice([1, 3, 9, 17]), self.size()
        shapes = [(batch, tokens, width), (batch, width), (1, tokens, width), (tokens, width)]
        self.arguments = [("%%a%d" % i, self.random.choice(shapes))
                          for i in range(self.random.randint(1, 3))]
        self.values += self.arguments

    def size(self):
        return self.random.choice(SIZES)

    def line(self, text):
        name = "%%v%d" % len(self.lines)
        self.lines.append("%s = %s" % (name, text))
        return name

    def add(self, text, shape):
        self.values.append((self.line(text), tuple(shape)))
        return self.values[-1][0]

    def weight(self, shape):
        numbers = [self.random.gauss(0, 0.5) for _ in range(math.prod(shape))]
        if self.random.random() < 0.3:
            return self.line("arith.constant dense<%s> : %s" % (literal(numbers, shape), type_of(shape)))
        name = "w%d" % len(self.weights)
        self.weights.append((name, shape, numbers))
        return self.line("vit.parameter @%s : %s" % (name, type_of(shape)))

    def part(self, shape):
        """Sizes of a slice, and an offset of it."""
        sizes = [self.random.randint(1, extent) for extent in shape]
        return sizes, [self.random.randint(0, extent - size) for extent, size in zip(shape, sizes)]

    def like(self, shape):
        return self.random.choice([name for name, other in self.values if other == shape])

    def slice(self, x, shape, sizes, offsets):
        return self.add("tensor.extract_slice %s%s %s %s : %s to %s" % (
            x, offsets, sizes, [1] * len(shape), type_of(shape), type_of(sizes)), sizes)

    def op(self):
        x, shape = self.random.choice(self.values[-4:] if self.random.random() < 0.7 else self.values)
        known = [name for name in dir(self) if name.startswith("op_")]
        getattr(self, self.random.choice(known))(x, shape, type_of(shape))

    def op_arith(self, x, shape, t):
        kind = self.random.choice("addf subf mulf maximumf minimumf".split())
        self.add("arith.%s %s, %s : %s" % (kind, x, self.like(shape), t), shape)

    def op_negate(self, x, shape, t):
        self.add("arith.negf %s : %s" % (x, t), shape)

    def op_add_weight(self, x, shape, t):
        self.add("arith.addf %s, %s : %s" % (x, self.weight(shape), t), shape)

    def op_extract(self, x, shape, t):
        self.slice(x, shape, *self.part(shape))

    def op_insert(self, x, shape, t):
        sizes, offsets = self.part(shape)
        part = self.slice(self.like(shape), shape, sizes, offsets)
        to = [self.random.randint(0, extent - size) for extent, size in zip(shape, sizes)]
        self.add("tensor.insert_slice %s into %s%s %s %s : %s into %s" % (
            part, x, to, sizes, [1] * len(shape), type_of(sizes), t), shape)

    def op_concat(self, x, shape, t):
        at = self.random.randrange(len(shape))
        result = [extent * (2 if i == at else 1) for i, extent in enumerate(shape)]
        if result[at] <= 64:
            self.add("tensor.concat dim(%d) %s, %s : (%s, %s) -> %s" % (
                at, x, self.like(shape), t, t, type_of(result)), result)

    def op_expand(self, x, shape, t):
        if len(shape) > 3:
            return
        at = self.random.randrange(len(shape))
        outer = self.random.choice([f for f in range(1, shape[at] + 1) if shape[at] % f == 0])
        result = [*shape[:at], outer, shape[at] // outer, *shape[at + 1:]]
        self.add("tensor.expand_shape %s %s output_shape %s : %s into %s" % (
            x, self.groups(len(shape), at), result, t, type_of(result)), result)

    def op_collapse(self, x, shape, t):
        if len(shape) < 3:
            return
        at = self.random.randrange(len(shape) - 1)
        result = [*shape[:at], shape[at] * shape[at + 1], *shape[at + 2:]]
        self.add("tensor.collapse_shape %s %s : %s into %s" % (
            x, self.groups(len(result), at), t, type_of(result)), result)

    @staticmethod
    def groups(count, two):
        return [[i, i + 1] if i == two else [i + (i > two)] for i in range(count)]

    def op_linear(self, x, shape, t):
        if len(shape) in (2, 3):
            matrix = (self.size(), shape[-1])
            result = (*shape[:-1], matrix[0])
            self.add("vit.linear %s, %s : (%s, %s) -> %s" % (
                x, self.weight(matrix), t, type_of(matrix), type_of(result)), result)

    def op_activation(self, x, shape, t):
        kind = self.random.choice("relu gelu silu tanh".split())
        self.add("vit.activation %s %s : (%s) -> %s" % (kind, x, t, t), shape)

    def op_softmax(self, x, shape, t):
        self.add("vit.softmax %s : (%s) -> %s" % (x, t, t), shape)

    def op_norm(self, x, shape, t):
        if len(shape) in (2, 3) and shape[-1] > 1:
            v = type_of(shape[-1:])
            self.add("vit.layer_norm %s affine(%s, %s) eps = 1.0e-5 : (%s, %s, %s) -> %s" % (
                x, self.weight(shape[-1:]), self.weight(shape[-1:]), t, v, v, t), shape)

    def op_residual(self, x, shape, t):
        if len(shape) == 3:
            self.add("vit.residual %s, %s : (%s, %s) -> %s" % (x, self.like(shape), t, t, t), shape)

    def op_attention(self, x, shape, t):
        if len(shape) != 3:
            return
        heads = self.random.choice([1, 2, 3])
        inner = (heads * self.random.choice([1, 4, 8, 15, 16]), shape[2])
        back = (self.size(), inner[0])
        weights = [self.weight(inner) for _ in range(3)] + [self.weight(back)]
        result = (*shape[:2], back[0])
        self.add("vit.attention %s query(%s) key(%s) value(%s) output(%s) heads = %d : (%s) -> %s" % (
            x, *weights, heads, ", ".join([t] + 3 * [type_of(inner)] + [type_of(back)]),
            type_of(result)), result)

    def op_pool(self, x, shape, t):
        if len(shape) == 3:
            kind = self.random.choice(["token", "mean"])
            result = (shape[0], shape[2])
            self.add("vit.pool %s %s : (%s) -> %s" % (kind, x, t, type_of(result)), result)

    def finish(self):
        for _ in range(self.random.randint(1, 14)):
            self.op()
        results = self.values[-self.random.randint(1, 3):]
        if self.random.random() < 0.3:
            results = results + results[:1] + self.arguments[:1]
        types = ", ".join(type_of(shape) for _, shape in results)
        text = ["vit.weight @%s : %s in \"%s\"" % (name, type_of(shape), self.file)
                for name, shape, _ in self.weights]
        arguments = ", ".join("%s: %s" % (name, type_of(shape)) for name, shape in self.arguments)
        text.append("func.func @f(%s) -> (%s) {" % (arguments, types))
        text += ["  " + line for line in self.lines]
        text.append("  return %s : %s\n}" % (", ".join(name for name, _ in results), types))
        return "\n".join(text) + "\n"

    def weight_bytes(self):
        head, data = {}, b""
        for name, shape, numbers in self.weights:
            part = struct.pack("<%df" % len(numbers), *numbers)
            head[name] = {"dtype": "F32", "shape": list(shape),
                          "data_offsets": [len(data), len(data) + len(part)]}
            data += part
        text = json.dumps(head).encode()
        return struct.pack("<Q", len(text)) + text + data


def main(count, first=0):
    for seed in range(first, first + count):
        function = Function(seed)
        text = function.finish()
        with open("%d.mlir" % seed, "w", encoding="utf-8") as file:
            file.write(text)
        if function.weights:
            with open(function.file, "wb") as file:
                file.write(function.weight_bytes())


main(*map(int, sys.argv[1:]))
