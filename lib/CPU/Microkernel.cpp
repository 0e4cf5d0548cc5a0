//===- Microkernel.cpp - a register tile of a matrix product --------------===//

#include "Microkernel.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"

using namespace mlir;
using namespace vitc::cpu;

namespace {
enum class Side { Left, Right };
} // namespace

/// The even and the odd integers of `quads`, each as 16 bits.
static SmallVector<Value, 2> emitHalves(Emitter &e, Side side, Value quads) {
  auto type = VectorType::get({2 * kLanes}, e.getI16Type());
  Value both = vector::BitCastOp::create(e, type, quads);
  auto splat = [&](int16_t value) -> Value {
    return arith::ConstantOp::create(e, DenseElementsAttr::get(type, value));
  };
  if (side == Side::Left)
    return {arith::AndIOp::create(e, both, splat(0xff)), arith::ShRUIOp::create(e, both, splat(8))};
  Value even = arith::ShLIOp::create(e, both, splat(8));
  return {arith::ShRSIOp::create(e, even, splat(8)), arith::ShRSIOp::create(e, both, splat(8))};
}

/// What `vector` is multiplied as: itself, its pairs or quads, the second and the first numbers of
/// its pairs in f32, or the halves of its quads.
static SmallVector<Value, 2> emitParts(Emitter &e, Factors factors, Side side, Value vector) {
  switch (factors) {
  case Factors::Numbers:
    return {vector};
  case Factors::Pairs:
    return {vector::BitCastOp::create(e, e.pairsType(), vector)};
  case Factors::Quads:
    return {vector::BitCastOp::create(e, e.quadsType(), vector)};
  case Factors::WidenedQuads:
    return emitHalves(e, side, vector);
  case Factors::WidenedPairs: {
    Value bits = arith::BitcastOp::create(e, e.integerType(), vector);
    Value second = arith::AndIOp::create(e, bits, e.splatInteger(static_cast<int32_t>(0xffff0000)));
    Value first = arith::ShLIOp::create(e, bits, e.splatInteger(16));
    return {arith::BitcastOp::create(e, e.vectorType(), second),
            arith::BitcastOp::create(e, e.vectorType(), first)};
  }
  }
  llvm_unreachable("all kinds are handled above");
}

/// sum + a[2 i] · b[2 i] + a[2 i + 1] · b[2 i + 1] for integers of 16 bits: LLVM finds vpmaddwd.
static Value emitProductOfHalves(Emitter &e, Value a, Value b, Value sum) {
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
    sum = factors == Factors::WidenedQuads ? emitProductOfHalves(e, left, right, sum)
                                           : e.fma(left, right, sum);
  return sum;
}

void Microkernel::emitStep(Emitter &e, Value k, MutableArrayRef<Value> sums) const {
  SmallVector<SmallVector<Value, 2>> right;
  for (int64_t j = 0; j < vectors; ++j)
    right.push_back(emitParts(e, factors, Side::Right, rhs(k, j)));
  for (int64_t i = 0; i < rows; ++i) {
    SmallVector<Value, 2> left = emitParts(e, factors, Side::Left, e.broadcast(lhs(i, k)));
    for (int64_t j = 0; j < vectors; ++j)
      sums[i * vectors + j] = emitProduct(e, factors, left, right[j], sums[i * vectors + j]);
  }
}

SmallVector<Value> Microkernel::emit(Emitter &e, Value begin, int64_t length) const {
  SmallVector<Value> sums;
  for (int64_t j = 0; j < vectors; ++j)
    sums.push_back(start ? start(j) : e.splat(0));
  for (int64_t n = vectors; n < rows * vectors; ++n)
    sums.push_back(sums[n - vectors]);
  auto emitSteps = [&](Value first, int64_t count, ValueRange before) {
    return e.repeat(count, before, [&](Value step, ValueRange carried) {
      SmallVector<Value> after(carried);
      emitStep(e, e.add(first, step), after);
      return after;
    });
  };
  int64_t whole = length / unroll * unroll;
  if (whole)
    sums = e.forLoop(begin, e.add(begin, whole), unroll, sums, [&](Value k, ValueRange carried) {
      if (eachTurn)
        eachTurn(k);
      return emitSteps(k, unroll, carried);
    });
  return emitSteps(e.add(begin, whole), length - whole, sums);
}

/// The totals before, which wait in `tile`, plus `values`. LLVM would find that the totals are
/// known values, keep them in registers too, and spill the accumulators of the inner loop: a row
/// number it cannot see through prevents that.
static SmallVector<Value> addTile(Emitter &e, ArrayRef<Value> values, int64_t vectors, Value tile) {
  Value top = e.hidden(e.index(0));
  SmallVector<Value> total;
  for (auto [n, value] : llvm::enumerate(values)) {
    Value before = e.load(tile, {e.add(top, n / vectors), e.index(n % vectors * kLanes)});
    total.push_back(e.addf(before, value));
  }
  return total;
}

/// The totals that wait in `tile`.
static SmallVector<Value> loadTile(Emitter &e, int64_t rows, int64_t vectors, Value tile) {
  Value top = e.hidden(e.index(0));
  SmallVector<Value> total;
  for (int64_t n = 0; n < rows * vectors; ++n)
    total.push_back(e.load(tile, {e.add(top, n / vectors), e.index(n % vectors * kLanes)}));
  return total;
}

SmallVector<Value> vitc::cpu::emitRestartedSums(Emitter &e, const Microkernel &kernel,
                                                int64_t length, int64_t restart, Value tile) {
  if (length <= restart)
    return kernel.emit(e, e.index(0), length);
  // All whole parts are one loop, so that the code of the inner loop exists once; the sums of the
  // last of them make the way through the tile too, which costs less than a second copy of the
  // loop.
  int64_t whole = length / restart * restart;
  e.forLoop(e.index(0), e.index(whole), restart, [&](Value begin) {
    SmallVector<Value> sums = kernel.emit(e, begin, restart);
    if (whole == restart)
      return storeTile(e, sums, kernel.vectors, tile);
    Value isFirst = arith::CmpIOp::create(e, arith::CmpIPredicate::eq, begin, e.index(0));
    e.ifThenElse(
        isFirst, [&] { storeTile(e, sums, kernel.vectors, tile); },
        [&] { storeTile(e, addTile(e, sums, kernel.vectors, tile), kernel.vectors, tile); });
  });
  if (whole == length)
    return loadTile(e, kernel.rows, kernel.vectors, tile);
  return addTile(e, kernel.emit(e, e.index(whole), length - whole), kernel.vectors, tile);
}

void vitc::cpu::storeTile(Emitter &e, ArrayRef<Value> values, int64_t vectors, Value tile) {
  for (auto [n, value] : llvm::enumerate(values))
    e.store(value, tile, {e.index(n / vectors), e.index(n % vectors * kLanes)});
}

void vitc::cpu::emitRowByRow(Emitter &e, ArrayRef<Value> values, int64_t vectors, Value tile,
                             Value count, function_ref<void(Value, MutableArrayRef<Value>)> body) {
  storeTile(e, values, vectors, tile);
  e.forLoop(e.index(0), count, 1, [&](Value i) {
    SmallVector<Value> row;
    for (int64_t j = 0; j < vectors; ++j)
      row.push_back(e.load(tile, {i, e.index(j * kLanes)}));
    body(i, row);
  });
}
