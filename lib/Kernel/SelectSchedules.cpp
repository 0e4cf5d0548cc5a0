//===- SelectSchedules.cpp - how each kernel runs on the target -----------===//
//
// The numbers were measured on Zen 4 and Zen 5. A register tile of R rows and
// V vectors holds R · V sums, V vectors of the right side and one broadcast number: they must fit
// in 32 registers of 64 bytes on v4 and in 16 of 32 bytes below, where a vector takes two. NEON has
// 32 of 16 bytes: a vector takes four, and the sums of six rows of one vector 24 of them.
//
//===----------------------------------------------------------------------===//

#include "vitc/Kernel/Passes.h"

#include "llvm/ADT/TypeSwitch.h"

namespace vitc {
#define GEN_PASS_DEF_SELECTSCHEDULESPASS
#include "vitc/Kernel/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;
using namespace vitc::kernel;

namespace {

struct RegisterTile {
  int64_t rows, vectors;
  /// Steps of k in one turn of its loop, and turns between two times that something is fetched.
  int64_t unroll = 4, turns = 1;
};

/// How a kernel's tiles are handed out.
struct Portions {
  /// Tiles of an item.
  int64_t chunk;
  /// Tiles of a block of rows; 0: all.
  int64_t block = 0;
  /// Tiles side by side in a unit.
  int64_t pieces = 1;
};

/// Length of a chain of partial sums: decides the bits, so it depends on nothing.
constexpr int64_t kRestart = 256;
/// Shorter where products are added up afterwards: it halves what these sums add to the error.
constexpr int64_t kStrassenRestart = 128;
/// An item of a parallel loop below this takes less time than handing it out.
constexpr int64_t kLeastFlops = 1 << 19;
/// What a core computes while a byte arrives from memory.
constexpr int64_t kFlopsOfByte = 8;
/// From here on a panel is in use long enough to fetch the next meanwhile.
constexpr int64_t kFewRows = 8;
/// Rows pass all panels in blocks whose left side is at most this many times as large as L2, or
/// this large where L2 is small: what a core may hope to keep in L3. Deep products of many rows
/// read it from memory for each panel otherwise.
constexpr int64_t kBlockOfL2 = 3, kSmallBlock = 3 << 20;

/// The best tile with at most `vectors` vectors, found by measurement; fewer than 8 sums would wait
/// for the latency of the multiply-add.
RegisterTile tileOf(Isa isa, int64_t vectors) {
  if (isa != Isa::X86_64_V4)
    return {6, 1};
  static constexpr RegisterTile kWide[] = {{16, 1}, {13, 2}, {8, 3}, {6, 4}, {5, 5}};
  return kWide[std::min<int64_t>(vectors, std::size(kWide)) - 1];
}

/// The same for products with panels. What they fetch ahead takes more instructions than a step of
/// a small tile, which has none to spare: it is fetched seldom, and more at a time.
RegisterTile tileOfPanels(Isa isa, int64_t vectors) {
  RegisterTile tile = tileOf(isa, vectors);
  if (isa != Isa::X86_64_V4)
    tile.turns = 16;
  return tile;
}

/// Where pairs of bf16 are widened, each vector of the right side and the broadcast one become two;
/// where quads of i8 are, a vector is half as many columns, and products need a register before
/// they are added. NEON's vectors become eight registers. Panels are walked in one to three
/// vectors. A turn has one step of quads: LLVM would add the integers of several in an order of its
/// own, and keep the products of all of them for it.
RegisterTile widenedTileOf(Isa isa, int64_t vectors, bool areQuads) {
  static constexpr RegisterTile kWide[] = {{16, 1}, {10, 2}, {6, 3}};
  RegisterTile tile = kWide[vectors - 1];
  if (isa != Isa::X86_64_V4)
    tile = {isa == Isa::AArch64 ? 4 : areQuads ? 6 : 5, 1, /*unroll=*/4, /*turns=*/16};
  if (areQuads)
    tile.unroll = 1;
  return tile;
}

class Selection {
public:
  explicit Selection(TargetAttr target) : target(target) {}

