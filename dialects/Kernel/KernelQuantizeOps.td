//===- KernelQuantizeOps.td - rows of 8-bit integers ----------------------===//

#ifndef VITC_DIALECT_KERNEL_QUANTIZE_OPS
#define VITC_DIALECT_KERNEL_QUANTIZE_OPS

include "Kernel/KernelBase.td"

def Kernel_QuantizeOp : Kernel_ComputeOp<"quantize"> {
  let summary = "rows as 8-bit integers with a scale each";
  let description = [{
    `scales[b, m, 0] = max_k |input[b, m, k]| / 127` and `init[b, m, k] = 128 + round(input[b, m, k] /
    scales[b, m, 0])`, to the nearest, ties to even; unsigned, because the machine's dot products take
    an unsigned factor. With `bound`, that stands for the greatest magnitude of every row, and numbers
    beyond it become it.

    With `lowest`, which no number is below (that of an activation), the integers span what lies above:
    `scales = (max_k |input| − lowest) / 255` and `init = round((input − lowest) / scales)`. Whoever
    multiplies them adds `lowest` times the sum of its column of weights.

    Rows of zeros, and rows below 2^-100, have scale 0 and integers of 128: they read as zeros. A row
    with a NaN or an infinity has scale NaN, with `bound` too: its products are NaN.

    Shapes: `input`, `init [B, M, F]`, `scales [B, M, 1]`.

    Constraints
    - C1 `input` is f32 or bf16.
    - C2 `input` and `init` have one shape.
    - C3 `scales` is `[B, M, 1]`.
    - C4 `lowest`, when present, is finite and not positive.

    (* example test/Dialect/Kernel/quantize-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Rows:$input, Optional<F32>:$bound, Kernel_QuantizedRows:$init,
                       Kernel_RowScales:$scales, OptionalAttr<F32Attr>:$lowest);
  let results = (outs Variadic<AnyRankedTensor>:$written);
  let extraClassDeclaration = firstResult # [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return {getOperation(), getOperation()->getNumOperands() - 2, 2};
    }
  }];
  let assemblyFormat = [{
    `ins` `(` $input `)` (`bound` `(` $bound^ `)`)? `outs` `(` $init `,` $scales `)`
    (`lowest` `=` $lowest^)? attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_KERNEL_QUANTIZE_OPS
