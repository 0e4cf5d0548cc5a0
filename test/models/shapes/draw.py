#!/usr/bin/env python3
# ===- draw.py - pictures of shapes for the model that vitc ships ------------===
#
# Part of the vitc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# ===------------------------------------------------------------------------===
"""Draws one of ten shapes on a noisy background, everything from one seed.

    python draw.py LABEL SEED WIDTH HEIGHT OUT.png      # one picture
    python draw.py --sheet SEED OUT.png                 # ten of every shape
    python draw.py --folder COUNT SEED OUT              # OUT/NUMBER-LABEL.png
"""

import pathlib
import sys

import numpy
from PIL import Image, ImageDraw

LABELS = (
    "arrow circle crescent cross heart hexagon ring square star triangle"
).split()

TILT = 0.4  # the most that a shape leans to either side, in radians
OVERSAMPLE = 3  # edges are drawn this many times larger, then averaged


UP = -numpy.pi / 2  # rows count downwards


def regular(corners, turn=0.0):
    """Corners of a regular polygon on the unit circle, [corners, 2]."""
    angle = turn + 2 * numpy.pi * numpy.arange(corners) / corners
    return numpy.stack([numpy.cos(angle), numpy.sin(angle)], 1)


def star():
    """Ten corners, alternating between two radii."""
    return regular(10, UP) * numpy.where(numpy.arange(10) % 2, 0.42, 1.0)[:, None]


def heart():
    """The classic sextic heart curve, scaled into the unit circle."""
    t = numpy.linspace(0, 2 * numpy.pi, 60, endpoint=False)
    x = 16 * numpy.sin(t) ** 3
    y = 13 * numpy.cos(t) - 5 * numpy.cos(2 * t)
    y -= 2 * numpy.cos(3 * t) + numpy.cos(4 * t)
    return numpy.stack([x, -y - 2.0], 1) / 16.5


def crescent():
    """An arc of the unit circle closed by an arc of a shifted circle."""
    outer = numpy.linspace(0.22 * numpy.pi, 1.78 * numpy.pi, 50)
    tip = numpy.array([numpy.cos(outer[0]), numpy.sin(outer[0])])
    centre = 0.45
    radius = numpy.hypot(tip[0] - centre, tip[1])
    bend = numpy.arctan2(tip[1], tip[0] - centre)
    inner = numpy.linspace(2 * numpy.pi - bend, bend, 50)
    x = numpy.r_[numpy.cos(outer), centre + radius * numpy.cos(inner)]
    y = numpy.r_[numpy.sin(outer), radius * numpy.sin(inner)]
    return numpy.stack([x, y], 1)


def polygons(label, stream):
    """Filled and erased outlines of `label` within the unit circle."""
    thin = stream.uniform(0.26, 0.36)
    if label == "arrow":
        head = [(1, 0), (0.2, 0.75), (0.2, thin), (-1, thin)]
        points = head + [(x, -y) for x, y in head[:0:-1]]
        return numpy.array(points), None
    if label == "cross":
        quarter = numpy.array([(1, -thin), (1, thin), (thin, thin)])
        turn = numpy.array([(0, 1), (-1, 0)])
        turned = [quarter @ numpy.linalg.matrix_power(turn, k) for k in range(4)]
        return numpy.concatenate(turned), None
    if label == "ring":
        return regular(60), regular(60) * stream.uniform(0.5, 0.68)
    simple = {
        "circle": lambda: regular(60),
        "crescent": crescent,
        "heart": heart,
        "hexagon": lambda: regular(6),
        "square": lambda: regular(4, UP / 2),
        "star": star,
        "triangle": lambda: regular(3, UP),
    }
    return simple[label](), None


def colours(stream):
    """A background and a shape colour that differ clearly, [2, 3]."""
    while True:
        pair = stream.uniform(0, 255, (2, 3))
        if numpy.linalg.norm(pair[0] - pair[1]) > 110:
            return pair


def mask(outlines, place, size):
    """Coverage in [0, 1] of the outlines mapped by `place`, [height, width]."""
    width, height = size
    large = (width * OVERSAMPLE, height * OVERSAMPLE)
    image = Image.new("L", large)
    pen = ImageDraw.Draw(image)
    for outline, ink in zip(outlines, (255, 0)):
        if outline is not None:
            pen.polygon([tuple(p) for p in place(outline) * OVERSAMPLE], ink)
    return numpy.asarray(image.reduce(OVERSAMPLE), numpy.float32) / 255


