"""What a packager checks of a linked file: exports, hardening, names and unwinding of kernels."""

import re
import subprocess


class Elf:
    def __init__(self, tools, path):
        self.tools, self.path = tools, path

    def _run(self, tool, *words):
        done = subprocess.run([str(self.tools / tool), *words, str(self.path)], capture_output=True,
                              text=True, check=True)
        return done.stdout

    def exported(self):
        return self._run("llvm-nm", "--dynamic", "--defined-only", "--format=just-symbols").split()

    def kernels(self):
        """Names and addresses of the compiled model's functions in the symbol table."""
        lines = self._run("llvm-nm", "--defined-only", "--format=posix").splitlines()
        return {name: int(address, 16) for name, kind, address, *_ in map(str.split, lines)
                if kind in "tT" and re.search(r"\.x86_64(_v\d)?\.b\d+$", name)}

    def unwound(self):
        """Ranges that .eh_frame describes."""
        return [(int(begin, 16), int(end, 16)) for begin, end in
                re.findall(r"FDE.*pc=([0-9a-f]+)\.\.\.([0-9a-f]+)", self._run("llvm-dwarfdump", "--eh-frame"))]

    def check_kernels(self):
        kernels, ranges = self.kernels(), self.unwound()
        assert any("attention" in name for name in kernels), kernels
        for name, address in kernels.items():
            assert any(begin <= address < end for begin, end in ranges), \
                f"{self.path}: found {name} outside of .eh_frame, expected a description"
        return len(kernels)

    def newest_glibc(self):
        versions = re.findall(r"GLIBC_(\d+)\.(\d+)", self._run("llvm-readelf", "--version-info"))
        return max((int(major), int(minor)) for major, minor in versions)

    def check_hardened(self):
        dynamic = self._run("llvm-readelf", "--dynamic-table")
        segments = self._run("llvm-readelf", "--program-headers", "--wide")
        assert "Type: DYN" in re.sub(r"\s+", " ", self._run("llvm-readelf", "--file-header")), self.path
        assert re.search(r"FLAGS_1.*NOW", dynamic), f"{self.path}: found lazy binding"
        assert "TEXTREL" not in dynamic, f"{self.path}: found relocations in code"
        assert re.search(r"GNU_RELRO", segments), f"{self.path}: found no RELRO"
        assert re.search(r"GNU_STACK.* RW ", segments), f"{self.path}: found an executable stack"
        assert not re.search(r"LOAD.* RWE ", segments), f"{self.path}: found writable code"
        assert not re.search(r"RUNPATH|RPATH", dynamic), f"{self.path}: found a run path"
