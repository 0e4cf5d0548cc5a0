#!/usr/bin/env python3
"""Checks that clang-format-22 would change nothing in the C and C++ files; `--fix` lets it.

Passes.td and the other TableGen files are formatted by hand.
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

import source_tree

TOOL = "clang-format-22"
OFF = re.compile(r"^(?P<path>.+?):(?P<line>\d+):\d+: error: code should be clang-formatted", re.M)


def main():
    if not shutil.which(TOOL):
        sys.exit(f"check-format: error: found no {TOOL}, expected it on the PATH\n"
                 "hint: tools/dev/setup installs it")
    names = [str(p) for p in source_tree.files() if p.suffix in source_tree.CODE]
    if "--fix" in sys.argv[1:]:
        sys.exit(subprocess.run([TOOL, "-i", *names], cwd=source_tree.ROOT, check=False).returncode)

    def off(names):
        found = subprocess.run([TOOL, "--dry-run", "-Werror", *names], cwd=source_tree.ROOT,
                               capture_output=True, text=True, check=False)
        return found.returncode, found.stderr

    complaints = source_tree.Complaints()
    workers = os.cpu_count() or 1
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for status, said in pool.map(off, [names[i::workers * 4] for i in range(workers * 4)]):
            matches = {m["path"]: m["line"] for m in reversed(list(OFF.finditer(said)))}
            for path, line in matches.items():
                complaints.add(path, line, "other formatting",
                               f"that of {TOOL} (tools/dev/check-format.py --fix)")
            if status and not matches:
                complaints.add(TOOL, 0, said.strip(), "no error")
    complaints.finish(f"{len(names)} files")


if __name__ == "__main__":
    main()
