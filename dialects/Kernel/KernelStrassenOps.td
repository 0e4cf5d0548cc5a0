//===- KernelStrassenOps.td - products with seven factors instead of eight ===//

#ifndef VITC_DIALECT_KERNEL_STRASSEN_OPS
#define VITC_DIALECT_KERNEL_STRASSEN_OPS

include "Kernel/KernelBase.td"

def Kernel_StrassenPanels
    : Kernel_BufferOf<[F32], [4], "[panels, 7, depth / 2 + 1, width] tensor or memref of f32">;
def Kernel_StrassenSums
    : Kernel_BufferOf<[F32], [4], "[batch, 4, rows / 2, depth / 2 + 1] tensor or memref of f32">;

def Kernel_StrassenChannels
    : Kernel_BufferOf<[F32], [1], "[depth] tensor or memref of f32">;

def Kernel_StrassenChannelsOp : Kernel_ComputeOp<"strassen_channels"> {
  let summary = "powers of two that balance the channels of a product";
  let description = [{
    `init[k]` = d_k for channel k of K: a power of two near the norm of what the weight matrix multiplies it
    with, c_k = ‖`matrix[:, k]`‖. For k < K/2 the nearest; its partner's, d_{k + K/2}, is d_k divided by the
    nearest to c_k / c_{k + K/2}, so that equal norms have equal powers; 1 for a quotient whose c is not in
    [1e-9, 1e9]. Powers of two round nothing, so a product of A·D and D⁻¹·B, D = diag(d), is that of A and B,
    but all channels of its right side weigh alike, and those of its left side what they add to the result.
    Weights only: ends in `prepare`.

    Why: sums of quarters add a channel to its partner. What a large channel with small weights loses to
    rounding would otherwise count with its partner's large weights.

    Shapes: `matrix [N, K]`, `init [K]`.

    Constraints
    - C1 K is even, `init` is `[K]`.

    (* example test/Dialect/Kernel/strassen-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_BufferOf<[F32], [2], "2-D tensor or memref of f32">:$matrix,
                       Kernel_StrassenChannels:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $matrix `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_StrassenPackOp : Kernel_ComputeOp<"strassen_pack"> {
  let summary = "the seven right factors of a weight matrix";
  let description = [{
    The right side B = D⁻¹·matrixᵀ, D = diag(`channels`), cut in quarters B₁₁ B₁₂ over B₂₁ B₂₂ by half its
    rows and half its columns, becomes the factors of one level of Strassen's product in Winograd's form, in
    the order in which `kernel.strassen_gemm` reads them: with T₁ = t·B₁₂ − B₁₁ and T₂ = t·B₂₂ − T₁,
    `init[p, :, k, j]` is column p·W + j, row k of D₁·B₁₁, T₂, t·(B₂₂ − B₁₂), D₂·(B₂₁ − T₂), T₁, t·B₂₂,
    D₂·B₂₁, each rounded once. D₁ and D₂, the halves of D, are where the left factor is a quarter itself.

    t balances columns of B: for each column n and its partner n + N/2 it is the power of two that brings the
    partner's norm nearest to its own, 1 where a norm is not in [1e-9, 1e9]. The last row holds it:
    `init[p, 0, K/2, j]` = 1/t, `init[p, 1, K/2, j]` = t, and zeros in the other five. Weights only: ends in `prepare`.

    Shapes: `matrix [N, K]`, `channels [K]`, `init [N/2/W, 7, K/2 + 1, W]`.

    Constraints
    - C1 K is even, W a positive multiple of 16 that divides N/2.
    - C2 `init` is `[N/2/W, 7, K/2 + 1, W]`.
    - C3 `channels` is `[K]`.

    (* example test/Dialect/Kernel/strassen-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_BufferOf<[F32], [2], "2-D tensor or memref of f32">:$matrix,
                       Kernel_StrassenChannels:$channels, Kernel_StrassenPanels:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $matrix `,` $channels `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_StrassenSumsOp : Kernel_ComputeOp<"strassen_sums"> {
  let summary = "the four left factors that are sums of quarters";
  let description = [{
    Each image's rows A = lhs·diag(`channels`), cut in quarters A₁₁ A₁₂ over A₂₁ A₂₂ by half its rows and half
    its columns; row i is paired with row i + H, H = ⌈M/2⌉, of the same image, and for odd M the last with a
    row of zeros.
    `init[b, :, i, k]` is S₁ = s·(A₂₁ + A₂₂), S₂ = S₁ − A₁₁, S₃ = A₁₁ − s·A₂₁, S₄ = A₁₂ − S₂.

    s balances rows as t columns in `kernel.strassen_pack`: without it the larger row's rounding errors would
    swamp the smaller. The last column holds it: `init[b, 0, i, K/2]` = s, `init[b, 1, i, K/2]` = 1/s.

    Shapes: `lhs [B, M, K]`, `channels [K]`, `init [B, 4, ⌈M/2⌉, K/2 + 1]`.

    Constraints
    - C1 K is even.
    - C2 `init` is `[B, 4, ⌈M/2⌉, K/2 + 1]`.
    - C3 `channels` is `[K]`.

    (* example test/Dialect/Kernel/strassen-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_BufferOf<[F32], [3], "3-D tensor or memref of f32">:$lhs,
                       Kernel_StrassenChannels:$channels, Kernel_StrassenSums:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $lhs `,` $channels `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_StrassenGemmOp : Kernel_ComputeOp<"strassen_gemm",
    [AttrSizedOperandSegments, Kernel_ScheduledOpInterface]> {
  let summary = "matrix product of seven factors with a fused epilogue";
  let description = [{
    What `kernel.gemm` computes, `init = residual + act(bias + lhs · B)`, with seven products of half the
    size in each dimension instead of eight: `sums` are `lhs` as `kernel.strassen_sums`, `panels` are B as
    `kernel.strassen_pack` leaves them, of the same `channels`. With P₁ … P₇ the products of the quarters and
    sums A₁₁, S₂, S₃, A₂₂, S₁, S₄, A₁₂ (quarters of `lhs` itself) and the factors of `panels`, and s, t as above:
    U₂ = P₁ + P₂, U₃ = U₂ + P₃, C₁₁ = P₁ + P₇, C₁₂ = (U₂ + P₅ + P₆) / t, C₂₁ = (U₃ + s·P₄) / s,
    C₂₂ = (U₃ + P₅) / s / t. Each product's sums restart as in `kernel.gemm`. No row depends on another image.

    The error is bounded by the norms of rows, columns and channels, not by each product of two numbers:
    about twice the classical one. `residual` and `init` may be one buffer.

    Shapes: `lhs [B, M, K]`, `sums [B, 4, ⌈M/2⌉, K/2 + 1]`, `panels [N/2/W, 7, K/2 + 1, W]`, `bias [N]`,
    `residual [1 or B, M, N]`, `init [B, M, N]`.

    Constraints
    - C1 K is even, W a positive multiple of 16 that divides N/2.
    - C2 `lhs` and `init` agree on B and M; `sums` and `panels` have the shapes above.
    - C3 `bias`, when present, has N elements.
    - C4 `residual`, when present, is `[1 or B, M, N]`.

    (* example test/Dialect/Kernel/strassen-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_BufferOf<[F32], [3], "3-D tensor or memref of f32">:$lhs,
                       Kernel_StrassenSums:$sums, Kernel_StrassenPanels:$panels,
                       Optional<Kernel_BufferOf<[F32], [1], "1-D tensor or memref of f32">>:$bias,
                       Optional<Kernel_BufferOf<[F32], [3], "3-D tensor or memref of f32">>:$residual,
                       Kernel_BufferOf<[F32], [3], "3-D tensor or memref of f32">:$init,
                       OptionalAttr<Kernel_ActivationAttr>:$activation,
                       OptionalAttr<Kernel_ScheduleAttr>:$schedule);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $lhs `,` $sums `,` $panels `)` (`bias` `(` $bias^ `)`)?
    (`activation` `(` `` $activation^ `)`)? (`residual` `(` $residual^ `)`)? `outs` `(` $init `)`
    (`schedule` $schedule^)? attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_KERNEL_STRASSEN_OPS
