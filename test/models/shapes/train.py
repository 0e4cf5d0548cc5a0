#!/usr/bin/env python3
# ===- train.py - trains the small classifier that vitc ships -----------------===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Trains a ViT on pictures of draw.py and writes this directory's model.

    python train.py [--steps N] [--output DIR]
    python train.py --evaluate

No training picture is seen twice: a scene is drawn for one step, as it is and
once more in other colours, perhaps mirrored. The evaluation has a seed of its
own. One thread; the packages are in tools/dev/reference/requirements.txt.
"""

import argparse
import functools as caching
import json
import math
import pathlib
import time

import numpy
import torch
import torch.nn.functional as functional
import transformers

import draw

HERE = pathlib.Path(__file__).resolve().parent
TRAINING_SEED = 1
HELD_OUT_SEED = 20_000_001
HELD_OUT_COUNT = 2000
BATCH = 32
PEAK_RATE = 2e-3
GUIDE_WEIGHT = 2.0
GUIDED_LAYER = 2


def configuration():
    """The shipped model's configuration."""
    config = transformers.ViTConfig(
        hidden_size=64,
        num_hidden_layers=4,
        num_attention_heads=4,
        intermediate_size=128,
        image_size=64,
        patch_size=8,
        hidden_act="gelu",
        initializer_range=0.1,
        id2label=dict(enumerate(draw.LABELS)),
        label2id={label: i for i, label in enumerate(draw.LABELS)},
    )
    return config


def processor():
    """Resize to 64x64 with Pillow's bilinear filter, scale to [-1, 1]."""
    return transformers.ViTImageProcessor(
        size={"height": 64, "width": 64},
        resample=2,
        image_mean=[0.5] * 3,
        image_std=[0.5] * 3,
    )


def pixel_values(pictures):
    """uint8 [N, H, W, 3] as the processor's float32 [N, 3, H, W]."""
    values = torch.from_numpy(pictures).permute(0, 3, 1, 2).float()
    return values.div_(127.5).sub_(1).contiguous()


def variant(picture, mask, stream):
    """The scene perhaps mirrored, its channels permuted or inverted."""
    if stream.integers(2):
        picture, mask = picture[:, ::-1], mask[:, ::-1]
    picture = picture[..., stream.permutation(3)]
    return (255 - picture if stream.integers(2) else picture), mask


def batch(seed):
    """One training batch: half of it drawn, half variants of that half.

    Returns pixels [B, 3, 64, 64], labels [B] and coverage [B, patch, pixel].
    """
    pictures, labels, masks = draw.dataset(BATCH // 2, seed)
    stream = numpy.random.Generator(numpy.random.PCG64(seed))
    pairs = [variant(*scene, stream) for scene in zip(pictures, masks)]
    pictures = numpy.concatenate([pictures, [pair[0] for pair in pairs]])
    masks = numpy.concatenate([masks, [pair[1] for pair in pairs]])
    cover = torch.from_numpy(masks).reshape(BATCH, 8, 8, 8, 8)
    cover = cover.permute(0, 1, 3, 2, 4).reshape(BATCH, 64, 64)
    return pixel_values(pictures), torch.from_numpy(numpy.tile(labels, 2)), cover


@caching.lru_cache
def held_out():
    """The evaluation's pictures, labels and masks."""
    return draw.dataset(HELD_OUT_COUNT, HELD_OUT_SEED)


def accuracy(model):
    """Share of the held-out pictures that `model` names rightly."""
    pictures, labels, _ = held_out()
    model.eval()
    right = 0
    with torch.no_grad():
        for start in range(0, len(pictures), 250):
            part = slice(start, start + 250)
            logits = model(pixel_values(pictures[part])).logits
            right += int((logits.argmax(1).numpy() == labels[part]).sum())
    model.train()
    return right / len(pictures)


def losses(model, guide, seed):
    """Cross-entropy of the labels, and of the patches' coverage."""
    values, labels, cover = batch(seed)
    result = model(values, output_hidden_states=True)
    entropy = functional.cross_entropy(result.logits, labels)
    coverage = guide(result.hidden_states[GUIDED_LAYER][:, 1:])
    return entropy, functional.binary_cross_entropy_with_logits(coverage, cover)


def train(steps, report):
    """Trains for `steps` batches of fresh pictures; returns the model.

    While it learns, a linear layer that is thrown away afterwards also tells
    from every patch token of a middle layer which of the patch's pixels the
    shape covers: figure and ground, which labels alone teach only slowly.
    """
    torch.manual_seed(TRAINING_SEED)
    model = transformers.ViTForImageClassification(configuration()).train()
    guide = torch.nn.Linear(64, 64)
    parameters = [*model.parameters(), *guide.parameters()]
    optimiser = torch.optim.AdamW(
        parameters, betas=(0.9, 0.98), weight_decay=0.02
    )
    start, loss_sum = time.time(), 0.0
    for step in range(steps):
        warm = min(1.0, (step + 1) / 200)
        cool = 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimiser.param_groups:
            group["lr"] = PEAK_RATE * warm * cool
        entropy, coverage = losses(model, guide, TRAINING_SEED * 1_000_000 + step)
        optimiser.zero_grad(set_to_none=True)
        (entropy + GUIDE_WEIGHT * coverage).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        loss_sum += entropy.item()
        if (step + 1) % report == 0:
            print(
                f"step {step + 1}/{steps}  loss {loss_sum / report:.4f}"
                f"  held-out {accuracy(model):.4f}"
                f"  {time.time() - start:.0f} s",
                flush=True,
            )
            loss_sum = 0.0
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--report", type=int, default=500)
    parser.add_argument("--output", type=pathlib.Path, default=HERE)
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.evaluate:
        kind = transformers.ViTForImageClassification
        print(f"held-out accuracy {accuracy(kind.from_pretrained(HERE)):.4f}")
        return
    start = time.time()
    model = train(options.steps, options.report)
    model.save_pretrained(options.output)
    processor().save_pretrained(options.output)
    (options.output / "model.safetensors").chmod(0o644)
    summary = {
        "command": f"python train.py --steps {options.steps}",
        "accuracy": accuracy(model),
        "held_out_pictures": HELD_OUT_COUNT,
        "held_out_seed": HELD_OUT_SEED,
        "training_pictures": options.steps * BATCH,
        "training_seed": TRAINING_SEED,
        "parameters": sum(p.numel() for p in model.parameters()),
        "minutes": round((time.time() - start) / 60, 1),
        "versions": {
            "torch": torch.__version__.split("+")[0],
            "transformers": transformers.__version__,
            "numpy": numpy.__version__,
            "pillow": draw.Image.__version__,
        },
    }
    with open(options.output / "training.json", "w", encoding="utf-8") as file:
        json.dump(summary, file, indent=2)
        file.write("\n")
    print(f"accuracy {summary['accuracy']:.4f}")


if __name__ == "__main__":
    main()
