"""Compiles ./model to every kind of output in ./out.

usage: compile-every-kind.py VITC [--umask=OCTAL] [--one-cpu]
"""

import os
import subprocess
import sys

SUFFIX = {"vit": ".vit.mlir", "linalg": ".linalg.mlir", "kernel": ".kernel.mlir",
          "loops": ".loops.mlir", "llvm": ".llvm.mlir", "llvm-ir": ".ll", "asm": ".s", "obj": ".o",
          "archive": ".a", "so": ".so", "exe": "", "header": ".h"}


def kinds(vitc):
    """The words of --emit, from the message that lists them."""
    refused = subprocess.run([vitc, "compile", "model", "--emit=?"], capture_output=True, text=True)
    return refused.stderr.split("expected one of ")[1].split("\n")[0].split(", ")


def main():
    vitc, options = sys.argv[1], sys.argv[2:]
    for option in options:
        if option == "--one-cpu":
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        else:
            os.umask(int(option.removeprefix("--umask="), 8))
    os.mkdir("out")
    for kind in kinds(vitc):
        out = "out/m" + SUFFIX.get(kind, "." + kind)
        subprocess.run([vitc, "compile", "model", "--emit=" + kind, "-o", out], check=True)
    os.mkdir("out/beside")
    subprocess.run([vitc, "compile", "model", "-o", "out/beside/m", "--weights=file"], check=True)
    subprocess.run([vitc, "compile", "model", "-o", "out/bf16.so", "--precision=bf16"], check=True)
    subprocess.run([vitc, "compile", "model", "-o", "out/batch.so", "--batch=1,3",
                    "--dump-phases=out/phases"], check=True)


if __name__ == "__main__":
    main()