  /// Of a kernel that takes a schedule.
  ScheduleAttr select(ScheduledOpInterface kernel) const {
    return llvm::TypeSwitch<Operation *, ScheduleAttr>(kernel)
        .Case<GemmOp, StrassenGemmOp, AttentionOp, NormalizeOp>(
            [&](auto op) { return select(op); });
  }

private:
  ScheduleAttr select(GemmOp op) const;
  ScheduleAttr select(StrassenGemmOp op) const;
  ScheduleAttr select(AttentionOp op) const;
  ScheduleAttr select(NormalizeOp op) const;
  /// `steps` of k are in all.
  ScheduleAttr product(Value factor, RegisterTile tile, int64_t steps, Portions portions,
                       bool prefetch) const;
  ScheduleAttr schedule(RegisterTile tile, int64_t restart, Portions portions, bool prefetch,
                        bool bf16, bool vnni = false) const {
    return ScheduleAttr::get(target.getContext(), tile.rows, tile.vectors, tile.unroll, restart,
                             portions.chunk, prefetch, portions.block, portions.pieces, tile.turns,
                             bf16, vnni);
  }
  /// True if `value` is of i8 or bf16 and the machine has no instruction for its products.
  bool isWidened(Value value) const;
  bool widensQuads(Value value) const;
  TargetAttr target;
};

} // namespace

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<ShapedType>(value.getType()).getShape();
}

static bool isBF16(Value value) { return getElementTypeOrSelf(value.getType()).isBF16(); }

static bool isQuantized(Value value) { return getElementTypeOrSelf(value.getType()).isInteger(8); }

bool Selection::widensQuads(Value value) const { return isQuantized(value) && !target.getVnni(); }

bool Selection::isWidened(Value value) const {
  return (isBF16(value) && !target.getBf16()) || widensQuads(value);
}

/// A chain of bf16 products runs through all of k: its rounding in f32 is far below that of its
/// factors. Sums of integers are exact.
ScheduleAttr Selection::product(Value factor, RegisterTile tile, int64_t steps, Portions portions,
                                bool prefetch) const {
  bool isNarrow = isBF16(factor) || isQuantized(factor);
  int64_t restart =
      isNarrow ? std::max<int64_t>(kRestart, llvm::alignTo(steps, tile.unroll)) : kRestart;
  // What is stored in bf16 is rounded by the machine where it can.
  return schedule(tile, restart, portions, prefetch, isNarrow && target.getBf16(),
                  isQuantized(factor) && target.getVnni());
}

/// Tiles in one item: the fewest that are worth handing out, in equal parts of a unit (a panel, a
/// head), or several units. However many threads there are, each gets as much; who gets items in a
/// row does once for all of them what their unit needs.
static int64_t chunkOf(int64_t tilesOfUnit, int64_t flopsOfTile) {
  int64_t least = llvm::divideCeil(kLeastFlops, flopsOfTile);
  return least < tilesOfUnit ? llvm::divideCeil(tilesOfUnit, tilesOfUnit / least) : least;
}

/// Vectors of a register tile: a divisor of a panel that is `width` vectors wide.
static int64_t vectorsOfPanel(int64_t width) { return width % 3 == 0 ? 3 : width % 2 == 0 ? 2 : 1; }

