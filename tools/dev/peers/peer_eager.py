"""PyTorch's eager mode on the transformers model."""

from peers import checkpoints

TITLE = "PyTorch eager"
PRECISIONS = ("f32", "bf16", "int8")
SETTINGS = ("`set_num_threads`, `inference_mode`, fused attention; bf16: weights and activations; "
            "int8: `quantize_dynamic`, a scale for each column")


def environment(threads):
    """A steady heap, as PyTorch's tuning guide asks for: temporaries are not mapped anew."""
    return {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 33)}


def ready(store, model, precision, batch, threads):
    return True # it runs the checkpoint


def load(store, model, precision, batch, threads):
    import torch

    torch.set_num_threads(threads)
    module = checkpoints.torch_module(store, model)
    if precision == "bf16":
        module = module.bfloat16()
    if precision == "int8":
        from torch.ao import quantization

        kinds = {torch.nn.Linear: quantization.per_channel_dynamic_qconfig}
        module = quantization.quantize_dynamic(module, kinds)

    @torch.inference_mode()
    def run(pixels):
        values = torch.from_numpy(pixels)
        if precision == "bf16":
            values = values.bfloat16()
        return module(values).float().numpy()

    return run
