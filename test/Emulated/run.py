#!/usr/bin/env python3
"""Compiles small models to libraries for AArch64 and runs them in user-mode emulation.

usage: run.py VITC CC SCRATCH

Each library's output must be what PyTorch computed in float64, within 5e-6 for f32, and have the bits that
the same model gives on this machine. Exit code 77, which ctest counts as skipped, where there is no
emulator or no C library for AArch64.
"""

import array
import json
import math
import os
import re
import shutil
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "..", "models", "reference")
PICTURES = os.path.join(HERE, "..", "models", "shapes", "pictures")
INCLUDE = os.path.join(HERE, "..", "..", "include")
ROOT = "/usr/aarch64-linux-gnu"  # of Debian's packages for cross-compilation
SKIPPED = 77

# model, output, vitc's options, suffixes of libraries, numbers of threads
CASES = [
    ("vit-tiny-p16", "logits", [], [".so", ".a", ".o"], [1, 2]),
    ("deit-teacher", "logits", ["--batch=4"], [".so"], [1, 3]),
    ("dinov2-registers", "logits", [], [".so"], [2]),
    ("dinov2-swiglu", "last_hidden_state", ["--weights=file"], [".so"], [1]),
    ("vit-odd", "logits", [], [".so"], [1]),
    ("deit-tiny", "logits", ["--precision=bf16"], [".so"], [1, 2]),
    ("timm-pooled", "logits", ["--precision=int8"], [".so"], [1, 2]),
    ("timm-deit", "logits", ["--precision=int8", "--calibrate=" + PICTURES], [".so"], [2]),
]
ERRORS = {"f32": 5e-6, "bf16": 3e-2, "int8": 5e-2}  # of logits that nearly cancel


def emulator():
    """The emulator's path, or nothing and why."""
    found = shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")
    if not found:
        return None, "no qemu-aarch64"
    for name in ["lib/libc.so.6", "lib/Scrt1.o", "include/stdio.h"]:
        if not os.path.exists(os.path.join(ROOT, name)):
            return None, "no " + os.path.join(ROOT, name)
    return found, ""


def read_tensor(path, name):
    """Shape and numbers of one tensor of a safetensors file."""
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    entry = json.loads(content[8:8 + length])[name]
    begin, end = (8 + length + offset for offset in entry["data_offsets"])
    return entry["shape"], array.array({"F32": "f", "F64": "d"}[entry["dtype"]], content[begin:end])


def find_runtime(vitc):
    """The runtime that `vitc` links: a sanitized build has one without sanitizers in lib/vitc."""
    lib = os.path.join(os.path.dirname(vitc), "../lib")
    plain = os.path.join(lib, "vitc/aarch64/libVitcRuntimeCore.a")
    return plain if os.path.exists(plain) else os.path.join(lib, "aarch64/libVitcRuntimeCore.a")


def build(cc, folder, library, runtime):
    """Links program.c against `library`, for AArch64, without a compiler package of its own."""
    program = library + ".exe"
    system = [os.path.join(ROOT, "lib", name) for name in
              ["libm.so.6", "libc.so.6", "libc_nonshared.a", "ld-linux-aarch64.so.1", "crtn.o"]]
    subprocess.run(
        [cc, "--target=aarch64-linux-gnu", "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror",
         "-nostdlibinc", "-isystem", os.path.join(ROOT, "include"), "-I", folder, "-I", INCLUDE,
         "-fuse-ld=lld", "-nostartfiles", "-nodefaultlibs", "-pie", "-fPIE", "-o", program,
         "-Wl,-dynamic-linker,/lib/ld-linux-aarch64.so.1", "-Wl,-rpath," + folder,
         os.path.join(ROOT, "lib", "Scrt1.o"), os.path.join(ROOT, "lib", "crti.o"),
         os.path.join(HERE, "program.c"), library] + runtime + system, check=True)
    return program


def expect(holds, text):
    if not holds:
        sys.exit("emulated: error: " + text)


def check_output(found, expected, bits, most, what):
    """Near PyTorch's numbers, and this machine's bits."""
    expect(len(found) == len(expected), "%s: %d numbers" % (what, len(found)))
    difference = math.sqrt(sum((a - b) ** 2 for a, b in zip(found, expected)))
    error = difference / math.sqrt(sum(b * b for b in expected))
    print("%s: relative error %.2g" % (what, error), flush=True)
    expect(error < most, what + ": not what PyTorch computes")
    expect(found.tobytes() == bits.tobytes(), what + ": not the bits of this machine's code")


def check_case(vitc, cc, emulate, scratch, case):
    name, output, options, suffixes, threads = case
    folder, model = os.path.join(scratch, name), os.path.join(MODELS, name)
    os.makedirs(folder)
    options = options + ["--outputs=" + output]
    with open(os.path.join(model, "expected.json"), encoding="utf-8") as file:
        options += json.load(file)["arguments"]
    given, native = os.path.join(model, "input.safetensors"), os.path.join(folder, "native")
    runs = [o for o in options if not re.match("--(batch|weights)=", o)]
    subprocess.run([vitc, "run", model, "--input", given, "--output", native, "--cpu=x86-64-v3"]
                   + runs, check=True)
    bits = read_tensor(native, output)[1]
    expected = read_tensor(os.path.join(model, "expected.safetensors"), output)[1]
    shape, pixels = read_tensor(given, "pixel_values")
    with open(os.path.join(folder, "input"), "wb") as file:
        pixels.tofile(file)
    narrow = [o for o in options if o.startswith("--precision=")]
    most = ERRORS[narrow[0].split("=")[1] if narrow else "f32"]
    for suffix in suffixes:
        library = os.path.join(folder, "libmodel" + suffix if suffix == ".so" else "model" + suffix)
        subprocess.run([vitc, "compile", model, "-o", library, "--cpu=armv8-a"] + options, check=True)
        program = build(cc, folder, library, [find_runtime(vitc)] if suffix == ".o" else [])
        for count in threads:
            written = os.path.join(folder, "output")
            printed = subprocess.run(
                [emulate, "-L", ROOT, program, str(count), str(shape[0]),
                 os.path.join(folder, "input"), written], check=True, stdout=subprocess.PIPE)
            what = "%s%s, %d threads" % (name, suffix, count)
            expect(printed.stdout == b"armv8-a\n", what + ": bound to another level")
            found = array.array("f")
            with open(written, "rb") as file:
                found.frombytes(file.read())
            check_output(found, expected, bits, most, what)


def main(vitc, cc, scratch):
    emulate, missing = emulator()
    if not emulate:
        print("skipped: %s; install it: tools/dev/setup (packages qemu-user and "
              "libc6-dev-arm64-cross), then configure again" % missing)
        return SKIPPED
    shutil.rmtree(scratch, ignore_errors=True)
    for case in CASES:
        check_case(vitc, cc, emulate, os.path.abspath(scratch), case)
    return 0


sys.exit(main(*sys.argv[1:]))
