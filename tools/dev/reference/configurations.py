# ===- configurations.py - the models that check_reference.py compares -------===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Configurations too large to commit: real widths, few layers where slow.

They cover patch 8/14/16/32, odd and non-square pictures, 1 to 24 heads, head
sizes 32/64/72/80/96, every activation, with and without biases, batch 1, 3
and 17. The first is ViT-B/16 as published.
"""

from oracle import Case

VIT = ("vit", "ViTForImageClassification")
DEIT = ("deit", "DeiTForImageClassification")
TEACHER = ("deit", "DeiTForImageClassificationWithTeacher")
DINO = ("dinov2", "Dinov2ForImageClassification")


def vit(hidden, layers, heads, image=224, patch=16, inner=None, **rest):
    """Fields of a vit or deit configuration; `inner` is 4 x hidden if absent."""
    return dict(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner or 4 * hidden,
        image_size=image,
        patch_size=patch,
        **rest,
    )


def dino(hidden, layers, heads, image=518, patch=14, **rest):
    """Fields of a dinov2 configuration."""
    return dict(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        image_size=image,
        patch_size=patch,
        **rest,
    )


def plain():
    """The vit family."""
    act = "hidden_act"
    yield "vit-b16", VIT, vit(768, 12, 12), dict(labels=1000)
    yield "vit-b16-x17", VIT, vit(768, 1, 12), dict(batch=17)
    yield "vit-ti16-x3", VIT, vit(192, 12, 3), dict(batch=3, labels=1000)
    yield "vit-ti16-x17", VIT, vit(192, 2, 3, 96), dict(batch=17)
    yield "vit-s16-nobias", VIT, vit(384, 6, 6, qkv_bias=False), {}
    yield "vit-b32-x3", VIT, vit(768, 3, 12, 224, 32), dict(batch=3)
    yield "vit-l16", VIT, vit(1024, 2, 16), {}
    yield "vit-h14-d80", VIT, vit(1280, 2, 16, 224, 14), {}
    yield "vit-so-d72", VIT, vit(1152, 1, 16, 224, 14, 4304), {}
    yield "vit-so-d72-tanh", VIT, vit(
        144, 4, 2, 98, 14, 538, hidden_act="gelu_pytorch_tanh"
    ), dict(batch=3)
    yield "vit-s8", VIT, vit(384, 2, 6, 224, 8), {}
    yield "vit-384", VIT, vit(192, 2, 3, 384, 16), {}
    yield "vit-24-heads", VIT, vit(768, 2, 24, 112, 16), {}
    yield "vit-1-head-odd", VIT, vit(96, 4, 1, 50, 16), dict(labels=7)
    yield "vit-33-d32", VIT, vit(32, 4, 1, 33, 8, 80), dict(batch=3)
    yield "vit-wide", VIT, vit(192, 4, 6, [96, 160]), {}
    yield "vit-tall-nobias", VIT, vit(
        160, 4, 2, [75, 41], 8, 300, qkv_bias=False
    ), dict(batch=17)
    yield "vit-one-patch", VIT, vit(128, 4, 4, 32, 32), {}
    yield "vit-relu", VIT, vit(128, 4, 2, 64, 8, **{act: "relu"}), {}
    yield "vit-quick", VIT, vit(128, 4, 4, 64, 8, **{act: "quick_gelu"}), {}
    yield "vit-new", VIT, vit(144, 4, 2, 70, 14, **{act: "gelu_new"}), {}
    yield "vit-silu", VIT, vit(160, 4, 2, 64, 16, **{act: "silu"}), {}
    yield "vit-b16-384x256", VIT, vit(768, 1, 12), dict(input_size=(384, 256))
    yield "vit-bare", ("vit", "ViTModel"), vit(256, 4, 8, 80, 8), {}
    yield "vit-bf16", VIT, vit(192, 4, 3), dict(storage="bfloat16")
    yield "vit-f16", VIT, vit(192, 4, 3), dict(storage="float16")


def distilled():
    """The deit family."""
    yield "deit-ti", DEIT, vit(192, 12, 3), {}
    yield "deit-s-teacher", TEACHER, vit(384, 4, 6), dict(batch=3, labels=1000)
    yield "deit-b-384", DEIT, vit(768, 1, 12), dict(input_size=(384, 384))
    yield "deit-teacher-x17", TEACHER, vit(144, 2, 2, 64, 8), dict(batch=17)


def self_supervised():
    """The dinov2 family."""
    at224 = dict(input_size=(224, 224))
    yield "dinov2-s14", DINO, dino(384, 6, 6), at224
    yield "dinov2-b14-518", DINO, dino(768, 1, 12), {}
    yield "dinov2-wide", DINO, dino(192, 4, 3), dict(
        input_size=(126, 238), batch=3
    )
    yield "dinov2-giant-24", ("dinov2", "Dinov2Model"), dino(
        1536, 1, 24, use_swiglu_ffn=True
    ), at224
    yield "dinov2-swiglu-x17", DINO, dino(
        160, 2, 2, 98, use_swiglu_ffn=True, qkv_bias=False
    ), dict(batch=17)


def registered():
    """The dinov2_with_registers family."""
    family = "dinov2_with_registers"
    yield "dinov2-reg-s14", (
        family,
        "Dinov2WithRegistersForImageClassification",
    ), dino(384, 4, 6), dict(input_size=(224, 224))
    yield "dinov2-reg-swiglu", (family, "Dinov2WithRegistersModel"), dino(
        192, 3, 3, 98, use_swiglu_ffn=True, num_register_tokens=1
    ), dict(input_size=(140, 70), batch=3)


def configurations():
    """All of them as cases; each has its own seed."""
    cases = []
    for make in (plain, distilled, self_supervised, registered):
        for name, (family, head), config, rest in make():
            settings = dict(seed=1000 + len(cases), **rest)
            if head.endswith("Model"):
                settings["labels"] = 0
            else:
                settings.setdefault("labels", 100)
            cases.append(Case(name, family, head, config, **settings))
    return cases
