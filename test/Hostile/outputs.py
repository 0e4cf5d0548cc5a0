"""Outputs that cannot be written, and files of input tensors that are broken."""

import os
import struct

from harness import case, cases, safetensors


WHOLE = 20  # seconds for a case that fails when the model has been compiled


def compile_to(path, *words):
    return lambda box: ["compile", "model", "-o", path, *words]


def setup_full(*words):
    def setup(box):
        box.seconds = WHOLE
        return ["compile", "model", "-o", "/dev/full", *words]
    return setup


def setup_file(box):
    box.write("file", "hello")
    return ["compile", "model", "-o", "file/model"]


def setup_directory(box):
    os.mkdir(box.path("folder"))
    return ["compile", "model", "-o", "folder"]


def setup_link_loop(box):
    os.symlink("loop", box.path("loop"))
    return ["compile", "model", "-o", "loop/model"]


def setup_phases(box):
    box.write("phases", "a file")
    return ["compile", "model", "-o", "out/model", "--dump-phases=phases"]


def setup_depfile(box):
    os.mkdir(box.path("folder"))
    return ["compile", "model", "-o", "out/model.so", "--weights=file", "--depfile=folder"]


def setup_hard_link(box):
    os.link(box.path("model/preprocessor_config.json"), box.path("link"))
    return ["compile", "model", "-o", "link"]


@cases("output", {
    "directory": setup_directory,
    "folder-missing": compile_to("none/model"),
    "file-as-folder": setup_file,
    "folder-is-a-link-loop": setup_link_loop,
    "unwritable-folder": compile_to("/proc/model"),
    "full-device": setup_full(),
    "full-device-text": setup_full("--emit=vit"),
    "long-name": compile_to("x" * 300),
    "slash": compile_to("out/"),
    "empty": compile_to(""),
    "is-the-configuration": compile_to("model/config.json"),
    "is-the-weights": compile_to("model/model.safetensors"),
    "phases-in-a-file": setup_phases,
    "depfile-is-a-folder": setup_depfile,
    "header-is-the-output": compile_to("out/model.h", "--emit=so"),
    "is-the-recipe-by-a-link": setup_hard_link,
    "unknown-name": compile_to("out/model", "--outputs=boxes"),
})
def output(box, command):
    return command(box)


PIXELS = {"dtype": "F32", "shape": [1, 3, 32, 32], "data_offsets": [0, 12288]}


def pixels(**fields):
    return {"pixel_values": dict(PIXELS, **fields)}


INPUTS = {
    "empty": b"",
    "text": b"this is no tensor file at all",
    "header-above-cap": struct.pack("<Q", 100_000_001) + b"{}",
    "header-of-2-64": struct.pack("<Q", (1 << 64) - 1) + b"{}",
    "header-syntax": safetensors('{"pixel_values": }'),
    "header-array": safetensors("[]"),
    "header-deep": safetensors('{"a":' * 100_000),
    "header-not-utf8": safetensors(b'{"\xff": {}}'),
    "duplicate": safetensors(b'{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},'
                             b'"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
    "dtype-unknown": safetensors(pixels(dtype="F31"), bytes(12288)),
    "dtype-other": safetensors(pixels(dtype="I64", data_offsets=[0, 24576]), bytes(24576)),
    "shape-other": safetensors(pixels(shape=[1, 3, 64, 16]), bytes(12288)),
    "shape-negative": safetensors(pixels(shape=[-1, 3, 32, 32]), bytes(12288)),
    "shape-overflow": safetensors(pixels(shape=[1 << 40, 1 << 40]), bytes(12288)),
    "offsets-reversed": safetensors(pixels(data_offsets=[12288, 0]), bytes(12288)),
    "hole": safetensors(pixels(data_offsets=[4, 12292]), bytes(12292)),
    "cut-off": safetensors(pixels(), bytes(12000)),
    "tail": safetensors(pixels(), bytes(12289)),
    "other-name": safetensors({"pixels": PIXELS}, bytes(12288)),
    "no-images": safetensors(pixels(shape=[0, 3, 32, 32], data_offsets=[0, 0])),
}


@cases("input", INPUTS)
def input_file(box, content):
    box.write("in.safetensors", content)
    return ["run", "model", "--input", "in.safetensors"]


@cases("program-input", INPUTS)
def program_input_file(box, content):
    box.write("in.safetensors", content)
    return box.program("--input", "in.safetensors", "--output", "out/result.safetensors")


@case
def input_fifo(box):
    os.mkfifo(box.path("in.safetensors"))
    return ["run", "model", "--input", "in.safetensors"]


@case
def program_input_fifo(box):
    os.mkfifo(box.path("in.safetensors"))
    return box.program("--input", "in.safetensors")


@cases("program-output", {
    "directory": "out",
    "folder-missing": "none/result.safetensors",
    "full-device": "/dev/full",
    "unwritable-folder": "/proc/result.safetensors",
})
def program_output(box, path):
    box.write("in.safetensors", safetensors(pixels(), bytes(12288)))
    return box.program("--input", "in.safetensors", "--output", path)


@case
def verify_reference_of_text(box):
    box.write("in.safetensors", safetensors(pixels(), bytes(12288)))
    box.write("expected.safetensors", "text")
    return ["verify", "model", "--input", "in.safetensors", "--reference", "expected.safetensors"]


@case
def verify_reference_without_logits(box):
    box.write("in.safetensors", safetensors(pixels(), bytes(12288)))
    return ["verify", "model", "--input", "in.safetensors", "--reference", "in.safetensors"]


@cases("run-output", {"folder-missing": "none/result.safetensors", "directory": "out"})
def run_output(box, path):
    box.write("in.safetensors", safetensors(pixels(), bytes(12288)))
    return ["run", "model", "--input", "in.safetensors", "--output", path]


@case
def run_output_is_the_input(box):
    box.write("in.safetensors", safetensors(pixels(), bytes(12288)))
    return ["run", "model", "--input", "in.safetensors", "--output", "in.safetensors"]


@case
def program_output_is_the_input(box):
    box.write("in.safetensors", safetensors(pixels(), bytes(12288)))
    os.symlink("in.safetensors", box.path("link"))
    return box.program("--input", "in.safetensors", "--output", "link")
