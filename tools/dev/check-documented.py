#!/usr/bin/env python3
"""Checks that every op and every pass is documented, with an example that a test executes.

An op has a summary, a description, and `(* example FILE @symbol *)`. A pass has in addition what a
reader asks first: Why, Requires, Leaves alone; and a statistic. tools/dev/doctest.py runs the
examples and puts them into the language reference.
"""

import re

import source_tree

PASS = re.compile(r'^def (?P<name>\w+) *: *Pass<"(?P<argument>[^"]+)"(?P<body>.*?)^}', re.M | re.S)
OP = re.compile(r'^def (?P<name>\w+Op) *: *\w+<"(?P<argument>\w+)"(?P<body>.*?)^}', re.M | re.S)
SUMMARY = re.compile(r'let summary\s*=\s*"([^"]*)"')
DESCRIPTION = re.compile(r"let description\s*=\s*\[\{(.*?)\}\]", re.S)
EXAMPLE = re.compile(r"\(\* example (\S+) @(\S+) \*\)")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def check_example(match, path, line, argument, complaints):
    name, symbol = match[1], match[2]
    if not (source_tree.ROOT / name).is_file():
        complaints.add(path, line, f"an example in {name}", "a file of the project")
        return
    contents = source_tree.text(name)
    if not re.search(rf"@{re.escape(symbol)}\b", contents):
        complaints.add(path, line, f"the example @{symbol} in {name}", "a symbol of that file")
    if argument not in contents:
        complaints.add(path, line, f"an example in {name}, which never says {argument}",
                       "a test of what it documents")


def check(match, path, contents, complaints, is_pass):
    line = source_tree.line_of(contents, match.start())
    if "Terminator" in match["body"].split("{")[0]:
        return # says what it ends; the op that it ends has the example
    what = f"{match['argument']}"
    summary = SUMMARY.search(match["body"])
    if not summary or not summary[1] or summary[1].endswith(".") or summary[1][0].isupper() \
            and not summary[1][1].isupper():
        complaints.add(path, line, f"the summary '{summary[1] if summary else ''}' of {what}",
                       "one in lower case without a full stop")
    description = DESCRIPTION.search(match["body"])
    words = description[1] if description else ""
    if not words.strip():
        complaints.add(path, line, f"no description of {what}", "one")
    examples = list(EXAMPLE.finditer(words))
    if len(examples) != 1:
        complaints.add(path, line, f"{len(examples)} examples of {what}",
                       "one: (* example FILE @symbol *)")
    for example in examples:
        check_example(example, path, line, match["argument"], complaints)
    if not is_pass:
        return
    for heading in ("Why:", "Requires:", "Leaves alone:"):
        if heading not in words:
            complaints.add(path, line, f"no '{heading}' in the description of {what}", "that said")
    if not re.search(r'Statistic<"\w+", "[a-z0-9-]+",', match["body"]):
        complaints.add(path, line, f"no statistic in {what}", "one at least")
    if not match["name"].endswith("Pass") or not NAME.fullmatch(match["argument"]):
        complaints.add(path, line, f"{match['name']} as \"{match['argument']}\"",
                       'VerbObjectPass as "phase-verb-object"')
    if "let constructor" in match["body"]:
        complaints.add(path, line, f"a constructor in {what}", "the generated one")


def main():
    complaints, ops, passes = source_tree.Complaints(), 0, 0
    for path in source_tree.files():
        if path.suffix != ".td":
            continue
        contents = source_tree.text(path)
        if path.name == "Passes.td":
            for match in PASS.finditer(contents):
                check(match, path, contents, complaints, is_pass=True)
                passes += 1
        elif path.parts[0] == "dialects":
            for match in OP.finditer(contents):
                check(match, path, contents, complaints, is_pass=False)
                ops += 1
    complaints.finish(f"{ops} ops and {passes} passes")


if __name__ == "__main__":
    main()
