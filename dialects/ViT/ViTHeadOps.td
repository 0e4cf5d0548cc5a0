//===- ViTHeadOps.td - from tokens to answers -----------------------------===//

#ifndef VITC_DIALECT_VIT_HEAD_OPS
#define VITC_DIALECT_VIT_HEAD_OPS

include "ViT/ViTBase.td"
include "ViT/ViTInterfaces.td"

def ViT_PoolOp : ViT_PureOp<"pool"> {
  let summary = "one vector from the tokens";
  let description = [{
    - `token`: `result[b] = tokens[b, first]`;
    - `mean`: the mean of `tokens[b, first:]`;
    - `token_mean`: `tokens[b, 0]` followed by the mean of `tokens[b, first:]` (DINOv2's head).

    Shapes: `tokens [B, N, F]`, result `[B, F]`, for `token_mean` `[B, 2F]`.

    Constraints
    - C1 `first` is between 0 and N − 1.

    (* example test/Dialect/ViT/pool-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_PoolingAttr:$kind, ViT_Tokens:$tokens,
                       DefaultValuedAttr<I64Attr, "0">:$first);
  let results = (outs ViT_Matrix:$result);
  let assemblyFormat = [{
    `` $kind $tokens (`first` `=` $first^)? attr-dict `:` functional-type(operands, results)
  }];
  let hasCanonicalizeMethod = 1;
}

def ViT_ClassifierOp : ViT_PureOp<"classifier", [AttrSizedOperandSegments,
    DeclareOpInterfaceMethods<ViT_DecomposableOpInterface>,
    DeclareOpInterfaceMethods<ViT_WorkOpInterface>]> {
  let summary = "classification head";
  let description = [{
    `linear(features, weight, bias)`. With a distilled head (DeiT, Touvron et al. 2020), the mean of
    both heads' logits.

    Shapes: `features`, `distilled [B, F]`, weights `[L, F]`, biases `[L]`, result `[B, L]`.

    Constraints
    - C1 all element types are equal.
    - C2 weights fit their features; both heads have L labels.
    - C3 biases, when present, have L elements.
    - C4 `distilled` and its weight are given together.

    (* example test/Dialect/ViT/classifier-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Matrix:$features, ViT_Matrix:$weight, Optional<ViT_Vector>:$bias,
                       Optional<ViT_Matrix>:$distilled, Optional<ViT_Matrix>:$distilledWeight,
                       Optional<ViT_Vector>:$distilledBias);
  let results = (outs ViT_Matrix:$result);
  let assemblyFormat = [{
    $features `head` `(` $weight (`,` $bias^)? `)`
    (`distilled` $distilled^ `head` `(` $distilledWeight (`,` $distilledBias^)? `)`)?
    attr-dict `:` functional-type(operands, results)
  }];
}

def ViT_AverageOp : ViT_Op<"average", [Pure, SameOperandsAndResultType]> {
  let summary = "mean of two tensors";
  let description = [{
    `result = (lhs + rhs) / 2`.

    (* example test/Dialect/ViT/average-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tensor:$lhs, ViT_Tensor:$rhs);
  let results = (outs ViT_Tensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
  let hasFolder = 1;
}

def ViT_StackOp : ViT_PureOp<"stack"> {
  let summary = "tensors of one type, stacked behind the batch";
  let description = [{
    `result[b, i, …] = inputs[i][b, …]`: hidden states leave the model as one tensor.

    Shapes: each of `inputs [B, …]`, result `[B, I, …]` with I inputs.

    Constraints
    - C1 there is at least one input and all have one type.
    - C2 inputs have rank 1 or more.

    (* example test/Dialect/ViT/stack-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Variadic<ViT_Tensor>:$inputs);
  let results = (outs ViT_Tensor:$result);
  let assemblyFormat = "$inputs attr-dict `:` functional-type(operands, results)";
}

def ViT_SoftmaxOp : ViT_PureOp<"softmax"> {
  let summary = "softmax over the last axis";
  let description = [{
    `result[…, i] = exp(input[…, i] − m) / Σ_j exp(input[…, j] − m)`, m the row's maximum.

    Shapes: any of rank 1 or more, result as `input`.

    Constraints
    - C1 `input` has rank 1 or more and its last dimension is not 0.

    (* example test/Dialect/ViT/softmax-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tensor:$input);
  let results = (outs ViT_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def ViT_TopKOp : ViT_PureOp<"top_k"> {
  let summary = "the k largest entries of each row";
  let description = [{
    `values` in falling order and the `indices` they stood at; equal values in rising order of index.

    Shapes: `input [B, L]`, `values [B, k]`, `indices [B, k]` (i64).

    Constraints
    - C1 `k` is between 1 and L.

    (* example test/Dialect/ViT/top_k-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Matrix:$input, I64Attr:$k);
  let results = (outs ViT_Matrix:$values, 2DTensorOf<[I64]>:$indices);
  let assemblyFormat = "$input `k` `=` $k attr-dict `:` functional-type(operands, results)";
}

#endif // VITC_DIALECT_VIT_HEAD_OPS
