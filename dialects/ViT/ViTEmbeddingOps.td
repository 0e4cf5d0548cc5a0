//===- ViTEmbeddingOps.td - from pixels to tokens with positions ----------===//

#ifndef VITC_DIALECT_VIT_EMBEDDING_OPS
#define VITC_DIALECT_VIT_EMBEDDING_OPS

include "ViT/ViTBase.td"
include "ViT/ViTInterfaces.td"

def ViT_PatchEmbedOp : ViT_PureOp<"patch_embed",
    [DeclareOpInterfaceMethods<ViT_WorkOpInterface>]> {
  let summary = "patch embedding";
  let description = [{
    A convolution without padding whose positions are the tokens, in row-major (y, x) order:
    `result[b, y·Wo + x, f] = bias[f] + Σ_{c,i,j} pixels[b, c, y·s₀+i, x·s₁+j] · filter[f, c, i, j]`
    (Dosovitskiy et al. 2020, section 3.1; overlapping where strides are smaller than the patch).

    Shapes: `pixels [B, C, Hi, Wi]`, `filter [F, C, P₀, P₁]`, `bias [F]`, result `[B, Ho·Wo, F]` with
    `Ho = (Hi − P₀) / s₀ + 1`, `Wo = (Wi − P₁) / s₁ + 1` (rounded down: a border may be dropped).

    Constraints
    - C1 all element types are equal.
    - C2 `pixels` and `filter` agree on C.
    - C3 `bias`, when present, has F elements.
    - C4 `strides` has two positive entries.
    - C5 the patch is not larger than the picture.

    (* example test/Dialect/ViT/patch_embed-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Pixels:$pixels, ViT_Filter:$filter, Optional<ViT_Vector>:$bias,
                       DenseI64ArrayAttr:$strides);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    $pixels `,` $filter (`bias` `(` $bias^ `)`)? `strides` `=` $strides attr-dict
    `:` functional-type(operands, results)
  }];
}

def ViT_PrependTokenOp : ViT_PureOp<"prepend_token"> {
  let summary = "insert learned tokens in front of the sequence";
  let description = [{
    Puts the learned tokens (class, distillation, register) before token number `at` of every
    sequence: `result[b] = tokens[b, 0:at] ++ learned[0] ++ tokens[b, at:]`. `at` is 0 for the class
    token and the number of tokens already in front for registers.

    Shapes: `learned [1, R, F]`, `tokens [B, N, F]`, result `[B, R + N, F]`.

    Constraints
    - C1 all element types are equal.
    - C2 `learned` has batch 1.
    - C3 `learned` and `tokens` agree on F.
    - C4 `at` is between 0 and N.

    (* example test/Dialect/ViT/prepend_token-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tokens:$learned, ViT_Tokens:$tokens,
                       DefaultValuedAttr<I64Attr, "0">:$at);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    $learned `,` $tokens (`at` $at^)? attr-dict `:` functional-type(operands, results)
  }];
}

def ViT_AddPositionOp : ViT_PureOp<"add_position"> {
  let summary = "add position embeddings";
  let description = [{
    `result[b, n, f] = tokens[b, n, f] + positions[0, n, f]`.

    Shapes: `tokens [B, N, F]`, `positions [1, N, F]`, result `[B, N, F]`.

    Constraints
    - C1 all element types are equal.
    - C2 `positions` has batch 1.
    - C3 `tokens` and `positions` agree on N and F.

    (* example test/Dialect/ViT/add_position-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tokens:$tokens, ViT_Tokens:$positions);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = "$tokens `,` $positions attr-dict `:` functional-type(operands, results)";
}

def ViT_InterpolatePositionOp : ViT_PureOp<"interpolate_position"> {
  let summary = "resample learned positions to another grid";
  let description = [{
    Keeps the first `prefix` positions, sees the others as a grid of `source` rows and columns and
    resamples it to `target` (torch `interpolate`, `align_corners = false`, scale = source / target).

    Shapes: `positions [1, prefix + S₀·S₁, F]`, result `[1, prefix + T₀·T₁, F]`.

    Constraints
    - C1 `positions` has batch 1.
    - C2 `prefix` is not negative; `source` and `target` have two positive entries.
    - C3 the number of positions is `prefix + source[0] · source[1]`.

    (* example test/Dialect/ViT/interpolate_position-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_Tokens:$positions, ViT_InterpolationAttr:$mode, I64Attr:$prefix,
                       DenseI64ArrayAttr:$source, DenseI64ArrayAttr:$target);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    `` $mode $positions `prefix` `=` $prefix `from` $source `to` $target attr-dict
    `:` functional-type(operands, results)
  }];
  let hasFolder = 1;
}

def ViT_SinusoidPositionOp : ViT_Op<"sinusoid_position", [Pure]> {
  let summary = "sinusoidal positions in closed form";
  let description = [{
    With ω_k = temperature^(−2k/D) for k = 0 … D/2 − 1:
    - `transformer`: `result[0, p, 2k] = sin(p ω_k)`, `result[0, p, 2k+1] = cos(p ω_k)`, D = F
      (Vaswani et al. 2017, section 3.5);
    - `mae`: D = F/2 features for the column x, then D for the row y, each `[sin | cos]`
      (He et al. 2021); tokens in row-major order;
    - `detr`: D = F/2 features for the row y, then D for the column x, each sin and cos interleaved,
      coordinates counted from 1 and divided by their largest value times 2π (Carion et al. 2020).

    Shapes: result `[1, grid[0]·grid[1], F]`.

    Constraints
    - C1 the result has batch 1 and `grid[0] · grid[1]` tokens.
    - C2 `grid` has two positive entries; its first is 1 for `transformer`.
    - C3 F is even for `transformer`, divisible by 4 for `mae` and `detr`.
    - C4 `temperature` is finite and positive.

    (* example test/Dialect/ViT/sinusoid_position-roundtrip.mlir @basic *)
  }];
  let arguments = (ins ViT_SinusoidAttr:$kind, DenseI64ArrayAttr:$grid,
                       DefaultValuedAttr<F64Attr, "10000.0">:$temperature);
  let results = (outs ViT_Tokens:$result);
  let assemblyFormat = [{
    `` $kind `grid` `=` $grid (`temperature` `=` $temperature^)? attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_VIT_EMBEDDING_OPS
