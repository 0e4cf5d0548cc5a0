//===- Gemm.cpp - kernel.gemm to loops ------------------------------------===//
//
// Units outside, tiles of rows inside: a unit of weights, a panel or a part of one, stays in L2
// while all rows pass, and is read from memory once. A left side beyond the caches is cut into
// blocks of rows, outermost. Inside a tile the whole K runs through; what comes next is fetched
// meanwhile: a part of the next unit, and the lines of the tile's own result. Where the machine
// does not multiply pairs or quads, a tile's rows are widened before they pass the unit.
//
//===----------------------------------------------------------------------===//

#include "Builders.h"
#include "Epilogue.h"
#include "Microkernel.h"
#include "PanelUnits.h"
#include "Prefetch.h"
#include "ScratchLayout.h"
#include "TileLoops.h"
#include "WidenRows.h"
#include "WidenedQuads.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace vitc;
using namespace vitc::cpu;

namespace {

/// A register tile inside a panel: `vectors` vectors from column `offset` of the panel and `column`
/// of the result on, of whose last only `lastLanes` are columns of the result.
struct Piece {
  Value offset, column;
  int64_t vectors, lastLanes;
};

/// Where a tile lies.
struct Place {
  /// The unit, its panel and its first column there.
  Value unit, panel, first;
  Value batch, row;
  /// Its number among the tiles of this unit, `pieces` of which lie side by side: they pace the
  /// fetching of the next unit.
  Value number;
  int64_t pieces;
};

class GemmBuilder {
public:
  explicit GemmBuilder(kernel::GemmOp op);
  LogicalResult check();
  kernel::ParallelOp build();

private:
  void emitUnit(Value unit, Value beginTile, Value endTile);
  void emitColumns(Value unit, int64_t validColumns, Value beginTile, Value endTile);
  void emitWidenLeft(int64_t height, const Place &place);
  void emitPieces(int64_t height, int64_t validColumns, const Place &place);
  void emitTile(int64_t height, const Piece &piece, const Place &place);
  Value emitSums(int64_t height, const Piece &piece, const Place &place);
  Microkernel kernelOf(int64_t height, const Piece &piece, const Place &place, Value half = {});
  void emitFinish(const Piece &piece, const Place &place, Value row, MutableArrayRef<Value> values);
  void emitPrefetch(int64_t height, const Piece &piece, const Place &place, Value k);
  void emitStepPrefetch(const Piece &piece, const Place &place, Value k);
  void emitUnitPrefetch(const Place &place, Value k);
  bool mayBeShort();
  Value loadLeft(const Place &place, Value i, Value k, int64_t count);
  Value loadRight(const Place &place, Value k, Value column);
  Value loadHalf(const Piece &piece, const Place &place, Value k, int64_t j, Value half);

  kernel::GemmOp op;
  kernel::ScheduleAttr schedule;
  Emitter e;
  /// `pairing` numbers of k make one of the `steps` of `depth`.
  int64_t depth, pairing, steps, width, columns;
  Factors factors;
  /// Vectors of a register tile, register tiles side by side in a unit.
  int64_t vectors, pieces;
  PanelUnits units;
  /// A block of rows passes all units before the next.
  int64_t numUnits, tilesOfBlock, blocks;
  RowSpace space;
  BalancedTiles tiles;
  Rows lhs, lhsScales;
  Epilogue epilogue;
  /// The tile's sums on their way through memory, its left side widened, and what quads of that are
  /// multiplied to.
  Value scratchTile, wideRows, sumsOfHalves;
};

} // namespace

GemmBuilder::GemmBuilder(kernel::GemmOp op)
    : op(op), schedule(op.getScheduleAttr()), e(op.getLoc(), op) {
  auto panels = cast<MemRefType>(op.getPanels().getType());
  auto result = cast<MemRefType>(op.getInit().getType());
  e.hasBF16 = schedule.getBf16();
  e.hasVNNI = schedule.getVnni();
  depth = cast<MemRefType>(op.getLhs().getType()).getDimSize(2);
  pairing = kernel::pairing(panels.getElementType());
  factors = factorsOf(e, panels.getElementType());
  steps = panels.getDimSize(1);
  width = panels.getDimSize(2) / pairing;
  columns = result.getDimSize(2);
  vectors = std::min(schedule.getVectors(), width / kLanes);
  pieces = std::min(schedule.getPieces(), width / (vectors * kLanes));
  units = {width, pieces * vectors * kLanes};
  numUnits = llvm::divideCeil(columns, units.columns);
  SmallVector<MemRefType> operands{cast<MemRefType>(op.getLhs().getType()), result};
  if (op.getResidual())
    operands.push_back(cast<MemRefType>(op.getResidual().getType()));
  if (op.getLhsScales())
    operands.push_back(cast<MemRefType>(op.getLhsScales().getType()));
  space = RowSpace::of(result.getDimSize(0), result.getDimSize(1), operands);
  tiles = BalancedTiles::cut(space.rows, schedule.getRows());
  if (!op.getLhsScales()) // else the bias is added with them, in one rounding
    epilogue.bias = op.getBias();
  epilogue.activation = op.getActivation();
  epilogue.isShort = mayBeShort();
}

