#!/usr/bin/env python3
# ===- make_other_fixtures.py - reference models of timm and torchvision -----===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Writes test/models/reference/timm-* and torchvision-vit.

    python tools/dev/reference/make_other_fixtures.py            # write
    python tools/dev/reference/make_other_fixtures.py --check    # compare

with the packages of requirements.txt beside this file. The files are those of
make_fixtures.py; timm's directories are what timm's save_for_hf writes.
picture.safetensors holds the logits of PICTURE in float64, prepared by timm's
own evaluation transform.
"""

import argparse
import contextlib
import dataclasses
import json
import pathlib
import shutil
import sys

import numpy
import timm
import timm.data
import timm.layers
import timm.models
import torch
import torchvision
from PIL import Image
from safetensors.torch import save_file

import oracle
from make_fixtures import ROOT, TARGET, check_all, make_all

PICTURE = ROOT / "test" / "models" / "shapes" / "pictures" / "heart.jpg"


@dataclasses.dataclass
class Other:
    """A model of timm (`architecture` and its arguments) or of torchvision."""

    name: str
    architecture: str
    arguments: dict
    batch: int = 1
    seed: int = 0
    input_size: tuple | None = None
    data: dict = dataclasses.field(default_factory=dict)
    notes: str = ""

    def native_size(self):
        """The (height, width) of the learned positions."""
        size = self.arguments.get("img_size") or self.arguments["image_size"]
        return (size, size) if isinstance(size, int) else tuple(size)

    def pixel_size(self):
        """The (height, width) that the case runs at."""
        return self.input_size or self.native_size()

    def vitc_arguments(self):
        """What `vitc run` needs besides the directory and the tensors."""
        if self.input_size is None:
            return []
        return ["--image-size=%dx%d" % self.input_size]


TINY = dict(embed_dim=24, depth=2, num_heads=2)
CASES = [
    Other(
        "timm-vit",
        "vit_tiny_patch16_224",
        dict(**TINY, img_size=32, patch_size=8, num_classes=5),
        seed=101,
        notes="timm's names and config.json; the crop has three rows too many",
    ),
    Other(
        "timm-deit",
        "deit_tiny_distilled_patch16_224",
        dict(**TINY, img_size=32, num_classes=7, mlp_ratio=3.0),
        batch=2,
        seed=102,
        notes="both heads, distillation token",
    ),
    Other(
        "timm-pooled",
        "vit_small_patch16_224",
        dict(
            embed_dim=24,
            depth=2,
            num_heads=4,
            img_size=(32, 48),
            patch_size=8,
            num_classes=6,
            qkv_bias=False,
            global_pool="avg",
            reg_tokens=3,
            no_embed_class=True,
            init_values=0.1,
            dynamic_img_size=True,
        ),
        batch=3,
        seed=103,
        input_size=(40, 24),
        data=dict(crop_mode="squash"),
        notes="mean of patches, registers, layer scale; 4x6 positions on 5x3",
    ),
    Other(
        "torchvision-vit",
        "torchvision",
        dict(
            image_size=24,
            patch_size=8,
            num_layers=2,
            num_heads=2,
            hidden_dim=24,
            mlp_dim=56,
            num_classes=9,
        ),
        seed=104,
        notes="torchvision's names beside transformers' config.json",
    ),
]


def random_parameter(case, name, shape):
    """As oracle.random_parameter, by the names of timm and torchvision."""
    if name.endswith("gamma"):
        return oracle.random_parameter(case, name + ".lambda1", shape)
    if "ln" in name.replace(".", "_").split("_"):
        return oracle.random_parameter(case, "norm." + name, shape)
    if name.endswith(("in_proj_weight", "in_proj_bias")):
        kind = name.rpartition("_")[2]
        return oracle.random_parameter(case, f"{name}.{kind}", shape)
    return oracle.random_parameter(case, name, shape)


def build(case):
    """The seeded model in float32."""
    if case.architecture == "torchvision":
        model = torchvision.models.VisionTransformer(**case.arguments)
    else:
        model = timm.create_model(
            case.architecture,
            pretrained=False,
            pretrained_cfg_overlay=dict(case.data),
            **case.arguments,
        )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            shape = tuple(parameter.shape)
            parameter.copy_(random_parameter(case, name, shape))
    return model.eval()


def pixels(case):
    """Seeded `pixel_values`, float32 [batch, 3, height, width]."""
    shape = (case.batch, 3, *case.pixel_size())
    values = 0.8 * oracle.generator(case, "pixel_values").standard_normal(shape)
    return torch.from_numpy(values.astype(numpy.float32))


@contextlib.contextmanager
def keep_float64():
    """timm interpolates positions in float32: no part of the true value."""
    narrow = torch.Tensor.float
    torch.Tensor.float = lambda self: self
    try:
        yield
    finally:
        torch.Tensor.float = narrow


def forward(model, values):
    """Outputs by transformers' names."""
    states, last = [], []
    vision = hasattr(model, "encoder")
    blocks = model.encoder.layers if vision else model.blocks
    hooks = [blocks[0].register_forward_pre_hook(lambda _, x: states.append(x[0]))]
    for block in blocks:
        hooks.append(block.register_forward_hook(lambda _, x, y: states.append(y)))
    norm = model.encoder.ln if vision else model.norm
    hooks.append(norm.register_forward_hook(lambda _, x, y: last.append(y)))
    with torch.no_grad():
        logits = model(values)
    for hook in hooks:
        hook.remove()
    return {
        "logits": logits,
        "last_hidden_state": last[0].clone(),
        "hidden_states": torch.stack(states),
    }


