"""Files that are no pictures, or pictures that are too much, to `vitc run` and to an executable."""

import os
import struct
import zlib

from harness import case, cases


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth=8, colour=2, rows=b"", end=True, interlace=0):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) +
            (chunk(b"IEND", b"") if end else b""))


SCAN = b"\xff\xda\0\x0c\3\1\0\2\0\3\0\0\x3f\0" + bytes(64) + b"\xff\xd9"


def jpeg(width, height, components=3, precision=8, scan=True):
    frame = struct.pack(">BHHB", precision, height, width, components)
    frame += b"".join(bytes([i + 1, 0x11, 0]) for i in range(components))
    return (b"\xff\xd8" + b"\xff\xdb\0\x43\0" + b"\1" * 64 +
            b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + scan * SCAN)


def riff(chunks, size=None):
    return b"RIFF" + struct.pack("<I", len(chunks) + 4 if size is None else size) + b"WEBP" + chunks


def vp8x(width, height):
    """An extended WebP: a canvas of that size and nothing on it."""
    data = bytes(4) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return riff(b"VP8X" + struct.pack("<I", 10) + data)


def vp8l(width, height, data=b""):
    bits = (width - 1) | (height - 1) << 14
    content = b"\x2f" + struct.pack("<I", bits) + data
    return riff(b"VP8L" + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2))


PICTURES = {
    "empty": b"",
    "text": b"this is no picture\n",
    "gif": b"GIF89a" + bytes(40),
    "png-signature": b"\x89PNG\r\n\x1a\n",
    "png-bomb": png(65535, 65535),
    "png-bomb-2-31": png(0x7FFFFFFF, 0x7FFFFFFF),
    "png-just-too-large": png(178956971, 1),
    "png-width-zero": png(0, 32),
    "png-depth": png(32, 32, depth=3),
    "png-colour": png(32, 32, colour=5),
    "png-interlace": png(32, 32, interlace=7),
    "png-palette-missing": png(8, 8, colour=3, rows=b"\0" * 72),
    "png-rows-missing": png(32, 32, rows=b"\0" * 97),
    "png-without-data": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
                        + chunk(b"IEND", b""),
    "png-checksum": png(32, 32).replace(b"IHDR", b"IHDR", 1)[:29] + b"\0\0\0\0" + png(32, 32)[33:],
    "jpeg-bomb": jpeg(65500, 65500),
    "jpeg-frame-only": jpeg(32, 32, scan=False),
    "jpeg-two-components": jpeg(32, 32, 2),
    "jpeg-twelve-bits": jpeg(32, 32, precision=12),
    "jpeg-height-zero": jpeg(32, 0),
    "jpeg-without-frame": b"\xff\xd8\xff\xd9" + bytes(20),
    "webp-header-only": riff(b""),
    "webp-bomb": vp8l(16384, 16384),
    "webp-canvas-bomb": vp8x(1 << 24, 1 << 24),
    "webp-cut-off": vp8l(32, 32)[:24],
    "webp-animation-without-frame": riff(b"VP8X" + struct.pack("<I", 10) + b"\2" + bytes(9)),
}


@cases("picture", PICTURES)
def picture(box, content):
    return box.run_picture("picture", content)


@case
def picture_png_cut_off(box):
    return box.run_picture("picture", box.good_picture("circle.png")[:5000])


@case
def picture_jpeg_cut_off(box):
    return box.run_picture("picture", box.good_picture("star.jpg")[:1000])


@case
def picture_png_damaged(box):
    content = bytearray(box.good_picture("circle.png"))
    content[1000:1100] = bytes(100)
    return box.run_picture("picture", bytes(content))


@case
def picture_missing(box):
    return ["run", "model", "--image", "none.png"]


@case
def picture_directory(box):
    return ["run", "model", "--image", "out"]


@case
def picture_fifo(box):
    os.mkfifo(box.path("picture"))
    return ["run", "model", "--image", "picture"]


@case
def picture_device(box):
    return ["run", "model", "--image", "/dev/zero"]


@case
def picture_link_loop(box):
    os.symlink("picture", box.path("picture"))
    return ["run", "model", "--image", "picture"]


@case
def picture_empty_name(box):
    return ["run", "model", "--image", ""]


@case
def picture_long_name(box):
    return ["run", "model", "--image", "x" * 300]


@case
def picture_second_is_bad(box):
    box.write("good.png", box.good_picture("circle.png"))
    return box.run_picture("bad.png", b"\x89PNG\r\n\x1a\n bad") + ["--image", "good.png"]


@cases("program-picture", {name: PICTURES[name] for name in (
    "empty", "text", "png-bomb", "png-checksum", "png-palette-missing", "png-rows-missing",
    "jpeg-bomb", "jpeg-frame-only", "jpeg-height-zero", "jpeg-two-components", "webp-bomb",
    "webp-canvas-bomb", "webp-cut-off")})
def program_picture(box, content):
    box.write("picture", content)
    return box.program("picture")


@case
def program_picture_missing(box):
    return box.program("none.png")


@case
def program_picture_directory(box):
    return box.program("out")


@case
def program_picture_fifo(box):
    os.mkfifo(box.path("picture"))
    return box.program("picture")


@case
def program_picture_device(box):
    return box.program("/dev/zero")


@case
def program_second_picture_is_bad(box):
    box.write("good.png", box.good_picture("circle.png"))
    box.write("bad.png", b"\xff\xd8bad")
    return box.program("good.png", "bad.png")