/// A short activation's error is far below what is lost anyway after products of 8-bit integers,
/// and where the result is rounded to bf16, but there not for tanh's GELU, whose short form is less
/// exact.
bool GemmBuilder::mayBeShort() {
  bool isRounded = getElementTypeOrSelf(op.getInit()).isBF16();
  return op.getLhsScales() || (isRounded && op.getActivation() == kernel::Activation::GELU);
}

LogicalResult GemmBuilder::check() {
  if (width % kLanes != 0)
    return op.emitOpError("found panels of width ") << width << ", expected a multiple of 16";
  if (width % units.columns != 0)
    return op.emitOpError("schedule has tiles of ")
           << pieces * vectors << " vectors, which do not divide panels of " << width / kLanes;
  auto type = cast<MemRefType>(op.getPanels().getType());
  if (!memref::CollapseShapeOp::isGuaranteedCollapsible(type, {{0}, {1, 2}}))
    return op.emitOpError("found panels with gaps in memory, expected each to be contiguous");
  return success();
}

//===----------------------------------------------------------------------===//
// Panels and tiles
//===----------------------------------------------------------------------===//

/// An item of the loop has tiles of one unit, or some units with all tiles of a block of rows;
/// blocks are outermost.
kernel::ParallelOp GemmBuilder::build() {
  tilesOfBlock = schedule.getBlock() ? std::min(schedule.getBlock(), tiles.count()) : tiles.count();
  blocks = llvm::divideCeil(tiles.count(), tilesOfBlock);
  int64_t chunk = std::max<int64_t>(1, schedule.getChunk() / space.batches);
  auto items = TileItems::cut(blocks * numUnits, tilesOfBlock, chunk);
  bool needsTile = steps > schedule.getRestart() || op.getActivation();
  ScratchLayout layout;
  if (needsTile)
    layout.add(scratchTile, {tiles.height, vectors * kLanes});
  if (isWidened(factors))
    layout.add(wideRows, {tiles.height, strideOfWideRows(e, steps)});
  if (factors == Factors::WidenedQuads)
    layout.add(sumsOfHalves, {2, tiles.height, vectors * kLanes}, e.getI32Type());
  return e.parallel(items.count(), layout.bytes(), [&](Value begin, Value end, Value scratch) {
    lhs = space.view(e, op.getLhs());
    epilogue.init = space.view(e, op.getInit());
    if (op.getResidual())
      epilogue.residual = space.view(e, op.getResidual());
    if (op.getLhsScales())
      lhsScales = space.view(e, op.getLhsScales());
    layout.emitViews(e, scratch);
    items.emit(e, begin, end, [&](Value unit, Value beginTile, Value endTile) {
      emitUnit(unit, beginTile, endTile);
    });
  });
}

/// Tiles are counted from the block's first.
void GemmBuilder::emitUnit(Value unit, Value beginTile, Value endTile) {
  if (blocks > 1) {
    Value first = e.mul(e.div(unit, numUnits), tilesOfBlock);
    beginTile = e.add(first, beginTile);
    endTile = e.min(e.add(first, endTile), e.index(tiles.count()));
    unit = e.rem(unit, numUnits);
  }
  int64_t wholeUnits = columns / units.columns, rest = columns % units.columns;
  auto emitWhole = [&] { emitColumns(unit, units.columns, beginTile, endTile); };
  auto emitRest = [&] { emitColumns(unit, rest, beginTile, endTile); };
  if (rest == 0)
    return emitWhole();
  if (wholeUnits == 0)
    return emitRest();
  Value isWhole = arith::CmpIOp::create(e, arith::CmpIPredicate::ult, unit, e.index(wholeUnits));
  e.ifThenElse(isWhole, emitWhole, emitRest);
}

void GemmBuilder::emitColumns(Value unit, int64_t validColumns, Value beginTile, Value endTile) {
  Value panel = units.panelOf(e, unit), first = units.firstOf(e, unit);
  int64_t piecesOfUnit = llvm::divideCeil(validColumns, vectors * kLanes);
  auto emitBatch = [&](Value batch) {
    emitTileLoops(e, tiles, beginTile, endTile, [&](int64_t height, Value row, Value tile) {
      Value ofBlock = blocks > 1 ? e.rem(tile, tilesOfBlock) : tile;
      Value number = e.add(e.mul(batch, tilesOfBlock), ofBlock);
      Place place{unit, panel, first, batch, row, e.mul(number, piecesOfUnit), piecesOfUnit};
      if (isWidened(factors))
        emitWidenLeft(height, place);
      emitPieces(height, validColumns, place);
    });
  };
  if (space.batches == 1)
    return emitBatch(e.index(0));
  e.forLoop(e.index(0), e.index(space.batches), 1, emitBatch);
}

