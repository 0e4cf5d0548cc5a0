//===- VectorMath.h - elementary functions on vector<16xf32> --------------===//
//
// Ours, so that every machine computes the same bits with a stated error: polynomials by fused
// multiply-add, powers of two by integer arithmetic on the exponent. Errors are the largest over a
// dense grid against f64 (test/unit/CPU/VectorMathTest.cpp measures them). NaN in, NaN out.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_VECTORMATH_H
#define VITC_LIB_CPU_VECTORMATH_H

#include "Emitter.h"

#include "vitc/Dialect/Kernel/Kernel.h"

namespace vitc::cpu {

/// 2^t for t ≤ 127: relative error ≤ 1.2e-7; exactly 0 for t < −126, also for −∞.
Value emitExp2(Emitter &e, Value t);

/// e^x: relative error ≤ 1.5e-7 on [−87, 88], clamped outside.
Value emitExp(Emitter &e, Value x);

/// The activation `kind` of x. Absolute errors: gelu ≤ 3e-7 on [−8, 4] (relative 1.2e-7 above),
/// gelu_tanh, quick_gelu and silu ≤ 4e-7 · max(1, |x|), tanh ≤ 2e-7 relative, relu exact.
Value emitActivation(Emitter &e, kernel::Activation kind, Value x);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_VECTORMATH_H
