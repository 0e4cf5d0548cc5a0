#!/usr/bin/env python3
"""Compiles two models to libraries and runs C99 programs that use them as a host application does.

    run.py VITC MODELS C_COMPILER SCRATCH

Both programs run on two processors where there are two: what is said of helpers depends on it.
"""

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MODELS = {"shapes": "shapes", "tiny": "reference/vit-tiny-p16"}
PROGRAMS = {"executor": ["shapes", "tiny"], "handles": ["shapes"]}
C = ["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], check=False, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\nexit code {done.returncode}, expected 0")


def main():
    vitc, models, cc, scratch = sys.argv[1:]
    scratch = pathlib.Path(scratch).resolve()
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name, model in MODELS.items():
        run(vitc, "compile", pathlib.Path(models) / model, "-o", scratch / f"lib{name}.so",
            "--outputs=logits", "--cpu=x86-64-v3")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    processors = len(os.sched_getaffinity(0))
    for name, libraries in PROGRAMS.items():
        run(cc, *C, "-I", scratch, HERE / f"{name}.c", "-o", scratch / name, "-L", scratch,
            *(f"-l{library}" for library in libraries), f"-Wl,-rpath,{scratch}", "-pthread")
        run(scratch / name, processors, timeout=120)
    print(f"{', '.join(PROGRAMS)}: right on {processors} processors")


if __name__ == "__main__":
    main()
