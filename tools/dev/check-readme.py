#!/usr/bin/env python3
"""Runs the commands of README.md and compares what they print with what README.md says.

In a block marked `console`, a line `$ COMMAND` is run and the lines up to the next one are its
output; `…` alone on the last line stands for the rest. The commands run in an empty folder that
sees the build folder as build/ and the project's test/.

    tools/dev/check-readme.py [BUILD_FOLDER]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import source_tree

BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def examples(contents):
    """Yields (line, command, lines of output)."""
    for block in BLOCK.finditer(contents):
        line = source_tree.line_of(contents, block.start()) + 1
        command, start, output = None, 0, []
        for number, text in enumerate(block[1].splitlines(), line):
            if text.startswith("$ "):
                if command:
                    yield start, command, output
                command, start, output = text[2:], number, []
            else:
                output.append(text)
        if command:
            yield start, command, output


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else source_tree.ROOT / "build").resolve()
    complaints, count = source_tree.Complaints(), 0
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(build, pathlib.Path(folder) / "build")
        os.symlink(source_tree.ROOT / "test", pathlib.Path(folder) / "test")
        for line, command, expected in examples(source_tree.text("README.md")):
            count += 1
            done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL, check=False)
            found = done.stdout.splitlines()
            if expected[-1:] == ["…"]:
                expected = expected[:-1]
                found = found[:len(expected)]
            if done.returncode:
                complaints.add("README.md", line, f"exit code {done.returncode} {done.stderr.strip()}", "0")
            for offset in range(max(len(found), len(expected))):
                pair = [(lines[offset:offset + 1] or ["nothing"])[0] for lines in (found, expected)]
                if pair[0] != pair[1]:
                    complaints.add("README.md", line + 1 + offset, f"'{pair[0]}' printed", f"'{pair[1]}'")
    if not count:
        complaints.add("README.md", 1, "no example", "one at least")
    complaints.finish(f"{count} commands")


if __name__ == "__main__":
    main()
