//===- Emitter.cpp - short words for loops over vectors of 16 -------------===//

#include "Emitter.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

VectorType Emitter::vectorType() { return VectorType::get({kLanes}, getF32Type()); }
VectorType Emitter::maskType() { return VectorType::get({kLanes}, getI1Type()); }
VectorType Emitter::integerType() { return VectorType::get({kLanes}, getI32Type()); }
VectorType Emitter::pairsType() { return VectorType::get({2 * kLanes}, getBF16Type()); }
VectorType Emitter::quadsType() { return VectorType::get({4 * kLanes}, getI8Type()); }
VectorType Emitter::wordsType() { return VectorType::get({2 * kLanes}, getI16Type()); }
VectorType Emitter::blockType() { return VectorType::get({kLanes, kLanes}, getF32Type()); }

//===----------------------------------------------------------------------===//
// Indices
//===----------------------------------------------------------------------===//

Value Emitter::index(int64_t value) { return arith::ConstantIndexOp::create(*this, value); }
Value Emitter::add(Value a, Value b) { return createOrFold<arith::AddIOp>(a, b); }
Value Emitter::add(Value a, int64_t b) { return b ? add(a, index(b)) : a; }
Value Emitter::mul(Value a, int64_t b) { return createOrFold<arith::MulIOp>(a, index(b)); }
Value Emitter::div(Value a, int64_t b) { return createOrFold<arith::DivUIOp>(a, index(b)); }
Value Emitter::rem(Value a, int64_t b) { return createOrFold<arith::RemUIOp>(a, index(b)); }
Value Emitter::min(Value a, Value b) { return createOrFold<arith::MinUIOp>(a, b); }
Value Emitter::max(Value a, Value b) { return createOrFold<arith::MaxUIOp>(a, b); }

Value Emitter::hidden(Value index) {
  Value number = arith::IndexCastOp::create(*this, getI64Type(), index);
  auto same = LLVM::InlineAsmOp::create(
      *this, getI64Type(), number, /*asm_string=*/"", /*constraints=*/"=r,0",
      /*has_side_effects=*/true, /*is_align_stack=*/false, LLVM::TailCallKind::None,
      /*asm_dialect=*/LLVM::AsmDialectAttr(), /*operand_attrs=*/ArrayAttr());
  return arith::IndexCastOp::create(*this, getIndexType(), same.getResult(0));
}

//===----------------------------------------------------------------------===//
// Vectors
//===----------------------------------------------------------------------===//

Value Emitter::splat(double value) {
  return arith::ConstantOp::create(*this,
                                   DenseElementsAttr::get(vectorType(), static_cast<float>(value)));
}

Value Emitter::splatInteger(int32_t value) {
  return arith::ConstantOp::create(*this, DenseElementsAttr::get(integerType(), value));
}

Value Emitter::broadcast(Value scalar) {
  return vector::BroadcastOp::create(*this, vectorType(), scalar);
}

Value Emitter::firstLanes(int64_t lanes) {
  SmallVector<bool> bits(kLanes, false);
  std::fill_n(bits.begin(), lanes, true);
  return arith::ConstantOp::create(*this, DenseElementsAttr::get(maskType(), bits));
}

Value Emitter::addf(Value a, Value b) { return arith::AddFOp::create(*this, a, b); }
Value Emitter::subf(Value a, Value b) { return arith::SubFOp::create(*this, a, b); }
Value Emitter::mulf(Value a, Value b) { return arith::MulFOp::create(*this, a, b); }
Value Emitter::divf(Value a, Value b) { return arith::DivFOp::create(*this, a, b); }
Value Emitter::fma(Value a, Value b, Value c) { return vector::FMAOp::create(*this, a, b, c); }

Value Emitter::compare(arith::CmpFPredicate predicate, Value a, Value b) {
  return arith::CmpFOp::create(*this, predicate, a, b);
}

Value Emitter::select(Value mask, Value a, Value b) {
  return arith::SelectOp::create(*this, mask, a, b);
}

Value Emitter::maximum(Value a, Value b) {
  return select(compare(arith::CmpFPredicate::OGT, a, b), a, b);
}

