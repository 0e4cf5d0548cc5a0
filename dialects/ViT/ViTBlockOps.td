//===- ViTBlockOps.td - the layers of a transformer block -----------------===//

#ifndef VITC_DIALECT_VIT_BLOCK_OPS
#define VITC_DIALECT_VIT_BLOCK_OPS

include "ViT/ViTBase.td"
include "ViT/ViTInterfaces.td"

def ViT_LayerNormOp : ViT_PureOp<"layer_norm", [AttrSizedOperandSegments]> {
  let summary = "layer normalisation over the features";
  let description = [{
    `result = (x − μ) / √(σ² + eps) · gamma + beta`, with mean μ and biased variance σ² over the last
    axis (Ba et al. 2016). Without `gamma` and `beta`, only the normalisation: what remains when the
    affine part moved into the linear layer that follows.

    Shapes: `input [B, (N,) F]`, `gamma [F]`, `beta [F]`, result as `input`.

    Constraints
    - C1 all element types are equal.
    - C2 `gamma` and `beta` have F elements.
    - C3 `eps` is finite and positive.
    - C4 `gamma` and `beta` are given together.

    (* example test/Dialect/ViT/layer_norm-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Rows:$input, Optional<ViT_Vector>:$gamma, Optional<ViT_Vector>:$beta,
                       F64Attr:$eps);
  let results = (outs ViT_Rows:$result);
  let assemblyFormat = [{
    $input (`affine` `(` $gamma^ `,` $beta `)`)? `eps` `=` $eps attr-dict
    `:` functional-type(operands, results)
  }];
}

def ViT_LinearOp : ViT_PureOp<"linear", [DeclareOpInterfaceMethods<ViT_WorkOpInterface>]> {
  let summary = "linear layer";
  let description = [{
    `result[…, o] = bias[o] + Σ_i input[…, i] · weight[o, i]`.

    Shapes: `input [B, (N,) I]`, `weight [O, I]`, `bias [O]`, result `[B, (N,) O]`.

    Constraints
    - C1 all element types are equal.
    - C2 `input` and `weight` agree on I.
    - C3 `bias`, when present, has O elements.

    (* example test/Dialect/ViT/linear-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Rows:$input, ViT_Matrix:$weight, Optional<ViT_Vector>:$bias);
  let results = (outs ViT_Rows:$result);
  let assemblyFormat = [{
    $input `,` $weight (`bias` `(` $bias^ `)`)? attr-dict `:` functional-type(operands, results)
  }];
}

def ViT_ActivationOp : ViT_PureOp<"activation"> {
  let summary = "pointwise non-linearity";
  let description = [{
    `result = kind(input)`, element by element:
    `relu` max(x, 0); `gelu` x (1 + erf(x/√2)) / 2; `gelu_tanh` x (1 + tanh(√(2/π)(x + 0.044715 x³))) / 2;
    `quick_gelu` x σ(1.702 x); `silu` x σ(x); `tanh`.

    Shapes: any, result as `input`.

    (* example test/Dialect/ViT/activation-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_ActivationAttr:$kind, ViT_Tensor:$input);
  let results = (outs ViT_Tensor:$result);
  let assemblyFormat = "`` $kind $input attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

def ViT_GateOp : ViT_PureOp<"gate"> {
  let summary = "gated non-linearity";
  let description = [{
    `result[…, f] = kind(input[…, f]) · input[…, F + f]` (Shazeer 2020; with `silu`: SwiGLU).

    Shapes: `input [B, (N,) 2F]`, result `[B, (N,) F]`.

    Constraints
    - C1 the last dimension of `input` is even.

    (* example test/Dialect/ViT/gate-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_ActivationAttr:$kind, ViT_Rows:$input);
  let results = (outs ViT_Rows:$result);
  let assemblyFormat = "`` $kind $input attr-dict `:` functional-type(operands, results)";
}

def ViT_FFNOp : ViT_PureOp<"ffn", [AttrSizedOperandSegments,
    DeclareOpInterfaceMethods<ViT_DecomposableOpInterface>,
    DeclareOpInterfaceMethods<ViT_WorkOpInterface>]> {
  let summary = "feed-forward network";
  let description = [{
    `linear(kind(linear(input, w1, b1)), w2, b2)`; with `gated`, the first layer makes 2H features
    and `vit.gate` stands in the middle.

    Shapes: `input [B, N, F]`, `w1 [H, F]` (gated: `[2H, F]`), `b1` as many, `w2 [O, H]`, `b2 [O]`,
    result `[B, N, O]`.

    Constraints
    - C1 all element types are equal.
    - C2 `input` and `w1` agree on F, `w2` fits H.
    - C3 biases, when present, have as many elements as their weights have rows.

    (* example test/Dialect/ViT/ffn-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tokens:$input, ViT_Matrix:$w1, Optional<ViT_Vector>:$b1, ViT_Matrix:$w2,
                       Optional<ViT_Vector>:$b2, ViT_ActivationAttr:$kind, UnitAttr:$gated);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    (`gated` $gated^)? `` $kind $input `hidden` `(` $w1 (`,` $b1^)? `)` `output` `(` $w2 (`,` $b2^)? `)`
    attr-dict `:` functional-type(operands, results)
  }];
}

def ViT_ResidualOp : ViT_PureOp<"residual"> {
  let summary = "residual connection, with optional layer scale";
  let description = [{
    `result = skip + scale ⊙ branch`; without `scale`, the plain sum. `scale` is per feature
    (LayerScale, Touvron et al. 2021).

    Shapes: `skip`, `branch [B, N, F]`, `scale [F]`, result `[B, N, F]`.

    Constraints
    - C1 `skip` and `branch` have one type.
    - C2 `scale`, when present, has F elements of the same element type.

    (* example test/Dialect/ViT/residual-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tokens:$skip, ViT_Tokens:$branch, Optional<ViT_Vector>:$scale);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    $skip `,` $branch (`scale` `(` $scale^ `)`)? attr-dict `:` functional-type(operands, results)
  }];
}

#endif // VITC_DIALECT_VIT_BLOCK_OPS
