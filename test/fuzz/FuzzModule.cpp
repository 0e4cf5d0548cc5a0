//===- FuzzModule.cpp - fuzzes .mlir text and bytecode --------------------===//
//
// What the driver does with a file of ours before it makes code: parse, verify, lower to the
// reference form on tensors. A module that parses prints as text that parses to the same module.
//
//===----------------------------------------------------------------------===//

#include "vitc/Dialect/Check/Check.h"
#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Pipelines/Reference.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include <cstdlib>

using namespace mlir;
using namespace vitc;

static MLIRContext &context() {
  static MLIRContext *made = [] {
    DialectRegistry registry;
    registry
        .insert<check::CheckDialect, kernel::KernelDialect, vit::ViTDialect, arith::ArithDialect,
                func::FuncDialect, scf::SCFDialect, tensor::TensorDialect>();
    return new MLIRContext(registry, MLIRContext::Threading::DISABLED);
  }();
  return *made;
}

static std::string textOf(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os);
  return text;
}

/// Shapes that a lowering could turn into much memory: the promise is about crashes.
static bool isSmall(ModuleOp module) {
  auto few = [](Type type) {
    auto shaped = dyn_cast<ShapedType>(type);
    if (!shaped || !shaped.hasStaticShape())
      return true;
    double elements = 1;
    for (int64_t size : shaped.getShape())
      elements *= static_cast<double>(size);
    return elements <= 1 << 16;
  };
  WalkResult walked = module.walk([&](Operation *op) {
    return llvm::all_of(op->getResultTypes(), few) && llvm::all_of(op->getOperandTypes(), few)
               ? WalkResult::advance()
               : WalkResult::interrupt();
  });
  return !walked.wasInterrupted();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ScopedDiagnosticHandler quiet(&context(), [](Diagnostic &) { return success(); });
  ParserConfig config(&context());
  std::string input(reinterpret_cast<const char *>(data), size); // ends in a zero, as files do
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(input, config);
  if (!module)
    return 0;
  std::string text = textOf(*module);
  OwningOpRef<ModuleOp> again = parseSourceString<ModuleOp>(text, config);
  if (!again || textOf(*again) != text)
    abort();
  if (!isSmall(*module))
    return 0;
  PassManager pm(&context());
  buildReferenceLinalgPipeline(pm, ReferenceOptions());
  (void)pm.run(*module); // a refusal is fine
  return 0;
}
