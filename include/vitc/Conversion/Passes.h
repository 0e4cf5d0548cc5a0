//===- Passes.h - passes of the Conversion phase --------------------------===//
//
// From one dialect to the next. What each pass does, needs and leaves alone is in Passes.td.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_CONVERSION_PASSES_H
#define VITC_CONVERSION_PASSES_H

#include "mlir/Pass/Pass.h"

namespace vitc {

#define GEN_PASS_DECL
#include "vitc/Conversion/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "vitc/Conversion/Passes.h.inc"

} // namespace vitc

#endif // VITC_CONVERSION_PASSES_H
