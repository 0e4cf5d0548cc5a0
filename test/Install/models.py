"""The model of test/models/shapes as the outside project's: in two shards, with raw inputs."""

import json
import pathlib
import shutil
import struct


def read(path):
    """The tensors of a safetensors file: name -> (description, bytes)."""
    data = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = (entry, data[8 + size + begin:8 + size + end])
    return tensors


def write(path, tensors):
    header, offset = {}, 0
    for name, (entry, data) in tensors.items():
        header[name] = {"dtype": entry["dtype"], "shape": entry["shape"],
                        "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data for _, data in tensors.values()))


def shard(source, folder):
    """Copies a model, its classifier in a shard of its own. Returns that shard's path."""
    folder.mkdir()
    for name in ["config.json", "preprocessor_config.json"]:
        shutil.copyfile(source / name, folder / name)
    tensors = read(source / "model.safetensors")
    names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    place = {name: names[name.startswith("classifier.")] for name in tensors}
    for shard_name in names:
        write(folder / shard_name, {name: tensors[name] for name in tensors if place[name] == shard_name})
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": place}))
    return folder / names[1]


def prefer(path, label, config):
    """Rewrites the classifier so that `label` always wins."""
    tensors = read(path)
    index = next(int(key) for key, name in json.loads(config.read_text())["id2label"].items() if name == label)
    entry, data = tensors["classifier.bias"]
    assert entry["dtype"] == "F32", entry
    bias = list(struct.unpack(f"<{len(data) // 4}f", data))
    bias[index] += 1000.0
    tensors["classifier.bias"] = (entry, struct.pack(f"<{len(bias)}f", *bias))
    write(path, tensors)


def write_inputs(source, folder):
    """Writes the resized pictures as raw pixel_values. Returns [(path, expected label)]."""
    folder.mkdir()
    pictures = json.loads((source / "expected.json").read_text())["pictures"]
    inputs = []
    for name, (entry, data) in sorted(read(source / "expected.safetensors").items()):
        height, width, _ = entry["shape"]
        # [H, W, 3] bytes to [3, H, W] f32, rescaled to [-1, 1] as preprocessor_config.json says
        values = [(data[pixel * 3 + channel] / 255.0 - 0.5) / 0.5
                  for channel in range(3) for pixel in range(height * width)]
        path = folder / f"{name}.f32"
        path.write_bytes(struct.pack(f"<{len(values)}f", *values))
        inputs.append((path, pictures[name]["top"][0]["label"]))
    return inputs