Value Emitter::minimum(Value a, Value b) {
  return select(compare(arith::CmpFPredicate::OLT, a, b), a, b);
}

Value Emitter::extract(Value block, ArrayRef<OpFoldResult> place) {
  return vector::ExtractOp::create(*this, block, place);
}

Value Emitter::insert(Value vector, Value block, ArrayRef<OpFoldResult> place) {
  return vector::InsertOp::create(*this, vector, block, place);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Value Emitter::load(Value memref, ValueRange indices, int64_t lanes) {
  if (getElementTypeOrSelf(memref.getType()).isBF16())
    return widen(loadBits(memref, indices, lanes));
  if (lanes == kLanes)
    return vector::LoadOp::create(*this, vectorType(), memref, indices);
  return vector::MaskedLoadOp::create(*this, vectorType(), memref, indices, firstLanes(lanes),
                                      splat(0));
}

void Emitter::store(Value value, Value memref, ValueRange indices, int64_t lanes) {
  if (getElementTypeOrSelf(memref.getType()).isBF16())
    storeBits(roundToBits(value), memref, indices, lanes);
  else if (lanes == kLanes)
    vector::StoreOp::create(*this, value, memref, indices);
  else
    vector::MaskedStoreOp::create(*this, memref, indices, firstLanes(lanes), value);
}

Value Emitter::loadScalar(Value memref, ValueRange indices) {
  return memref::LoadOp::create(*this, memref, indices);
}

void Emitter::storeScalar(Value value, Value memref, ValueRange indices) {
  memref::StoreOp::create(*this, value, memref, indices);
}

void Emitter::prefetch(Value memref, ValueRange indices, bool forWrite) {
  memref::PrefetchOp::create(*this, memref, indices, forWrite, /*localityHint=*/3,
                             /*isDataCache=*/true);
}

//===----------------------------------------------------------------------===//
// bf16
//===----------------------------------------------------------------------===//

static Value bitcast(Emitter &e, Value value, Type elementType, int64_t lanes) {
  return vector::BitCastOp::create(e, VectorType::get({lanes}, elementType), value);
}

/// The first `lanes` of `vector`, or all of it and zeros behind.
static Value resize(Emitter &e, Value vector, int64_t lanes) {
  auto type = cast<VectorType>(vector.getType());
  int64_t found = type.getDimSize(0);
  if (found == lanes)
    return vector;
  SmallVector<int64_t> mask;
  for (int64_t lane = 0; lane < lanes; ++lane)
    mask.push_back(std::min(lane, found));
  Value zeros = arith::ConstantOp::create(e, e.getZeroAttr(type));
  return vector::ShuffleOp::create(e, vector, zeros, mask);
}

/// No masks: a constant number of lanes is a few plain moves, where AVX2 has none for 16 bits.
Value Emitter::loadBits(Value memref, ValueRange indices, int64_t count, int64_t size) {
  auto type = VectorType::get({count}, getBF16Type());
  Value numbers = vector::LoadOp::create(*this, type, memref, indices);
  return resize(*this, bitcast(*this, numbers, getI16Type(), count), size);
}

Value Emitter::loadBits(Value memref, ValueRange indices, int64_t count) {
  return loadBits(memref, indices, count, kLanes);
}

void Emitter::storeBits(Value bits, Value memref, ValueRange indices, int64_t lanes) {
  bits = resize(*this, bits, lanes);
  vector::StoreOp::create(*this, bitcast(*this, bits, getBF16Type(), lanes), memref, indices);
}

Value Emitter::loadPair(Value memref, ValueRange indices, int64_t count) {
  Value pair = bitcast(*this, loadBits(memref, indices, count, 2), getF32Type(), 1);
  return vector::ExtractOp::create(*this, pair, ArrayRef<int64_t>{0});
}

Value Emitter::loadPairs(Value memref, ValueRange indices, int64_t count) {
  return bitcast(*this, loadBits(memref, indices, count, 2 * kLanes), getF32Type(), kLanes);
}

void Emitter::storePairs(Value pairs, Value memref, ValueRange indices) {
  Value numbers = vector::BitCastOp::create(*this, pairsType(), pairs);
  vector::StoreOp::create(*this, numbers, memref, indices);
}

Value Emitter::roundToBits(Value vector) {
  auto bitsType = VectorType::get({kLanes}, getI16Type());
  if (hasBF16) {
    auto type = VectorType::get({kLanes}, getBF16Type());
    return bitcast(*this, arith::TruncFOp::create(*this, type, vector), getI16Type(), kLanes);
  }
  // LLVM would call a function for each number. Adding just below half of the last place, or just
  // half where the last bit is set, carries into the upper half exactly when that is nearer.
  Value bits = arith::BitcastOp::create(*this, integerType(), vector);
  Value upper = arith::ShRUIOp::create(*this, bits, splatInteger(16));
  Value lastBit = arith::AndIOp::create(*this, upper, splatInteger(1));
  Value sum = arith::AddIOp::create(*this, bits, splatInteger(0x7fff));
  Value rounded =
      arith::ShRUIOp::create(*this, arith::AddIOp::create(*this, sum, lastBit), splatInteger(16));
  Value quiet = arith::OrIOp::create(*this, upper, splatInteger(0x40)); // a carry could make it ∞
  Value isNaN = compare(arith::CmpFPredicate::UNO, vector, vector);
  return arith::TruncIOp::create(*this, bitsType, select(isNaN, quiet, rounded));
}

Value Emitter::widen(Value bits) {
  Value wide = arith::ExtUIOp::create(*this, integerType(), bits);
  return arith::BitcastOp::create(*this, vectorType(),
                                  arith::ShLIOp::create(*this, wide, splatInteger(16)));
}

Value Emitter::interleave(Value low, Value high) {
  Value a = arith::ExtUIOp::create(*this, integerType(), low);
  Value b = arith::ExtUIOp::create(*this, integerType(), high);
  Value both = arith::OrIOp::create(*this, a, arith::ShLIOp::create(*this, b, splatInteger(16)));
  return arith::BitcastOp::create(*this, vectorType(), both);
}

Value Emitter::concatenate(Value first, Value second) {
  auto mask = llvm::to_vector(llvm::seq<int64_t>(0, 2 * kLanes));
  Value bits = vector::ShuffleOp::create(*this, first, second, mask);
  return bitcast(*this, bits, getF32Type(), kLanes);
}

//===----------------------------------------------------------------------===//
// Integers of 8 bits
//===----------------------------------------------------------------------===//

Value Emitter::loadQuad(Value memref, ValueRange indices, int64_t count) {
  Value bytes = resize(*this, loadBytes(memref, indices, count), 4);
  return vector::ExtractOp::create(*this, bitcast(*this, bytes, getF32Type(), 1),
                                   ArrayRef<int64_t>{0});
}

Value Emitter::loadQuads(Value memref, ValueRange indices, int64_t count) {
  Value bytes = resize(*this, loadBytes(memref, indices, count), 4 * kLanes);
  return bitcast(*this, bytes, getF32Type(), kLanes);
}

Value Emitter::loadWords(Value memref, ValueRange indices) {
  Value words = vector::LoadOp::create(*this, VectorType::get({2}, getF32Type()), memref, indices);
  return vector::ExtractOp::create(*this, bitcast(*this, words, getI64Type(), 1),
                                   ArrayRef<int64_t>{0});
}

void Emitter::storeQuads(Value quads, Value memref, ValueRange indices) {
  Value bytes = vector::BitCastOp::create(*this, quadsType(), quads);
  vector::StoreOp::create(*this, bytes, memref, indices);
}

Value Emitter::joinQuads(ArrayRef<Value> quarters) {
  auto both = llvm::to_vector(llvm::seq<int64_t>(0, 2 * kLanes));
  auto all = llvm::to_vector(llvm::seq<int64_t>(0, 4 * kLanes));
  Value low = vector::ShuffleOp::create(*this, quarters[0], quarters[1], both);
  Value high = vector::ShuffleOp::create(*this, quarters[2], quarters[3], both);
  return bitcast(*this, vector::ShuffleOp::create(*this, low, high, all), getF32Type(), kLanes);
}

Value Emitter::loadBytes(Value memref, ValueRange indices, int64_t count) {
  return vector::LoadOp::create(*this, VectorType::get({count}, getI8Type()), memref, indices);
}

void Emitter::storeBytes(Value bytes, Value memref, ValueRange indices, int64_t lanes) {
  vector::StoreOp::create(*this, resize(*this, bytes, lanes), memref, indices);
}

Value Emitter::loadIntegers(Value memref, ValueRange indices) {
  return vector::LoadOp::create(*this, integerType(), memref, indices);
}

void Emitter::storeIntegers(Value vector, Value memref, ValueRange indices) {
  vector::StoreOp::create(*this, vector, memref, indices);
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

kernel::ParallelOp Emitter::parallel(int64_t count, int64_t scratchBytes,
                                     function_ref<void(Value, Value, Value)> body) {
  // The op's builder lends this one, moved into the region.
  return kernel::ParallelOp::create(*this, count, scratchBytes,
                                    [&](OpBuilder &, Location, Value begin, Value end,
                                        Value scratch) { body(begin, end, scratch); });
}

void Emitter::forLoop(Value begin, Value end, int64_t step, function_ref<void(Value)> body) {
  auto loop = scf::ForOp::create(*this, begin, end, index(step));
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(loop.getBody());
  body(loop.getInductionVar());
}

SmallVector<Value> Emitter::forLoop(Value begin, Value end, int64_t step, ValueRange initial,
                                    function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  auto loop = scf::ForOp::create(*this, begin, end, index(step), initial);
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(loop.getBody());
  scf::YieldOp::create(*this, body(loop.getInductionVar(), loop.getRegionIterArgs()));
  return SmallVector<Value>(loop.getResults());
}

void Emitter::repeat(int64_t count, function_ref<void(Value)> body) {
  (void)repeat(count, ValueRange(), [&](Value turn, ValueRange) {
    body(turn);
    return SmallVector<Value>();
  });
}

SmallVector<Value> Emitter::repeat(int64_t count, ValueRange initial,
                                   function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  if (count == 0)
    return initial;
  if (count == 1)
    return body(index(0), initial);
  auto loop = scf::ForOp::create(*this, index(0), index(count), index(1), initial);
  loop->setAttr(kUnrollAttrName, getUnitAttr());
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(loop.getBody());
  SmallVector<Value> results = body(loop.getInductionVar(), loop.getRegionIterArgs());
  if (!initial.empty())
    scf::YieldOp::create(*this, results);
  return SmallVector<Value>(loop.getResults());
}

void Emitter::ifThenElse(Value condition, function_ref<void()> then,
                         function_ref<void()> otherwise) {
  auto branch = scf::IfOp::create(*this, condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(branch.thenBlock());
  then();
  setInsertionPointToStart(branch.elseBlock());
  otherwise();
}

//===----------------------------------------------------------------------===//
// Across lanes
//===----------------------------------------------------------------------===//

Value Emitter::reduceLanes(Value vector, function_ref<Value(Value, Value)> combine) {
  for (int64_t width = kLanes / 2; width >= 1; width /= 2) {
    SmallVector<int64_t> low, high;
    for (int64_t i = 0; i < width; ++i) {
      low.push_back(i);
      high.push_back(i + width);
    }
    Value a = vector::ShuffleOp::create(*this, vector, vector, low);
    Value b = vector::ShuffleOp::create(*this, vector, vector, high);
    vector = combine(a, b);
  }
  return vector::ExtractOp::create(*this, vector, ArrayRef<int64_t>{0});
}

Value Emitter::sumLanes(Value vector) {
  return reduceLanes(vector, [&](Value a, Value b) { return addf(a, b); });
}

Value Emitter::maximumIntegerLane(Value vector) {
  return reduceLanes(
      vector, [&](Value a, Value b) -> Value { return arith::MaxSIOp::create(*this, a, b); });
}

Value Emitter::maximumLane(Value vector) {
  return reduceLanes(vector, [&](Value a, Value b) { return maximum(a, b); });
}
