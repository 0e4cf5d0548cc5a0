//===- KernelWeightOps.td - raw weights and their packing -----------------===//

#ifndef VITC_DIALECT_KERNEL_WEIGHT_OPS
#define VITC_DIALECT_KERNEL_WEIGHT_OPS

include "Kernel/KernelBase.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"

def Kernel_WeightOp : Kernel_Op<"weight", [Symbol]> {
  let summary = "a raw tensor of the checkpoint";
  let description = [{
    As `vit.weight`: a range of a safetensors file, in the element type that the file stores.

    Constraints
    - C1 `type` has static shape and element type f64, f32, bf16 or f16.
    - C2 `offset`, when present, is not negative.

    (* example test/Dialect/Kernel/weight-roundtrip.mlir @weights *)
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<AnyRankedTensor>:$type, StrAttr:$file,
                       OptionalAttr<I64Attr>:$offset);
  let assemblyFormat = "$sym_name `:` $type `in` $file (`at` $offset^)? attr-dict";
  let hasVerifier = 1;
}

def Kernel_ParameterOp : Kernel_Op<"parameter",
    [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "the raw value of a weight, or of one layer's";
  let description = [{
    `result = weights[layer]`, or the only entry of `weights` without `layer`. The element type is
    the stored one: conversions are ordinary arith ops. The result is never written to.

    Constraints
    - C1 every entry of `weights` names a `kernel.weight` of the module.
    - C2 the result has the shape and element type of each.
    - C3 there is one entry without `layer`, at least one with it.

    (* example test/Dialect/Kernel/weight-roundtrip.mlir @weights *)
  }];
  let arguments = (ins TypedArrayAttrBase<FlatSymbolRefAttr, "weights">:$weights,
                       Optional<Index>:$layer);
  let results = (outs AnyTypeOf<[AnyStaticShapeTensor, AnyStaticShapeMemRef]>:$result);
  let assemblyFormat = "$weights (`[` $layer^ `]`)? attr-dict `:` type($result)";
}

def Kernel_PackOp : Kernel_ComputeOp<"pack", [AttrSizedOperandSegments]> {
  let summary = "weight matrix to panels";
  let description = [{
    `init[p, k, j] = matrix[p·W + j, k]`, zero where `p·W + j` is beyond the last row: the layout
    that `kernel.gemm` reads in order. Weights only: ends in `prepare`. Panels of bf16 hold pairs of
    k side by side, `init[p, ⌊k/2⌋, 2j + k mod 2] = matrix[p·W + j, k]`, zero where k = K is beyond an
    odd K; numbers are rounded to the nearest, ties to even.

    Panels of i8 hold quads of k, `init[p, ⌊k/4⌋, 4j + k mod 4] = round(matrix[p·W + j, k] / scales[p·W +
    j])` with `scales` a row's greatest magnitude over 127, zeros beyond K, and `correction[n] = −128 ·
    Σ_k` of column n: what takes back the 128 that `kernel.quantize` adds to the other factor. Rows of
    zeros, also those beyond the last, and rows below 2^-100 have scale 0; rows with a number that is
    not finite have scale NaN.

    Shapes: `matrix [N, K]`, `init [P, K, W]`, in bf16 `[P, ⌈K/2⌉, 2W]`, in i8 `[P, ⌈K/4⌉, 4W]`, with P =
    ⌈N / W⌉, `scales` and `correction [P·W]`.

    Constraints
    - C1 element types are equal, or `matrix` is f32 and `init` bf16 or i8.
    - C2 `init` has the depth of `matrix`, in bf16 ⌈K/2⌉ pairs, in i8 ⌈K/4⌉ quads, and ⌈N / W⌉ panels.
    - C3 W is a multiple of 16.
    - C4 `scales` and `correction` are given with panels of i8, and with no others, and are `[P·W]`.

    (* example test/Dialect/Kernel/pack-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Matrix:$matrix, Kernel_Panels:$init,
                       Optional<Kernel_ColumnScales>:$scales,
                       Optional<Kernel_Correction>:$correction);
  let results = (outs Variadic<AnyRankedTensor>:$written);
  let builders = [OpBuilder<(ins "::mlir::Type":$result, "::mlir::Value":$matrix,
      "::mlir::Value":$init)>];
  let extraClassDeclaration = firstResult # [{
    ::mlir::MutableOperandRange getDpsInitsMutable() {
      return {getOperation(), 1, getOperation()->getNumOperands() - 1};
    }
  }];
  let assemblyFormat = [{
    `ins` `(` $matrix `)` `outs` `(` $init (`,` $scales^ `,` $correction)? `)` attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_KERNEL_WEIGHT_OPS
