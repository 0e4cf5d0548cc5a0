"""What the checks of the sources share: which files there are, and how a complaint reads.

A complaint is `file:line: error: found …, expected …`; a check prints all of its complaints and
exits with 1 when there is any.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = {".c", ".cpp", ".h"}
NOT_OURS = {"build", "__pycache__"}


def files():
    """All files of the project, relative to ROOT, sorted: git's, or those of an unpacked archive."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"], cwd=ROOT, capture_output=True, check=False) \
        if (ROOT / ".git").exists() else None
    if listing and listing.returncode == 0:
        names = listing.stdout.decode("utf-8").split("\0")
        found = {pathlib.PurePosixPath(name) for name in names if name}
    else:
        found = {pathlib.PurePosixPath(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file()}
        found = {p for p in found if not (NOT_OURS & set(p.parts) or p.parts[0].startswith("build-")
                                          or (len(p.parts) > 1 and p.parts[0].startswith(".")))}
    return sorted(p for p in found if (ROOT / p).is_file())


def text(path):
    """The contents of a text file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")


def line_of(contents, offset):
    """The number of the line (from 1) at an offset."""
    return contents.count("\n", 0, offset) + 1


class Complaints:
    """Collects what is wrong; `finish` prints it and ends the check."""

    def __init__(self):
        self.lines = []

    def add(self, path, line, found, expected):
        self.lines.append((str(path), line, f"{path}:{line}: error: found {found}, expected {expected}"))

    def finish(self, done):
        """`done` says what was looked at, for example "212 files"."""
        for _, _, complaint in sorted(set(self.lines)):
            print(complaint)
        print(f"{done}, {len(set(self.lines))} complaints")
        sys.exit(1 if self.lines else 0)
