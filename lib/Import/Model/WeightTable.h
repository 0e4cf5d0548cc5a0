//===- WeightTable.h - the weights a graph asks for while it is built -----===//
#ifndef VITC_LIB_IMPORT_MODEL_WEIGHTTABLE_H
#define VITC_LIB_IMPORT_MODEL_WEIGHTTABLE_H

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Import/Model/ImportModel.h"

#include "llvm/ADT/StringMap.h"

namespace vitc {

/// How a weight without a checkpoint is made up, as the classes initialise them.
struct Initial {
  double constant, spread;
};

/// Collects names and shapes while the graph is built, then declares them all at once, so that one
/// error can name everything a checkpoint lacks.
class WeightTable {
public:
  explicit WeightTable(mlir::OpBuilder &builder) : b(builder) {}

  /// The value of the tensor `name` in f32, asked for as `shape`.
  mlir::Value use(StringRef name, ArrayRef<int64_t> shape, Initial initial);

  /// Declares every weight at the start of `module`, backed by `checkpoint`; returns the names that
  /// nobody asked for. Errors: missing tensors, other shapes.
  Expected<std::vector<std::string>> declare(mlir::ModuleOp module, const Checkpoint &checkpoint,
                                             StringRef basePrefix);

  /// What a checkpoint of random weights has to hold.
  std::vector<RandomTensor> randomTensors() const;

private:
  struct Entry {
    WantedTensor wanted;
    Initial initial;
    SmallVector<vit::ParameterOp> values;
  };

  void declareOne(mlir::ModuleOp module, Entry &entry, const TensorSource &source);

  mlir::OpBuilder &b;
  std::vector<Entry> entries;
  llvm::StringMap<size_t> byName;
};

} // namespace vitc

#endif // VITC_LIB_IMPORT_MODEL_WEIGHTTABLE_H