ScheduleAttr Selection::select(GemmOp op) const {
  ArrayRef<int64_t> panels = shapeOf(op.getPanels()), result = shapeOf(op.getInit());
  int64_t rows = result[0] * result[1], depth = shapeOf(op.getLhs())[2];
  int64_t columns = panels[2] / pairing(getElementTypeOrSelf(op.getPanels().getType()));
  int64_t vectors = vectorsOfPanel(columns / kLanes);
  RegisterTile tile = isWidened(op.getLhs())
                          ? widenedTileOf(target.getIsa(), vectors, widensQuads(op.getLhs()))
                          : tileOfPanels(target.getIsa(), vectors);
  // Rows are widened once for all tiles side by side; else the fewer are in use, the less is to
  // stay in L2.
  int64_t pieces = isWidened(op.getLhs()) ? columns / kLanes / tile.vectors : 1;
  int64_t columnsOfUnit = pieces * tile.vectors * kLanes;
  int64_t tiles = llvm::divideCeil(rows, tile.rows);
  int64_t flopsOfTile = 2 * std::min(rows, tile.rows) * depth * columnsOfUnit;
  // A few rows take no longer than their panel takes to arrive: nothing can be fetched ahead. Where
  // quads are widened and every turn fetches, which is a step, it costs more than it brings.
  bool prefetch = rows >= kFewRows && !(widensQuads(op.getLhs()) && tile.turns == 1);
  int64_t bits = getElementTypeOrSelf(op.getLhs().getType()).getIntOrFloatBitWidth();
  if (tiles == 1) // each panel is read for one tile alone
    flopsOfTile = std::max(flopsOfTile, kFlopsOfByte * depth * columnsOfUnit * bits / 8);
  int64_t bytesOfBlock = std::max(kBlockOfL2 * target.getL2(), kSmallBlock);
  int64_t blocks = llvm::divideCeil(rows * depth * bits / 8, bytesOfBlock);
  int64_t block = llvm::divideCeil(tiles, blocks);
  Portions portions{chunkOf(block, flopsOfTile), blocks > 1 ? block : 0, pieces};
  return product(op.getLhs(), tile, panels[1], portions, prefetch);
}

/// An item is all rows of an image with a pair of panels: fewer would read its seven factors for
/// little.
ScheduleAttr Selection::select(StrassenGemmOp op) const {
  ArrayRef<int64_t> panels = shapeOf(op.getPanels()), sums = shapeOf(op.getSums());
  RegisterTile tile = tileOfPanels(target.getIsa(), vectorsOfPanel(panels[3] / kLanes));
  return schedule(tile, kStrassenRestart, {llvm::divideCeilSigned(sums[2], tile.rows)},
                  /*prefetch=*/true, /*bf16=*/false);
}

/// One tile serves scores, whose columns are keys, and context, whose columns are a head's.
ScheduleAttr Selection::select(AttentionOp op) const {
  ArrayRef<int64_t> query = shapeOf(op.getQuery());
  int64_t keys = shapeOf(op.getKey())[1], size = query[2] / op.getHeads();
  int64_t all = llvm::divideCeil(size, kLanes);
  // In equal pieces of at most five vectors, or four where there are many.
  int64_t pieces = all <= 5 ? 1 : llvm::divideCeil(all, 4);
  int64_t vectors = std::max<int64_t>(2, llvm::divideCeil(all, pieces));
  RegisterTile tile = tileOf(target.getIsa(), vectors);
  // LLVM keeps more of a turn of pairs in registers than of numbers: 13 rows spill (SpillTest).
  if (vectors == 2 && isBF16(op.getQuery()) && target.getBf16())
    tile.rows = 12;
  int64_t tiles = llvm::divideCeil(query[1], tile.rows);
  int64_t flopsOfTile = 4 * std::min(query[1], tile.rows) * keys * size;
  return product(op.getQuery(), tile, keys, {chunkOf(tiles, flopsOfTile)}, /*prefetch=*/true);
}

ScheduleAttr Selection::select(NormalizeOp op) const {
  int64_t bytesOfRow = 4 * shapeOf(op.getInit())[2];
  int64_t rowsInL1 = std::max<int64_t>(1, target.getL1() / bytesOfRow);
  return schedule({1, 1}, kRestart, {rowsInL1}, /*prefetch=*/false,
                  isBF16(op.getInit()) && target.getBf16());
}

namespace {
class SelectSchedules : public vitc::impl::SelectSchedulesPassBase<SelectSchedules> {
  using SelectSchedulesPassBase::SelectSchedulesPassBase;

  void runOnOperation() override {
    auto target = getOperation()->getAttrOfType<TargetAttr>("kernel.target");
    if (!target) {
      getOperation().emitError("module has no `kernel.target`: schedules depend on the machine");
      return signalPassFailure();
    }
    Selection selection(target);
    getOperation().walk([&](ScheduledOpInterface op) {
      if (op.getScheduleAttr())
        return;
      op.setScheduleAttr(selection.select(op));
      ++numSelected;
    });
  }
};
} // namespace
