//===- Descriptor.h - the constant and the C functions of an output -------===//
#ifndef VITC_TARGET_DESCRIPTOR_DESCRIPTOR_H
#define VITC_TARGET_DESCRIPTOR_DESCRIPTOR_H

#include "vitc/Target/ModelInfo.h"

#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <string>

namespace vitc::target {

struct DescriptorOptions {
  /// Of every symbol: a C identifier. Libraries export `<prefix>_create`, ….
  std::string prefix;

  /// Library: the exported C functions. Program: `main`. None: the constant alone.
  enum class Interface { None, Library, Program } interface = Interface::Library;

  /// Where packed weights are. Placeholder: a section of 64 bytes that Link grows to
  /// `weightsBytes`. External: another object defines `weightsSymbol(prefix)`. File: in
  /// `info.weightsFile`.
  enum class Weights { Placeholder, External, File } weights = Weights::Placeholder;
};

/// The hidden symbols of an output: its vitc_model_desc and its packed weights.
std::string descriptorSymbol(llvm::StringRef prefix);
std::string weightsSymbol(llvm::StringRef prefix);

/// The section of packed weights: large, so that more than 2 GiB link.
llvm::StringRef weightsSection();

/// A module with the vitc_model_desc constant of `info` and the functions that `options` asks for;
/// the functions of `info.forwards` are declared. Emit it with emitModule.
llvm::Expected<std::unique_ptr<llvm::Module>> buildDescriptor(const ModelInfo &info,
                                                              const DescriptorOptions &options,
                                                              llvm::LLVMContext &context);

/// The C header of a library with this prefix: C99 and C++17, needs no header of vitc.
llvm::Expected<std::string> generateHeader(const ModelInfo &info, llvm::StringRef prefix);

} // namespace vitc::target

#endif // VITC_TARGET_DESCRIPTOR_DESCRIPTOR_H
