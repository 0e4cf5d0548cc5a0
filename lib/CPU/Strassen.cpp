//===- Strassen.cpp - kernel.strassen_gemm to loops -----------------------===//
//
// A panel of the left half and its partner in the right half of the columns, or the same part of
// both, are one piece of work: seven products of half the depth, one behind the other, each over
// all tiles of an image's row pairs. What products have in common is carried from one to the next
// in three buffers that stay in L2; four of the products end in a quarter of the result.
//
//===----------------------------------------------------------------------===//

#include "Builders.h"
#include "Epilogue.h"
#include "Microkernel.h"
#include "PanelUnits.h"
#include "Prefetch.h"
#include "ScratchLayout.h"
#include "TileLoops.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

/// The products in the order of the panels, by their left factor.
enum Product { A11, S2, S3, A22, S1, S4, A12 };

/// What the buffers carry.
enum Carried { P1, U2, U3 };

/// Where a tile lies: `row` counts pairs, `offset` columns of the panel.
struct Place {
  Value panel, offset, batch, row;
  /// Its unit among those of an image, and its number among the tiles of this product, which paces
  /// the fetching of the next.
  Value unit, number;
  int64_t height;
};

/// A quarter of the result.
struct Quarter {
  bool lower, right;
};

class StrassenBuilder {
public:
  explicit StrassenBuilder(kernel::StrassenGemmOp op);
  LogicalResult check();
  kernel::ParallelOp build();

private:
  void emitUnit(Value unit, Value beginTile, Value endTile);
  void emitProduct(Product product, const Place &place);
  Value emitSums(Product product, const Place &place);
  Value loadLeft(Product product, const Place &place, Value i, Value k);
  Value addCarried(Value sums, Carried carried, const Place &place);
  void carry(Value sums, Carried carried, const Place &place);
  void emitQuarter(Value sums, Quarter quarter, const Place &place);
  void emitRow(MutableArrayRef<Value> values, Quarter quarter, const Place &place, Value i);
  void emitPrefetch(Product product, const Place &place, Value k);
  void emitResultPrefetch(Quarter quarter, const Place &place, Value k);
  void emitStepPrefetch(Product product, const Place &place, Value k);
  Value loadScale(int64_t part, const Place &place, Value i);
  Value columnOf(Quarter quarter, const Place &place);
  Value firstRowOf(Quarter quarter, const Place &place);
  int64_t unitsOfImage() const { return numPanels * units.ofPanel(); }

  kernel::StrassenGemmOp op;
  kernel::ScheduleAttr schedule;
  Emitter e;
  int64_t batches, rows, pairs, half, columns, numPanels, width, vectors;
  PanelUnits units;
  BalancedTiles tiles;
  Epilogue epilogue;
  Value buffers, scratchTile, flatPanels;
};

} // namespace

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<MemRefType>(value.getType()).getShape();
}

static const SmallVector<ReassociationIndices> &flat() {
  static const SmallVector<ReassociationIndices> reassociation{{0}, {1}, {2, 3}};
  return reassociation;
}

StrassenBuilder::StrassenBuilder(kernel::StrassenGemmOp op)
    : op(op), schedule(op.getScheduleAttr()), e(op.getLoc(), op) {
  batches = shapeOf(op.getLhs())[0];
  rows = shapeOf(op.getLhs())[1];
  pairs = shapeOf(op.getSums())[2];
  half = shapeOf(op.getLhs())[2] / 2;
  columns = shapeOf(op.getInit())[2];
  numPanels = shapeOf(op.getPanels())[0];
  width = shapeOf(op.getPanels())[3];
  vectors = std::min(schedule.getVectors(), width / kLanes);
  units = {width, vectors * kLanes};
  tiles = BalancedTiles::cut(pairs, schedule.getRows());
  epilogue.bias = op.getBias();
  epilogue.activation = op.getActivation();
  epilogue.init = Rows(op.getInit(), /*isBroadcast=*/false);
  if (Value residual = op.getResidual())
    epilogue.residual = Rows(residual, /*isBroadcast=*/shapeOf(residual)[0] == 1);
}

LogicalResult StrassenBuilder::check() {
  if (width % (vectors * kLanes) != 0)
    return op.emitOpError("schedule has tiles of ")
           << vectors << " vectors, which do not divide panels of " << width / kLanes;
  auto type = cast<MemRefType>(op.getPanels().getType());
  if (!memref::CollapseShapeOp::isGuaranteedCollapsible(type, flat()))
    return op.emitOpError("found panels with gaps in memory, expected each to be contiguous");
  return success();
}

//===----------------------------------------------------------------------===//
// Panels, products, tiles
//===----------------------------------------------------------------------===//

