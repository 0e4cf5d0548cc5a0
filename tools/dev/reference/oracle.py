# ===- oracle.py - transformers models with known weights and true outputs ---===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Builds seeded transformers models and computes their outputs in float64.

`build` makes the model of a `Case`, `true_outputs` runs it in float64 and
`float32_outputs` in float32 with eager attention, PyTorch's own rounding.
"""

import contextlib
import dataclasses
import json
import os
import platform

import numpy
import PIL
import safetensors
import torch
import torch.nn.functional as functional
import transformers

VERSIONS = {
    "torch": torch.__version__.split("+")[0],
    "transformers": transformers.__version__,
    "pillow": PIL.__version__,
    "safetensors": safetensors.__version__,
    "numpy": numpy.__version__,
}

CONFIGS = {
    "vit": transformers.ViTConfig,
    "deit": transformers.DeiTConfig,
    "dinov2": transformers.Dinov2Config,
    "dinov2_with_registers": transformers.Dinov2WithRegistersConfig,
}


@dataclasses.dataclass
class Case:
    """One configuration to compare.

    `config` holds the fields that differ from the class defaults of `family`,
    `head` is the transformers class, `input_size` the (height, width) of the
    pixels when it is not the configuration's `image_size`, `storage` the type
    of the weights on disk, `shard_size` a limit in transformers' notation.
    """

    name: str
    family: str
    head: str
    config: dict
    batch: int = 1
    seed: int = 0
    input_size: tuple | None = None
    labels: int = 0
    storage: str = "float32"
    shard_size: str = "5GB"
    notes: str = ""

    def native_size(self):
        """The configuration's image size as (height, width)."""
        size = self.config.get("image_size", 224)
        return (size, size) if isinstance(size, int) else tuple(size)

    def pixel_size(self):
        """The (height, width) that the case runs at."""
        return self.input_size or self.native_size()

    def arguments(self):
        """What `vitc run` needs besides the directory and the tensors."""
        if self.input_size is None:
            return []
        return ["--image-size=%dx%d" % self.input_size]


def generator(case, name):
    """A stream of its own for every tensor: adding one moves no other."""
    seed = [case.seed, *name.encode("utf-8")]
    return numpy.random.Generator(numpy.random.PCG64(seed))


def random_parameter(case, name, shape):
    """Values that make every parameter matter: no zero bias, no unit scale."""
    stream = generator(case, name)
    values = stream.standard_normal(shape)
    if name.endswith("lambda1"):
        values = 0.5 + 0.2 * values
    elif "norm" in name and name.endswith("weight"):
        values = 1.0 + 0.2 * values
    elif name.endswith("bias"):
        values = 0.1 * values
    elif name.endswith("weight"):
        values *= 1.2 / numpy.sqrt(numpy.prod(shape[1:]))
    else:  # tokens and positions
        values *= 0.5
    return torch.from_numpy(values.astype(numpy.float32))


def build(case):
    """The model of `case` in float32, weights rounded to its storage type."""
    config = CONFIGS[case.family](**case.config)
    if case.labels:
        config.num_labels = case.labels
    config._attn_implementation = "eager"
    with transformers.modeling_utils.no_init_weights():
        model = getattr(transformers, case.head)(config).eval()
    storage = getattr(torch, case.storage)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = random_parameter(case, name, tuple(parameter.shape))
            parameter.copy_(values.to(storage).float())
    return model


def pixels(case):
    """Seeded `pixel_values`, float32 [batch, channels, height, width]."""
    shape = (case.batch, case.config.get("num_channels", 3), *case.pixel_size())
    values = 0.8 * generator(case, "pixel_values").standard_normal(shape)
    return torch.from_numpy(values.astype(numpy.float32))


@contextlib.contextmanager
def keep_float64():
    """Removes the two places where transformers drops float64 to float32.

    Eager attention asks for a float32 softmax and DINOv2 casts its positions
    to float32 before it interpolates; neither belongs to the true value.
    """
    softmax, interpolate = functional.softmax, functional.interpolate

    def wide_softmax(scores, dim=None, dtype=None, **rest):
        return softmax(scores, dim=dim, dtype=torch.float64, **rest)

    def wide_interpolate(values, *arguments, **rest):
        return interpolate(values.double(), *arguments, **rest)

    functional.softmax, functional.interpolate = wide_softmax, wide_interpolate
    try:
        yield
    finally:
        functional.softmax, functional.interpolate = softmax, interpolate


def forward(model, case, values):
    """Outputs by transformers' names; hidden states as [layers+1, B, N, H]."""
    options = {"output_hidden_states": True}
    if not case.family.startswith("dinov2") and case.input_size is not None:
        options["interpolate_pos_encoding"] = True
    with torch.no_grad():
        result = model(values, **options)
    outputs = {}
    for name in ("logits", "last_hidden_state", "pooler_output"):
        if getattr(result, name, None) is not None:
            outputs[name] = getattr(result, name).clone()
    outputs["hidden_states"] = torch.stack(result.hidden_states)
    return outputs


def true_outputs(model, case, values):
    """Float64 outputs; the model comes back in float32."""
    with keep_float64():
        outputs = forward(model.double(), case, values.double())
    model.float()  # exact: every weight was a float32
    assert all(value.dtype == torch.float64 for value in outputs.values())
    return outputs


def float32_outputs(model, case, values):
    """What PyTorch computes in float32 with eager attention."""
    return forward(model.float(), case, values)


def relative_error(value, truth):
    """Relative L2 error of `value` against the float64 `truth`."""
    truth = truth.double()
    distance = torch.linalg.vector_norm(value.double() - truth)
    return float(distance / torch.linalg.vector_norm(truth))


def preprocessor(case):
    """A `preprocessor_config.json` as the hub's checkpoints of the family."""
    height, width = case.pixel_size()
    half = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3}
    imagenet = {
        "image_mean": [0.485, 0.456, 0.406],
        "image_std": [0.229, 0.224, 0.225],
    }
    crop = {"height": height, "width": width}
    if case.family == "vit":
        return transformers.ViTImageProcessor(size=crop, resample=2, **half)
    if case.family == "deit":
        size = {"height": height * 8 // 7, "width": width * 8 // 7}
        return transformers.DeiTImageProcessor(
            size=size, resample=3, crop_size=crop, **imagenet
        )
    size = {"shortest_edge": max(height, width) * 8 // 7}
    return transformers.BitImageProcessor(
        size=size, resample=3, crop_size=crop, **imagenet
    )


def save_model(case, model, directory):
    """Writes the Hugging Face directory of `case` (without any tensors)."""
    storage = getattr(torch, case.storage)
    model.to(storage).save_pretrained(directory, max_shard_size=case.shard_size)
    model.float()
    if case.config.get("num_channels", 3) == 3:
        preprocessor(case).save_pretrained(directory)


def write_json(path, value):
    """Pretty JSON with a final newline, keys in the order given."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
        file.write("\n")


def machine():
    """One line that says where a figure was measured."""
    return f"{platform.machine()}, {os.cpu_count()} CPUs"
