//===- ViTInterfaces.td - what passes may ask a vit op --------------------===//

#ifndef VITC_DIALECT_VIT_INTERFACES
#define VITC_DIALECT_VIT_INTERFACES

include "mlir/IR/OpBase.td"

def ViT_DecomposableOpInterface : OpInterface<"DecomposableOpInterface"> {
  let cppNamespace = "::vitc::vit";
  let description = "An op that smaller vit ops express exactly.";
  let methods = [InterfaceMethod<
      "Builds the smaller ops at the builder's place and returns the values that replace the results.",
      "::llvm::SmallVector<::mlir::Value>", "decompose", (ins "::mlir::OpBuilder &":$builder)>];
}

def ViT_WorkOpInterface : OpInterface<"WorkOpInterface"> {
  let cppNamespace = "::vitc::vit";
  let description = "An op whose arithmetic is counted by `vitc inspect` and `vitc bench`.";
  let methods = [InterfaceMethod<
      "Floating-point operations of one execution: 2 for each multiply-add of its matrix products; "
      "pointwise work is not counted.",
      "int64_t", "getFlops">];
}

#endif // VITC_DIALECT_VIT_INTERFACES
