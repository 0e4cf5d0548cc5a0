//===- TensorNames.h - tensors in the words of timm and torchvision --------===//
#ifndef VITC_LIB_IMPORT_FILES_TENSORNAMES_H
#define VITC_LIB_IMPORT_FILES_TENSORNAMES_H

#include "vitc/Import/Files/Checkpoint.h"

namespace vitc {

/// One line of a table. In both names `*` stands for the number of a layer; what follows `ours` in
/// a tensor's name (`.weight`) follows `theirs` too.
struct NameRule {
  StringLiteral ours, theirs;
  unsigned part = 0, parts = 1; ///< Of the rows of theirs.
};

/// The table of a project; several lines of one `ours` are alternatives, the first that is in the
/// checkpoint counts. Empty for transformers, whose names are ours.
ArrayRef<NameRule> nameRules(TensorNames names);
ArrayRef<NameRule> timmNameRules();
ArrayRef<NameRule> torchvisionNameRules();

/// A tensor's name in another project, and which share of its rows is meant.
struct ForeignTensor {
  std::string name;
  unsigned part, parts;
};

/// What `names` may call the tensor that transformers calls `name` (without the base prefix).
SmallVector<ForeignTensor, 2> translateName(TensorNames names, StringRef name);

} // namespace vitc

#endif // VITC_LIB_IMPORT_FILES_TENSORNAMES_H
