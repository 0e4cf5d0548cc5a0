//===- SpillTest.cpp - accumulators stay in registers ---------------------===//
//
// A register tile one vector too large, or an optimiser that keeps a copy, costs a factor of two
// and changes no result: only this test notices. Loops of products are meant, on the tiles that
// kernel-select-schedules gives them; 8-bit integers on NEON do spill (docs/Roadmap.md). What moves
// rows once (normalisation, the transposition of keys) may wait on the stack: there is nothing to
// be had. Tiles are written out only to show that the test would see a spill.
//
//===----------------------------------------------------------------------===//

#include "KernelHarness.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>

using namespace vitc::test;
using llvm::StringRef;

namespace {
/// What the assembly's blocks with at least `minimum` multiply-adds, `instruction`, have in all.
struct InnerLoops {
  int found = 0, stackVectors = 0;
};
} // namespace

/// Reads or writes a vector on the stack.
static bool usesStack(StringRef line) {
  if (line.contains("mm"))
    return line.contains("(%rsp") || line.contains("(%rbp");
  StringRef operands = line.ltrim().split('\t').second;
  return operands.starts_with("q") && (line.contains("[sp") || line.contains("[x29"));
}

static bool isBranch(StringRef line) {
  StringRef word = line.ltrim().split('\t').first;
  return word.starts_with("j") || word.starts_with("b.") || word == "b" || word == "cbz" ||
         word == "cbnz" || word == "tbz" || word == "tbnz";
}

/// Blocks with an instruction of `except` are not meant.
static InnerLoops inspect(StringRef assembly, int minimum, StringRef instruction = "vfmadd",
                          StringRef except = {}) {
  InnerLoops loops;
  int multiplyAdds = 0, stackVectors = 0;
  auto endBlock = [&] {
    if (multiplyAdds >= minimum) {
      ++loops.found;
      loops.stackVectors += stackVectors;
    }
    multiplyAdds = stackVectors = 0;
  };
  llvm::SmallVector<StringRef> lines;
  assembly.split(lines, '\n');
  for (StringRef line : lines) {
    bool isLabel =
        !line.empty() && line.front() != '\t' && line.front() != ' ' && line.contains(':');
    if (isLabel)
      endBlock();
    multiplyAdds += line.contains(instruction);
    stackVectors += usesStack(line);
    if (!except.empty() && line.contains(except))
      multiplyAdds = std::numeric_limits<int>::min() / 2;
    if (isBranch(line)) // straight code after the loop is another block
      endBlock();
  }
  return loops;
}

//===----------------------------------------------------------------------===//
// Kernels and where they run
//===----------------------------------------------------------------------===//

namespace {
/// Kernel ops and the types of their arguments.
struct Ops {
  std::vector<std::string> arguments;
  std::string body;

  /// One more argument.
  std::string add(const std::string &type) {
    arguments.push_back(type);
    return "%" + std::to_string(arguments.size() - 1);
  }
  std::string assembly(llvm::StringRef cpu) const {
    return compileToAssembly(arguments, body, cpu);
  }
};

struct Level {
  const char *cpu;
  /// Registers of a vector of 16 f32.
  int registers;
  /// The instruction of each product.
  std::map<std::string, const char *> products;
  /// Sizes of heads that are looked at.
  std::vector<int64_t> sizes;
};
} // namespace

/// Below x86-64-v4 one tile serves heads of all sizes.
static const Level kV3{
    "x86-64-v3", 2, {{"f32", "vfmadd"}, {"bf16", "vfmadd"}, {"i8", "vpmaddwd"}}, {64}};
static const Level kV4{
    "x86-64-v4", 1, {{"f32", "vfmadd"}, {"bf16", "vfmadd"}, {"i8", "vpmaddwd"}}, {32, 48, 64, 80}};
static const Level kVNNI{"cascadelake", 1, {{"i8", "vpdpbusd"}}, {}};
static const Level kBF16{"znver4", 1, {{"bf16", "vdpbf16ps"}}, {32, 48, 64, 80}};
static const Level kNeon{"armv8-a", 4, {{"f32", "fmla"}, {"bf16", "fmla"}}, {64}};

/// With what each does otherwise than the one before it; every machine's code can be made on any.
static std::vector<Level> levels() { return {kV3, kV4, kVNNI, kBF16, kNeon}; }

/// Rows of all kernels: a prime number, so that tiles have two heights.
constexpr int64_t kRows = 197;

static std::string type(std::initializer_list<int64_t> shape, const std::string &element) {
  std::string text = "memref<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + element + ">";
}

