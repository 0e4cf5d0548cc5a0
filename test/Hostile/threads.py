#!/usr/bin/env python3
"""Compiles four models to libraries and runs threads.c on them.

usage: threads.py VITC MODELS CC SCRATCH
"""

import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = ["shapes", "reference/vit-tiny-p16", "reference/deit-tiny", "reference/dinov2-tiny"]


def elements(header, tensor):
    return int(re.search(r"_%s_ELEMENTS (\d+)" % tensor, header)[1])


def main(vitc, models, cc, scratch):
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    libraries = []
    for index, model in enumerate(MODELS):
        path = os.path.abspath(os.path.join(scratch, "libm%d.so" % index))
        subprocess.run([vitc, "compile", os.path.join(models, model), "-o", path,
                        "--outputs=logits"], check=True)
        with open(os.path.join(scratch, "m%d.h" % index), encoding="utf-8") as file:
            header = file.read()
        libraries.append("%s:m%d:%d:%d" % (path, index, elements(header, "PIXEL_VALUES"),
                                           elements(header, "LOGITS")))
    program = os.path.join(scratch, "threads")
    subprocess.run([cc, "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program,
                    os.path.join(HERE, "threads.c"), "-pthread", "-ldl"], check=True)
    return subprocess.run([program, *libraries]).returncode


sys.exit(main(*sys.argv[1:]))
