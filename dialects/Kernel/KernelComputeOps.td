//===- KernelComputeOps.td - fused kernels --------------------------------===//

#ifndef VITC_DIALECT_KERNEL_COMPUTE_OPS
#define VITC_DIALECT_KERNEL_COMPUTE_OPS

include "Kernel/KernelBase.td"

def Kernel_GemmOp : Kernel_ComputeOp<"gemm", [AttrSizedOperandSegments, Kernel_ScheduledOpInterface]> {
  let summary = "matrix product with packed weights and a fused epilogue";
  let description = [{
    `init[b, m, n] = residual[b, m, n] + act(bias[n] + Σ_k lhs[b, m, k] · panels[n / W, k, n mod W])`;
    parts whose operand or attribute is absent are left out. Sums restart every `restart` steps of k
    (`#kernel.schedule`), partial sums are added in rising order of k; the bias is added to the total.
    `residual` and `init` may be one buffer.

    `row_per_image` says that each image has one row here, as classifiers read them; whoever makes the
    product knows, and the shape of a rank-2 tensor as `[1, B, K]` would not tell.

    With i8 factors the sum is exact, in i32, starts at `correction[n]`, or 0, and is then scaled in f32:
    `(correction[n] + Σ_k lhs[b, m, k] · panels[…]) · lhsScales[b, m, 0] · panelScales[n]` stands in the
    place of the sum; `lhs` reads as unsigned (see `kernel.quantize`), `panels` as signed.

    Shapes: `lhs [B, M, K]`, `panels [⌈N/W⌉, K, W]`, in bf16 pairs of k, `[⌈N/W⌉, ⌈K/2⌉, 2W]`, in i8
    quads, `[⌈N/W⌉, ⌈K/4⌉, 4W]` (see `kernel.pack`), `bias [⌈N/W⌉·W]` (padded with zeros), `residual [1 or
    B, M, N]`, `init [B, M, N]`, `lhsScales [B, M, 1]`, `panelScales` and `correction [⌈N/W⌉·W]`.

    Constraints
    - C1 `lhs` and `panels` have one element type. Sums are in it, for bf16 and i8 in f32, and so are
      `bias`, `residual` and `init`, which for bf16 and i8 may be bf16 too.
    - C2 `lhs` and `init` agree on B and M, `lhs` and `panels` on K.
    - C3 W is a positive multiple of 16, `panels` has ⌈N / W⌉ panels.
    - C4 `bias`, when present, has ⌈N / W⌉·W elements.
    - C5 `residual`, when present, is `[1 or B, M, N]`.
    - C6 scales are given together, with i8 factors and with no others, which have no correction.
    - C7 they have the shapes above.
    - C8 with i8 factors, K is at most 44149: no sum leaves i32.
    - C9 with `row_per_image`, B or M is 1.

    (* example test/Dialect/Kernel/gemm-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_FactorRows:$lhs, Kernel_Panels:$panels,
                       Optional<Kernel_RowScales>:$lhsScales,
                       Optional<Kernel_ColumnScales>:$panelScales,
                       Optional<Kernel_Correction>:$correction, Optional<Kernel_Vector>:$bias,
                       Optional<Kernel_Rows>:$residual, Kernel_Rows:$init,
                       OptionalAttr<Kernel_ActivationAttr>:$activation, UnitAttr:$rowPerImage,
                       OptionalAttr<Kernel_ScheduleAttr>:$schedule);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    (`row_per_image` $rowPerImage^)? `ins` `(` $lhs `,` $panels `)`
    (`scales` `(` $lhsScales^ `,` $panelScales `)`)? (`correction` `(` $correction^ `)`)?
    (`bias` `(` $bias^ `)`)? (`activation` `(` `` $activation^ `)`)?
    (`residual` `(` $residual^ `)`)? `outs` `(` $init `)` (`schedule` $schedule^)? attr-dict
    `:` functional-type(operands, results)
  }];
  let builders = [OpBuilder<(ins "::mlir::Type":$result, "::mlir::Value":$lhs,
      "::mlir::Value":$panels, "::mlir::Value":$bias, "::mlir::Value":$residual,
      "::mlir::Value":$init, "ActivationAttr":$activation, "ScheduleAttr":$schedule,
      CArg<"bool", "false">:$rowPerImage)>];
  let hasVerifier = 1;
}

