//===- Translate.h - from the llvm dialect to an LLVM module --------------===//
#ifndef VITC_LIB_TARGET_OBJECT_TRANSLATE_H
#define VITC_LIB_TARGET_OBJECT_TRANSLATE_H

#include "vitc/Target/Object/Object.h"

#include "llvm/IR/Module.h"

namespace vitc::target {

/// The LLVM module of `job`, symbols named and made hidden or local as EmitJob says. What MLIR
/// reports while translating becomes the error's text.
llvm::Expected<std::unique_ptr<llvm::Module>> translate(const EmitJob &job,
                                                        llvm::LLVMContext &context);

} // namespace vitc::target

#endif // VITC_LIB_TARGET_OBJECT_TRANSLATE_H
