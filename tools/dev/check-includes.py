#!/usr/bin/env python3
"""Checks who includes whom: the layers of docs/Architecture.md, and which libraries a layer may see.

Three laws stand behind the table. Below Conversion nobody knows a model family. Pipelines know
passes, passes do not know pipelines, and only Driver knows flags. Nothing of the runtime knows the
compiler.
"""

import pathlib
import re

import source_tree

DIALECTS = {"Dialect/Check", "Dialect/Kernel", "Dialect/ViT"}
PASSES = {"Analysis", "CPU", "Conversion", "GPU", "Graph", "Kernel"}
TARGET = {"Target/Descriptor", "Target/Info", "Target/Link", "Target/Object"}
RUNTIME = {"Runtime/Check", "Runtime/Core", "Runtime/Image", "Runtime/Program"}
DESCRIPTION = {"Runtime/Core", "Runtime/Image"}
IMPORT = {"Import/Files", "Import/Model"}

# layer: layers whose headers it may include, besides its own. vitc/Support/LLVM.h (names only) is
# open to the whole compiler.
MAY = {
    "Support": set(),
    "Dialect/Check": set(),
    "Dialect/Kernel": set(),
    "Dialect/ViT": set(),
    "Analysis": set(),
    # Target writes what the runtime reads: the runtime's public C headers are that format.
    "Target/Info": {"Support"} | DESCRIPTION,
    "Target/Descriptor": {"Target/Info", "Support"} | DESCRIPTION,
    "Target/Object": {"Target/Info", "Support"},
    "Target/Link": {"Target/Info", "Target/Descriptor", "Support"} | DESCRIPTION,
    "Import/Files": {"Support"},
    "Import/Model": {"Import/Files", "Support", "Dialect/ViT"},
    "Graph": {"Analysis", "Dialect/ViT"},
    "Conversion": DIALECTS,
    "Kernel": {"Analysis", "Dialect/Kernel", "Target/Info"},
    "CPU": {"Dialect/Kernel", "Target/Info"},
    "GPU": {"Dialect/Kernel", "Target/Info"},
    "Execution": TARGET | RUNTIME | {"Support"},
    "Pipelines": PASSES | DIALECTS | {"Target/Info"},
    "RegisterAll": PASSES | DIALECTS | {"Pipelines"},
    # Driver puts the parts together: it finds the files of vit.weight and sets kernel.target.
    "Driver": IMPORT | TARGET | RUNTIME | {"Execution", "Pipelines", "RegisterAll", "Support",
                                           "Dialect/Kernel", "Dialect/ViT"},
    "tools": {"Driver", "RegisterAll"},
    "Runtime/Core": set(),
    "Runtime/Check": set(),
    "Runtime/Image": set(),
    "Runtime/Program": {"Runtime/Core", "Runtime/Image"},
}
# Public headers that stand above the folders of their layer.
PUBLIC = {
    "vitc/RegisterAll.h": "RegisterAll",
    "vitc/Runtime/Check.h": "Runtime/Check",
    "vitc/Runtime/Image.h": "Runtime/Image",
    "vitc/Runtime/Program.h": "Runtime/Program",
    "vitc/Runtime/Model.h": "Runtime/Core",
    "vitc/Runtime/Parallel.h": "Runtime/Core",
    "vitc/Runtime/Run.h": "Runtime/Core",
    "vitc/Target/Entry.h": "Target/Info",
    "vitc/Target/ModelInfo.h": "Target/Info",
}
# The rooms of Driver: which others each may name. The commands, in Driver itself, may name all; two
# headers there, on errors, are open to all.
ROOMS = {
    "CommandLine": set(),
    "Source": set(),
    "Code": {"Source"},
    "Measure": {"Code"},
    "Precision": {"Code", "Source"},
}
OPEN = {"Diagnostics.h", "Failure.h"}
# What a model says of itself includes how its pictures are prepared.
PUBLIC_MAY = {("Runtime/Core", "vitc/Runtime/Image.h")}

