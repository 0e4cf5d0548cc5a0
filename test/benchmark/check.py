#!/usr/bin/env python3
"""Checks that the micro-benchmarks cover what there is, and runs three of them.

    check.py VITC_BENCHMARKS KERNELS DIALECT

Every op of the kernel dialect that computes has a benchmark, products and attention one for each precision, and
every benchmark is listed for one and for two threads.
"""

import json
import pathlib
import re
import subprocess
import sys

# What products and attention read.
PRECISIONS = {"gemm": {"f32", "bf16", "i8"}, "attention": {"f32", "bf16"}}
RUN = "gemm/tiny_ffn_192x768|gemm/int8_tiny_qkv_576x192|movement/patches_224"


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: exit code {done.returncode}, expected 0\n{done.stderr}")
    return done.stdout


def kernels(folder):
    """Of each file's functions: (benchmark, op, element type of its first argument)."""
    for path in sorted(folder.glob("*.mlir")):
        for name, element, op in re.findall(r"func\.func @(\w+)\(%\w+: memref<(?:\d+x)+(\w+).*\n\s+kernel\.(\w+)",
                                            path.read_text(encoding="utf-8")):
            yield f"{path.stem}/{name}", op, element


def check_covered(found, dialect):
    ops = set()
    for path in dialect.glob("*.td"):
        ops.update(re.findall(r': Kernel_ComputeOp<"(\w+)"', path.read_text(encoding="utf-8")))
    assert len(ops) > 5, f"found {ops} in {dialect}, expected the kernels"
    missing = ops - {op for _, op, _ in found}
    assert not missing, f"found no benchmark of {sorted(missing)}"
    for op, expected in PRECISIONS.items():
        elements = {element for _, each, element in found if each == op}
        assert elements == expected, f"{op}: found benchmarks of {elements}, expected {expected}"


def main():
    program, folder, dialect = map(pathlib.Path, sys.argv[1:])
    found = list(kernels(folder))
    check_covered(found, dialect)
    listed = run(program, "--benchmark_list_tests").split()
    expected = [f"{name}/threads:{threads}/real_time" for name, _, _ in found for threads in (1, 2)]
    assert sorted(listed) == sorted(expected), f"found {sorted(set(listed) ^ set(expected))} on one side only"
    results = json.loads(run(program, f"--benchmark_filter=^({RUN})/threads:2/", "--benchmark_min_time=0.001",
                             "--benchmark_format=json"))["benchmarks"]
    assert len(results) == len(RUN.split("|")), results
    for each in results:
        assert each["iterations"] > 0 and each["real_time"] > 0 and each["GB/s"] > 0, each
        assert each["name"].startswith("movement/") or (each["GFLOP/s"] > 0 and each["of_peak"] > 0), each
    print(f"{len(listed)} benchmarks, {len(results)} of them run")


if __name__ == "__main__":
    main()
