#!/usr/bin/env python3
"""Checks what is at the top level, and the names and lengths of paths."""

import re

import source_tree

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md",
             "dialects", "docs", "include", "lib", "test", "tools"}  # and dot files
LONGEST_PATH = 75
NO_NAME = re.compile(r"(util(s|ity|ities)?|common|misc(ellaneous)?|uncategorized|helpers?)", re.I)
PHASES = {"CPU", "GPU", "Graph", "Kernel"}
LOWER = re.compile(r"[a-z0-9_.\-]+")


def words(stem):
    """CamelCase, kebab-case and snake_case, one word each."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", stem)


def check(path, complaints):
    name = str(path)
    if path.parts[0] not in TOP_LEVEL and not path.parts[0].startswith("."):
        complaints.add(path, 1, f"'{path.parts[0]}' at the top level",
                       "only " + ", ".join(sorted(TOP_LEVEL)) + " and dot files")
    if len(name) > LONGEST_PATH:
        complaints.add(path, 1, f"a path of {len(name)} characters", f"at most {LONGEST_PATH}")
    for part in path.parts:
        for word in words(part.split(".")[0]):
            if NO_NAME.fullmatch(word):
                complaints.add(path, 1, f"'{word}' in a name",
                               "a noun that says what is in it, or the file beside its only user")
    if not re.fullmatch(r"[\w.+\-/]+", name, re.A):
        complaints.add(path, 1, "a path with unusual characters", "letters, digits and _ - . +")
    folder = path.parent.name
    if path.suffix in (".cpp", ".h") and path.parts[0] in ("lib", "include") and folder in PHASES:
        if path.parent.parent.name != "Dialect" and path.stem.startswith(folder) and path.stem != folder:
            complaints.add(path, 1, f"'{path.stem}' in {folder}/",
                           f"the folder's name not repeated: {path.stem[len(folder):]}{path.suffix}")
    if path.suffix in (".mlir", ".test") and not LOWER.fullmatch(path.name):
        complaints.add(path, 1, f"'{path.name}'", "lower case in the name of a lit test")


def main():
    complaints = source_tree.Complaints()
    listing = source_tree.files()
    for path in listing:
        check(path, complaints)
    for name in sorted(TOP_LEVEL - {path.parts[0] for path in listing}):
        complaints.add(name, 1, f"no '{name}'", "it at the top level")
    complaints.finish(f"{len(listing)} files")


if __name__ == "__main__":
    main()
