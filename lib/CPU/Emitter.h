//===- Emitter.h - short words for loops over vectors of 16 ---------------===//
//
// What every kernel builder says many times. Vectors have 16 lanes of f32 on every instruction set
// level: where registers are narrower, LLVM splits them, and the operations stay the same.
//
// bf16 exists in memory and in products only. Two numbers that follow one another, a pair, travel
// as the f32 of the same 32 bits, so that what moves f32 moves pairs; nothing computes with it. So
// do four consecutive integers of 8 bits, a quad.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_EMITTER_H
#define VITC_LIB_CPU_EMITTER_H

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Support/LLVM.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace vitc::cpu {

using kernel::kLanes;

/// Marks loops that `cpu-unroll-loops` makes straight code of.
inline constexpr llvm::StringLiteral kUnrollAttrName = "kernel.unroll";

/// Writes ops at one place with one location.
class Emitter : public mlir::ImplicitLocOpBuilder {
public:
  using mlir::ImplicitLocOpBuilder::ImplicitLocOpBuilder;

  /// True if the machine rounds to bf16 and multiplies pairs itself (AVX512_BF16).
  bool hasBF16 = false;

  /// True if the machine multiplies and sums quads itself (AVX512_VNNI).
  bool hasVNNI = false;

  /// vector<16xf32>, vector<16xi1>, vector<16xi32>, vector<32xbf16>, vector<64xi8>, vector<32xi16>,
  /// vector<16x16xf32>.
  mlir::VectorType vectorType();
  mlir::VectorType maskType();
  mlir::VectorType integerType();
  mlir::VectorType pairsType();
  mlir::VectorType quadsType();
  mlir::VectorType wordsType();
  mlir::VectorType blockType();

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
  /// The vector at a place of one of more dimensions, and that one with `vector` in the place.
  Value extract(Value block, ArrayRef<mlir::OpFoldResult> place);
  Value insert(Value vector, Value block, ArrayRef<mlir::OpFoldResult> place);
  /// a · b + c, rounded once.
  Value fma(Value a, Value b, Value c);
  Value compare(mlir::arith::CmpFPredicate predicate, Value a, Value b);
  Value select(Value mask, Value a, Value b);
  /// max(a, b); a NaN in `a` yields b, a NaN in `b` yields b: one vmaxps.
  Value maximum(Value a, Value b);
  /// min(a, b); as maximum.
  Value minimum(Value a, Value b);

  // Memory. `lanes` < 16 reads and writes only the first lanes; the others read as zero.
  // A load from a memref of bf16 widens, a store to one rounds.
  Value load(Value memref, ValueRange indices, int64_t lanes = kLanes);
  void store(Value value, Value memref, ValueRange indices, int64_t lanes = kLanes);
  Value loadScalar(Value memref, ValueRange indices);
  void storeScalar(Value value, Value memref, ValueRange indices);
  void prefetch(Value memref, ValueRange indices, bool forWrite);

  // bf16. Numbers behind the first `count` read as zero.
  /// The bits of 16 consecutive numbers, vector<16xi16>.
  Value loadBits(Value memref, ValueRange indices, int64_t count = kLanes);
  /// Two consecutive numbers as a pair.
  Value loadPair(Value memref, ValueRange indices, int64_t count = 2);
  /// 32 consecutive numbers as 16 pairs.
  Value loadPairs(Value memref, ValueRange indices, int64_t count = 2 * kLanes);
  /// Stores 16 pairs to a memref of bf16.
  void storePairs(Value pairs, Value memref, ValueRange indices);
  /// The bits of f32 numbers rounded to the nearest bf16, ties to even; NaN stays NaN.
  Value roundToBits(Value vector);
  /// f32 numbers from the bits of bf16.
  Value widen(Value bits);
  /// Lane j is the pair of lane j of `low` and lane j of `high`, both bits.
  Value interleave(Value low, Value high);
  /// 16 pairs of the bits of 32 consecutive numbers.
  Value concatenate(Value first, Value second);

  // Integers of 8 bits.
  /// Four consecutive ones as a quad; those behind the first `count` read as zero.
  Value loadQuad(Value memref, ValueRange indices, int64_t count = 4);
  /// 64 consecutive ones as 16 quads; those behind the first `count` read as zero.
  Value loadQuads(Value memref, ValueRange indices, int64_t count = 4 * kLanes);
  /// Four consecutive integers of 16 bits in a memref of f32, as one of 64.
  Value loadWords(Value memref, ValueRange indices);
  /// Stores 16 quads to a memref of i8.
  void storeQuads(Value quads, Value memref, ValueRange indices);
  /// 16 quads of the 64 integers, vector<16xi8> each, of `quarters`.
  Value joinQuads(ArrayRef<Value> quarters);
  /// `count` consecutive ones.
  Value loadBytes(Value memref, ValueRange indices, int64_t count);
  /// Stores the first `lanes` of a vector<16xi8>.
  void storeBytes(Value bytes, Value memref, ValueRange indices, int64_t lanes = kLanes);
  /// 16 consecutive i32.
  Value loadIntegers(Value memref, ValueRange indices);
  void storeIntegers(Value vector, Value memref, ValueRange indices);

  // Control flow.
  /// Items [begin, end) of `count`, with `scratchBytes` of a worker's own memory: what a kernel
  /// becomes.
  kernel::ParallelOp parallel(int64_t count, int64_t scratchBytes,
                              function_ref<void(Value begin, Value end, Value scratch)> body);
  void forLoop(Value begin, Value end, int64_t step, function_ref<void(Value)> body);
  SmallVector<Value> forLoop(Value begin, Value end, int64_t step, ValueRange initial,
                             function_ref<SmallVector<Value>(Value, ValueRange)> body);
  /// `count` turns that become straight code behind the `loops` phase, where they stand once:
  /// registers have no index. Places in vectors of more dimensions may depend on the turn.
  void repeat(int64_t count, function_ref<void(Value)> body);
  SmallVector<Value> repeat(int64_t count, ValueRange initial,
                            function_ref<SmallVector<Value>(Value, ValueRange)> body);
  void ifThenElse(Value condition, function_ref<void()> then, function_ref<void()> otherwise);

  // Lane by lane to one number, always in the same tree: 8 + 8, 4 + 4, 2 + 2, 1 + 1.
  Value sumLanes(Value vector);
  Value maximumLane(Value vector);
  /// Of a vector<16xi32>, signed.
  Value maximumIntegerLane(Value vector);

private:
  Value loadBits(Value memref, ValueRange indices, int64_t count, int64_t size);
  void storeBits(Value bits, Value memref, ValueRange indices, int64_t lanes);
  Value reduceLanes(Value vector, function_ref<Value(Value, Value)> combine);
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_EMITTER_H
