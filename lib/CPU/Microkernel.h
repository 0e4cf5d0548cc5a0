//===- Microkernel.h - a register tile of a matrix product ----------------===//
//
// The loop in which nearly all time is spent: `rows` × `vectors` accumulators live in registers
// while k runs; each step loads `vectors` vectors of the right side and broadcasts `rows` numbers
// of the left. GEMM and both products of attention are made of it.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_LIB_CPU_MICROKERNEL_H
#define VITC_LIB_CPU_MICROKERNEL_H

#include "RegisterTile.h"

namespace vitc::cpu {

/// What is multiplied in one step.
enum class Factors {
  /// Two f32: one fused multiply-add.
  Numbers,
  /// Two pairs of bf16: what vdpbf16ps does.
  Pairs,
  /// The same by two fused multiply-adds in f32, in the order of that instruction. A half of a pair
  /// is a number in f32.
  WidenedPairs,
  /// Two quads of integers of 8 bits, the left unsigned, the right signed: what vpdpbusd does.
  Quads,
  /// Quads of 8 columns, multiplied in 16 bits and summed pair by pair: vpmaddwd. Of a column's
  /// quad, one lane has the sum of the first pair's products, the next that of the second's.
  WidenedQuads
};

/// True if pairs or quads are multiplied as wider numbers. Those of the right side are made where
/// they are needed, those of the left come from memory: `emitWidenRows` wrote them.
inline bool isWidened(Factors factors) {
  return factors == Factors::WidenedPairs || factors == Factors::WidenedQuads;
}

/// How factors of `elementType` are multiplied on the machine that `e` writes for.
inline Factors factorsOf(const Emitter &e, mlir::Type elementType) {
  if (elementType.isInteger(8))
    return e.hasVNNI ? Factors::Quads : Factors::WidenedQuads;
  if (elementType.isBF16())
    return e.hasBF16 ? Factors::Pairs : Factors::WidenedPairs;
  return Factors::Numbers;
}

/// One register tile and where its operands come from.
struct Microkernel {
  int64_t rows;
  int64_t vectors;
  /// Steps of k that both sides have whole, and those in one turn of the loop.
  int64_t steps, unroll;
  /// What both sides consist of; k counts pairs, or quads, where they are that.
  Factors factors = Factors::Numbers;
  /// The number, pair or quad at (row i of the tile, k); of widened pairs the first number at 2 k,
  /// the second at 2 k + 1; of widened quads four integers of 16 bits as one of 64.
  std::function<Value(Value i, Value k)> lhs;
  /// The same in one more step, of which a row has only a part of the pair or quad: what lies
  /// behind it is none of the row's. Empty if there is none.
  std::function<Value(Value i, Value k)> lhsOfRest;
  /// Vector j of the right side's row k; of widened quads vector<32xi8>.
  std::function<Value(Value k, int64_t j)> rhs;
  /// What the sums of vector j start from; zeros if empty.
  std::function<Value(int64_t j)> start;
  /// Emitted in each turn of the loop, with its first k, and before each span of `turns` turns:
  /// prefetches. May be empty.
  std::function<void(Value k)> eachTurn, eachSpan;
  int64_t turns = 1;

  /// The sums over all of k, of quads in i32, one chain for each element in rising order of k: a
  /// register tile.
  Value emit(Emitter &e) const;

  /// The same as partial sums of `restart` steps each, added in rising order of k: one long chain
  /// would double the rounding error. Totals of all but the last part wait in `memref`,
  /// [≥ rows, ≥ vectors · 16], that may be null when `steps` ≤ `restart`.
  Value emitRestarted(Emitter &e, int64_t restart, Value memref) const;

private:
  using Left = function_ref<Value(Value i, Value k)>;
  Value emitChain(Emitter &e, Value begin, int64_t length) const;
  Value emitTurns(Emitter &e, Value begin, int64_t length, Value sums,
                  function_ref<void(Value k)> prefetch) const;
  Value emitStep(Emitter &e, Value k, Value sums, Left left) const;
  Value emitRest(Emitter &e, Value sums) const;
  Value emitParts(Emitter &e, int64_t restart, Value memref) const;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_MICROKERNEL_H
