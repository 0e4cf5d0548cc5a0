#!/usr/bin/env python3
"""Checks that every constraint of the dialects is verified and tested.

The language references (dialects/**/*.td) number the constraints of an op or attribute: "- C2 ...". For the op
`vit.sdpa` the constraint C2 must be named by a comment `// sdpa_c2` beside the code that checks it
(in lib/Dialect, or in the .td where a trait does), and by a symbol @sdpa_c2 or @sdpa_c2_something
in an *-invalid.mlir of the dialect. IDs that no op states are reported too.

Exit code: 0 all covered, 1 something is missing.
"""

import pathlib
import re
import sys

OP = re.compile(r'^def \w+ : \w+<"(?P<mnemonic>\w+)"(?P<body>.*?)^}', re.M | re.S)
ATTRIBUTE = re.compile(
    r'^def \w+ : AttrDef<\w+, "\w+"> \{\n  let mnemonic = "(?P<mnemonic>\w+)"(?P<body>.*?)^}', re.M | re.S
)
CONSTRAINT = re.compile(r"^\s*- C(\d+) ", re.M)
COMMENT = re.compile(r"//([^\n]*)")
NAME = re.compile(r"\b\w+_c\d+\b")
SYMBOL = re.compile(r"@(\w+?_c\d+)(?:_\w+)?\b")


def read(folder, pattern):
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(folder.rglob(pattern)))


def check(dialect, root):
    """Returns (number of constraints, list of complaints) of one dialect's folder."""
    reference = read(dialect, "*.td")
    stated, complaints = [], []
    for op in [*OP.finditer(reference), *ATTRIBUTE.finditer(reference)]:
        numbers = [int(n) for n in CONSTRAINT.findall(op["body"])]
        if numbers != list(range(1, len(numbers) + 1)):
            complaints.append(f"{op['mnemonic']}: constraints are numbered {numbers}")
        stated += [f"{op['mnemonic']}_c{n}" for n in numbers]
    code = read(root / "lib/Dialect" / dialect.name, "*.cpp") + reference
    verified = set(NAME.findall("\n".join(COMMENT.findall(code))))
    tested = set(SYMBOL.findall(read(root / "test/Dialect" / dialect.name, "*-invalid.mlir")))
    for name in stated:
        if name not in verified:
            complaints.append(f"{name}: no comment `// {name}` beside the code that checks it")
        if name not in tested:
            complaints.append(f"{name}: no test function @{name}")
    for name in sorted((verified | tested) - set(stated)):
        complaints.append(f"{name}: named in code or tests, stated by no op")
    return len(stated), complaints


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    failed = False
    for dialect in sorted(p for p in (root / "dialects").iterdir() if p.is_dir()):
        count, complaints = check(dialect, root)
        print(f"{dialect.name}: {count} constraints, {len(complaints)} complaints")
        for line in complaints:
            print(f"  {line}")
        failed |= bool(complaints)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
