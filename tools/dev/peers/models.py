"""The models of the comparison: their shapes, their arithmetic, their place on disk.

Weights and pictures are seeded and random: speed does not depend on their values, and an error
against float64 needs no trained model.
"""

import dataclasses

PRECISIONS = ("f32", "bf16", "int8")
#: A peer above this relative L2 error against float64 computes something else: its time is not
#: believed. int8 is loose because static quantisation without real pictures is coarse.
ERROR_LIMITS = {"f32": 1e-4, "bf16": 3e-2, "int8": 2.5e-1}
PICTURES = 8 #: seeded inputs of each model, so the largest batch


@dataclasses.dataclass(frozen=True)
class Model:
    """One architecture as transformers names its fields."""

    title: str
    family: str
    head: str
    width: int
    layers: int
    heads: int
    image: int = 224
    patch: int = 16
    labels: int = 1000

    @property
    def tokens(self):
        return (self.image // self.patch) ** 2 + 1

    def flops(self):
        """Floating-point operations of one picture: 2 for a multiply-add of a matrix product."""
        width, tokens = self.width, self.tokens
        patches = 2 * (tokens - 1) * width * 3 * self.patch**2
        layer = 2 * tokens * 12 * width**2 + 4 * tokens**2 * width
        features = 2 * width if self.family == "dinov2" else width
        return patches + self.layers * layer + 2 * features * self.labels

    def config(self):
        """The fields of transformers' configuration that differ from its defaults."""
        fields = dict(hidden_size=self.width, num_hidden_layers=self.layers,
                      num_attention_heads=self.heads, image_size=self.image,
                      patch_size=self.patch)
        if self.family == "vit":
            fields["intermediate_size"] = 4 * self.width
        return fields

    def weight_bytes(self):
        """About how much memory the weights take in f32."""
        return 4 * (12 * self.layers * self.width**2 + 2 * self.width * self.labels)


VIT = ("vit", "ViTForImageClassification")
DINO = ("dinov2", "Dinov2ForImageClassification")
MODELS = {
    "vit-ti": Model("ViT-Ti/16", *VIT, 192, 12, 3),
    "vit-s": Model("ViT-S/16", *VIT, 384, 12, 6),
    "vit-b": Model("ViT-B/16", *VIT, 768, 12, 12),
    "vit-l": Model("ViT-L/16", *VIT, 1024, 24, 16),
    "dinov2-s": Model("DINOv2-S/14 at 518", *DINO, 384, 12, 6, image=518, patch=14),
}


class Store:
    """What is kept between runs, below one folder."""

    def __init__(self, folder):
        self.folder = folder

    def checkpoint(self, model):
        """A folder with config.json and model.safetensors."""
        return self.folder / "models" / model / "checkpoint"

    def inputs(self, model):
        """Pictures, f32 [PICTURES, 3, height, width]."""
        return self.folder / "models" / model / "inputs.npy"

    def truth(self, model):
        """Their logits in float64, [PICTURES, labels]."""
        return self.folder / "models" / model / "truth.npy"

    def artefact(self, peer, model, name):
        """Where `peer` keeps what it made of `model`; the folder exists."""
        folder = self.folder / "models" / model / peer
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name


def relative_error(value, truth):
    """Relative L2 distance from `truth`; infinite for what is not a number."""
    import numpy

    value, truth = numpy.asarray(value, numpy.float64), numpy.asarray(truth, numpy.float64)
    error = float(numpy.linalg.norm(value - truth) / numpy.linalg.norm(truth))
    return error if numpy.isfinite(error) else float("inf")
