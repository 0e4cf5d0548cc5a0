"""Exits with 1 unless two directories hold the same files with the same bytes.

usage: same-files.py FIRST SECOND
"""

import pathlib
import sys


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def main():
    first, second = contents(sys.argv[1]), contents(sys.argv[2])
    wrong = sorted(name for name in first.keys() | second.keys()
                   if first.get(name) != second.get(name))
    for name in wrong:
        print(f"{name}: found other bytes, or no such file, in the second directory")
    print(f"{len(first)} files, {len(wrong)} differ")
    sys.exit(1 if wrong or len(first) < 15 else 0)


if __name__ == "__main__":
    main()