/// 768 columns of the product of rows of `depth` numbers of `element`, in panels of `width`, with
/// an activation or a residual.
static void addGemm(Ops &ops, const std::string &element, int64_t width, int64_t depth,
                    const std::string &activation, const std::string &schedule = "") {
  int64_t pairing = element == "i8" ? 4 : element == "bf16" ? 2 : 1, columns = 768;
  std::string in = type({1, kRows, depth}, element);
  std::string panels = type({columns / width, depth / pairing, pairing * width}, element);
  std::string out = rowsType({1, kRows, columns}, columns + 16);
  std::string operands = "ins(" + ops.add(in) + ", " + ops.add(panels) + ") ";
  std::string types = in + ", " + panels + ", ";
  if (element == "i8") {
    std::string ofRows = rowsType({1, kRows, 1}), ofColumns = type({columns}, "f32");
    std::string corrections = type({columns}, "i32"), scales = ops.add(ofColumns);
    operands += "scales(" + ops.add(ofRows) + ", " + scales + ") correction(" +
                ops.add(corrections) + ") bias(" + scales + ") ";
    types += ofRows + ", " + ofColumns + ", " + corrections + ", " + ofColumns + ", ";
  }
  std::string init = ops.add(out), epilogue = activation;
  if (activation.empty()) {
    epilogue = "residual(" + init + ")";
    types += out + ", ";
  }
  ops.body += "kernel.gemm " + operands + epilogue + " outs(" + init + ") " + schedule + " : (" +
              types + out + ") -> ()\n";
}

/// `heads` heads of `size` numbers of `element` for as many keys as queries.
static Ops attention(const std::string &element, int64_t heads, int64_t size,
                     const std::string &schedule = "") {
  Ops ops;
  std::string in = type({1, kRows, heads * size}, element);
  std::string out = rowsType({1, kRows, heads * size}, heads * size + 16);
  ops.body = "kernel.attention ins(" + ops.add(in) + ", " + ops.add(in) + ", " + ops.add(in) +
             ") outs(" + ops.add(out) + ") heads = " + std::to_string(heads) + " scale = 0.125 " +
             schedule + " : (" + in + ", " + in + ", " + in + ", " + out + ") -> ()";
  return ops;
}

/// Seven products of a tile, one after the other.
static Ops strassenGemm(int64_t width) {
  constexpr int64_t half = 385, pairs = 111;
  Ops ops;
  std::string in = rowsType({1, 2 * pairs - 1, 2 * half - 2}, 784);
  std::string sums = type({1, 4, pairs, half}, "f32");
  std::string panels = type({384 / width, 7, half, width}, "f32");
  std::string out = rowsType({1, 2 * pairs - 1, 768}, 784);
  ops.body = "kernel.strassen_gemm ins(" + ops.add(in) + ", " + ops.add(sums) + ", " +
             ops.add(panels) + ") outs(" + ops.add(out) + ") : (" + in + ", " + sums + ", " +
             panels + ", " + out + ") -> ()";
  return ops;
}

//===----------------------------------------------------------------------===//
// Tiles that ship
//===----------------------------------------------------------------------===//

/// Multiply-adds in one turn of the selected tile's loop, where tiles of `rows` rows are lowest.
static int productsOfTurn(const Ops &ops, const Level &level, const std::string &element,
                          int64_t rows = kRows) {
  Tile tile = selectTile(ops.arguments, ops.body, level.cpu);
  int64_t tiles = llvm::divideCeil(rows, tile.rows), low = llvm::divideCeil(rows, tiles) - 1;
  // Pairs are multiplied in two steps where no instruction does.
  bool isWidened = element == "bf16" && level.products.at(element) != StringRef("vdpbf16ps");
  return low * tile.vectors * tile.unroll * level.registers * (isWidened ? 2 : 1);
}

TEST(SpillTest, Gemm) {
  for (const Level &level : levels())
    for (auto [element, instruction] : level.products)
      for (int64_t width : {16, 32, 48}) {
        Ops ops;
        addGemm(ops, element, width, 768, "");
        addGemm(ops, element, width, 384, "activation(gelu)"); // chains of f32 end inside
        // The activation divides, and is no product.
        InnerLoops loops = inspect(ops.assembly(level.cpu), productsOfTurn(ops, level, element),
                                   instruction, /*except=*/"div");
        EXPECT_GE(loops.found, 4) << "two products, two heights: " << level.cpu << ", " << element
                                  << ", panels of " << width;
        EXPECT_EQ(loops.stackVectors, 0) << level.cpu << ", " << element << ", panels of " << width;
      }
}

