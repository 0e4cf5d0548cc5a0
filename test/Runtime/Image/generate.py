#!/usr/bin/env python3
"""Writes the pictures and the expected values of the image library's unit tests.

Everything expected comes from the reference implementations themselves, in these versions:
  Pillow 13.0.0, numpy 2, torch 2.9.1, torchvision 0.24.1, transformers 4.57.3
(an x86-64 processor with AVX2: torchvision's uint8 resize is another one without it).

  python3 test/Runtime/Image/generate.py

Pictures go to pictures/, one file per kind. decode.txt, resize.txt and prepare.txt hold one case a
line; their first line names the columns. Digests are 64-bit FNV-1a: of RGB bytes, or of the bytes
of little-endian float32 values. Resize and prepare use pictures of pseudo-random bytes that
`noise` here and `makeNoise` in the tests make from a seed.
"""

import io
import pathlib
import random
import struct
import zlib

import numpy
import PIL
import torch
import torchvision
import transformers
from PIL import Image, ImageOps, PngImagePlugin
from torchvision.transforms import InterpolationMode
from torchvision.transforms.v2 import functional

HERE = pathlib.Path(__file__).resolve().parent
PINNED = {PIL: "13.0.0", torch: "2.9.1", torchvision: "0.24.1", transformers: "4.57.3"}


