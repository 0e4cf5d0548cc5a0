#!/usr/bin/env python3
# ===- make_pictures.py - the shipped pictures and what the model says --------===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Draws test/models/shapes/pictures and writes the answers beside them.

    python tools/dev/reference/make_pictures.py            # draw and write
    python tools/dev/reference/make_pictures.py --check    # compare, write nothing

expected.json holds, for every file, transformers' image-classification
pipeline (slow processor, model in float64) with the logits, PyTorch float32's
own error and checksums of the decoded and the resized pixels;
expected.safetensors holds the resized pixels themselves, uint8 [64, 64, 3].
"""

import argparse
import hashlib
import json
import pathlib
import sys

import numpy
import torch
import transformers
from PIL import Image
from safetensors.numpy import load_file, save_file

import oracle

SHAPES = pathlib.Path(__file__).resolve().parents[3] / "test" / "models" / "shapes"
PICTURES = SHAPES / "pictures"
sys.path.insert(0, str(SHAPES))
import draw  # noqa: E402

FIRST_SEED = 30_000_001  # neither training nor evaluation draws with these
ORIENTATION = 0x0112  # the EXIF tag

# File, width, height, how to store it. One of every label and of every colour
# type; two files are stored turned, as cameras do.
FILES = [
    ("arrow.jpg", 320, 240, dict(quality=85)),
    ("circle.png", 112, 96, dict(mode="RGB")),
    ("crescent.jpg", 240, 320, dict(quality=75, subsampling=0)),
    ("cross.png", 160, 120, dict(mode="P")),
    ("heart.jpg", 320, 240, dict(quality=75, progressive=True)),
    ("hexagon.png", 90, 90, dict(mode="RGBA")),
    ("ring.jpg", 256, 200, dict(mode="L", quality=80)),
    ("square.png", 128, 96, dict(mode="L")),
    ("star.jpg", 300, 200, dict(quality=80, orientation=6)),
    ("triangle.jpg", 321, 243, dict(quality=70, orientation=3)),
]


def draw_picture(index):
    """Draws and stores one of FILES."""
    name, width, height, how = FILES[index]
    options = dict(how)
    stream = numpy.random.Generator(numpy.random.PCG64(FIRST_SEED + index))
    picture = draw.draw(name.split(".")[0], stream, (width, height))
    mode, turn = options.pop("mode", "RGB"), options.pop("orientation", 1)
    if mode == "P":
        picture = picture.quantize(12)
    elif mode == "RGBA":
        ramp = numpy.linspace(40, 255, width).astype(numpy.uint8)
        picture.putalpha(Image.fromarray(numpy.tile(ramp, (height, 1))))
    else:
        picture = picture.convert(mode)
    if turn != 1:
        inverse = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
        picture = picture.transpose(inverse[turn])
        tags = Image.Exif()
        tags[ORIENTATION] = turn
        options["exif"] = tags.tobytes()
    if name.endswith(".png"):
        options["optimize"] = True
    picture.save(PICTURES / name, **options)


def checksum(array):
    """SHA-256 of an array's bytes in row-major order."""
    return hashlib.sha256(numpy.ascontiguousarray(array).tobytes()).hexdigest()


def answer(path, model, processor):
    """The expected.json entry of one picture, and its resized pixels."""
    image = transformers.image_utils.load_image(str(path))
    size = (processor.size["width"], processor.size["height"])
    resized = numpy.asarray(image.resize(size, processor.resample))
    values = processor(image, return_tensors="pt").pixel_values
    with torch.no_grad():
        own = model.float()(values).logits[0]
    with torch.no_grad(), oracle.keep_float64():
        logits = model.double()(values.double()).logits[0]
        pipeline = transformers.pipeline(
            "image-classification", model=model, image_processor=processor
        )
        top = pipeline(str(path), top_k=5)
    entry = {
        "truth": path.stem,
        "size": list(image.size),
        "top": top,
        "logits": logits.tolist(),
        "pytorch_float32_error": oracle.relative_error(own, logits),
        "decoded_sha256": checksum(numpy.asarray(image)),
        "resized_sha256": checksum(resized),
    }
    return entry, resized


def answers():
    """Everything of expected.json and expected.safetensors."""
    kind = transformers.ViTForImageClassification
    model = kind.from_pretrained(SHAPES, attn_implementation="eager").eval()
    processor = transformers.ViTImageProcessor.from_pretrained(SHAPES)
    pictures, resized = {}, {}
    for path in sorted(PICTURES.iterdir()):
        pictures[path.name], resized[path.name] = answer(path, model, processor)
    header = {
        "command": "python tools/dev/reference/make_pictures.py",
        "versions": oracle.VERSIONS,
    }
    return {**header, "pictures": pictures}, resized


def differences(made, resized):
    """Names what the committed answers have otherwise."""
    kept = json.loads((SHAPES / "expected.json").read_text())["pictures"]
    stored = load_file(SHAPES / "expected.safetensors")
    for name, entry in made["pictures"].items():
        if name not in kept or name not in stored:
            yield f"{name}: not in the committed answers"
            continue
        old = kept[name]
        truth = torch.tensor(entry["logits"], dtype=torch.float64)
        stale = torch.tensor(old["logits"], dtype=torch.float64)
        if not oracle.relative_error(stale, truth) < 1e-12:
            yield f"{name}: other logits"
        for key in ("truth", "size", "decoded_sha256", "resized_sha256"):
            if old[key] != entry[key]:
                yield f"{name}: other {key}"
        if not numpy.array_equal(stored[name], resized[name]):
            yield f"{name}: other resized pixels"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if not options.check:
        PICTURES.mkdir(exist_ok=True)
        for index in range(len(FILES)):
            draw_picture(index)
    made, resized = answers()
    if options.check:
        problems = list(differences(made, resized))
        print("\n".join(problems), end="\n" if problems else "")
        print(f"{len(resized)} pictures, {len(problems)} differences")
        return 1 if problems else 0
    oracle.write_json(SHAPES / "expected.json", made)
    save_file(resized, SHAPES / "expected.safetensors")
    (SHAPES / "expected.safetensors").chmod(0o644)
    for name, entry in made["pictures"].items():
        best = entry["top"][0]
        size = (PICTURES / name).stat().st_size
        print(f"{name:14} {size:6} bytes  {best['label']:9} {best['score']:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