TEST(SpillTest, StrassenGemm) {
  for (auto [level, width] : {std::pair(kV4, 16), {kV4, 32}, {kV4, 48}, {kV3, 48}, {kNeon, 48}}) {
    Ops ops = strassenGemm(width);
    InnerLoops loops =
        inspect(ops.assembly(level.cpu), productsOfTurn(ops, level, "f32", /*rows=*/111),
                level.products.at("f32"));
    EXPECT_GE(loops.found, 2 * 7) << level.cpu << ", panels of " << width;
    EXPECT_EQ(loops.stackVectors, 0) << level.cpu << ", panels of " << width;
  }
}

/// Softmax's exponentials shift integers: eight at once do not fit in sixteen registers with their
/// constants, and are not meant here.
static const char *shiftOf(const Level &level) {
  return level.cpu == StringRef("armv8-a") ? "shl" : "vpslld";
}

TEST(SpillTest, Attention) {
  for (const Level &level : levels())
    for (auto [element, instruction] : level.products)
      for (int64_t size : level.sizes) {
        if (element == "i8") // attention reads bf16 then
          continue;
        Ops ops = attention(element, 12, size);
        // What is widened is so beforehand: all products but those of pairs are of f32.
        InnerLoops loops = inspect(ops.assembly(level.cpu), productsOfTurn(ops, level, "f32"),
                                   instruction, shiftOf(level));
        EXPECT_GE(loops.found, 4) << "two heights, scores and context: " << level.cpu << ", "
                                  << element << ", heads of " << size;
        EXPECT_EQ(loops.stackVectors, 0) << level.cpu << ", " << element << ", heads of " << size;
      }
}

/// Eight sums, as many exponentials and their constants are more than sixteen registers: the sums
/// wait in L1 and are read and written once in a turn, one constant with them.
TEST(SpillTest, SoftmaxOnV3) {
  InnerLoops loops = inspect(attention("f32", 12, 64).assembly(kV3.cpu), 8, "vpslld");
  EXPECT_GE(loops.found, 2) << "two heights";
  EXPECT_LE(loops.stackVectors, loops.found * (2 * 8 + 1));
}

/// Products of bf16 are dot products of the machine, and nothing widens their factors.
TEST(SpillTest, GemmOfPairs) {
  Ops ops;
  addGemm(ops, "bf16", 48, 768, "");
  std::string assembly = ops.assembly(kBF16.cpu);
  size_t products = StringRef(assembly).count("vdpbf16ps");
  EXPECT_GE(products, 8u * 3 * 4 + 7 * 3 * 4) << "two heights, unrolled four times";
  EXPECT_FALSE(StringRef(assembly).contains("vfmadd"));
}

/// A vector is four registers, the broadcast number a lane of one: `fmla v8.4s, v3.4s, v5.s[0]`.
TEST(SpillTest, GemmOnNeon) {
  Ops ops;
  addGemm(ops, "f32", 48, 768, "");
  EXPECT_NE(ops.assembly(kNeon.cpu).find(".s[0]"), std::string::npos)
      << "each number is broadcast first";
}

//===----------------------------------------------------------------------===//
// Tiles that spill
//===----------------------------------------------------------------------===//

/// Vectors on the stack in loops of at least `fewest` products.
static int spills(const Ops &ops, const Level &level, const std::string &element, int fewest,
                  StringRef except = {}) {
  return inspect(ops.assembly(level.cpu), fewest, level.products.at(element), except).stackVectors;
}

/// Sums of eight rows leave no register for what they are made of.
TEST(SpillTest, TallTilesSpill) {
  std::string schedule = "schedule <rows = 8, vectors = 1, unroll = 4, restart = 768, chunk = 25, "
                         "prefetch = true, pieces = ";
  Ops numbers, pairs;
  addGemm(numbers, "f32", 48, 768, "", schedule + "1>");
  addGemm(pairs, "bf16", 48, 768, "", schedule + "3>");
  EXPECT_GT(spills(numbers, kNeon, "f32", 7 * 4 * 4), 0);
  EXPECT_GT(spills(pairs, kV3, "bf16", 7 * 2 * 2 * 4), 0);
  EXPECT_GT(spills(attention("f32", 12, 64, schedule + "1>"), kV3, "f32", 7 * 2 * 4, shiftOf(kV3)),
            0);
}

/// Without an instruction for quads, a vpmaddwd for 8 columns: LLVM has to find it. Of several
/// steps it would add the products in an order of its own.
TEST(SpillTest, SeveralStepsOfQuadsSpill) {
  Ops ops;
  addGemm(ops, "i8", 48, 768, "",
          "schedule <rows = 6, vectors = 1, pieces = 3, turns = 16, unroll = 4, restart = 256, "
          "chunk = 25, prefetch = true>");
  EXPECT_GT(spills(ops, kV3, "i8", 5 * 2 * 4), 0);
}