def digest(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def noise(seed, width, height):
    """RGB from a 32-bit xorshift; the top byte of each state is one sample."""
    state, samples = seed, bytearray()
    for _ in range(width * height * 3):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        samples.append(state >> 24)
    return numpy.frombuffer(bytes(samples), numpy.uint8).reshape(height, width, 3)


def scene(width, height):
    """Gradients, a wave and edges: something codecs compress but do not flatten."""
    y, x = numpy.mgrid[0:height, 0:width]
    red = (x * 5 + y * 2) % 256
    green = 128 + 100 * numpy.sin(x / 6 + y / 4)
    blue = 255 * ((x // 7 + y // 5) % 2)
    return Image.fromarray(numpy.stack([red, green, blue], -1).astype(numpy.uint8))


def encode(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def exif(orientation, order="<"):
    block = Image.Exif()
    block.endian = order
    block[0x010F] = "maker, longer than four bytes"
    block[0x0112] = orientation
    return block.tobytes()


def chunk(name, data):
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def raw_png(width, height, depth, colour, interlaced, extra=b"", palette=0):
    """A PNG of random samples in a form that Pillow itself does not write."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    generator = numpy.random.default_rng(depth * 10 + colour)
    samples = generator.integers(0, 2**depth, (height, width, channels))

    def pack(row):
        if depth == 16:
            return row.astype(">u2").tobytes()
        if depth == 8:
            return row.astype("u1").tobytes()
        bits = "".join(f"{value:0{depth}b}" for value in row.ravel())
        bits += "0" * (-len(bits) % 8)
        return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))

    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    lines = b""
    for x, y, dx, dy in passes:
        for row in samples[y::dy, x::dx]:
            if row.size:
                lines += b"\0" + pack(row)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    plte = b""
    if colour == 3:
        plte = chunk(b"PLTE", generator.integers(0, 256, 3 * palette).astype("u1").tobytes())
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + plte + extra
            + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))


def jpegs():
    image = scene(45, 31)
    yield "rgb-444.jpg", encode(image, "JPEG", quality=90, subsampling=0)
    yield "rgb-422.jpg", encode(image, "JPEG", quality=80, subsampling=1)
    yield "rgb-420.jpg", encode(image, "JPEG", quality=75, subsampling=2)
    yield "rgb-progressive.jpg", encode(image, "JPEG", progressive=True)
    yield "rgb-stored.jpg", encode(image, "JPEG", keep_rgb=True, subsampling=0)
    yield "rgb-restart.jpg", encode(image, "JPEG", restart_marker_blocks=2)
    yield "rgb-one-pixel.jpg", encode(scene(1, 1), "JPEG")
    yield "rgb-one-row.jpg", encode(scene(37, 1), "JPEG")
    yield "grey.jpg", encode(image.convert("L"), "JPEG")
    yield "cmyk.jpg", encode(image.convert("CMYK"), "JPEG")
    for orientation in range(1, 9):
        yield f"exif-{orientation}.jpg", encode(image, "JPEG", exif=exif(orientation))
    yield "exif-big-endian-6.jpg", encode(image, "JPEG", exif=exif(6, ">"))
    yield "exif-invalid-9.jpg", encode(image, "JPEG", exif=exif(9))
    yield "xmp-8.jpg", encode(image, "JPEG", xmp=b'<x tiff:Orientation="8"/>')


def pngs():
    image = scene(29, 23)
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    names = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}
    for colour, allowed in depths.items():
        for depth in allowed:
            for interlaced in (0, 1):
                palette = 2**depth if colour == 3 else 0
                name = f"{names[colour]}-{depth}{'-interlaced' if interlaced else ''}.png"
                yield name, raw_png(19, 13, depth, colour, interlaced, palette=palette)
    yield "palette-short.png", raw_png(19, 13, 8, 3, 0, palette=100)
    yield "palette-trns.png", raw_png(19, 13, 4, 3, 0, chunk(b"tRNS", bytes(range(9))), 16)
    yield "grey-trns.png", raw_png(19, 13, 8, 0, 0, chunk(b"tRNS", struct.pack(">H", 77)))
    yield "rgb-trns.png", raw_png(19, 13, 8, 2, 0, chunk(b"tRNS", struct.pack(">HHH", 1, 2, 3)))
    yield "rgb-gamma.png", raw_png(19, 13, 8, 2, 0, chunk(b"gAMA", struct.pack(">I", 45455)))
    yield "rgb-filtered.png", encode(image, "PNG")
    yield "exif-5.png", encode(image, "PNG", exif=exif(5))
    late = encode(image, "PNG")[:-12] + chunk(b"eXIf", exif(7)[6:]) + chunk(b"IEND", b"")
    yield "exif-late-7.png", late
    texts = PngImagePlugin.PngInfo()
    block = exif(3)
    texts.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{block.hex()}\n", zip=True)
    yield "exif-text-3.png", encode(image, "PNG", pnginfo=texts)
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", '<x tiff:Orientation="6"/>')
    yield "xmp-6.png", encode(image, "PNG", pnginfo=texts)
    frames = [scene(29, 24).crop((0, 1, 29, 24))]
    yield "animated.png", encode(image, "PNG", save_all=True, append_images=frames)


def webps():
    image = scene(41, 27)
    alpha = image.copy()
    alpha.putalpha(Image.fromarray(noise(5, 41, 27)[:, :, 0]))
    frames = [ImageOps.mirror(image)]
    yield "lossy.webp", encode(image, "WEBP", quality=70)
    yield "lossless.webp", encode(image, "WEBP", lossless=True)
    yield "lossy-alpha.webp", encode(alpha, "WEBP", quality=70)
    yield "lossless-alpha.webp", encode(alpha, "WEBP", lossless=True, exact=True)
    yield "animated.webp", encode(image, "WEBP", save_all=True, append_images=frames)
    yield "exif-6.webp", encode(image, "WEBP", quality=70, exif=exif(6))
    yield "xmp-5.webp", encode(image, "WEBP", quality=70, xmp=b'<x tiff:Orientation="5"/>')


def write_decode():
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    lines = ["file width height digest"]
    for name, data in [*jpegs(), *pngs(), *webps()]:
        (folder / name).write_bytes(data)
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
        lines.append(f"{name} {image.width} {image.height} {digest(image.tobytes())}")
    (HERE / "decode.txt").write_text("\n".join(lines) + "\n")


def sizes():
    """Source and target sizes: fixed corners, then a seeded mixture."""
    yield from [(1, 1, 1, 1), (1, 1, 9, 7), (1, 40, 3, 4), (40, 1, 4, 3), (30, 20, 30, 20)]
    yield from [(30, 20, 31, 21), (30, 20, 29, 19), (30, 20, 30, 19), (30, 20, 31, 20)]
    yield from [(90, 70, 9, 7), (9, 7, 63, 49), (64, 64, 224, 224), (50, 60, 1, 1)]
    # Pillow 13's choice of the first pass: on both sides of "loses more than twice as many".
    yield from [(40, 60, 30, 40), (40, 60, 30, 39), (40, 60, 50, 59), (60, 200, 20, 20)]
    draw = random.Random(16)
    for _ in range(23):
        yield tuple(draw.randint(1, 48) for _ in range(4))


def write_resize():
    modes = {0: InterpolationMode.NEAREST_EXACT, 2: InterpolationMode.BILINEAR,
             3: InterpolationMode.BICUBIC}
    lines = ["seed width height new_width new_height filter arithmetic digest"]
    for seed, (width, height, to_width, to_height) in enumerate(sizes(), 1):
        pixels = noise(seed, width, height)
        tensor = torch.from_numpy(pixels.copy()).permute(2, 0, 1).contiguous()
        case = f"{seed} {width} {height} {to_width} {to_height}"
        for code in range(6):
            image = Image.fromarray(pixels).resize((to_width, to_height), code)
            lines.append(f"{case} {code} 0 {digest(image.tobytes())}")
        for code, mode in modes.items():
            tie = any((2 * i + 1) * a % (2 * b) == 0 and a != b for a, b in
                      ((width, to_width), (height, to_height)) for i in range(b))
            if code == 0 and tie:
                continue  # torch rounds exact ties by the width of its vectors
            try:
                image = functional.resize(tensor, [to_height, to_width], interpolation=mode)
            except RuntimeError:
                continue  # torch 2.9.1 fails an assertion of its own on some one-pixel axes
            data = image.permute(1, 2, 0).contiguous().numpy().tobytes()
            lines.append(f"{case} {code} 1 {digest(data)}")
    (HERE / "resize.txt").write_text("\n".join(lines) + "\n")


STATISTICS = [([0.5] * 3, [0.5] * 3),
              ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
              ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])]

PROCESSORS = {(0, 1): transformers.ViTImageProcessor, (1, 1): transformers.ViTImageProcessorFast,
              (0, 2): transformers.BitImageProcessor, (1, 2): transformers.BitImageProcessorFast,
              (0, 0): transformers.CLIPImageProcessor, (1, 0): transformers.CLIPImageProcessorFast}


def write_prepare():
    lines = ["seed width height arithmetic resize filter resize_height resize_width shortest crop"
             " crop_height crop_width rescale normalize factor mean mean mean std std std"
             " out_height out_width digest"]
    draw = random.Random(7)
    for seed in range(1, 97):
        width, height = draw.randint(5, 60), draw.randint(5, 60)
        arithmetic, resize = seed % 2, (1, 2, 2, 0)[seed // 2 % 4]
        code = draw.choice([2, 3] if arithmetic else [0, 1, 2, 3, 4, 5])
        out_height, out_width = draw.choice([16, 24, 31]), draw.choice([16, 24, 33])
        shortest, crop = draw.choice([12, 20, 31, 36]), int(resize != 1)
        rescale, normalize = draw.choice([(1, 1), (1, 1), (1, 0), (0, 1)])
        factor = draw.choice([1 / 255, 0.00392156862745098, 1 / 127.5])
        mean, deviation = draw.choice(STATISTICS)
        size = {"shortest_edge": shortest}
        if resize == 1:
            size = {"height": out_height, "width": out_width}
        crops = {}
        if crop:
            crops = dict(do_center_crop=True, crop_size={"height": out_height, "width": out_width})
        processor = PROCESSORS[arithmetic, resize](
            do_resize=resize != 0, size=size, resample=code, do_rescale=bool(rescale),
            rescale_factor=factor, do_normalize=bool(normalize), image_mean=mean,
            image_std=deviation, **crops)
        values = processor(Image.fromarray(noise(seed, width, height)), return_tensors="pt")
        data = values["pixel_values"][0].numpy().astype("<f4").tobytes()
        numbers = " ".join(float(v).hex() for v in [factor, *mean, *deviation])
        lines.append(f"{seed} {width} {height} {arithmetic} {resize} {code} {out_height}"
                     f" {out_width} {shortest} {crop} {out_height} {out_width} {rescale}"
                     f" {normalize} {numbers} {out_height} {out_width} {digest(data)}")
    (HERE / "prepare.txt").write_text("\n".join(lines) + "\n")


def main():
    for module, version in PINNED.items():
        if module.__version__.split("+")[0] != version:
            raise SystemExit(f"{module.__name__} is {module.__version__}, expected {version}")
    write_decode()
    write_resize()
    write_prepare()


if __name__ == "__main__":
    main()
