//===- ViTAttentionOps.td - attention at both heights ---------------------===//

#ifndef VITC_DIALECT_VIT_ATTENTION_OPS
#define VITC_DIALECT_VIT_ATTENTION_OPS

include "ViT/ViTBase.td"
include "ViT/ViTInterfaces.td"

def ViT_AttentionOp : ViT_PureOp<"attention", [AttrSizedOperandSegments,
    DeclareOpInterfaceMethods<ViT_DecomposableOpInterface>,
    DeclareOpInterfaceMethods<ViT_WorkOpInterface>]> {
  let summary = "multi-head attention with its projections";
  let description = [{
    `linear(merge_heads(sdpa(split_heads(linear(x, wq, bq)), split_heads(linear(c, wk, bk)),
    split_heads(linear(c, wv, bv)))), wo, bo)` with `c = memory` where given, else `x = input`;
    scale `head_dim^(−1/2)` (Vaswani et al. 2017, section 3.2).

    Shapes: `input [B, N, F]`, `memory [B, M, G]`, `wq [H, F]`, `wk`, `wv [H, G]`, `wo [O, H]`,
    biases as many elements as rows, `mask` as in `vit.sdpa`, result `[B, N, O]`.

    Constraints
    - C1 all element types are equal.
    - C2 projections fit their inputs and agree on H.
    - C3 `heads` is positive and divides H.
    - C4 biases of projections, when present, have as many elements as their weights have rows.
    - C5 `input` and `memory` agree on B.
    - C6 `mask` is `[1 or B, 1 or heads, N, M]`.
    - C7 `causal` needs N = M.

    (* example test/Dialect/ViT/attention-roundtrip.mlir @self *)
  }];
  let arguments = (ins ViT_Tokens:$input, Optional<ViT_Tokens>:$memory,
                       ViT_Matrix:$wq, Optional<ViT_Vector>:$bq,
                       ViT_Matrix:$wk, Optional<ViT_Vector>:$bk,
                       ViT_Matrix:$wv, Optional<ViT_Vector>:$bv,
                       ViT_Matrix:$wo, Optional<ViT_Vector>:$bo,
                       Optional<ViT_Heads>:$mask, I64Attr:$heads, UnitAttr:$causal);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    (`causal` $causal^)? $input (`memory` `(` $memory^ `)`)?
    `query` `(` $wq (`,` $bq^)? `)` `key` `(` $wk (`,` $bk^)? `)`
    `value` `(` $wv (`,` $bv^)? `)` `output` `(` $wo (`,` $bo^)? `)`
    (`mask` `(` $mask^ `)`)? `heads` `=` $heads
    attr-dict `:` functional-type(operands, results)
  }];
}

def ViT_SplitHeadsOp : ViT_PureOp<"split_heads"> {
  let summary = "cut the features into heads";
  let description = [{
    `result[b, h, n, d] = input[b, n, h·D + d]`.

    Shapes: `input [B, N, heads·D]`, result `[B, heads, N, D]`.

    Constraints
    - C1 `heads` is positive and divides the number of features.

    (* example test/Dialect/ViT/split_heads-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tokens:$input, I64Attr:$heads);
  let results = (outs ViT_Heads:$result);
  let assemblyFormat = "$input `heads` `=` $heads attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

def ViT_MergeHeadsOp : ViT_PureOp<"merge_heads"> {
  let summary = "join the heads to features";
  let description = [{
    `result[b, n, h·D + d] = input[b, h, n, d]`: the inverse of `vit.split_heads`.

    Shapes: `input [B, H, N, D]`, result `[B, N, H·D]`.

    (* example test/Dialect/ViT/merge_heads-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Heads:$input);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

def ViT_SdpaOp : ViT_PureOp<"sdpa", [DeclareOpInterfaceMethods<ViT_WorkOpInterface>]> {
  let summary = "multi-head scaled dot-product attention";
  let description = [{
    `softmax(scale · Q Kᵀ + mask) V` for every head; `causal` hides keys after the query. The
    softmax subtracts the row's maximum. A mask is additive: 0 for what is seen, −∞ or a bias.

    Shapes: `query [B, H, N, D]`, `key [B, H, M, D]`, `value [B, H, M, E]`,
    `mask [1 or B, 1 or H, N, M]`, result `[B, H, N, E]`.

    Constraints
    - C1 all element types are equal.
    - C2 `query`, `key`, `value` agree on B and H; `query` and `key` on D.
    - C3 `key` and `value` agree on M.
    - C4 `scale` is finite and positive.
    - C5 `mask` is `[1 or B, 1 or H, N, M]`.
    - C6 `causal` needs N = M.

    (* example test/Dialect/ViT/sdpa-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Heads:$query, ViT_Heads:$key, ViT_Heads:$value,
                       Optional<ViT_Heads>:$mask, F64Attr:$scale, UnitAttr:$causal);
  let results = (outs ViT_Heads:$result);
  let assemblyFormat = [{
    (`causal` $causal^)? $query `,` $key `,` $value (`mask` `(` $mask^ `)`)? `scale` `=` $scale
    attr-dict `:` functional-type(operands, results)
  }];
}

#endif // VITC_DIALECT_VIT_ATTENTION_OPS
