//===- Microkernel.cpp - a register tile of a matrix product --------------===//

#include "Microkernel.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"

using namespace mlir;
using namespace vitc::cpu;

/// The halves of 16 pairs, the second numbers first.
static SmallVector<Value, 2> emitHalvesOfPairs(Emitter &e, Value pairs) {
  Value bits = arith::BitcastOp::create(e, e.integerType(), pairs);
  Value second = arith::AndIOp::create(e, bits, e.splatInteger(static_cast<int32_t>(0xffff0000)));
  Value first = arith::ShLIOp::create(e, bits, e.splatInteger(16));
  return {arith::BitcastOp::create(e, e.vectorType(), second),
          arith::BitcastOp::create(e, e.vectorType(), first)};
}

/// `vector` in the type that its products are made of.
static Value emitFactor(Emitter &e, Factors factors, Value vector) {
  switch (factors) {
  case Factors::Numbers:
  case Factors::WidenedPairs:
    return vector;
  case Factors::Pairs:
    return vector::BitCastOp::create(e, e.pairsType(), vector);
  case Factors::Quads:
    return vector::BitCastOp::create(e, e.quadsType(), vector);
  case Factors::WidenedQuads:
    return vector::BitCastOp::create(e, e.wordsType(), vector);
  }
  llvm_unreachable("all kinds are handled above");
}

/// What a vector of the right side is multiplied as: of widened pairs the second numbers first.
static SmallVector<Value, 2> emitRight(Emitter &e, Factors factors, Value vector) {
  if (factors == Factors::WidenedPairs)
    return emitHalvesOfPairs(e, vector);
  if (factors == Factors::WidenedQuads)
    return {arith::ExtSIOp::create(e, e.wordsType(), vector)};
  return {emitFactor(e, factors, vector)};
}

/// What `left` has in row i is multiplied as, in the order of emitRight.
static SmallVector<Value, 2> emitLeft(Emitter &e, Factors factors,
                                      function_ref<Value(Value, Value)> left, Value i, Value k) {
  auto emitBroadcast = [&](Value at) {
    Value number = left(i, at);
    auto type =
        VectorType::get({kLanes * 32 / number.getType().getIntOrFloatBitWidth()}, number.getType());
    return emitFactor(e, factors, vector::BroadcastOp::create(e, type, number));
  };
  if (factors != Factors::WidenedPairs)
    return {emitBroadcast(k)};
  Value first = e.mul(k, 2);
  return {emitBroadcast(e.add(first, 1)), emitBroadcast(first)};
}

/// sum + a[2 i] · b[2 i] + a[2 i + 1] · b[2 i + 1] for integers of 16 bits: LLVM finds vpmaddwd.
static Value emitProductOfWords(Emitter &e, Value a, Value b, Value sum) {
  auto wide = VectorType::get({2 * kLanes}, e.getI32Type());
  Value products = arith::MulIOp::create(e, arith::ExtSIOp::create(e, wide, a),
                                         arith::ExtSIOp::create(e, wide, b));
  auto pairs = vector::DeinterleaveOp::create(e, products);
  return arith::AddIOp::create(e, sum, arith::AddIOp::create(e, pairs.getRes1(), pairs.getRes2()));
}

/// a · b + sum for all parts of two factors.
static Value emitProduct(Emitter &e, Factors factors, ArrayRef<Value> a, ArrayRef<Value> b,
                         Value sum) {
  if (factors == Factors::Pairs)
    return x86vector::DotBF16Op::create(e, e.vectorType(), sum, a[0], b[0]);
  if (factors == Factors::Quads)
    return LLVM::CallIntrinsicOp::create(e, e.integerType(),
                                         e.getStringAttr("llvm.x86.avx512.vpdpbusd.512"),
                                         ValueRange{sum, a[0], b[0]})
        .getResult(0);
  for (auto [left, right] : llvm::zip_equal(a, b))
    sum = factors == Factors::WidenedQuads ? emitProductOfWords(e, left, right, sum)
                                           : e.fma(left, right, sum);
  return sum;
}

/// `sums` and one more step of k, whose left side is `left`.
Value Microkernel::emitStep(Emitter &e, Value k, Value sums, Left left) const {
  SmallVector<SmallVector<Value, 2>> right;
  for (int64_t j = 0; j < vectors; ++j)
    right.push_back(emitRight(e, factors, rhs(k, j)));
  return e.repeat(rows, sums, [&](Value i, ValueRange before) -> SmallVector<Value> {
    SmallVector<Value, 2> ofRow = emitLeft(e, factors, left, i, k);
    Value tile = before[0];
    for (int64_t j = 0; j < vectors; ++j) {
      SmallVector<OpFoldResult> place{i, e.getIndexAttr(j)};
      tile =
          e.insert(emitProduct(e, factors, ofRow, right[j], e.extract(tile, place)), tile, place);
    }
    return {tile};
  })[0];
}

