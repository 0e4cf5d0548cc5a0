//===- ScratchLayout.h - the parts of a worker's scratch memory -----------===//

#ifndef VITC_LIB_CPU_SCRATCHLAYOUT_H
#define VITC_LIB_CPU_SCRATCHLAYOUT_H

#include "Emitter.h"

namespace vitc::cpu {

/// Buffers one behind the other, each from a cache line on.
class ScratchLayout {
public:
  /// One more, of f32 unless `elementType` says otherwise. `view` will stand for it.
  void add(Value &view, ArrayRef<int64_t> shape, mlir::Type elementType = {});

  int64_t bytes() const { return size; }

  /// Sets the views, inside of the loop whose `scratch` this is.
  void emitViews(Emitter &e, Value scratch) const;

private:
  struct Part {
    Value *view;
    SmallVector<int64_t> shape;
    mlir::Type elementType;
    int64_t offset;
  };
  SmallVector<Part> parts;
  int64_t size = 0;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_SCRATCHLAYOUT_H
