//===- Entries.h - what compiled functions say of themselves --------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_ENTRIES_H
#define VITC_LIB_DRIVER_SOURCE_ENTRIES_H

#include "vitc/Support/LLVM.h"
#include "vitc/Target/Entry.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"

namespace vitc::driver {

/// Where the data of each weight lie, by symbol.
using WeightTable = llvm::StringMap<target::RawWeight>;

/// Reads the attribute `vitc.arguments` that convert-func-to-entry leaves on `function`. Role,
/// batch and level are the caller's. Errors are internal: an argument that nothing describes.
Expected<target::EntryDesc> readEntry(Operation *function, const WeightTable &weights);

/// The element type of a tensor at the boundary.
Expected<target::ElementType> elementTypeOf(mlir::Type type);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_ENTRIES_H