void GemmBuilder::emitWidenLeft(int64_t height, const Place &place) {
  auto indicesOf = [&](Value i, Value k) { return lhs.at(e, place.batch, e.add(place.row, i), k); };
  emitWidenRows(e, lhs.buffer(), height, depth, indicesOf, wideRows);
}

/// A unit wider than the register tile is walked in pieces.
void GemmBuilder::emitPieces(int64_t height, int64_t validColumns, const Place &place) {
  int64_t step = vectors * kLanes, whole = validColumns / step * step;
  auto emitPiece = [&](Value offset, int64_t vectorsOfPiece, int64_t lastLanes) {
    Place inner = place;
    inner.number = e.add(place.number, e.div(offset, step));
    Value first = e.add(place.first, offset), column = e.add(e.mul(place.panel, width), first);
    emitTile(height, {first, column, vectorsOfPiece, lastLanes}, inner);
  };
  auto emitWhole = [&](Value offset) { emitPiece(offset, vectors, kLanes); };
  if (whole == step)
    emitWhole(e.index(0));
  else if (whole)
    e.forLoop(e.index(0), e.index(whole), step, emitWhole);
  if (int64_t rest = validColumns - whole) {
    int64_t restVectors = llvm::divideCeil(rest, kLanes);
    emitPiece(e.index(whole), restVectors, rest - (restVectors - 1) * kLanes);
  }
}

//===----------------------------------------------------------------------===//
// One tile
//===----------------------------------------------------------------------===//

void GemmBuilder::emitTile(int64_t height, const Piece &piece, const Place &place) {
  Value sums = emitSums(height, piece, place);
  if (op.getLhsScales())
    sums = mapTile(
        e, sums,
        [&](Value, int64_t, Value sum) -> Value {
          return arith::SIToFPOp::create(e, e.vectorType(), sum);
        },
        e.getF32Type());

  auto finish = [&](Value i, MutableArrayRef<Value> row) {
    emitFinish(piece, place, e.add(place.row, i), row);
  };
  if (op.getActivation())
    emitRowByRow(e, sums, scratchTile, e.index(height), finish);
  else
    forEachRow(e, sums, finish);
}

Value GemmBuilder::emitSums(int64_t height, const Piece &piece, const Place &place) {
  auto start = [&](int64_t j) {
    return op.getCorrection()
               ? e.loadIntegers(op.getCorrection(), {e.add(piece.column, j * kLanes)})
               : e.splatInteger(0);
  };
  if (factors == Factors::WidenedQuads)
    return emitSumsOfQuads(
        e, height, piece.vectors, [&](Value half) { return kernelOf(height, piece, place, half); },
        start, sumsOfHalves);
  Microkernel kernel = kernelOf(height, piece, place);
  if (op.getLhsScales())
    kernel.start = start;
  return kernel.emitRestarted(e, schedule.getRestart(), scratchTile);
}

/// The products of a tile; of widened quads those of one `half` of each vector's columns.
Microkernel GemmBuilder::kernelOf(int64_t height, const Piece &piece, const Place &place,
                                  Value half) {
  Microkernel kernel;
  kernel.rows = height;
  kernel.vectors = piece.vectors;
  kernel.steps = isWidened(factors) ? steps : depth / pairing;
  kernel.unroll = schedule.getUnroll();
  kernel.factors = factors;
  if (factors == Factors::WidenedQuads)
    kernel.lhs = [this](Value i, Value k) { return e.loadWords(wideRows, {i, e.mul(k, 2)}); };
  else if (isWidened(factors))
    kernel.lhs = [this](Value i, Value k) { return e.loadScalar(wideRows, {i, k}); };
  else
    kernel.lhs = [&](Value i, Value k) { return loadLeft(place, i, k, pairing); };
  if (kernel.steps < steps)
    kernel.lhsOfRest = [&](Value i, Value k) { return loadLeft(place, i, k, depth % pairing); };
  kernel.rhs = [&, half](Value k, int64_t j) {
    return half ? loadHalf(piece, place, k, j, half)
                : loadRight(place, k, e.add(piece.offset, j * kLanes));
  };
  if (!schedule.getPrefetch())
    return kernel;
  kernel.eachSpan = [&, height, half](Value k) {
    // As if k ran once through both halves.
    Value step = half ? e.div(e.add(e.mul(half, steps), k), 2) : k;
    emitPrefetch(height, piece, place, step);
  };
  kernel.turns = schedule.getTurns();
  if (width > vectors * kLanes)
    kernel.eachTurn = [&](Value k) { emitStepPrefetch(piece, place, k); };
  return kernel;
}

