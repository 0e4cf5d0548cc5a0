//===- Translate.cpp - from the llvm dialect to an LLVM module ------------===//

#include "Translate.h"

#include "vitc/Support/Errors.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace vitc::target {

std::string emittedName(const EmitJob &job, StringRef entry) {
  return job.symbolPrefix + entry.str() + job.symbolSuffix;
}

/// Only entries stay visible to other objects, and only within one linked output.
static Error nameSymbols(llvm::Module &module, const EmitJob &job) {
  StringSet<> missing;
  for (StringRef entry : job.entries)
    missing.insert(entry);
  for (GlobalObject &object : module.global_objects()) {
    if (object.isDeclaration())
      continue;
    std::string name = object.getName().str();
    bool isEntry = missing.erase(name);
    object.setComdat(nullptr);
    object.setLinkage(isEntry                      ? GlobalValue::ExternalLinkage
                      : object.hasPrivateLinkage() ? GlobalValue::PrivateLinkage
                                                   : GlobalValue::InternalLinkage);
    object.setVisibility(isEntry ? GlobalValue::HiddenVisibility : GlobalValue::DefaultVisibility);
    object.setDSOLocal(true);
    object.setName(isEntry ? emittedName(job, name) : name + job.symbolSuffix);
  }
  for (StringRef entry : job.entries)
    if (missing.contains(entry))
      return inputError({},
                        "internal error: the module to emit has no function " + inQuotes(entry));
  return Error::success();
}

Expected<std::unique_ptr<llvm::Module>> translate(const EmitJob &job, LLVMContext &context) {
  mlir::ModuleOp source = job.module;
  mlir::MLIRContext *mlirContext = source.getContext();
  mlir::DialectRegistry registry;
  mlir::registerBuiltinDialectTranslation(registry);
  mlir::registerLLVMDialectTranslation(registry);
  mlirContext->appendDialectRegistry(registry);

  std::string reported;
  mlir::ScopedDiagnosticHandler handler(mlirContext, [&](mlir::Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error)
      reported += "\n  " + diagnostic.str();
  });
  std::unique_ptr<llvm::Module> module = mlir::translateModuleToLLVMIR(
      job.module, context, "vitc", /*disableVerification=*/true); // emission verifies
  if (!module)
    return inputError({}, "internal error: cannot translate to LLVM IR:" + reported);
  module->setSourceFileName("vitc"); // outputs name no input file
  if (Error error = nameSymbols(*module, job))
    return std::move(error);
  return module;
}

} // namespace vitc::target
