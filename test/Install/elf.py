#!/usr/bin/env python3
"""What a packager checks of a linked file: exports, hardening, names, unwinding and code of kernels.

    elf.py LLVM_TOOLS FILE [f32|bf16|int8]

checks the kernels of an executable or a library alone, of the given precision.
"""

import pathlib
import re
import subprocess
import sys

# The compiled model's functions. The suffix is the level and the batch.
KERNEL = re.compile(r"\.(x86_64(?:_v3|_v4(?:_bf16|_vnni)?)?)\.b\d+$")
# What measures, traces or waits for the system has no place between the numbers.
FOREIGN = re.compile(r"rdtscp?|rdpmc|cpuid|syscall|sysenter|int|in|out|xgetbv|[rw](fs|gs)base[dq]?")
# Dot products of the machine: only low precision needs them, and only levels above x86-64-v4 have them.
DOT_PRODUCTS = {"bf16": {"x86_64_v4_bf16": ["vdpbf16ps"]},
                "int8": {"x86_64_v4_bf16": ["vdpbf16ps", "vpdpbusd"], "x86_64_v4_vnni": ["vpdpbusd"]}}


class Elf:
    def __init__(self, tools, path):
        self.tools, self.path = tools, path

    def _run(self, tool, *words):
        done = subprocess.run([str(self.tools / tool), *words, str(self.path)], capture_output=True,
                              text=True, check=True)
        return done.stdout

    def exported(self):
        return self._run("llvm-nm", "--dynamic", "--defined-only", "--format=just-symbols").split()

    def symbols(self):
        """Of the symbol table: name -> (kind, address, size)."""
        lines = map(str.split, self._run("llvm-nm", "--defined-only", "--format=posix").splitlines())
        return {name: (kind, int(address, 16), int(size, 16)) for name, kind, address, size in lines}

    def kernels(self):
        """Addresses and sizes of the compiled model's functions in the symbol table, by their names."""
        return {name: (address, size) for name, (kind, address, size) in self.symbols().items()
                if kind in "tT" and KERNEL.search(name)}

    def unwound(self):
        """Ranges that .eh_frame describes."""
        return {(int(begin, 16), int(end, 16)) for begin, end in
                re.findall(r"FDE.*pc=([0-9a-f]+)\.\.\.([0-9a-f]+)", self._run("llvm-dwarfdump", "--eh-frame"))}

    def check_kernels(self):
        """Every kernel has a name, a size, and a description of its own in .eh_frame. Returns how many."""
        kernels, ranges = self.kernels(), self.unwound()
        assert any("attention" in name for name in kernels), kernels
        for name, (address, size) in kernels.items():
            assert size > 0, f"{self.path}: found {name} without a size"
            assert (address, address + size) in ranges, \
                f"{self.path}: found no {name}, {size} bytes, in .eh_frame, expected a description"
        return len(kernels)

    def disassembled(self):
        """The kernels' instructions: name -> [(mnemonic, operands, or the name of what is called)]."""
        found, current = {}, None
        text = self._run("llvm-objdump", "--disassemble", "--no-show-raw-insn", "--no-leading-addr")
        for line in text.splitlines():
            label = re.match(r"[0-9a-f ]*<(.*)>:$", line)
            if label:
                current = found.setdefault(label[1], []) if KERNEL.search(label[1]) else None
            elif current is not None and line.strip():
                word, _, operands = line.strip().partition("\t")
                named = re.search(r"<(.*)>$", line) if word.startswith("call") else None
                current.append((word, named[1] if named else operands))
        return found

    def check_code(self, precision):
        """Kernels compute and do nothing else: they call one function of the runtime and no clock, each
        level has its own instructions only, and dot products are where they are meant to be."""
        found = {}
        for name, code in self.disassembled().items():
            level = KERNEL.search(name)[1]
            used = found.setdefault(level, set())
            for word, operands in code:
                used.add(word)
                assert not FOREIGN.fullmatch(word), f"{self.path}: found {word} in {name}"
                if word.startswith("call"):
                    assert operands == "vitc_parallel_for" or KERNEL.search(operands), \
                        f"{self.path}: found a call of {operands} in {name}, expected vitc_parallel_for alone"
                assert level != "x86_64_v3" or not re.search(r"%zmm|%k\d", operands), \
                    f"{self.path}: found {word} {operands} in {name}, expected AVX2"
        for level, used in found.items():
            dots = sorted(word for word in used if word.startswith(("vdp", "vpdp")))
            wanted = DOT_PRODUCTS.get(precision, {}).get(level, [])
            assert dots == wanted, f"{self.path}: found {dots} in {level}, expected {wanted}"
        return found

    def check_data(self, expected):
        """A library writes to the pool of threads and nowhere else: no counters, no tables of times."""
        sections = self._run("llvm-readelf", "--sections", "--wide")
        assert not re.search(r"\s\.data\s", sections), f"{self.path}: found .data, expected constants alone"
        written = {name for name, (kind, _, _) in self.symbols().items() if kind in "bB"}
        assert written == expected, f"{self.path}: found {written} in .bss, expected {expected}"

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


def main():
    tools, path, precision = sys.argv[1:]
    file = Elf(pathlib.Path(tools), path)
    kernels, levels = file.check_kernels(), file.check_code(precision)
    if ".so" in path:
        file.check_data({"pool"})
    print(f"{kernels} kernels of {', '.join(sorted(levels))}")


if __name__ == "__main__":
    main()
