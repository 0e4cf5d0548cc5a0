//===- VectorMath.h - elementary functions on vector<16xf32> --------------===//
//
// Ours, so that every machine computes the same bits with a stated error: polynomials by fused
// multiply-add, powers of two by integer arithmetic on the exponent. Errors of activations are the
// largest over a dense grid on [−12, 12] against f64 (test/unit/CPU/RowKernelsTest.cpp measures
// them). NaN in, NaN out; gelu, gelu_tanh, quick_gelu and silu of −∞ are NaN, the formulas' −∞ · 0.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_VECTORMATH_H
#define VITC_LIB_CPU_VECTORMATH_H

#include "Emitter.h"

#include "vitc/Dialect/Kernel/Kernel.h"

namespace vitc::cpu {

/// 2^t for t ≤ 127: relative error ≤ 1.2e-7; exactly 0 for t < −126, also for −∞.
Value emitExp2(Emitter &e, Value t);

/// The same with a relative error ≤ 1.1e-4, for what will be rounded to bf16: a thirtieth of what
/// that rounding may leave.
Value emitShortExp2(Emitter &e, Value t);

/// e^x: relative error ≤ 1.5e-7 on [−87, 88], clamped outside.
Value emitExp(Emitter &e, Value x);

/// The activation `kind` of x. Errors of a result y: gelu ≤ 8e-8 + 1.2e-7 · |y|, gelu_tanh
/// ≤ 1e-7 + 4e-7 · |y|, quick_gelu and silu ≤ 1e-7 + 3e-7 · |y|, tanh ≤ 2e-7 · |y|, relu exact.
Value emitActivation(Emitter &e, kernel::Activation kind, Value x);

/// The same in a third of the time for gelu and gelu_tanh, of which it is both: the error is
/// ≤ 1.7e-4 of the first, 6e-4 of the second. For sums of 8-bit products and for results in bf16,
/// whose own rounding is far above.
Value emitShortActivation(Emitter &e, kernel::Activation kind, Value x);

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_VECTORMATH_H
