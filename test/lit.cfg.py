#===- lit.cfg.py - how lit runs the tests below this folder -----------------===#
#
# Tools are named bare in RUN lines and become absolute paths here, so that a tool of the same name
# on the user's PATH is never tested by mistake.
#
# VITC_CHECK_ROUNDTRIP=1 makes every vitc-opt of the suite also write its input as text and as
# bytecode, read it back and compare.

import os
import re
import shutil

import lit.formats

config.name = "vitc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "benchmark", "lib", "models", "unit"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = config.vitc_test_exec_root

config.environment["FILECHECK_OPTS"] = "-enable-var-scope --allow-unused-prefixes=false"
config.environment["LC_ALL"] = "C.UTF-8"
for name in ["ASAN_OPTIONS", "UBSAN_OPTIONS", "CCACHE_DIR"]:
    if name in os.environ:
        config.environment[name] = os.environ[name]


def add_tool(name, folder, flags="", unless=""):
    """Replaces the bare word `name` by the tool in `folder`, with `flags` unless they are there."""
    pattern = r"(?<![\w./=-])%s(?![\w./=-])" % re.escape(name)
    path = os.path.join(folder, name)
    if flags:
        config.substitutions.append((pattern + "(?!.*%s)" % re.escape(unless), path + " " + flags))
    config.substitutions.append((pattern, path))


roundtrip = "--verify-roundtrip" if os.environ.get("VITC_CHECK_ROUNDTRIP") else ""
add_tool("vitc-opt", config.vitc_tools_dir, flags=roundtrip, unless="--verify-roundtrip")
for tool in ["vitc", "vitc-lsp-server", "vitc-reduce"]:
    add_tool(tool, config.vitc_tools_dir)
for tool in ["FileCheck", "not", "count", "split-file"]:
    add_tool(tool, config.llvm_tools_dir)
add_tool("compare-tensors", os.path.join(config.vitc_binary_dir, "test", "tools"))
add_tool("python3", os.path.dirname(config.python))

if os.path.exists(os.path.join(config.vitc_tools_dir, "vitc")):
    config.available_features.add("vitc-run")
for program in ["fish", "gdb", "zsh"]:
    if shutil.which(program):
        config.available_features.add(program)

# Levels above x86-64-v3 that this machine can run.
with open("/proc/cpuinfo") as cpuinfo:
    flags = set(re.search(r"^flags\s*:(.*)$|$", cpuinfo.read(), re.M).group(0).split())
if {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"} <= flags:
    config.available_features.add("x86-64-v4")
    if "avx512_vnni" in flags:
        config.available_features.add("x86-64-v4-vnni")

config.substitutions.append(("%models", os.path.join(config.test_source_root, "models")))
config.substitutions.append(("%llvm_tools", config.llvm_tools_dir))
config.substitutions.append(("%vitc_src", config.vitc_source_dir))
config.substitutions.append(("%vitc_obj", config.vitc_binary_dir))
