"""PyTorch's inductor, compiled ahead of time with its weights frozen."""

from peers import checkpoints

TITLE = "PyTorch inductor"
PRECISIONS = ("f32", "bf16", "int8")
SETTINGS = ("`torch.export`, AOTInductor, freezing, compiled for each batch; int8: torchao's dynamic "
            "activations and weights")
#: One compilation serves every thread count: it asks OpenMP, as the eager mode does.
CONFIGURATION = {"freezing": True, "cpp.dynamic_threads": True}


def environment(threads):
    return {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 33)}


def path_of(store, model, precision, batch):
    return store.artefact("inductor", model, f"{precision}-b{batch}.pt2")


def ready(store, model, precision, batch, threads):
    return path_of(store, model, precision, batch).exists()


def make(store, model, precision, batch, threads):
    path = path_of(store, model, precision, batch)
    import torch
    import torch._inductor

    module, pixels = checkpoints.torch_module(store, model), checkpoints.example(store, model, batch)
    if precision == "bf16":
        module, pixels = module.bfloat16(), pixels.bfloat16()
    if precision == "int8":
        from torchao.quantization import Int8DynamicActivationInt8WeightConfig, quantize_

        quantize_(module, Int8DynamicActivationInt8WeightConfig())
    partial = path.with_name("partial-" + path.name)
    with torch.inference_mode(False), torch.no_grad():
        program = torch.export.export(module, (pixels,))
        torch._inductor.aoti_compile_and_package(program, package_path=str(partial),
                                                 inductor_configs=CONFIGURATION)
    partial.rename(path)


def load(store, model, precision, batch, threads):
    import torch
    import torch._inductor

    torch.set_num_threads(threads)
    compiled = torch._inductor.aoti_load_package(
        str(path_of(store, model, precision, batch)))

    @torch.inference_mode()
    def run(pixels):
        values = torch.from_numpy(pixels)
        if precision == "bf16":
            values = values.bfloat16()
        return compiled(values).float().numpy()

    return run
