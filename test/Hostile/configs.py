"""Broken configurations: text that is no JSON, values that are absurd, families nobody knows."""

from harness import case, cases

CONFIG, PICTURES = "model/config.json", "model/preprocessor_config.json"


@cases("config", {
    "empty": "",
    "spaces": "   \n",
    "html": "<!DOCTYPE html>\n<html></html>",
    "python": "{'model_type': 'vit'}",
    "trailing-comma": '{"model_type": "vit",}',
    "comment": '{"model_type": "vit" /* the model */}',
    "not-a-number": '{"model_type": "vit", "hidden_size": NaN}',
    "too-large-a-number": '{"model_type": "vit", "layer_norm_eps": 1e400}',
    "cut-off": '{"model_type": "vit", "hidden_size": 2',
    "open-string": '{"model_type": "vit',
    "second-value": '{"model_type": "vit"} {}',
    "array": '[{"model_type": "vit"}]',
    "string": '"vit"',
    "not-utf8": b'{"model_type": "v\xefit"}',
    "utf16": '{"model_type": "vit"}'.encode("utf-16"),
    "deep": '{"model_type": ' + "[" * 100_000,
    "deep-closed": '{"a": ' + "[" * 65 + "]" * 65 + "}",
    "lone-surrogate": '{"model_type": "\\ud800"}',
    "nul": b'{"model_type": "vit\0"}',
    "duplicate": '{"model_type": "vit", "model_type": "deit"}',
    "without-family": '{"hidden_size": 24}',
    "bytes": bytes(range(256)),
})
def config(box, content):
    box.write(CONFIG, content)


@case
def config_of_65_mebibytes(box):
    with open(box.path(CONFIG), "wb") as file:
        file.truncate(65 << 20)


@cases("field", {
    "family-typo": dict(model_type="vitt"),
    "family-of-text": dict(model_type="bert"),
    "family-number": dict(model_type=3),
    "family-control": dict(model_type="\x1b]0;owned\x07"),
    "family-long": dict(model_type="v" * 100_000),
    "hidden-size-zero": dict(hidden_size=0),
    "hidden-size-negative": dict(hidden_size=-24),
    "hidden-size-2-31": dict(hidden_size=1 << 31),
    "hidden-size-2-63": dict(hidden_size=1 << 63),
    "hidden-size-2-70": dict(hidden_size=1 << 70),
    "hidden-size-real": dict(hidden_size=24.5),
    "hidden-size-text": dict(hidden_size="24"),
    "hidden-size-null": dict(hidden_size=None),
    "hidden-size-array": dict(hidden_size=[24]),
    "heads-zero": dict(num_attention_heads=0),
    "heads-do-not-divide": dict(num_attention_heads=5),
    "heads-more-than-width": dict(num_attention_heads=48),
    "layers-zero": dict(num_hidden_layers=0),
    "layers-huge": dict(num_hidden_layers=10**9),
    "layers-bool": dict(num_hidden_layers=True),
    "ffn-zero": dict(intermediate_size=0),
    "ffn-huge": dict(intermediate_size=1 << 40),
    "image-size-zero": dict(image_size=0),
    "image-size-huge": dict(image_size=1 << 40),
    "image-size-one": dict(image_size=[32]),
    "image-size-three": dict(image_size=[3, 32, 32]),
    "image-size-object": dict(image_size={"height": 32}),
    "patch-zero": dict(patch_size=0),
    "patch-larger": dict(patch_size=33),
    "patch-negative": dict(patch_size=[16, -16]),
    "channels-zero": dict(num_channels=0),
    "channels-huge": dict(num_channels=1 << 30),
    "activation-unknown": dict(hidden_act="geglu"),
    "activation-number": dict(hidden_act=1),
    "pooler-activation-unknown": dict(pooler_act="sigh"),
    "eps-negative": dict(layer_norm_eps=-1e-6),
    "eps-text": dict(layer_norm_eps="1e-12"),
    "bias-text": dict(qkv_bias="yes"),
    "labels-array": dict(id2label=["cat"]),
    "labels-number": dict(id2label={"0": 7}),
    "labels-key": dict(id2label={"cat": "0"}),
    "labels-hole": dict(id2label={"0": "cat", "2": "dog"}),
    "labels-negative": dict(id2label={"-1": "cat"}),
    "labels-twice": dict(id2label={"0": "cat", "00": "dog"}),
    "labels-count": dict(id2label={"0": "cat", "1": "dog"}),  # two tensors of another shape
    "architecture-unknown": dict(architectures=["ViTForMaskedImageModeling"]),
    "architecture-text": dict(architectures="ViTModel"),
    "architecture-two": dict(architectures=["ViTModel", "ViTForImageClassification"]),
    "problem-unknown": dict(problem_type="detection"),
})
def field(box, fields):
    box.edit(CONFIG, **fields)


@case
def config_alone_too_large(box):
    box.edit(CONFIG, hidden_size=65536, num_hidden_layers=1000, intermediate_size=262144,
             num_attention_heads=64)
    return ["compile", CONFIG, "-o", "out/model"]


@cases("recipe", {
    "syntax": '{"size": }',
    "array": "[]",
    "empty": "",
    "duplicate": '{"do_resize": true, "do_resize": false}',
    "deep": '{"size": ' + '{"a":' * 200,
})
def recipe(box, content):
    box.write(PICTURES, content)


@cases("recipe", {
    "processor-unknown": dict(image_processor_type="CatImageProcessor"),
    "processor-number": dict(image_processor_type=7),
    "resample-unknown": dict(resample=9),
    "resample-text": dict(resample="bilinear"),
    "size-negative": dict(size={"height": -32, "width": 32}),
    "size-huge": dict(size={"height": 1 << 40, "width": 32}),
    "size-text": dict(size="large"),
    "size-empty": dict(size={}),
    "size-other": dict(size={"height": 48, "width": 48}),
    "mean-of-two": dict(image_mean=[0.5, 0.5]),
    "mean-text": dict(image_mean=["a", "b", "c"]),
    "std-zero": dict(image_std=[0.5, 0, 0.5]),
    "resize-number": dict(do_resize=1),
    "rescale-text": dict(rescale_factor="1/255"),
    "crop-without-size": dict(image_processor_type="BitImageProcessor", do_center_crop=True,
                              crop_size={"depth": 3}),
    "crop-negative": dict(image_processor_type="BitImageProcessor", do_center_crop=True,
                          crop_size=-5),
})
def recipe_field(box, fields):
    box.edit(PICTURES, **fields)
