//===- KernelBase.td - the kernel dialect, its types and op classes -------===//

#ifndef VITC_DIALECT_KERNEL_BASE
#define VITC_DIALECT_KERNEL_BASE

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "Kernel/KernelInterfaces.td"

def Kernel_Dialect : Dialect {
  let name = "kernel";
  let cppNamespace = "::vitc::kernel";
  let summary = "how a vision transformer is computed";
  let description = [{
    Fused kernels in destination-passing style, on tensors before and on memrefs after
    bufferisation; the level that CPU and GPU share. A `#kernel.schedule` says how a kernel runs on
    one target; it is chosen by a pass of its own and read by the builders, which know no machine.
    What has no kernel stays linalg.

    Besides its own constraints every op with the trait `Kernel_OneStorage` has K1: all its operands
    that are tensors or memrefs are tensors, or all are memrefs.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect", "::mlir::tensor::TensorDialect"
  ];
  let useDefaultAttributePrinterParser = 1;
  let hasOperationAttrVerify = 1;
}

//===----------------------------------------------------------------------===//
// Types: tensors of static shape, or strided memrefs of static shape. A dimension of 0 has no kernel:
// there is nothing to do, and what divides by sizes need not ask.
//===----------------------------------------------------------------------===//

def Kernel_NotEmptyPred
    : CPred<"!::llvm::is_contained(::llvm::cast<::mlir::ShapedType>($_self).getShape(), 0)">;
class Kernel_BufferOf<list<Type> elements, list<int> ranks, string description>
    : ConfinedType<AnyTypeOf<[TensorRankOf<elements, ranks>,
                              StridedMemRefRankOf<elements, ranks>]>,
                   [HasStaticShapePred, Kernel_NotEmptyPred],
                   description # " of static shape, not empty">;

def Kernel_Float : AnyTypeOf<[F64, F32, BF16, F16]>;
def Kernel_Rows : Kernel_BufferOf<[Kernel_Float], [3], "[batch, rows, columns] tensor or memref">;
/// i8: numbers of 8 bits with a scale for each row, stored plus 128 (see kernel.quantize).
def Kernel_QuantizedRows
    : Kernel_BufferOf<[I8], [3], "[batch, rows, columns] tensor or memref of 8-bit integers">;
def Kernel_FactorRows
    : Kernel_BufferOf<[Kernel_Float, I8], [3], "[batch, rows, columns] tensor or memref">;
def Kernel_Panels
    : Kernel_BufferOf<[Kernel_Float, I8], [3], "[panels, depth, width] tensor or memref">;
def Kernel_RowScales : Kernel_BufferOf<[F32], [3], "[batch, rows, 1] tensor or memref of f32">;
def Kernel_ColumnScales : Kernel_BufferOf<[F32], [1], "1-D tensor or memref of f32">;
def Kernel_Correction : Kernel_BufferOf<[I32], [1], "1-D tensor or memref of 32-bit integers">;
def Kernel_Matrix : Kernel_BufferOf<[Kernel_Float], [2], "2-D tensor or memref">;
def Kernel_Vector : Kernel_BufferOf<[Kernel_Float], [1], "1-D tensor or memref">;
def Kernel_Pixels
    : Kernel_BufferOf<[Kernel_Float], [4], "[batch, channels, height, width] tensor or memref">;
def Kernel_Mask
    : Kernel_BufferOf<[Kernel_Float], [4], "[batch, heads, queries, keys] tensor or memref">;

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

def Kernel_Activation : I32EnumAttr<"Activation", "pointwise non-linearity, as in vit.activation", [
    I32EnumAttrCase<"ReLU", 0, "relu">, I32EnumAttrCase<"GELU", 1, "gelu">,
    I32EnumAttrCase<"GELUTanh", 2, "gelu_tanh">, I32EnumAttrCase<"QuickGELU", 3, "quick_gelu">,
    I32EnumAttrCase<"SiLU", 4, "silu">, I32EnumAttrCase<"Tanh", 5, "tanh">
  ]> {
  let cppNamespace = "::vitc::kernel";
  let genSpecializedAttr = 0;
}
def Kernel_ActivationAttr : EnumAttr<Kernel_Dialect, Kernel_Activation, "activation"> {
  let assemblyFormat = "$value";
}

def Kernel_Isa : I32EnumAttr<"Isa", "instruction set level", [
    I32EnumAttrCase<"X86_64", 1, "x86_64">, I32EnumAttrCase<"X86_64_V3", 3, "x86_64_v3">,
    I32EnumAttrCase<"X86_64_V4", 4, "x86_64_v4">, I32EnumAttrCase<"AArch64", 32, "armv8_a">
  ]> {
  let cppNamespace = "::vitc::kernel";
  let genSpecializedAttr = 0;
}

def Kernel_TargetAttr : AttrDef<Kernel_Dialect, "Target"> {
  let mnemonic = "target";
  let summary = "what schedule selection knows of the machine";
  let description = [{
    Stands on the module as `kernel.target`. `isa` decides instructions, `l1` and `l2` are the sizes
    in bytes of one core's data caches, `bf16` whether the machine has dot products of bf16 pairs
    (AVX512_BF16), `vnni` whether it has those of quads of 8-bit integers (AVX512_VNNI). How many threads
    there are is not known before a model runs.

    Constraints
    - C1 `bf16` and `vnni` need `x86_64_v4`: they are instructions on vectors of 512 bits.
    - C2 `l1` and `l2` are positive.
  }];
  let parameters = (ins EnumParameter<Kernel_Isa>:$isa, "int64_t":$l1, "int64_t":$l2,
                        DefaultValuedParameter<"bool", "false">:$bf16,
                        DefaultValuedParameter<"bool", "false">:$vnni);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Kernel_ScheduleAttr : AttrDef<Kernel_Dialect, "Schedule"> {
  let mnemonic = "schedule";
  let summary = "how one kernel runs";
  let description = [{
    `rows` × `vectors` vectors of 16 lanes are the register tile (on AVX2 each vector is two
    registers, on NEON four); `unroll` steps of the inner loop; `restart` length of one chain of partial sums
    (a multiple of `unroll`, the same on every level: it decides the bits); `chunk` register tiles (of a norm
    rows) in one item of the parallel loop, a part of a unit or several; `block` tiles of rows
    that pass all panels before the next block does, 0 for all; `prefetch` whether the next unit's part of the
    right side and the residual tile are fetched ahead, once in `turns` turns of the inner loop.

    A unit is what all rows, or those of a block, pass before the next: in attention a head, in a gemm
    `pieces` register tiles side by side, a panel or an equal part of it, of which a tile of rows passes
    one after the other.

    With bf16 operands a step of the inner loop is a pair of k, and `bf16` says whether
    the machine multiplies and rounds them itself; without it a gemm does the same in f32 and integers, and
    attention's steps are single numbers in f32.
    With i8 operands a step is a quad of k, and `vnni` says whether the machine multiplies and sums it
    in one instruction; without it several do, with the same result.

    Constraints
    - C1 `rows`, `vectors`, `unroll`, `restart`, `chunk`, `pieces` and `turns` are positive.
    - C2 `block` is not negative.
    - C3 `restart` is a multiple of `unroll`.
  }];
  let parameters = (ins "int64_t":$rows, "int64_t":$vectors, "int64_t":$unroll,
                        "int64_t":$restart, "int64_t":$chunk, "bool":$prefetch,
                        DefaultValuedParameter<"int64_t", "0">:$block,
                        DefaultValuedParameter<"int64_t", "1">:$pieces,
                        DefaultValuedParameter<"int64_t", "1">:$turns,
                        DefaultValuedParameter<"bool", "false">:$bf16,
                        DefaultValuedParameter<"bool", "false">:$vnni);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

/// A number written as the shortest decimal that reads back as the same double.
def Kernel_Double : APFloatParameter<"f64"> {
  let parser = [{[&]() -> ::mlir::FailureOr<::llvm::APFloat> {
    double number;
    if (failed($_parser.parseFloat(number)))
      return ::mlir::failure();
    return ::llvm::APFloat(number);
  }()}];
  let printer = "$_printer.printFloat($_self)";
}

def Kernel_InputAttr : AttrDef<Kernel_Dialect, "Input"> {
  let mnemonic = "input";
  let summary = "what was measured of the rows a product reads";
  let description = [{
    A fact of sample pictures, written by a driver before a pipeline runs; none is provable. `bound` is
    the greatest magnitude of a number of `lhs`.

    Stands on a `kernel.gemm` as `kernel.input`, an array of one entry for each layer of the loop
    around, or of one that holds for all layers, and outside loops.

    Constraints
    - C1 `bound` is finite and not negative.
  }];
  let parameters = (ins Kernel_Double:$bound);
  let builders = [AttrBuilder<(ins "double":$bound), [{
    return $_get($_ctxt, ::llvm::APFloat(bound));
  }]>];
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

//===----------------------------------------------------------------------===//
// Op classes
//===----------------------------------------------------------------------===//

class Kernel_Op<string mnemonic, list<Trait> traits = []>
    : Op<Kernel_Dialect, mnemonic, traits>;

/// K1: all operands that are tensors or memrefs are tensors, or all are memrefs. A kernel half of
/// the way through bufferisation has no meaning: nobody could say when it writes.
def Kernel_OneStorage : NativeOpTrait<"OneStorage"> {
  let cppNamespace = "::vitc::kernel";
}

/// A fused kernel: reads its inputs, writes `init`, on tensors returns what it wrote. Constraint K1
/// holds of each (Kernel_OneStorage).
class Kernel_ComputeOp<string mnemonic, list<Trait> traits = []>
    : Kernel_Op<mnemonic, !listconcat([Kernel_OneStorage, DestinationStyleOpInterface,
                                       DeclareOpInterfaceMethods<MemoryEffectsOpInterface>],
                                      traits)> {
  code dpsInit = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
  }];
  /// For ops that write more than `init`: the first of what they return.
  code firstResult = [{
    ::mlir::Value getResult() {
      return getOperation()->getNumResults() ? getOperation()->getResult(0) : ::mlir::Value();
    }
  }];
  let extraClassDeclaration = dpsInit;
  let extraClassDefinition = [{
    void $cppClass::getEffects(
        ::llvm::SmallVectorImpl<
            ::mlir::SideEffects::EffectInstance<::mlir::MemoryEffects::Effect>> &effects) {
      getDestinationEffects(*this, effects);
    }
  }];
}

#endif // VITC_DIALECT_KERNEL_BASE