def background(stream, colour, size):
    """A slanted gradient around `colour` with a few thin strokes."""
    width, height = size
    slope = stream.normal(0, 18, (2, 3))
    x = numpy.linspace(-1, 1, width)[None, :, None]
    y = numpy.linspace(-1, 1, height)[:, None, None]
    plane = numpy.clip(colour + x * slope[0] + y * slope[1], 0, 255)
    image = Image.fromarray(plane.astype(numpy.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(stream.integers(0, 4)):
        ends = stream.uniform(0, 1, (2, 2)) * (width, height)
        ink = numpy.clip(colour + stream.normal(0, 45, 3), 0, 255).astype(int)
        stroke = max(1, round(min(size) / 64))
        pen.line([tuple(p) for p in ends], tuple(ink.tolist()), stroke)
    return numpy.asarray(image, numpy.float32)


def scene(label, stream, size=(64, 64), aspect=None):
    """One picture of `label`, uint8 [height, width, 3], and its coverage mask.

    `size` is (width, height); `aspect` (width / height) draws the scene at another shape and squashes it
    to `size`, as the image processor does with a photograph.
    """
    width, height = size
    aspect = aspect or width / height
    frame = numpy.array([max(aspect, 1.0), max(1 / aspect, 1.0)])
    radius = stream.uniform(0.3, 0.46)
    angle = stream.uniform(-TILT, TILT)
    centre = stream.uniform(radius, frame - radius)
    cosine, sine = numpy.cos(angle), numpy.sin(angle)
    turn = radius * numpy.array([(cosine, sine), (-sine, cosine)])
    scale = numpy.array(size) / frame
    paper, ink = colours(stream)
    shape = polygons(label, stream)
    cover = mask(shape, lambda p: (p @ turn + centre) * scale, size)[..., None]
    picture = background(stream, paper, size) * (1 - cover) + ink * cover
    noise = stream.standard_normal(picture.shape, numpy.float32)
    picture += noise * numpy.float32(stream.uniform(0, 22))
    return numpy.clip(picture + 0.5, 0, 255).astype(numpy.uint8), cover[..., 0]


def draw(label, stream, size=(64, 64)):
    """One RGB picture of `label` with `size` = (width, height)."""
    return Image.fromarray(scene(label, stream, size)[0])


def dataset(count, seed, side=64):
    """Pictures [count, side, side, 3], labels [count], masks [count, side, side].

    Pictures are uint8, masks the shape's float32 coverage of every pixel.
    """
    stream = numpy.random.Generator(numpy.random.PCG64(seed))
    labels = stream.integers(0, len(LABELS), count)
    aspects = numpy.exp(stream.uniform(-0.42, 0.42, count))
    pictures = numpy.empty((count, side, side, 3), numpy.uint8)
    masks = numpy.empty((count, side, side), numpy.float32)
    for i, (label, aspect) in enumerate(zip(labels, aspects)):
        name = LABELS[label]
        pictures[i], masks[i] = scene(name, stream, (side, side), aspect)
    return pictures, labels, masks


def main(arguments):
    if arguments[:1] == ["--sheet"] and len(arguments) == 3:
        stream = numpy.random.Generator(numpy.random.PCG64(int(arguments[1])))
        sheet = Image.new("RGB", (10 * 66, 10 * 66))
        for row, label in enumerate(LABELS):
            for column in range(10):
                place = (column * 66 + 1, row * 66 + 1)
                sheet.paste(draw(label, stream), place)
        sheet.save(arguments[2])
        return 0
    if arguments[:1] == ["--folder"] and len(arguments) == 4:
        pictures, labels, _ = dataset(int(arguments[1]), int(arguments[2]))
        folder = pathlib.Path(arguments[3])
        folder.mkdir(parents=True)
        for i, (picture, label) in enumerate(zip(pictures, labels)):
            Image.fromarray(picture).save(folder / f"{i:04}-{LABELS[label]}.png")
        return 0
    if len(arguments) == 5 and arguments[0] in LABELS:
        label, seed, width, height, path = arguments
        stream = numpy.random.Generator(numpy.random.PCG64(int(seed)))
        draw(label, stream, (int(width), int(height))).save(path)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