def Kernel_AttentionOp : Kernel_ComputeOp<"attention", [Kernel_ScheduledOpInterface]> {
  let summary = "multi-head scaled dot-product attention on row-major tokens";
  let description = [{
    With D = H / heads and head h reading columns h·D … h·D + D − 1 of its inputs:
    `init[b, n, h·D + d] = Σ_m softmax_m(scale · Σ_e query[b, n, h·D + e] · key[b, m, h·D + e] +
    mask[b, h, n, m]) · value[b, m, h·D + d]`; with `causal` only m ≤ n. `query`, `key` and `value`
    are usually slices of one buffer.

    Shapes: `query [B, N, H]`, `key`, `value [B, M, H]`, `mask [1 or B, 1 or heads, N, M]`,
    `init [B, N, H]`. With bf16 inputs sums and softmax are in f32, the exponentials rounded to bf16.

    Constraints
    - C1 `query`, `key` and `value` have one element type; `mask` and `init` have it, too, for bf16 f32;
      `init` may then be bf16.
    - C2 `query` and `init` have one shape; `key` and `value` have one shape and agree with them on B and H.
    - C3 `heads` is positive and divides H.
    - C4 `scale` is finite and positive.
    - C5 `mask`, when present, is `[1 or B, 1 or heads, N, M]`.
    - C6 `causal` needs N = M.

    (* example test/Dialect/Kernel/attention-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Rows:$query, Kernel_Rows:$key, Kernel_Rows:$value,
                       Optional<Kernel_Mask>:$mask, Kernel_Rows:$init, I64Attr:$heads,
                       F64Attr:$scale, UnitAttr:$causal,
                       OptionalAttr<Kernel_ScheduleAttr>:$schedule);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    (`causal` $causal^)? `ins` `(` $query `,` $key `,` $value `)` (`mask` `(` $mask^ `)`)?
    `outs` `(` $init `)` `heads` `=` $heads `scale` `=` $scale (`schedule` $schedule^)? attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_NormalizeOp : Kernel_ComputeOp<"normalize",
    [AttrSizedOperandSegments, Kernel_ScheduledOpInterface]> {
  let summary = "layer normalisation of rows";
  let description = [{
    `init = (x − μ) / √(σ² + eps) [· gamma + beta]` over the last axis, biased variance of centred
    values. Sums run over 16 lanes, lane j taking columns ≡ j mod 16, combined by a fixed tree.
    With `scales` the result is quantised, as by `kernel.quantize`.

    Shapes: `input`, `init [B, M, F]`, `gamma`, `beta [F]`, `scales [B, M, 1]`.

    Constraints
    - C1 element types are equal, or `init` is bf16 or i8 and the others f32; `input` and `init` have
      one shape.
    - C2 `gamma` and `beta` are given together, if at all, and have F elements.
    - C3 `eps` is finite and positive.
    - C4 `scales` are given where `init` is i8, and only there, and are `[B, M, 1]`.

    (* example test/Dialect/Kernel/normalize-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Rows:$input, Optional<Kernel_Vector>:$gamma,
                       Optional<Kernel_Vector>:$beta, Kernel_FactorRows:$init,
                       Optional<Kernel_RowScales>:$scales, F64Attr:$eps,
                       OptionalAttr<Kernel_ScheduleAttr>:$schedule);
  let results = (outs Variadic<AnyRankedTensor>:$written);
  let builders = [OpBuilder<(ins "::mlir::Type":$result, "::mlir::Value":$input,
      "::mlir::Value":$gamma, "::mlir::Value":$beta, "::mlir::Value":$init,
      "::mlir::FloatAttr":$eps, "ScheduleAttr":$schedule)>];
  let extraClassDeclaration = firstResult # [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return {getOperation(), getInitMutable().getOperandNumber(), getScales() ? 2u : 1u};
    }
  }];
  let assemblyFormat = [{
    `ins` `(` $input `)` (`affine` `(` $gamma^ `,` $beta `)`)? `outs` `(` $init (`,` $scales^)? `)`
    `eps` `=` $eps (`schedule` $schedule^)? attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_SoftmaxOp : Kernel_ComputeOp<"softmax"> {
  let summary = "softmax of rows";
  let description = [{
    `init[b, m, i] = exp(input[b, m, i] − max) / Σ_j exp(input[b, m, j] − max)`.

    Shapes: `input`, `init [B, M, F]`.

    Constraints
    - C1 `input` and `init` have one shape and element type.

    (* example test/Dialect/Kernel/softmax-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Rows:$input, Kernel_Rows:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $input `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_ActivateOp : Kernel_ComputeOp<"activate"> {
  let summary = "pointwise non-linearity, or a gated one";
  let description = [{
    `init = kind(input)`; with `gated`, `init[…, f] = kind(input[…, f]) · input[…, F + f]`.

    Shapes: `input [B, M, F]` (gated: `[B, M, 2F]`), `init [B, M, F]`.

    Constraints
    - C1 element types are equal, or `input` is f32 and `init` bf16.
    - C2 `input` has the shape of `init`; with `gated`, twice its columns.

    (* example test/Dialect/Kernel/activate-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_ActivationAttr:$kind, Kernel_Rows:$input, Kernel_Rows:$init,
                       UnitAttr:$gated);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    (`gated` $gated^)? `` $kind `ins` `(` $input `)` `outs` `(` $init `)` attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_PatchesOp : Kernel_ComputeOp<"patches"> {
  let summary = "patches of a picture as rows";
  let description = [{
    `init[b, y·Wo + x, (c·P₀ + i)·P₁ + j] = pixels[b, c, y·s₀ + i, x·s₁ + j]`: data movement that
    makes a convolution a `kernel.gemm`.

    Shapes: `pixels [B, C, Hi, Wi]`, `init [B, Ho·Wo, C·P₀·P₁]`, `Ho = (Hi − P₀) / s₀ + 1`.

    Constraints
    - C1 element types are equal, or `pixels` are f32 and `init` bf16.
    - C2 `patch` and `strides` have two positive entries and the patch fits the picture.
    - C3 `init` is `[B, Ho·Wo, C·P₀·P₁]`.

    (* example test/Dialect/Kernel/patches-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Pixels:$pixels, Kernel_Rows:$init, DenseI64ArrayAttr:$patch,
                       DenseI64ArrayAttr:$strides);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $pixels `)` `outs` `(` $init `)` `patch` `=` $patch `strides` `=` $strides attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_ConvertOp : Kernel_ComputeOp<"convert"> {
  let summary = "rows of f32 rounded to bf16";
  let description = [{
    `init = input`, to the nearest, ties to even: for what is read in bf16 but made, or read by others,
    in f32.

    Shapes: `input`, `init [B, M, F]`.

    Constraints
    - C1 `input` is f32, `init` bf16.
    - C2 `input` and `init` have one shape.

    (* example test/Dialect/Kernel/convert-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Rows:$input, Kernel_Rows:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $input `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_KERNEL_COMPUTE_OPS