def true_outputs(model, values):
    """Float64 outputs; the model comes back in float32."""
    with keep_float64():
        outputs = forward(model.double(), values.double())
    model.float()
    assert all(value.dtype == torch.float64 for value in outputs.values())
    return outputs


def transformers_config(case):
    """The config.json of a torchvision model."""
    sizes = case.arguments
    return {
        "architectures": ["ViTForImageClassification"],
        "model_type": "vit",
        "hidden_size": sizes["hidden_dim"],
        "num_hidden_layers": sizes["num_layers"],
        "num_attention_heads": sizes["num_heads"],
        "intermediate_size": sizes["mlp_dim"],
        "image_size": sizes["image_size"],
        "patch_size": sizes["patch_size"],
        "layer_norm_eps": 1e-6,
        "id2label": {str(i): f"LABEL_{i}" for i in range(sizes["num_classes"])},
    }


def save_model(case, model, directory):
    """Writes configuration and weights, and what a picture gives."""
    if case.architecture == "torchvision":
        directory.mkdir(parents=True)
        oracle.write_json(directory / "config.json", transformers_config(case))
        tensors = {k: v.contiguous() for k, v in model.state_dict().items()}
        save_file(tensors, directory / "model.safetensors")
        return
    directory.parent.mkdir(parents=True, exist_ok=True)
    timm.models.save_for_hf(model, directory, safe_serialization=True)
    if case.input_size is not None:
        return
    config = json.loads((directory / "config.json").read_text())
    data = timm.data.resolve_data_config(pretrained_cfg=config["pretrained_cfg"])
    prepare = timm.data.create_transform(**data, is_training=False)
    picture = Image.open(PICTURE).convert("RGB")
    logits = true_outputs(model, prepare(picture)[None])["logits"]
    save_file({"logits": logits}, directory / "picture.safetensors")


def describe(case, outputs, own):
    """The content of expected.json."""
    return {
        "command": "python tools/dev/reference/make_other_fixtures.py",
        "versions": {
            **oracle.VERSIONS,
            "timm": timm.__version__,
            "torchvision": torchvision.__version__.split("+")[0],
        },
        "seed": case.seed,
        "notes": case.notes,
        "arguments": case.vitc_arguments(),
        "input": {"pixel_values": [case.batch, 3, *case.pixel_size()]},
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
    model, values = build(case), pixels(case)
    truth, own = true_outputs(model, values), forward(model, values)
    save_model(case, model, target)
    save_file({"pixel_values": values}, target / "input.safetensors")
    save_file(truth, target / "expected.safetensors")
    oracle.write_json(target / "expected.json", describe(case, truth, own))
    for path in target.iterdir():
        path.chmod(0o644)
    return truth


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)
    timm.layers.set_fused_attn(False)
    return (check_all if options.check else make_all)(CASES, write_case, TARGET)


if __name__ == "__main__":
    sys.exit(main())
