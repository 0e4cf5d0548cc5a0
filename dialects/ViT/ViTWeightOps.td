//===- ViTWeightOps.td - weights and how they enter a function ------------===//

#ifndef VITC_DIALECT_VIT_WEIGHT_OPS
#define VITC_DIALECT_VIT_WEIGHT_OPS

include "ViT/ViTBase.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"

def ViT_WeightOp : ViT_Op<"weight", [Symbol]> {
  let summary = "a tensor of the checkpoint";
  let description = [{
    Declares a weight: a range of a safetensors file, in the element type that the file stores.
    `file` is relative to the model's directory. `offset` is the byte at which the data begin; it
    is absent where the file is to be asked by the symbol's name.

    Constraints
    - C1 `type` has static shape and element type f64, f32, bf16 or f16.
    - C2 `offset`, when present, is not negative.

    (* example test/Dialect/ViT/weight-roundtrip.mlir @weights *)
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<AnyRankedTensor>:$type, StrAttr:$file,
                       OptionalAttr<I64Attr>:$offset);
  let assemblyFormat = "$sym_name `:` $type `in` $file (`at` $offset^)? attr-dict";
  let hasVerifier = 1;
}

def ViT_ParameterOp : ViT_Op<"parameter", [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "the value of a weight";
  let description = [{
    The declared weight as a value. Where the element type differs from the stored one, the value
    is the stored number extended exactly.

    Constraints
    - C1 `weight` names a `vit.weight` of the module.
    - C2 the result has the shape of that weight.
    - C3 the result's element type is the stored one or wider.

    (* example test/Dialect/ViT/weight-roundtrip.mlir @weights *)
  }];
  let arguments = (ins FlatSymbolRefAttr:$weight);
  let results = (outs ViT_Tensor:$result);
  let assemblyFormat = "$weight attr-dict `:` type($result)";
}

def ViT_LayerParameterOp : ViT_Op<"layer_parameter",
    [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "the value of one weight of each layer, chosen by the layer's number";
  let description = [{
    `result = weights[layer]`. Stands inside a rolled loop over layers; `layer` counts from 0 to the
    number of weights. Element types as in `vit.parameter`.

    Constraints
    - C1 every entry of `weights` names a `vit.weight` of the module.
    - C2 the result has the shape of each of them.
    - C3 the result's element type is each stored one or wider.
    - C4 `weights` is not empty.

    (* example test/Dialect/ViT/weight-roundtrip.mlir @layers *)
  }];
  let arguments = (ins Index:$layer,
                       TypedArrayAttrBase<FlatSymbolRefAttr, "array of weights' symbols">:$weights);
  let results = (outs ViT_Tensor:$result);
  let assemblyFormat = "$weights `[` $layer `]` attr-dict `:` type($result)";
  let hasCanonicalizeMethod = 1;
}

#endif // VITC_DIALECT_VIT_WEIGHT_OPS
