//===- KernelStrassenOps.td - products with seven factors instead of eight ===//

#ifndef VITC_DIALECT_KERNEL_STRASSEN_OPS
#define VITC_DIALECT_KERNEL_STRASSEN_OPS

include "Kernel/KernelBase.td"

def Kernel_StrassenPanels
    : Kernel_BufferOf<[F32], [4], "[panels, 7, depth / 2 + 1, width] tensor or memref of f32">;
def Kernel_StrassenSums
    : Kernel_BufferOf<[F32], [4], "[batch, 4, rows / 2, depth / 2 + 1] tensor or memref of f32">;

def Kernel_StrassenPackOp : Kernel_ComputeOp<"strassen_pack"> {
  let summary = "the seven right factors of a weight matrix";
  let description = [{
    The right side B = matrixᵀ, cut in quarters B₁₁ B₁₂ over B₂₁ B₂₂ by half its rows and half its columns,
    becomes the factors of one level of Strassen's product in Winograd's form, in the order in which
    `kernel.strassen_gemm` reads them: with T₁ = t·B₁₂ − B₁₁ and T₂ = t·B₂₂ − T₁,
    `init[p, :, k, j]` is column p·W + j, row k of B₁₁, T₂, t·(B₂₂ − B₁₂), B₂₁ − T₂, T₁, t·B₂₂, B₂₁, each
    rounded once.

    t balances columns: for each column n and its partner n + N/2 it is the power of two that brings the
    partner's norm nearest to its own, 1 where a norm is not in [1e-9, 1e9]. The last row holds it:
    `init[p, 0, K/2, j]` = 1/t, `init[p, 1, K/2, j]` = t, and zeros in the other five. Weights only: ends in `prepare`.

    Shapes: `matrix [N, K]`, `init [N/2/W, 7, K/2 + 1, W]`.

    Constraints
    - C1 K is even, W a positive multiple of 16 that divides N/2.
    - C2 `init` is `[N/2/W, 7, K/2 + 1, W]`.

    (* example test/Dialect/Kernel/strassen-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_BufferOf<[F32], [2], "2-D tensor or memref of f32">:$matrix,
                       Kernel_StrassenPanels:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $matrix `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_StrassenSumsOp : Kernel_ComputeOp<"strassen_sums"> {
  let summary = "the four left factors that are sums of quarters";
  let description = [{
    Each image's rows A, cut in quarters A₁₁ A₁₂ over A₂₁ A₂₂ by half its rows and half its columns; row i is
    paired with row i + H, H = ⌈M/2⌉, of the same image, and for odd M the last with a row of zeros.
    `init[b, :, i, k]` is S₁ = s·(A₂₁ + A₂₂), S₂ = S₁ − A₁₁, S₃ = A₁₁ − s·A₂₁, S₄ = A₁₂ − S₂.

    s balances rows as t columns in `kernel.strassen_pack`: without it the larger row's rounding errors would
    swamp the smaller. The last column holds it: `init[b, 0, i, K/2]` = s, `init[b, 1, i, K/2]` = 1/s.

    Shapes: `lhs [B, M, K]`, `init [B, 4, ⌈M/2⌉, K/2 + 1]`.

    Constraints
    - C1 K is even.
    - C2 `init` is `[B, 4, ⌈M/2⌉, K/2 + 1]`.

    (* example test/Dialect/Kernel/strassen-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_BufferOf<[F32], [3], "3-D tensor or memref of f32">:$lhs,
                       Kernel_StrassenSums:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $lhs `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Kernel_StrassenGemmOp : Kernel_ComputeOp<"strassen_gemm", [AttrSizedOperandSegments]> {
  let summary = "matrix product of seven factors with a fused epilogue";
  let description = [{
    What `kernel.gemm` computes, `init = residual + act(bias + lhs · B)`, with seven products of half the
    size in each dimension instead of eight: `sums` are `lhs` as `kernel.strassen_sums`, `panels` are B as
    `kernel.strassen_pack` leaves them. With P₁ … P₇ the products of A₁₁, S₂, S₃, A₂₂, S₁, S₄, A₁₂ and the
    factors of `panels`, and s, t as above:
    U₂ = P₁ + P₂, U₃ = U₂ + P₃, C₁₁ = P₁ + P₇, C₁₂ = (U₂ + P₅ + P₆) / t, C₂₁ = (U₃ + s·P₄) / s,
    C₂₂ = (U₃ + P₅) / s / t. Each product's sums restart as in `kernel.gemm`. No row depends on another image.

    The error is bounded by the norms of rows and columns, not by each product of two numbers: about twice
    the classical one. `residual` and `init` may be one buffer.

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
