//===- CInterface.h - the functions an output exports ---------------------===//
#ifndef VITC_LIB_TARGET_DESCRIPTOR_CINTERFACE_H
#define VITC_LIB_TARGET_DESCRIPTOR_CINTERFACE_H

#include "vitc/Target/ModelInfo.h"

#include "llvm/IR/Module.h"

namespace vitc::target {

/// Adds `<prefix>_create`, `_run`, `_destroy`, … to `module`: each forwards to the runtime. The
/// generated header (generateHeader) declares the same functions.
void addLibraryFunctions(llvm::Module &module, const ModelInfo &info, llvm::StringRef prefix,
                         llvm::GlobalVariable *descriptor);

/// Adds `main`, which forwards to vitc_program_main.
void addMain(llvm::Module &module, llvm::GlobalVariable *descriptor);

/// Names of the arguments of `<prefix>_run`: every input, every output, as C identifiers without
/// repetition.
std::vector<std::string> argumentNames(const ModelInfo &info);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_DESCRIPTOR_CINTERFACE_H
