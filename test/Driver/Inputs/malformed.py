#!/usr/bin/env python3
"""Breaks a good model directory in many ways and prints what vitc says of each.

usage: malformed.py VITC MODEL PICTURE SCRATCH

Every case must end with exit code 1, print nothing on stdout, leave no output file, name the file at
fault, and say something that no other case says.
"""

import json
import os
import shutil
import struct
import subprocess
import sys

VITC, MODEL, PICTURE, SCRATCH = sys.argv[1:]
CASES = {}


def case(function):
    """Registers a function that breaks the directory it is given; it may return a command line."""
    CASES[function.__name__.replace("_", "-")] = function
    return function


def read(directory, name):
    with open(os.path.join(directory, name), "rb") as file:
        return file.read()


def write(directory, name, content):
    with open(os.path.join(directory, name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def edit(directory, name="config.json", **fields):
    content = json.loads(read(directory, name))
    content.update(fields)
    write(directory, name, json.dumps(content))


def edit_header(directory, change, name="model.safetensors"):
    """Changes the JSON header of a safetensors file, and leaves the data."""
    content = read(directory, name)
    size = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + size])
    change(header)
    text = json.dumps(header).encode()
    write(directory, name, struct.pack("<Q", len(text)) + text + content[8 + size:])


def run_picture(directory, name, content):
    write(directory, name, content)
    return ["run", directory, "--image", os.path.join(directory, name)]


def run_input(directory, name, shape, dtype="F32", width=4):
    count = 1
    for size in shape:
        count *= size
    text = json.dumps({name: {"dtype": dtype, "shape": shape,
                              "data_offsets": [0, width * count]}}).encode()
    path = os.path.join(directory, "in.safetensors")
    write(directory, "in.safetensors", struct.pack("<Q", len(text)) + text + bytes(width * count))
    return ["run", directory, "--input", path]


@case
def no_directory(d):
    return ["inspect", d + "-not-here"]


@case
def no_config(d):
    os.remove(os.path.join(d, "config.json"))


@case
def config_empty(d):
    write(d, "config.json", "")


@case
def config_syntax(d):
    write(d, "config.json", '{"model_type": "vit",\n  "hidden_size": }')


@case
def config_not_an_object(d):
    write(d, "config.json", "[1, 2]")


@case
def config_duplicate_key(d):
    write(d, "config.json", read(d, "config.json").replace(b"{", b'{"hidden_size": 24, ', 1))


@case
def model_type_unknown(d):
    edit(d, model_type="vitt")


@case
def hidden_size_negative(d):
    edit(d, hidden_size=-24)


@case
def hidden_size_text(d):
    edit(d, hidden_size="24")


@case
def heads_do_not_divide(d):
    edit(d, num_attention_heads=5)


@case
def too_many_layers(d):
    edit(d, num_hidden_layers=10**9)


@case
def patch_larger_than_picture(d):
    edit(d, patch_size=64)


@case
def activation_unknown(d):
    edit(d, hidden_act="gelo")


@case
def no_weights(d):
    os.remove(os.path.join(d, "model.safetensors"))


@case
def pickled_weights(d):
    os.rename(os.path.join(d, "model.safetensors"), os.path.join(d, "pytorch_model.bin"))


@case
def weights_empty(d):
    write(d, "model.safetensors", b"")


@case
def weights_header_too_long(d):
    write(d, "model.safetensors", struct.pack("<Q", 1 << 40) + b"{}")


@case
def weights_header_syntax(d):
    write(d, "model.safetensors", struct.pack("<Q", 8) + b'{"a": 1,')


@case
def weights_cut_off(d):
    write(d, "model.safetensors", read(d, "model.safetensors")[:-100])


@case
def weights_with_tail(d):
    write(d, "model.safetensors", read(d, "model.safetensors") + b"tail")


