"""Directories that lead elsewhere: indexes, links, FIFOs, devices, files that change."""

import json
import os
import signal
import socket
import time

from harness import case, cases

INDEX, WEIGHTS = "model/model.safetensors.index.json", "model/model.safetensors"


@cases("index", {
    "syntax": '{"weight_map": {"a" "b"}}',
    "array": "[]",
    "without-map": '{"metadata": {}}',
    "map-array": '{"weight_map": []}',
    "map-empty": '{"weight_map": {}}',
    "file-number": '{"weight_map": {"a": 1}}',
    "duplicate": '{"weight_map": {"a": "b.safetensors", "a": "c.safetensors"}}',
    "file-empty": '{"weight_map": {"a": ""}}',
    "file-parent": '{"weight_map": {"a": "../model.safetensors"}}',
    "file-inner-parent": '{"weight_map": {"a": "b/../../c.safetensors"}}',
    "file-absolute": '{"weight_map": {"a": "/etc/passwd"}}',
    "file-dots": '{"weight_map": {"a": ".."}}',
    "file-nul": '{"weight_map": {"a": "b\\u0000.safetensors"}}',
    "file-newline": '{"weight_map": {"a": "b\\n.safetensors"}}',
    "file-long": '{"weight_map": {"a": "%s"}}' % ("x" * 5000),
    "file-missing": '{"weight_map": {"a": "b.safetensors"}}',
    "file-itself": '{"weight_map": {"a": "model.safetensors.index.json"}}',
})
def index(box, content):
    box.remove(WEIGHTS)
    box.write(INDEX, content)


def with_shard(box, name="model/shard.safetensors"):
    """An index with every tensor in one shard; moves the weights to `name`."""
    content = box.read(WEIGHTS)
    header = json.loads(content[8:8 + int.from_bytes(content[:8], "little")])
    names = [n for n in header if n != "__metadata__"]
    box.write(INDEX, json.dumps({"weight_map": dict.fromkeys(names, "shard.safetensors")}))
    os.rename(box.path(WEIGHTS), box.path(name))


@case
def shard_without_the_tensor(box):
    with_shard(box)
    box.edit_header(lambda h: h.update(other=h.pop("classifier.bias")), "model/shard.safetensors")


@cases("shard", {
    "link-outside": "../elsewhere",
    "link-absolute": "/etc/passwd",
    "link-to-itself": "shard.safetensors",
    "link-through-proc": "/proc/self/root/etc/passwd",
    "link-to-blobs-without-snapshot": "../../blobs/0123",
    "link-to-nothing": "gone.safetensors",
})
def shard_link(box, target):
    with_shard(box, "elsewhere")
    os.symlink(target, box.path("model/shard.safetensors"))


@case
def shard_fifo(box):
    with_shard(box)
    box.remove("model/shard.safetensors")
    os.mkfifo(box.path("model/shard.safetensors"))


@case
def shard_directory(box):
    with_shard(box)
    box.remove("model/shard.safetensors")
    os.mkdir(box.path("model/shard.safetensors"))


@case
def shard_socket(box):
    with_shard(box)
    box.remove("model/shard.safetensors")
    folder = os.open(box.path("model"), os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:  # names of sockets end at 108 bytes: go a short way
        server.bind("/proc/self/fd/%d/shard.safetensors" % folder)
    os.close(folder)


@cases("place", {
    "no-directory": lambda box: ["compile", "nothing-here", "-o", "out/model"],
    "repository-not-cached": lambda box: ["compile", "google/vit-base", "-o", "out/model"],
    "empty-name": lambda box: ["compile", "", "-o", "out/model"],
    "device": lambda box: ["compile", "/dev/zero", "-o", "out/model"],
    "text-file": lambda box: [box.write("readme.txt", "hello"), "readme.txt"],
    "weights-file": lambda box: ["compile", WEIGHTS, "-o", "out/model"],
    "long-name": lambda box: ["compile", "x" * 300, "-o", "out/model"],
    "empty-directory": lambda box: ["compile", "tmp", "-o", "out/model"],
})
def place(box, command):
    words = command(box)
    return words if words[0] == "compile" else ["compile", words[1], "-o", "out/model"]


@case
def config_missing(box):
    box.remove("model/config.json")


@case
def config_fifo(box):
    box.remove("model/config.json")
    os.mkfifo(box.path("model/config.json"))


@case
def config_directory(box):
    box.remove("model/config.json")
    os.mkdir(box.path("model/config.json"))


@case
def config_link_outside(box):
    box.remove("model/config.json")
    os.symlink("/etc/passwd", box.path("model/config.json"))


@case
def config_link_device(box):
    box.remove("model/config.json")
    os.symlink("/dev/zero", box.path("model/config.json"))


@case
def weights_fifo(box):
    box.remove(WEIGHTS)
    os.mkfifo(box.path(WEIGHTS))


@case
def weights_missing(box):
    box.remove(WEIGHTS)


@case
def weights_pickled(box):
    os.rename(box.path(WEIGHTS), box.path("model/pytorch_model.bin"))


@case
def weights_link_outside(box):
    os.rename(box.path(WEIGHTS), box.path("elsewhere"))
    os.symlink("../elsewhere", box.path(WEIGHTS))


@case
def recipe_fifo(box):
    box.remove("model/preprocessor_config.json")
    os.mkfifo(box.path("model/preprocessor_config.json"))


@case
def weights_shrink_while_read(box):
    """The file loses its tail when it is mapped: reading what is gone would be a SIGBUS."""
    def meddle(process):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with open("/proc/%d/maps" % process.pid) as maps:
                text = maps.read()
            if not text or "model.safetensors" in text:  # it has ended, or it has mapped the file
                break
        time.sleep(0.005)
        process.send_signal(signal.SIGSTOP)
        os.truncate(box.path(WEIGHTS), 8192)
        process.send_signal(signal.SIGCONT)
    box.meddle = meddle
    box.varies = True  # by when it is noticed
    box.seconds = 20  # most of a compilation
    box.changes = {"model/model.safetensors"}