# external library: where it may be included (prefixes of paths).
EXTERNAL = [
    (r"fmt/", ["include/vitc/Support/Format.h", "lib/Driver/", "lib/cmake/"]),
    (r"simdjson", ["include/vitc/Support/Json.h", "lib/Support/"]),
    (r"lld/", ["lib/Target/Link/"]),
    (r"(jpeglib|jerror|png|webp/)", ["lib/Runtime/Image/"]),
    (r"mlir/Support/LLVM\.h", ["include/vitc/Support/LLVM.h"]),
    (r"(mlir/|mlir-c/)", ["include/vitc/" + l for l in ("Analysis", "Conversion", "CPU", "Dialect",
                          "Driver", "GPU", "Graph", "Import/Model", "Kernel", "Pipelines",
                          "RegisterAll", "Target/Object")] +
                         ["lib/" + l for l in ("Analysis", "Conversion", "CPU", "Dialect", "Driver",
                          "GPU", "Graph", "Import/Model", "Kernel", "Pipelines", "RegisterAll",
                          "Target/Object", "cmake")] + ["tools/vitc-"]),
    (r"(llvm/|llvm-c/)", ["include/vitc/", "lib/", "tools/"]),
]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
FLAG = re.compile(r"\bcl::(opt|list|bits|alias)\b")


def layer(path):
    """The layer of a file below lib/, include/vitc/ or tools/; None where there are no rules."""
    parts = path.parts
    if parts[0] == "tools":
        return "tools" if parts[1] != "dev" else None
    if parts[0] == "include":
        public = PUBLIC.get("/".join(parts[1:]))
        if public:
            return public
        parts = parts[1:]
    elif parts[0] != "lib" or parts[1] == "cmake":
        return None
    first = pathlib.PurePosixPath(parts[1]).stem
    if first in ("Dialect", "Import", "Runtime", "Target"):
        return f"{first}/{pathlib.PurePosixPath(parts[2]).stem}" if len(parts) > 2 else first
    return first


def check_own(complaints, path, line, name, here):
    """An include of the project's own: vitc/… or a file beside this one."""
    if name.startswith("vitc/"):
        there = layer(pathlib.PurePosixPath("include") / name)
    else:
        there = layer(pathlib.PurePosixPath(*resolve(path.parent / name)))
    if there == here or there in MAY[here] or (here, name) in PUBLIC_MAY:
        return
    if name == "vitc/Support/LLVM.h" and not here.startswith("Runtime"):
        return
    allowed = ", ".join(sorted(MAY[here])) or "no other layer"
    complaints.add(path, line, f'"{name}" (of {there}) in {here}', f"{allowed} only")


def check_room(complaints, path, line, name):
    """An include of lib/Driver/`name` by a file of the driver."""
    here, room = path.parent.name, name.rpartition("/")[0]
    if here in ROOMS and name not in OPEN and room not in ROOMS[here]:
        allowed = ", ".join(sorted(ROOMS[here] | OPEN))
        complaints.add(path, line, f'"{name}" in lib/Driver/{here}', f"{allowed} only")


def resolve(path):
    """The parts of `path` without "..": text only, so that a missing file is named too."""
    parts = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else parts + [part]
    return parts


def check_external(complaints, path, line, name, here):
    if here.startswith("Runtime") and re.match(r"(llvm|mlir|lld|fmt|simdjson)", name):
        complaints.add(path, line, f"<{name}> in the runtime", "nothing of the compiler")
        return
    for pattern, places in EXTERNAL:
        if re.match(pattern, name):
            if not any(str(path).startswith(place) for place in places):
                complaints.add(path, line, f"<{name}> in {here}", "it in " + ", ".join(places) + " only")
            return


def main():
    complaints, count = source_tree.Complaints(), 0
    for path in source_tree.files():
        if path.suffix not in source_tree.CODE or path.parts[0] not in ("lib", "include", "tools"):
            continue
        here = layer(path)
        if here is None:
            continue
        count += 1
        if here not in MAY:
            complaints.add(path, 1, f"a file of the unknown layer {here}",
                           "one of the layers in tools/dev/check-includes.py")
            continue
        contents = source_tree.text(path)
        for match in INCLUDE.finditer(contents):
            line, name = source_tree.line_of(contents, match.start()), match[2]
            if here == "Driver" and (source_tree.ROOT / "lib/Driver" / name).is_file():
                check_room(complaints, path, line, name)
                continue
            beside = match[1] == '"' and (source_tree.ROOT / path.parent / name).is_file()
            if name.startswith("vitc/") or beside:
                check_own(complaints, path, line, name, here)
            else:
                check_external(complaints, path, line, name, here)
        if not str(path).startswith("lib/Driver/"):
            for match in FLAG.finditer(contents):
                complaints.add(path, source_tree.line_of(contents, match.start()), match[0],
                               "command line flags in lib/Driver only (a pass option is Option<…>)")
    complaints.finish(f"{count} files")


if __name__ == "__main__":
    main()