@case
def weights_overlap(d):
    def change(header):
        first, second = [t for n, t in sorted(header.items()) if n != "__metadata__"][:2]
        second["data_offsets"] = first["data_offsets"]
        second["shape"] = first["shape"]
    edit_header(d, change)


@case
def tensor_missing(d):
    edit_header(d, lambda h: h.update(other=h.pop("vit.layernorm.weight")))


@case
def tensor_of_integers(d):
    edit_header(d, lambda h: h["vit.layernorm.bias"].update(dtype="I32"))


@case
def tensor_of_another_shape(d):
    edit(d, intermediate_size=40)


@case
def shard_missing(d):
    os.remove(os.path.join(d, "model.safetensors"))
    write(d, "model.safetensors.index.json", json.dumps({"weight_map": {"a": "b.safetensors"}}))


@case
def shard_outside(d):
    os.remove(os.path.join(d, "model.safetensors"))
    write(d, "model.safetensors.index.json", json.dumps({"weight_map": {"a": "../b.safetensors"}}))


@case
def preprocessor_unknown(d):
    edit(d, "preprocessor_config.json", image_processor_type="CatImageProcessor")


@case
def preprocessor_size(d):
    edit(d, "preprocessor_config.json", size={"height": 48, "width": 48})
    return ["run", d, "--image", PICTURE]


@case
def preprocessor_size_executable(d):
    edit(d, "preprocessor_config.json", size={"height": 40, "width": 40})
    return ["compile", d, "-o", os.path.join(d, "out")]


@case
def picture_of_text(d):
    return run_picture(d, "cat.jpg", "this is no picture")


@case
def picture_empty(d):
    return run_picture(d, "cat.png", b"")


@case
def picture_cut_off(d):
    with open(PICTURE, "rb") as file:
        return run_picture(d, "cat.png", file.read()[:60])


@case
def picture_is_a_folder(d):
    return ["run", d, "--image", d]


@case
def picture_missing(d):
    return ["run", d, "--image", os.path.join(d, "none.png")]


@case
def input_of_another_shape(d):
    return run_input(d, "pixel_values", [1, 3, 32, 31])


@case
def input_of_another_type(d):
    return run_input(d, "pixel_values", [1, 3, 32, 32], "I64", 8)


@case
def input_of_another_name(d):
    return run_input(d, "pixels", [1, 3, 32, 32])


@case
def input_without_images(d):
    return run_input(d, "pixel_values", [0, 3, 32, 32])


@case
def output_unknown(d):
    return ["compile", d, "-o", os.path.join(d, "out"), "--outputs=boxes"]


@case
def output_folder_missing(d):
    return ["compile", d, "-o", os.path.join(d, "no", "folder", "out")]


def check(name, break_model, messages):
    directory = os.path.join(SCRATCH, name)
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(MODEL, directory)
    command = break_model(directory) or ["compile", directory, "-o", os.path.join(directory, "out")]
    before = sorted(os.listdir(directory))
    result = subprocess.run([VITC] + command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, timeout=60)
    message = result.stderr.replace(SCRATCH + "/", "").strip()
    print("%s: %s\n" % (name, message))
    first = message.split("\n")[0].split(": error: ")
    problems = []
    if result.returncode != 1:
        problems.append("exit code %d" % result.returncode)
    if result.stdout:
        problems.append("text on stdout")
    if len(first) != 2 or not first[0]:
        problems.append("not of the form 'file:place: error: ...'")
    elif first[1] in messages and not first[1].startswith("cannot open"):
        problems.append("the message of " + messages[first[1]])
    else:
        messages[first[1]] = name
    if sorted(os.listdir(directory)) != before:
        problems.append("files were left behind")
    return ["%s: %s" % (name, problem) for problem in problems]


def main():
    messages, problems = {}, []
    for name, break_model in CASES.items():
        problems += check(name, break_model, messages)
    print("%d cases, %d messages" % (len(CASES), len(messages)))
    sys.exit("\n".join(problems) if problems else 0)


main()
