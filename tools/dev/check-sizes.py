#!/usr/bin/env python3
"""Checks sizes: lines of a file, lines of a function, bytes of a fixture.

The limits are the hard ones of docs/Style.md. tools/dev/size-exceptions.txt lifts one for a file or
a function, with a reason. `--soft` also lists what is above the soft limits, and fails for none.
"""

import re
import sys

import source_tree

# (path pattern, soft, hard): the first that matches decides.
FILE_LIMITS = [
    (r"CMakeLists\.txt", 60, 80),
    (r"test/lit\.cfg\.py", 60, 80),
    (r"tools/(?!dev/).*\.cpp", 30, 60),
    (r".*/Passes\.td", 300, 400),
    (r".*\.td", 350, 450),
    (r"(test/|lib/|include/).*\.h", 200, 300),
    (r"test/(?!unit/|models/).*\.(mlir|test)", 300, 500),
    (r".*\.(cpp|c|py)", 400, 600),
]
FUNCTION_LINES = (60, 80)
MEBIBYTE = 1 << 20
FIXTURE_BYTES, FIXTURES_BYTES = MEBIBYTE, 10 * MEBIBYTE
EXCEPTIONS = "tools/dev/size-exceptions.txt"

# Comments, raw strings, strings and characters: braces in them do not count.
NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
                      r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])'", re.S)
NOT_A_FUNCTION = re.compile(r"^\s*(if|for|while|switch|else|do|try|namespace|struct|class|union|enum|"
                            r"extern\s|typedef|return|static_assert|case|default)\b")
NAME = re.compile(r"([~\w:]+|operator\s*\S+?)\s*\($")


def blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def functions(contents):
    """Yields (name, first line, number of lines) of every function; lambdas belong to theirs."""
    code = NOT_CODE.sub(blank, contents)
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", blank, code, flags=re.M)
    stack, inside = [], 0  # inside: how many of the open braces are functions
    start = 0
    for match in re.finditer(r"[{};]", code):
        if match[0] == "{":
            head = code[start:match.start()]
            name = None
            if not inside and "(" in head and not NOT_A_FUNCTION.match(head) and "=" not in \
                    head.split("(")[0]:
                found = NAME.search(head[:head.index("(") + 1])
                name = found[1] if found else None
            first = source_tree.line_of(code, start + len(head) - len(head.lstrip()))
            stack.append((name, first))
            inside += name is not None
        elif match[0] == "}" and stack:
            name, first = stack.pop()
            if name is not None:
                inside -= 1
                yield name, first, source_tree.line_of(code, match.start()) - first + 1
        start = match.end()


def read_exceptions(complaints):
    """{path or path:function: (lines, line of the exceptions' file)}"""
    allowed = {}
    for number, line in enumerate(source_tree.text(EXCEPTIONS).splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 6 or not words[1].isdigit():
            complaints.add(EXCEPTIONS, number, f"'{line}'", "PATH LINES and a reason of some words")
            continue
        allowed[words[0]] = (int(words[1]), number)
    return allowed


def main():
    soft = "--soft" in sys.argv[1:]
    complaints = source_tree.Complaints()
    allowed = read_exceptions(complaints)
    used = set()

    def measure(key, path, line, what, lines, limits):
        limit = limits[0 if soft else 1]
        if lines <= limit:
            return
        if key in allowed:
            used.add(key)
            limit = max(limit, allowed[key][0])
        if lines > limit:
            complaints.add(path, line, f"{what} of {lines} lines",
                           f"at most {limit}: split it by concern" +
                           ("" if soft else f", or give a reason in {EXCEPTIONS}"))

    listing = source_tree.files()
    for path in listing:
        for pattern, *limits in FILE_LIMITS:
            if re.fullmatch(pattern, str(path)):
                lines = len(source_tree.text(path).splitlines())
                measure(str(path), path, 1, "a file", lines, limits)
                break
        if path.suffix in source_tree.CODE:
            for name, line, lines in functions(source_tree.text(path)):
                measure(f"{path}:{name}", path, line, f"function {name}", lines, FUNCTION_LINES)

    total = 0
    for path in listing:
        size = (source_tree.ROOT / path).stat().st_size
        total += size if path.parts[0] == "test" else 0
        if size > FIXTURE_BYTES:
            complaints.add(path, 1, f"{size} bytes", f"at most {FIXTURE_BYTES}")
    if total > FIXTURES_BYTES:
        complaints.add("test", 1, f"{total} bytes in all", f"at most {FIXTURES_BYTES}")
    for key in sorted(set(allowed) - used) if not soft else []:
        complaints.add(EXCEPTIONS, allowed[key][1], f"an exception for {key}",
                       "none: it is within the limit, or gone")

    if soft:
        for _, _, complaint in sorted(complaints.lines):
            print(complaint.replace("error:", "note:"))
        return
    complaints.finish(f"{len(listing)} files, {total / MEBIBYTE:.1f} MiB below test/")


if __name__ == "__main__":
    main()
