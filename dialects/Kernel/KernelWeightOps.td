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

def Kernel_PackOp : Kernel_ComputeOp<"pack"> {
  let summary = "weight matrix to panels";
  let description = [{
    `init[p, k, j] = matrix[p·W + j, k]`, zero where `p·W + j` is beyond the last row: the layout
    that `kernel.gemm` reads in order. Weights only: ends in `prepare`. Panels of bf16 hold pairs of
    k side by side, `init[p, ⌊k/2⌋, 2j + k mod 2] = matrix[p·W + j, k]`, zero where k = K is beyond an
    odd K; numbers are rounded to the nearest, ties to even.

    Shapes: `matrix [N, K]`, `init [P, K, W]`, in bf16 `[P, ⌈K/2⌉, 2W]`, with P = ⌈N / W⌉.

    Constraints
    - C1 element types are equal, or `matrix` is f32 and `init` bf16.
    - C2 `init` has the depth of `matrix`, in bf16 ⌈K/2⌉ pairs, and ⌈N / W⌉ panels.
    - C3 W is a multiple of 16.

    (* example test/Dialect/Kernel/pack-roundtrip.mlir @basic *)
  }];
  let arguments = (ins Kernel_Matrix:$matrix, Kernel_Panels:$init);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `ins` `(` $matrix `)` `outs` `(` $init `)` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

#endif // VITC_DIALECT_KERNEL_WEIGHT_OPS
