#!/usr/bin/env python3
"""Installs vitc, moves the installation, and builds a project outside with find_package(Vitc).

    run.py BUILD_FOLDER LLVM_TOOLS CMAKE C_COMPILER CXX_COMPILER

The project's programs must name the shapes of test/models/shapes, a changed shard must change what
they say, and nothing changed must mean nothing to do.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import elf
import models

HERE = pathlib.Path(__file__).resolve().parent
SHAPES = HERE.parent / "models" / "shapes"
PROGRAMS = ["classify-c", "classify-c++", "classify-file"]
INSTALLED = """
bin/vitc bin/vitc-lsp-server bin/vitc-opt bin/vitc-reduce
include/vitc/Runtime/Model.h include/vitc/Runtime/Image.h include/vitc/Runtime/Parallel.h
lib/cmake/Vitc/VitcConfig.cmake lib/cmake/Vitc/VitcConfigVersion.cmake lib/cmake/Vitc/VitcAddModel.cmake
lib/vitc/libVitcRuntimeCore.a lib/vitc/libVitcRuntimeImage.a lib/vitc/libVitcRuntimeProgram.a
share/bash-completion/completions/vitc share/fish/vendor_completions.d/vitc.fish
share/man/man1/vitc.1 share/zsh/site-functions/_vitc
""".split()


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\nexit code {done.returncode}, expected 0\n{done.stdout}")
    return done.stdout


def install(build, cmake, folder):
    run(cmake, "--install", build, "--prefix", folder / "first")
    moved = folder / "elsewhere" / "vitc"
    moved.parent.mkdir()
    os.rename(folder / "first", moved)
    for name in INSTALLED:
        assert (moved / name).is_file(), f"found no {name}, expected it installed"
        text = (moved / name).read_bytes()
        # Debug information of programs and archives may name the build.
        strangers = [folder / "first"] + [build] * (not name.startswith(("bin/", "lib/vitc/")))
        for stranger in map(str, strangers):
            assert stranger.encode() not in text, f"found {stranger} in {name}, expected no such path"
    return moved


MESSAGES = {
    "": "found no MODEL, expected one",
    "MODEL": "found 'MODEL', expected keywords with values",
    "MODEL . SIZE 3": "found 'SIZE;3', expected keywords with values",
    "MODEL nowhere": "MODEL: found no '{folder}/nowhere', expected a model directory",
    "MODEL . KIND exe": "KIND: found 'exe', expected one of static, shared",
    "MODEL . WEIGHTS runtime": "WEIGHTS: found 'runtime', expected one of embed, file",
    "MODEL . PRECISION fp16": "PRECISION: found 'fp16', expected one of f32, bf16, int8",
    "MODEL . GEMM winograd": "GEMM: found 'winograd', expected one of classical, strassen",
    "MODEL . PREFIX 2d-shapes": "PREFIX: found '2d-shapes', expected a C identifier",
}


def check_messages(cmake, prefix, folder):
    """Wrong calls end when the project is configured, with a sentence."""
    folder.mkdir()
    for words, message in MESSAGES.items():
        script = folder / "call.cmake"
        script.write_text(f'include("{prefix}/lib/cmake/Vitc/VitcAddModel.cmake")\nvitc_add_model(m {words})\n')
        done = subprocess.run([cmake, "-P", script], cwd=folder, capture_output=True, text=True, check=False)
        said = " ".join(done.stderr.split())
        expected = f"vitc_add_model: {message.format(folder=folder)}"
        assert done.returncode and expected in said, f"'{words}': found {said}, expected {expected}"


def labels(project, program, inputs):
    return run(project / program, *(path for path, _ in inputs)).split()


def check_libraries(project, tools):
    """The generated files: exports under one prefix, hardened, kernels with names."""
    for name, prefix in [("shapes", "shapes"), ("shapes-file", "shapes_file")]:
        library = elf.Elf(tools, project / "vitc" / name / f"lib{prefix}.so")
        for symbol in library.exported():
            assert symbol.startswith(prefix + "_"), f"found {symbol} exported, expected {prefix}_…"
        library.check_hardened()
        assert library.newest_glibc() <= (2, 34), f"found glibc {library.newest_glibc()}, docs/Embedding.md says 2.34"
        assert library.check_kernels() > 10
        library.check_code("f32")
        library.check_data({"pool"})
    program = elf.Elf(tools, project / "classify-c++")
    assert program.check_kernels() > 10
    assert not [name for name in program.exported() if name.startswith("vitc_")]


def main():
    build, tools, cmake, c, cxx = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="vitc install ") as scratch:
        folder = pathlib.Path(scratch).resolve()
        prefix = install(pathlib.Path(build), cmake, folder)
        check_messages(cmake, prefix, folder / "calls")
        shard = models.shard(SHAPES, folder / "model")
        inputs = models.write_inputs(SHAPES, folder / "inputs")
        expected = [label for _, label in inputs]
        project = folder / "project"
        run(cmake, "-G", "Ninja", "-S", HERE / "project", "-B", project, f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DMODEL={folder / 'model'}", f"-DCMAKE_C_COMPILER={c}", f"-DCMAKE_CXX_COMPILER={cxx}")
        run(cmake, "--build", project)
        for program in PROGRAMS:
            found = labels(project, program, inputs)
            assert found == expected, f"{program}: found {found}, expected {expected}"
        found = run(project / "describe")
        assert found == "model: pixel_values [batch, 3, 64, 64] -> logits [batch, 10], 10 labels, done\n", found
        check_libraries(project, pathlib.Path(tools))
        run(cmake, "--install", project, "--prefix", folder / "product")

        again = run(cmake, "--build", project)
        assert "no work to do" in again, f"found work in a project without changes:\n{again}"
        models.prefer(shard, "crescent", folder / "model" / "config.json")
        run(cmake, "--build", project)
        for program in PROGRAMS:
            found = labels(project, program, inputs)
            assert set(found) == {"crescent"}, f"{program}: found {found} after a changed shard"
        found = labels(folder / "product" / "bin", "classify-c", inputs)
        assert found == expected, f"installed before the change: found {found}, expected {expected}"
    print(f"installed, moved, {len(PROGRAMS)} programs with {len(inputs)} pictures each, one changed shard")


if __name__ == "__main__":
    main()
