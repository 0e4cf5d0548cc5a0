#!/usr/bin/env python3
"""Checks the checks: each must complain about a small tree with one fault of every kind.

A check that finds nothing because its pattern is wrong looks like a clean tree; here it fails.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import source_tree

HEADER = "//===- {} - a file with a fault ---===//\n"
LONG = "a" * 80
PASS = '''def BadPass : Pass<"bad-do-thing"> {
  let summary = "Bad.";
  let description = [{ (* example test/none.mlir @f *) }];
}
'''
OP = 'def X_BadOp : X_Op<"bad"> {\n  let summary = "bad";\n}\n'

# check: {path: contents} of the bad tree, and one part of a complaint for every fault in it
FAULTS = {
    "includes": ({
        "lib/CPU/A.cpp": '#include "vitc/Dialect/ViT/ViT.h"\n#include "vitc/GPU/Passes.h"\n',
        "lib/Graph/B.cpp": '#include <fmt/format.h>\nllvm::cl::opt<int> flag;\n',
        "lib/Runtime/Core/C.c": '#include "llvm/Support/Error.h"\n#include "vitc/Support/Json.h"\n',
        "lib/Kernel/D.cpp": '#include "../Graph/B.h"\n',
        "lib/Graph/B.h": "",
        "lib/Elsewhere/E.cpp": "",
        "lib/Driver/Source/S.cpp": '#include "Code/G.h"\n#include "Failure.h"\n',
        "lib/Driver/Code/G.h": "",
        "lib/Driver/Failure.h": "",
        "tools/vitc/F.cpp": '#include "vitc/Import/Files/Checkpoint.h"\n',
    }, ["lib/CPU/A.cpp:1", "lib/CPU/A.cpp:2", "B.cpp:1: error: found <fmt/", "B.cpp:2: error: found cl::opt",
        "C.c:1", "C.c:2", "D.cpp:1", "unknown layer Elsewhere", "S.cpp:1", "F.cpp:1"]),
    "sizes": ({
        "lib/Graph/A.cpp": "int x;\n" * 601,
        "lib/Graph/B.cpp": "void f() {\n" + "  g('{');\n" * 80 + "}\n",
        "test/big.bin": "0" * ((1 << 20) + 1),
        "tools/dev/size-exceptions.txt": "lib/none.cpp 700 it once was too long to read\nlib/x.cpp 9\n",
    }, ["A.cpp:1: error: found a file of 601 lines", "B.cpp:1: error: found function f of 82 lines",
        "test/big.bin:1", "found an exception for lib/none.cpp", "found 'lib/x.cpp 9'"]),
    "names": ({
        "lib/Graph/FoldUtils.cpp": "", "lib/CPU/CPUTile.cpp": "", f"lib/{LONG}.cpp": "",
        "scripts/run": "", "test/Graph/Fold.mlir": "", "lib/a b.cpp": "",
    }, ["'Utils' in a name", "'CPUTile' in CPU/", "characters, expected at most 75", "'scripts' at the top",
        "'Fold.mlir'", "unusual characters", "no 'LICENSE'"]),
    "prose": ({
        "docs/A.md": "# A\n[gone](B.md) [part](#none) [good](#a)\nin `lib/none.cpp` and `lib/A.*`\n",
        "lib/A.cpp": HEADER.format("B.cpp"), "lib/B.cpp": HEADER.format("B.cpp") + "// TODO: later\n",
        "lib/C.cpp": HEADER.format("C.cpp") + '// in /home/me, TODO(#12): fine\n',
    }, ["link to B.md", "link to #none", "`lib/none.cpp`", "lib/A.cpp:1", "lib/B.cpp:2: error: found 'TODO'", "'/home/me'"]),
    "format": ({"lib/A.cpp": "int  x ;\n"}, ["lib/A.cpp:1: error: found other formatting"]),
    "documented": ({
        "include/vitc/Graph/Passes.td": PASS, "dialects/X/XOps.td": OP,
    }, ["the summary 'Bad.'", "no 'Why:'", "no 'Requires:'", "no 'Leaves alone:'", "no statistic",
        "test/none.mlir, expected a file", "no description of bad", "0 examples of bad"]),
}


def check(name, tree, wanted):
    """The parts in `wanted` that the check does not say of `tree`, or what else is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        shutil.copytree(source_tree.ROOT / "tools/dev", root / "tools/dev",
                        ignore=shutil.ignore_patterns("__pycache__", "reference"))
        shutil.copy(source_tree.ROOT / ".clang-format", root)
        for path, contents in tree.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(contents, encoding="utf-8")
        done = subprocess.run([sys.executable, "-B", root / f"tools/dev/check-{name}.py"],
                              capture_output=True, text=True, check=False)
    missing = [part for part in wanted if part not in done.stdout]
    if done.returncode != 1 or done.stderr:
        missing.append(f"exit code 1 (found {done.returncode}) {done.stderr}")
    if missing:
        print(done.stdout)
    return missing


def main():
    failed = False
    for name, (tree, wanted) in FAULTS.items():
        missing = check(name, tree, wanted)
        failed |= bool(missing)
        for part in missing:
            print(f"tools/dev/check-{name}.py:1: error: found no complaint with \"{part}\", expected one")
        print(f"{name}: {len(wanted)} faults, {len(missing)} not found")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
