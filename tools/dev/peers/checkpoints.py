"""Seeded checkpoints, their inputs and their logits in float64; PyTorch modules made of them."""

import pathlib
import sys

from peers.models import MODELS, PICTURES

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "reference"))


def case_of(name):
    """The reference's `Case` of a model: its weights are those of the comparison with float64."""
    from oracle import Case

    model = MODELS[name]
    return Case(name, model.family, model.head, model.config(), batch=PICTURES,
                seed=2000 + list(MODELS).index(name), labels=model.labels)


def make(store, name):
    """Writes checkpoint, inputs and truth of `name`, unless they are there."""
    if store.truth(name).exists():
        return
    import numpy
    import oracle

    case = case_of(name)
    model, pixels = oracle.build(case), oracle.pixels(case)
    store.checkpoint(name).mkdir(parents=True, exist_ok=True)
    oracle.save_model(case, model, store.checkpoint(name))
    numpy.save(store.inputs(name), pixels.numpy())
    # One picture at a time: hidden states of all are kept until the end.
    logits = [oracle.true_outputs(model, case, pixels[i:i + 1])["logits"] for i in range(PICTURES)]
    partial = store.truth(name).with_suffix(".partial.npy")
    numpy.save(partial, numpy.concatenate([row.numpy() for row in logits]))
    partial.rename(store.truth(name)) # last: it says that the others are complete


def torch_module(store, name, attention="sdpa"):
    """Tensor to logits, as torch.nn.Module in f32."""
    import torch
    import transformers

    head = getattr(transformers, MODELS[name].head)

    class Logits(torch.nn.Module):
        def __init__(self, model):
            super().__init__()
            self.model = model

        def forward(self, pixel_values):
            return self.model(pixel_values).logits

    model = head.from_pretrained(store.checkpoint(name), attn_implementation=attention)
    return Logits(model).eval().requires_grad_(False)


def example(store, name, batch):
    """The first `batch` pictures as a torch tensor."""
    import numpy
    import torch

    return torch.from_numpy(numpy.load(store.inputs(name))[:batch].copy())