/// The number of step k in row i of the tile, or the first `count` of its pair or quad.
Value GemmBuilder::loadLeft(const Place &place, Value i, Value k, int64_t count) {
  SmallVector<Value> indices = lhs.at(e, place.batch, e.add(place.row, i), e.mul(k, pairing));
  if (pairing == 4)
    return e.loadQuad(lhs.buffer(), indices, count);
  return pairing == 2 ? e.loadPair(lhs.buffer(), indices, count)
                      : e.loadScalar(lhs.buffer(), indices);
}

/// The numbers, pairs or quads of step k in 16 columns of the panel.
Value GemmBuilder::loadRight(const Place &place, Value k, Value column) {
  SmallVector<Value> indices{place.panel, k, e.mul(column, pairing)};
  if (pairing == 4)
    return e.loadQuads(op.getPanels(), indices);
  return pairing == 2 ? e.loadPairs(op.getPanels(), indices) : e.load(op.getPanels(), indices);
}

/// The quads of step k in one half of the columns of vector j.
Value GemmBuilder::loadHalf(const Piece &piece, const Place &place, Value k, int64_t j,
                            Value half) {
  Value column = e.add(piece.offset, e.add(e.mul(half, kLanes / 2), j * kLanes));
  return e.loadBytes(op.getPanels(), {place.panel, k, e.mul(column, pairing)}, 2 * kLanes);
}

/// The epilogue of one row of a tile: scales, and what all products have.
void GemmBuilder::emitFinish(const Piece &piece, const Place &place, Value row,
                             MutableArrayRef<Value> values) {
  Value rowScale;
  if (op.getLhsScales())
    rowScale = e.broadcast(
        e.loadScalar(lhsScales.buffer(), lhsScales.at(e, place.batch, row, e.index(0))));
  for (auto [j, value] : llvm::enumerate(values)) {
    Value at = e.add(piece.column, j * kLanes);
    if (rowScale) {
      Value scale = e.mulf(rowScale, e.load(op.getPanelScales(), {at}));
      value = op.getBias() ? e.fma(value, scale, e.load(op.getBias(), {at})) : e.mulf(value, scale);
    }
    int64_t lanes = j + 1 == values.size() ? piece.lastLanes : kLanes;
    epilogue.emit(e, value, place.batch, row, at, lanes);
  }
}

//===----------------------------------------------------------------------===//
// Prefetch
//===----------------------------------------------------------------------===//

void GemmBuilder::emitPrefetch(int64_t height, const Piece &piece, const Place &place, Value k) {
  ResultTile tile{place.batch, place.row, piece.column, height, piece.vectors};
  epilogue.emitPrefetch(e, tile, k, steps, spanOf(schedule));
  emitUnitPrefetch(place, k);
}

/// A tile narrower than its panel reads only some of its lines, which the processor's own
/// prefetcher follows badly.
void GemmBuilder::emitStepPrefetch(const Piece &piece, const Place &place, Value k) {
  emitFetchAhead(e, k, schedule.getUnroll(), [&](Value step) {
    for (int64_t j = 0; j < piece.vectors; ++j) {
      Value column = e.mul(e.add(piece.offset, j * kLanes), pairing);
      e.prefetch(op.getPanels(), {place.panel, step, column}, /*forWrite=*/false);
    }
  });
}

/// The next unit, a few lines at a time, spread evenly over all tiles of this one.
void GemmBuilder::emitUnitPrefetch(const Place &place, Value k) {
  int64_t lines = steps * units.columns / kLanes; // of 64 bytes, of pairs too
  int64_t allSteps = tilesOfBlock * space.batches * place.pieces * steps;
  Value step = e.add(e.mul(place.number, steps), k);
  Value next = emitNextUnit(e, place.unit, numUnits, /*passesAgain=*/blocks > 1);
  Value flat = memref::CollapseShapeOp::create(e, op.getPanels(),
                                               ArrayRef<ReassociationIndices>{{0}, {1, 2}});
  Value panel = units.panelOf(e, next);
  emitPacedFetch(e, lines, allSteps, spanOf(schedule), step, [&](Value line) {
    Value column = e.mul(units.flatOf(e, next, line), pairing);
    e.prefetch(flat, {panel, column}, /*forWrite=*/false);
  });
}

FailureOr<kernel::ParallelOp> vitc::cpu::buildGemm(kernel::GemmOp op) {
  GemmBuilder builder(op);
  if (failed(builder.check()))
    return failure();
  return builder.build();
}