/// `sums` and the steps in [begin, begin + length), `unroll` of them a turn of a loop, which begins
/// with `prefetch`.
Value Microkernel::emitTurns(Emitter &e, Value begin, int64_t length, Value sums,
                             function_ref<void(Value)> prefetch) const {
  auto emitSteps = [&](Value from, int64_t count, Value before) {
    return e.repeat(count, before, [&](Value step, ValueRange carried) -> SmallVector<Value> {
      return {emitStep(e, e.add(from, step), carried[0], lhs)};
    })[0];
  };
  int64_t whole = length / unroll * unroll;
  auto emitTurn = [&](Value k, ValueRange carried) -> SmallVector<Value> {
    prefetch(k);
    return {emitSteps(k, unroll, carried[0])};
  };
  if (whole)
    sums = e.forLoop(begin, e.add(begin, whole), unroll, sums, emitTurn)[0];
  return emitSteps(e.add(begin, whole), length - whole, sums);
}

/// The sums over k in [begin, begin + length).
Value Microkernel::emitChain(Emitter &e, Value begin, int64_t length) const {
  bool isInteger = factors == Factors::Quads || factors == Factors::WidenedQuads;
  Type elementType = isInteger ? Type(e.getI32Type()) : Type(e.getF32Type());
  Value sums = emitZeros(e, rows, vectors, elementType);
  if (start) {
    SmallVector<Value> first;
    for (int64_t j = 0; j < vectors; ++j)
      first.push_back(start(j));
    sums = emitTile(e, rows, vectors, elementType, [&](Value, int64_t j) { return first[j]; });
  }
  auto inTurn = [&](Value k) {
    if (eachTurn)
      eachTurn(k);
  };
  auto inSpan = [&](Value k) {
    if (eachSpan)
      eachSpan(k);
  };
  if (!eachSpan || turns == 1)
    return emitTurns(e, begin, length, sums, [&](Value k) {
      inSpan(k);
      inTurn(k);
    });
  int64_t span = turns * unroll, whole = length / span * span;
  auto emitSpan = [&](Value k, ValueRange carried) -> SmallVector<Value> {
    inSpan(k);
    return {emitTurns(e, k, span, carried[0], inTurn)};
  };
  if (whole)
    sums = e.forLoop(begin, e.add(begin, whole), span, sums, emitSpan)[0];
  return emitTurns(e, e.add(begin, whole), length - whole, sums, inTurn);
}

Value Microkernel::emitRest(Emitter &e, Value sums) const {
  return lhsOfRest ? emitStep(e, e.index(steps), sums, lhsOfRest) : sums;
}

Value Microkernel::emit(Emitter &e) const { return emitRest(e, emitChain(e, e.index(0), steps)); }

/// The totals before, which wait in `memref`, plus `sums`. LLVM would find that the totals are
/// known values, keep them in registers too, and spill the accumulators of the inner loop: a row
/// number it cannot see through prevents that.
static Value addBefore(Emitter &e, Value sums, Value memref) {
  Value top = e.hidden(e.index(0));
  return mapTile(e, sums, [&](Value i, int64_t j, Value sum) {
    return e.addf(e.load(memref, {e.add(top, i), e.index(j * kLanes)}), sum);
  });
}

/// The totals that wait in `memref`.
static Value loadTotals(Emitter &e, int64_t rows, int64_t vectors, Value memref) {
  Value top = e.hidden(e.index(0));
  return emitTile(e, rows, vectors, e.getF32Type(), [&](Value i, int64_t j) {
    return e.load(memref, {e.add(top, i), e.index(j * kLanes)});
  });
}

/// The sums over all whole steps.
Value Microkernel::emitParts(Emitter &e, int64_t restart, Value memref) const {
  if (steps <= restart)
    return emitChain(e, e.index(0), steps);
  // All whole parts are one loop, so that the code of the inner loop exists once; the sums of the
  // last of them make the way through memory too, which costs less than a second copy of the loop.
  int64_t whole = steps / restart * restart;
  e.forLoop(e.index(0), e.index(whole), restart, [&](Value begin) {
    Value sums = emitChain(e, begin, restart);
    if (whole == restart)
      return storeTile(e, sums, memref);
    Value isFirst = arith::CmpIOp::create(e, arith::CmpIPredicate::eq, begin, e.index(0));
    e.ifThenElse(
        isFirst, [&] { storeTile(e, sums, memref); },
        [&] { storeTile(e, addBefore(e, sums, memref), memref); });
  });
  if (whole == steps)
    return loadTotals(e, rows, vectors, memref);
  return addBefore(e, emitChain(e, e.index(whole), steps - whole), memref);
}

Value Microkernel::emitRestarted(Emitter &e, int64_t restart, Value memref) const {
  return emitRest(e, emitParts(e, restart, memref));
}
