"""`.mlir` files: syntax, verifiers, weights that are not where the module says."""

import os

from harness import case, cases, safetensors

GOOD = '''vit.weight @weight : tensor<4x3xf32> in "w.safetensors"
func.func @main(%x: tensor<1x3xf32>) -> tensor<1x4xf32> {
  %w = vit.parameter @weight : tensor<4x3xf32>
  %y = vit.linear %x, %w : (tensor<1x3xf32>, tensor<4x3xf32>) -> tensor<1x4xf32>
  return %y : tensor<1x4xf32>
}
'''
WEIGHT = safetensors({"weight": {"dtype": "F32", "shape": [4, 3], "data_offsets": [0, 48]}}, bytes(48))


def changed(old, new):
    assert old in GOOD, old
    return GOOD.replace(old, new)


@cases("module", {
    "empty": "",
    "text": "this is no module",
    "brace": GOOD[:-2],
    "binary": bytes(range(256)),
    "bytecode-cut-off": b"ML\xefR\x0dMLIR22.1.8\0",
    "dialect-unknown": changed("vit.linear", "vot.linear"),
    "op-unknown": changed("vit.linear", "vit.linea"),
    "type-unknown": changed("%x: tensor<1x3xf32>", "%x: tensor<1x3xf31>"),
    "value-undefined": changed("return %y", "return %z"),
    "value-twice": changed("%y = vit", "%w = vit"),
    "symbol-missing": changed("vit.parameter @weight", "vit.parameter @weigh"),
    "parameter-type": changed("@weight : tensor<4x3xf32>\n", "@weight : tensor<3x4xf32>\n"),
    "linear-width": changed("(tensor<1x3xf32>, tensor<4x3xf32>) -> tensor<1x4xf32>",
                            "(tensor<1x3xf32>, tensor<4x3xf32>) -> tensor<1x5xf32>"),
    "return-type": changed("-> tensor<1x4xf32> {", "-> tensor<1x5xf32> {"),
    "several-functions": changed("@main", "@one") + "func.func @two() {\n  return\n}\n",
    "calls-itself": changed("vit.linear %x, %w : (tensor<1x3xf32>, tensor<4x3xf32>)",
                            "call @main(%x) : (tensor<1x3xf32>)"),
    "calls-nothing": "func.func private @f()\n" + changed("  return", "  call @f() : () -> ()\n  return"),
    "op-of-no-phase": changed("  return", "  %z = math.exp %y : tensor<1x4xf32>\n  return"),
    "argument-f64": "func.func @main(%x: tensor<1x3xf64>) -> tensor<1x3xf64> {\n  return %x : tensor<1x3xf64>\n}\n",
    "argument-scalar": "func.func @main(%x: f32) -> f32 {\n  return %x : f32\n}\n",
    "name-of-no-text": changed("%x: tensor<1x3xf32>", "%x: tensor<1x3xf32> {vitc.input = 1}"),
    "weights-missing": changed("w.safetensors", "gone.safetensors"),
    "weights-outside": changed("w.safetensors", "../w.safetensors"),
    "weights-absolute": changed("w.safetensors", "/etc/passwd"),
    "weights-outside-with-offset": changed('"w.safetensors"', '"../v.safetensors" at 0'),
    "weights-offset-beyond-file": changed('"w.safetensors"', '"w.safetensors" at 9223372036854775807'),
    "weights-offset-negative": changed('"w.safetensors"', '"w.safetensors" at -8'),
    "weights-shape": changed("4x3", "5x3").replace("1x4", "1x5"),
    "weights-type": changed("4x3xf32> in", "4x3xf16> in").replace("@weight : tensor<4x3xf32>\n",
                                                                  "@weight : tensor<4x3xf16>\n"),
    "weights-name": GOOD.replace("@weight", "@wight"),
    "dynamic-shape": GOOD.replace("1x3", "?x3").replace("1x4", "?x4"),
    "deep-attributes": "module attributes {a = " + "[" * 100 + "]" * 99 + "} {}",
})
def module(box, content):
    box.write("m.mlir", content)
    box.write("w.safetensors", WEIGHT)
    return ["compile", "m.mlir", "-o", "out/model"]


@case
def module_weights_broken(box):
    box.write("m.mlir", GOOD)
    box.write("w.safetensors", WEIGHT[:-1])
    return ["compile", "m.mlir", "-o", "out/model"]


@case
def module_weights_fifo(box):
    box.write("m.mlir", GOOD)
    os.mkfifo(box.path("w.safetensors"))
    return ["compile", "m.mlir", "-o", "out/model"]


@case
def module_weights_link_outside(box):
    os.mkdir(box.path("m"))
    box.write("m/m.mlir", GOOD)
    box.write("w.safetensors", WEIGHT)
    os.symlink("../w.safetensors", box.path("m/w.safetensors"))
    return ["compile", "m/m.mlir", "-o", "out/model"]


@case
def module_directory(box):
    os.mkdir(box.path("m.mlir"))
    return ["compile", "m.mlir", "-o", "out/model"]


@case
def module_fifo(box):
    os.mkfifo(box.path("m.mlir"))
    return ["compile", "m.mlir", "-o", "out/model"]


@case
def module_missing(box):
    return ["compile", "m.mlir", "-o", "out/model"]


@case
def program_fails_its_check(box):
    box.write("m.mlir", '''func.func @main() {
  %a = arith.constant dense<1.0> : tensor<2xf32>
  %b = check.opaque %a : tensor<2xf32>
  %c = arith.constant dense<2.0> : tensor<2xf32>
  check.expect_close %b, %c {relative = 1.0e-6, absolute = 0.0} : tensor<2xf32>
  return
}
''')
    return ["compile", "m.mlir", "-o", "out/model"]