/// A unit is the register tile's width of one pair of panels for one image. Images are outermost:
/// the seven left sides of one stay in cache while the panels pass.
kernel::ParallelOp StrassenBuilder::build() {
  ScratchLayout layout;
  layout.add(buffers, {3, pairs, units.columns});
  layout.add(scratchTile, {tiles.height, units.columns});
  auto items = TileItems::cut(batches * unitsOfImage(), tiles.count(), schedule.getChunk());
  return e.parallel(items.count(), layout.bytes(), [&](Value begin, Value end, Value scratch) {
    layout.emitViews(e, scratch);
    flatPanels = memref::CollapseShapeOp::create(e, op.getPanels(), flat());
    items.emit(e, begin, end, [&](Value unit, Value beginTile, Value endTile) {
      emitUnit(unit, beginTile, endTile);
    });
  });
}

void StrassenBuilder::emitUnit(Value unit, Value beginTile, Value endTile) {
  Value batch = e.div(unit, unitsOfImage()), ofImage = e.rem(unit, unitsOfImage());
  Value panel = units.panelOf(e, ofImage), offset = units.firstOf(e, ofImage);
  for (Product product : {A11, S2, S3, A22, S1, S4, A12})
    emitTileLoops(e, tiles, beginTile, endTile, [&](int64_t height, Value row, Value tile) {
      emitProduct(product, {panel, offset, batch, row, ofImage, tile, height});
    });
}

void StrassenBuilder::emitProduct(Product product, const Place &place) {
  Value sums = emitSums(product, place);
  switch (product) {
  case A11:
    return carry(sums, P1, place);
  case S2:
    return carry(addCarried(sums, P1, place), U2, place);
  case S3:
    return carry(addCarried(sums, U2, place), U3, place);
  case A22:
    // The left factor is as it came: its rows are balanced here.
    sums = mapTile(
        e, sums, [&](Value i, int64_t, Value sum) { return e.mulf(sum, loadScale(0, place, i)); });
    return emitQuarter(addCarried(sums, U3, place), {/*lower=*/true, /*right=*/false}, place);
  case S1:
    carry(addCarried(sums, U2, place), U2, place);
    return emitQuarter(addCarried(sums, U3, place), {/*lower=*/true, /*right=*/true}, place);
  case S4:
    return emitQuarter(addCarried(sums, U2, place), {/*lower=*/false, /*right=*/true}, place);
  case A12:
    return emitQuarter(addCarried(sums, P1, place), {/*lower=*/false, /*right=*/false}, place);
  }
}

Value StrassenBuilder::emitSums(Product product, const Place &place) {
  Microkernel kernel;
  kernel.rows = place.height;
  kernel.vectors = vectors;
  kernel.steps = half;
  kernel.unroll = schedule.getUnroll();
  kernel.lhs = [&](Value i, Value k) { return loadLeft(product, place, i, k); };
  kernel.rhs = [&](Value k, int64_t j) {
    return e.load(op.getPanels(),
                  {place.panel, e.index(product), k, e.add(place.offset, j * kLanes)});
  };
  if (schedule.getPrefetch()) {
    kernel.eachSpan = [&](Value k) { emitPrefetch(product, place, k); };
    kernel.turns = schedule.getTurns();
    if (units.ofPanel() > 1)
      kernel.eachTurn = [&](Value k) { emitStepPrefetch(product, place, k); };
  }
  return kernel.emitRestarted(e, schedule.getRestart(), scratchTile);
}

Value StrassenBuilder::loadLeft(Product product, const Place &place, Value i, Value k) {
  Value row = e.add(place.row, i);
  auto rowsOf = [&](Value at, int64_t first) {
    return e.loadScalar(op.getLhs(), {place.batch, at, e.add(k, first)});
  };
  auto sumsOf = [&](int64_t part) {
    return e.loadScalar(op.getSums(), {place.batch, e.index(part), row, k});
  };
  switch (product) {
  case A11:
    return rowsOf(row, 0);
  case A12:
    return rowsOf(row, half);
  case A22: {
    // The partner of the last row may be missing: what is multiplied for it is not stored.
    Value partner = e.add(row, pairs);
    if (rows % 2 != 0) {
      Value isLast =
          arith::CmpIOp::create(e, arith::CmpIPredicate::eq, i, e.index(place.height - 1));
      partner = e.select(isLast, e.min(partner, e.index(rows - 1)), partner);
    }
    return rowsOf(partner, half);
  }
  case S1:
    return sumsOf(0);
  case S2:
    return sumsOf(1);
  case S3:
    return sumsOf(2);
  case S4:
    return sumsOf(3);
  }
  llvm_unreachable("all products are handled above");
}

//===----------------------------------------------------------------------===//
// What products have in common
//===----------------------------------------------------------------------===//

Value StrassenBuilder::addCarried(Value sums, Carried carried, const Place &place) {
  return mapTile(e, sums, [&](Value i, int64_t j, Value sum) {
    Value row = e.add(place.row, i);
    return e.addf(e.load(buffers, {e.index(carried), row, e.index(j * kLanes)}), sum);
  });
}

void StrassenBuilder::carry(Value sums, Carried carried, const Place &place) {
  forEachRow(e, sums, [&](Value i, MutableArrayRef<Value> row) {
    for (auto [j, sum] : llvm::enumerate(row))
      e.store(sum, buffers, {e.index(carried), e.add(place.row, i), e.index(j * kLanes)});
  });
}

