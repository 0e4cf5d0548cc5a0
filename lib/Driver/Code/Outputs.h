//===- Outputs.h - libraries and executables on disk ----------------------===//
#ifndef VITC_LIB_DRIVER_CODE_OUTPUTS_H
#define VITC_LIB_DRIVER_CODE_OUTPUTS_H

#include "CompiledModel.h"

#include "vitc/Target/Descriptor/Descriptor.h"
#include "vitc/Target/Link/Link.h"

namespace vitc::driver {

struct BinaryOutput {
  target::LinkKind kind;
  std::string path; ///< Or `-`.
  std::string prefix;
  bool weightsInFile = false; ///< Beside `path`, see weightsFileOf.
  target::Architecture architecture = target::Architecture::X86_64;
};

/// Emits, links, packs the weights into place. All files appear together at the end: the output,
/// its weights, and the C header of a library.
Error writeBinary(CompiledModel &model, const BinaryOutput &output);

/// `out/libvit.so` → `vit`: what the functions of a library begin with. For stdout, the model's
/// name.
std::string symbolPrefix(StringRef path, StringRef modelName);

/// `out/vit.so` → `out/vit.weights.safetensors`.
std::string weightsFileOf(StringRef path);

/// `out/libvit.so` → `out/vit.h`; `out/vit.o` → `out/vit.h`.
std::string headerFileOf(StringRef path);

/// Refuses to write `outputs` where one of the files in `sources` is, which would be lost, two of
/// them to one place, or where no file can be made: that should not cost a compilation. `-` and
/// empty paths are nobody's.
Error checkPlaces(ArrayRef<std::string> outputs, ArrayRef<std::string> sources);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_OUTPUTS_H
