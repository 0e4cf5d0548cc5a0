//===- WeightSource.h - a checkpoint's tensors in memory ------------------===//
#ifndef VITC_EXECUTION_WEIGHTSOURCE_H
#define VITC_EXECUTION_WEIGHTSOURCE_H

#include "vitc/Support/MappedFile.h"
#include "vitc/Target/Entry.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <map>
#include <string>
#include <vector>

namespace vitc::execution {

/// The files behind raw weights, mapped read-only: nothing is copied.
class WeightSource {
public:
  /// Maps every file once. A range that its file does not have is an error: the file has changed
  /// since it was read.
  static llvm::Expected<WeightSource> open(llvm::ArrayRef<target::RawWeight> weights);

  /// The data of each weight, in the order given to `open`. Not aligned to more than the file has
  /// it.
  llvm::ArrayRef<const void *> pointers() const { return data; }

  /// Lets the kernel drop all pages again.
  void release() const;

private:
  std::map<std::string, MappedFile> files;
  std::vector<const void *> data;
};

} // namespace vitc::execution

#endif // VITC_EXECUTION_WEIGHTSOURCE_H
