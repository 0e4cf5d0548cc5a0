"""Broken weights: the safetensors format, and tensors that are not what the model needs."""

import json
import struct

from harness import case, cases, safetensors

WEIGHTS = "model/model.safetensors"
FOUR, F32 = b"\0" * 4, {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}


def one(**fields):
    tensor = dict(F32, **fields)
    return {"a": {key: value for key, value in tensor.items() if value is not ...}}


def two(second, **fields):
    return {"a": F32, "b": dict(F32, data_offsets=second, **fields)}


def raw(dtype='"F32"', shape="[1]", offsets="[0,4]"):
    """For numbers that json.dumps would not write."""
    return '{"a":{"dtype":%s,"shape":%s,"data_offsets":%s}}' % (dtype, shape, offsets)


@cases("weights", {
    "empty": b"",
    "seven-bytes": b"\x02\0\0\0\0\0\0",
    "html": b"<!DOCTYPE html><html><body>404: Not Found</body></html>",
    "git-lfs-pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1200\n",
    "zip": b"PK\x03\x04" + bytes(60),
    "header-beyond-file": struct.pack("<Q", 40) + b"{}",
    "header-above-cap": struct.pack("<Q", 100_000_001) + b"{}",
    "header-of-2-63": struct.pack("<Q", 1 << 63) + b"{}",
    "header-of-2-64": struct.pack("<Q", (1 << 64) - 1) + b"{}",
    "header-leading-space": safetensors(" {}"),
    "header-bom": safetensors(b"\xef\xbb\xbf{}"),
    "header-array": safetensors("[1]"),
    "header-cut-off": safetensors('{"a": {"dtype":'),
    "header-second-value": safetensors("{}{}"),
    "header-not-utf8": safetensors(b'{"\xff\xfe": 1}'),
    "header-deep": safetensors('{"a":' * 100_000),
    "trailing-byte": safetensors("{}", b"x"),
    "tensor-not-object": safetensors({"a": [0, 4]}),
    "no-dtype": safetensors(one(dtype=...), FOUR),
    "no-shape": safetensors(one(shape=...), FOUR),
    "no-offsets": safetensors(one(data_offsets=...), FOUR),
    "dtype-unknown": safetensors(one(dtype="F31"), FOUR),
    "dtype-number": safetensors(one(dtype=32), FOUR),
    "dtype-control": safetensors(one(dtype="\x1b[31mF32"), FOUR),
    "shape-number": safetensors(one(shape=1), FOUR),
    "shape-negative": safetensors(one(shape=[-1]), FOUR),
    "shape-real": safetensors(raw(shape="[1.0]"), FOUR),
    "shape-exponent": safetensors(raw(shape="[1e3]"), FOUR),
    "shape-bool": safetensors(one(shape=[True]), FOUR),
    "shape-null": safetensors(one(shape=[1, None]), FOUR),
    "shape-overflow": safetensors(one(shape=[1 << 32, 1 << 32]), FOUR),
    "shape-long": safetensors(one(shape=[1] * 100_000 + [2]), FOUR),
    "half-byte": safetensors(one(dtype="F4", shape=[3], data_offsets=[0, 1]), b"x"),
    "offsets-one": safetensors(one(data_offsets=[0]), FOUR),
    "offsets-reversed": safetensors(one(data_offsets=[4, 0]), FOUR),
    "offsets-negative": safetensors(one(data_offsets=[-4, 0]), FOUR),
    "offsets-beyond-2-64": safetensors(raw(offsets="[0,18446744073709551616]"), FOUR),
    "offsets-near-2-64": safetensors(raw(offsets="[18446744073709551611,18446744073709551615]"), FOUR),
    "size-of-another-shape": safetensors(one(data_offsets=[0, 8]), FOUR * 2),
    "data-cut-off": safetensors(one(), b"abc"),
    "hole-in-front": safetensors(one(data_offsets=[1, 5]), FOUR + b"x"),
    "hole-between": safetensors(two([5, 9]), FOUR * 2 + b"x"),
    "overlap-by-one": safetensors(two([3, 7]), FOUR * 2),
    "overlap-whole": safetensors(two([0, 4]), FOUR),
    "duplicate-tensor": safetensors('{"a":%s,"a":%s}' % (json.dumps(F32), json.dumps(F32)), FOUR),
    "duplicate-member": safetensors('{"a":{"dtype":"F32","dtype":"F16","shape":[1]}}', FOUR),
    "metadata-number": safetensors({"__metadata__": {"format": 1}}),
    "metadata-text": safetensors({"__metadata__": "pt"}),
})
def weights(box, content):
    box.write(WEIGHTS, content)


@case
def weights_hundred_thousand_tensors(box):
    header = {"t%d" % i: {"dtype": "U8", "shape": [], "data_offsets": [i, i + 1]}
              for i in range(100_000)}
    box.write(WEIGHTS, safetensors(header, bytes(99_999)))


@case
def tensors_none(box):
    box.write(WEIGHTS, safetensors("{}"))


@case
def tensors_two_missing(box):
    box.edit_header(lambda h: h.update(x=h.pop("vit.layernorm.bias"), y=h.pop("classifier.weight")))


@cases("tensor", {
    "integers": dict(dtype="I32"),
    "transposed": dict(shape=[1, 24]),
    "narrower": dict(dtype="F16", shape=[48]),
})
def tensor(box, fields):
    box.edit_header(lambda h: h["vit.layernorm.bias"].update(fields))


@case
def tensor_of_eight_bits(box):
    def change(header):
        bias = header["vit.layernorm.bias"]
        bias.update(dtype="F8_E4M3", shape=[96])
    box.edit_header(change)


@case
def tensors_without_their_prefix(box):
    box.edit_header(lambda h: h.update({"layernorm.bias": h.pop("vit.layernorm.bias")}))


@case
def tensors_of_another_family(box):
    def change(header):
        for name in [n for n in header if n.startswith("vit.")]:
            header["swin" + name[3:]] = header.pop(name)
    box.edit_header(change)
