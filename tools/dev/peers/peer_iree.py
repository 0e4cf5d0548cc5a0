"""IREE's llvm-cpu code for this processor, from the ONNX export."""

import pathlib
import subprocess
import sys

from peers import peer_onnxruntime

TITLE = "IREE"
PRECISIONS = ("f32",)
SETTINGS = ("`llvm-cpu` for the host's processor, `O2` (`O3` was slower), data tiling, microkernels; "
            "local-sync on one thread, else local-task")


def path_of(store, model, batch):
    return store.artefact("iree", model, f"f32-b{batch}.vmfb")


def tool(name):
    """A command of the environment that this runs in."""
    return pathlib.Path(sys.executable).parent / name


def command(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[0][:300])


def ready(store, model, precision, batch, threads):
    return path_of(store, model, batch).exists()


def make(store, model, precision, batch, threads):
    path = path_of(store, model, batch)
    source = peer_onnxruntime.exported(store, model, batch)
    module, weights = path.with_suffix(".mlir"), path.with_suffix(".irpa")
    command(tool("iree-import-onnx"), source, "-o", module, "--externalize-params",
            "--save-params-to", weights, "--num-elements-threshold", "1024",
            "--opset-version", "17")
    partial = path.with_suffix(".partial")
    command(tool("iree-compile"), module, "-o", partial, "--iree-hal-target-device=local",
            "--iree-hal-local-target-device-backends=llvm-cpu", "--iree-llvmcpu-target-cpu=host",
            "--iree-opt-level=O2", "--iree-opt-data-tiling", "--iree-llvmcpu-enable-ukernels=all",
            # The normalisation's tile is a little above the limit of 32 KiB.
            "--iree-llvmcpu-fail-on-out-of-bounds-stack-allocation=false")
    partial.rename(path)


def load(store, model, precision, batch, threads):
    import numpy
    from iree import runtime

    path = path_of(store, model, batch)
    runtime.flags.parse_flags(f"--task_topology_group_count={threads}",
                              "--task_worker_stack_size=8388608") # for the tile above
    driver = "local-sync" if threads == 1 else "local-task"
    config = runtime.Config(driver)
    index = runtime.ParameterIndex()
    index.load(str(path.with_suffix(".irpa")), mmap=True)
    modules = [runtime.create_hal_module(config.vm_instance, config.device),
               runtime.create_io_parameters_module(config.vm_instance,
                                                   index.create_provider("model")),
               runtime.VmModule.mmap(config.vm_instance, str(path))]
    context = runtime.SystemContext(vm_modules=modules, config=config)
    functions = [each for each in (getattr(context.modules, name) for name in
                                   context.modules.keys()) if "main_graph" in dir(each)]
    function = functions[0]["main_graph"] if functions else context.modules.module["main_graph"]
    return lambda pixels: numpy.asarray(function(pixels))
