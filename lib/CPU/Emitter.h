//===- Emitter.h - short words for loops over vectors of 16 ---------------===//
//
// What every kernel builder says many times. Vectors have 16 lanes of f32 on every instruction set
// level: where registers are narrower, LLVM splits them, and the operations stay the same.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_EMITTER_H
#define VITC_LIB_CPU_EMITTER_H

#include "vitc/Support/LLVM.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace vitc::cpu {

/// Lanes of every vector.
inline constexpr int64_t kLanes = 16;

/// Writes ops at one place with one location.
class Emitter : public mlir::ImplicitLocOpBuilder {
public:
  using mlir::ImplicitLocOpBuilder::ImplicitLocOpBuilder;

  /// vector<16xf32>, vector<16xi1>, vector<16xi32>.
  mlir::VectorType vectorType();
  mlir::VectorType maskType();
  mlir::VectorType integerType();

  // Indices.
  Value index(int64_t value);
  Value add(Value a, Value b);
  Value add(Value a, int64_t b);
  Value mul(Value a, int64_t b);
  /// Unsigned; a power of two becomes a shift in LLVM.
  Value div(Value a, int64_t b);
  Value rem(Value a, int64_t b);
  Value min(Value a, Value b);
  Value max(Value a, Value b);
  /// The same index, but LLVM's optimiser does not know it.
  Value hidden(Value index);

  // Vectors.
  Value splat(double value);
  Value splatInteger(int32_t value);
  Value broadcast(Value scalar);
  /// The mask whose first `lanes` lanes are set.
  Value firstLanes(int64_t lanes);
  Value addf(Value a, Value b);
  Value subf(Value a, Value b);
  Value mulf(Value a, Value b);
  Value divf(Value a, Value b);
  /// a · b + c, rounded once.
  Value fma(Value a, Value b, Value c);
  Value compare(mlir::arith::CmpFPredicate predicate, Value a, Value b);
  Value select(Value mask, Value a, Value b);
  /// max(a, b); a NaN in `a` yields b, a NaN in `b` yields b: one vmaxps.
  Value maximum(Value a, Value b);
  /// min(a, b); as maximum.
  Value minimum(Value a, Value b);

  // Memory. `lanes` < 16 reads and writes only the first lanes; the others read as zero.
  Value load(Value memref, ValueRange indices, int64_t lanes = kLanes);
  void store(Value value, Value memref, ValueRange indices, int64_t lanes = kLanes);
  Value loadScalar(Value memref, ValueRange indices);
  void storeScalar(Value value, Value memref, ValueRange indices);
  void prefetch(Value memref, ValueRange indices, bool forWrite);
  /// `shape` f32 at byte `offset` of a worker's scratch memory.
  Value scratchView(Value scratch, int64_t offset, ArrayRef<int64_t> shape);

  // Control flow.
  void forLoop(Value begin, Value end, int64_t step, function_ref<void(Value)> body);
  SmallVector<Value> forLoop(Value begin, Value end, int64_t step, ValueRange initial,
                             function_ref<SmallVector<Value>(Value, ValueRange)> body);
  void ifThenElse(Value condition, function_ref<void()> then, function_ref<void()> otherwise);

  // Lane by lane to one number, always in the same tree: 8 + 8, 4 + 4, 2 + 2, 1 + 1.
  Value sumLanes(Value vector);
  Value maximumLane(Value vector);

private:
  Value reduceLanes(Value vector, function_ref<Value(Value, Value)> combine);
};

/// Bytes of `count` floats, rounded up to whole cache lines.
inline int64_t bytesOfFloats(int64_t count) { return (count * 4 + 63) / 64 * 64; }

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_EMITTER_H