//===----------------------------------------------------------------------===//
// Quarters of the result
//===----------------------------------------------------------------------===//

Value StrassenBuilder::loadScale(int64_t part, const Place &place, Value i) {
  return e.broadcast(
      e.loadScalar(op.getSums(), {place.batch, e.index(part), e.add(place.row, i), e.index(half)}));
}

Value StrassenBuilder::columnOf(Quarter quarter, const Place &place) {
  Value column = e.add(e.mul(place.panel, width), place.offset);
  return e.add(column, quarter.right ? columns / 2 : 0);
}

Value StrassenBuilder::firstRowOf(Quarter quarter, const Place &place) {
  return e.add(place.row, quarter.lower ? pairs : 0);
}

void StrassenBuilder::emitQuarter(Value sums, Quarter quarter, const Place &place) {
  bool mayMiss = quarter.lower && rows % 2 != 0;
  Value rowsLeft;
  if (mayMiss)
    rowsLeft = arith::SubIOp::create(e, e.index(rows - pairs), place.row);
  auto finish = [&](Value i, MutableArrayRef<Value> row) { emitRow(row, quarter, place, i); };
  if (op.getActivation()) {
    Value end = e.index(place.height);
    return emitRowByRow(e, sums, scratchTile, mayMiss ? e.min(end, rowsLeft) : end, finish);
  }
  int64_t sure = place.height - mayMiss;
  forEachRow(e, sums, finish, sure);
  if (!mayMiss)
    return;
  Value last = e.index(sure);
  SmallVector<Value> row = emitRowOfTile(e, sums, last);
  Value exists = arith::CmpIOp::create(e, arith::CmpIPredicate::ugt, rowsLeft, last);
  e.ifThenElse(exists, [&] { finish(last, row); }, [] {});
}

/// The epilogue of one row of a tile: balance, and what all products have.
void StrassenBuilder::emitRow(MutableArrayRef<Value> values, Quarter quarter, const Place &place,
                              Value i) {
  Value row = e.add(firstRowOf(quarter, place), i), column = columnOf(quarter, place);
  Value inverse = quarter.lower ? loadScale(1, place, i) : Value();
  for (auto [j, value] : llvm::enumerate(values)) {
    Value at = e.add(column, j * kLanes);
    if (quarter.lower)
      value = e.mulf(value, inverse);
    if (quarter.right) {
      Value offset = e.add(place.offset, j * kLanes);
      value =
          e.mulf(value, e.load(op.getPanels(), {place.panel, e.index(0), e.index(half), offset}));
    }
    epilogue.emit(e, value, place.batch, row, at, kLanes);
  }
}

//===----------------------------------------------------------------------===//
// Prefetch
//===----------------------------------------------------------------------===//

/// The panel of the next product, a few lines in each turn, and what the end of this one touches.
void StrassenBuilder::emitPrefetch(Product product, const Place &place, Value k) {
  if (product == A22)
    emitResultPrefetch({/*lower=*/true, /*right=*/false}, place, k);
  else if (product == S1)
    emitResultPrefetch({/*lower=*/true, /*right=*/true}, place, k);
  else if (product == S4)
    emitResultPrefetch({/*lower=*/false, /*right=*/true}, place, k);
  else if (product == A12)
    emitResultPrefetch({/*lower=*/false, /*right=*/false}, place, k);

  int64_t lines = half * vectors;
  bool isLast = product == A12;
  Value unit = place.unit;
  if (isLast)
    unit = emitNextUnit(e, unit, unitsOfImage(), /*passesAgain=*/batches > 1);
  Value panel = units.panelOf(e, unit), next = e.index(isLast ? A11 : product + 1);
  Value step = e.add(e.mul(place.number, half), k);
  emitPacedFetch(e, lines, tiles.count() * half, spanOf(schedule), step, [&](Value line) {
    e.prefetch(flatPanels, {panel, next, units.flatOf(e, unit, line)}, /*forWrite=*/false);
  });
}

void StrassenBuilder::emitResultPrefetch(Quarter quarter, const Place &place, Value k) {
  Value batch = batches == 1 ? e.index(0) : place.batch;
  ResultTile tile{batch, firstRowOf(quarter, place), columnOf(quarter, place), place.height,
                  vectors};
  epilogue.emitPrefetch(e, tile, k, half, spanOf(schedule));
}

/// A tile narrower than its panel reads only some of its lines.
void StrassenBuilder::emitStepPrefetch(Product product, const Place &place, Value k) {
  emitFetchAhead(e, k, schedule.getUnroll(), [&](Value step) {
    for (int64_t j = 0; j < vectors; ++j)
      e.prefetch(op.getPanels(),
                 {place.panel, e.index(product), step, e.add(place.offset, j * kLanes)},
                 /*forWrite=*/false);
  });
}

FailureOr<kernel::ParallelOp> vitc::cpu::buildStrassenGemm(kernel::StrassenGemmOp op) {
  StrassenBuilder builder(op);
  if (failed(builder.check()))
    return failure();
  return builder.build();
}
