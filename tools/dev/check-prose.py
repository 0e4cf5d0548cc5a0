#!/usr/bin/env python3
"""Checks what people read: TODOs have an issue, links and paths in documents lead somewhere, files say
what they are, and nothing names the machine of who wrote it.
"""

import re

import source_tree

PROSE = source_tree.CODE | {".td", ".py", ".md", ".txt", ".mlir", ".test", ".cmake", ".json", ".in", ""}
TODO = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!:?\w)(\(#\d+\): )?")
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*?) *#*$", re.M)
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
HEADER = re.compile(r"(//|/\*)===-+ *(?P<name>\S+) +(?P<purpose>- \S.*)?")
MACHINE = re.compile(r"(?<![\w./])/(home|root|work|opt|mnt)/\w+")


# A path of the project in a code span: `lib/Graph/Fold.cpp`, also with * or with words behind it.
PATH = re.compile(r"(?<!`)`((?:dialects|docs|include|lib|test|tools)/[\w./*+\-]*)(?=[`\s])")


def anchor(heading):
    """The fragment that web front ends make of a heading."""
    text = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def check_links(path, contents, complaints):
    prose = FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), contents)
    prose = re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), prose)
    for match in LINK.finditer(prose):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        there = (source_tree.ROOT / path.parent / name).resolve() if name else source_tree.ROOT / path
        line = source_tree.line_of(contents, match.start())
        if not there.exists():
            complaints.add(path, line, f"a link to {target}", "a file of the project")
        elif fragment and there.suffix == ".md":
            headings = {anchor(h) for h in HEADING.findall(there.read_text(encoding="utf-8"))}
            if fragment not in headings:
                complaints.add(path, line, f"a link to {target}", f"a heading of {there.name}")


def check_paths(path, contents, complaints):
    for match in PATH.finditer(FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), contents)):
        placeholder = any(re.fullmatch(r"[A-Z]+", part) for part in match[1].split("/")[1:])
        if not placeholder and not any(source_tree.ROOT.glob(match[1].rstrip("/"))):
            complaints.add(path, source_tree.line_of(contents, match.start()), f"`{match[1]}`",
                           "a file or folder of the project")


def check_header(path, contents, complaints):
    match = HEADER.match(contents)
    named = match and match["name"] == path.name
    if not named or not (match["purpose"] or path.stem.endswith("Test")): # XTest.cpp tests X
        found = contents.split("\n", 1)[0][:60]
        complaints.add(path, 1, f"'{found}'", f"'//===- {path.name} - purpose ---===//' in the first line")


def main():
    complaints, count = source_tree.Complaints(), 0
    for path in source_tree.files():
        if path.suffix not in PROSE or path.parts[0] == "LICENSE" or "models" in path.parts[1:-1]:
            continue
        try:
            contents = source_tree.text(path)
        except UnicodeDecodeError:
            complaints.add(path, 1, "bytes that are not UTF-8", "text")
            continue
        count += 1
        if path.name in ("check-prose.py", "check-checks.py", "new-pass"):
            continue # the words that are looked for are in them
        for match in TODO.finditer(contents):
            if not match[2] and path.suffix != ".md":
                complaints.add(path, source_tree.line_of(contents, match.start()), f"'{match[1]}'",
                               "'TODO(#NN): ' with the number of an issue")
        for match in MACHINE.finditer(contents):
            complaints.add(path, source_tree.line_of(contents, match.start()), f"'{match[0]}'",
                           "no path of one machine")
        if path.suffix == ".md":
            check_links(path, contents, complaints)
            check_paths(path, contents, complaints)
        if path.suffix in source_tree.CODE | {".td"}:
            check_header(path, contents, complaints)
    complaints.finish(f"{count} files")


if __name__ == "__main__":
    main()
