//===- WeightSource.cpp - a checkpoint's tensors in memory ----------------===//

#include "vitc/Execution/WeightSource.h"

#include "vitc/Support/Errors.h"

#include "llvm/Support/Path.h"

using namespace llvm;

namespace vitc::execution {

Expected<WeightSource> WeightSource::open(ArrayRef<target::RawWeight> weights) {
  WeightSource source;
  for (const target::RawWeight &weight : weights) {
    auto found = source.files.find(weight.file);
    if (found == source.files.end()) {
      // Inside its directory, as it was opened before: a link put there since leads nowhere else.
      StringRef directory = sys::path::parent_path(weight.file);
      Expected<MappedFile> file = MappedFile::openInside(directory.empty() ? "." : directory,
                                                         sys::path::filename(weight.file));
      if (!file)
        return file.takeError();
      found = source.files.emplace(weight.file, std::move(*file)).first;
    }
    const MappedFile &file = found->second;
    if (weight.offset > file.size() || weight.bytes > file.size() - weight.offset)
      return foundExpected({weight.file, "tensor " + inQuotes(weight.symbol)},
                           Twine(file.size()) + " bytes in the file",
                           "at least " + Twine(weight.offset) + " + " + Twine(weight.bytes),
                           "the file has changed while it was compiled: run vitc again");
    source.data.push_back(file.bytes().data() + weight.offset);
  }
  return source;
}

void WeightSource::release() const {
  for (const auto &[path, file] : files)
    file.release(0, file.size());
}

} // namespace vitc::execution
