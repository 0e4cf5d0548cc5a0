//===- SpillTest.cpp - accumulators stay in registers ---------------------===//
//
// A register tile one vector too large, or an optimiser that keeps a copy, costs a factor of two
// and changes no result: only this test notices. Loops of products are meant, on the tiles that
// kernel-select-schedules gives them; 8-bit integers on NEON do spill (docs/Roadmap.md). What moves
// rows once (normalisation, the transposition of keys) may wait on the stack: there is nothing to
// be had.
//
//===----------------------------------------------------------------------===//

#include "KernelHarness.h"

#include "llvm/ADT/SmallVector.h"

#include <gtest/gtest.h>

#include <limits>

using namespace vitc::test;

namespace {
/// What the assembly's blocks with at least `minimum` multiply-adds, `instruction`, have in all.
struct InnerLoops {
  int found = 0, stackVectors = 0;
};
} // namespace

/// Reads or writes a vector on the stack.
static bool usesStack(llvm::StringRef line) {
  if (line.contains("mm"))
    return line.contains("(%rsp") || line.contains("(%rbp");
  llvm::StringRef operands = line.ltrim().split('\t').second;
  return operands.starts_with("q") && (line.contains("[sp") || line.contains("[x29"));
}

static bool isBranch(llvm::StringRef line) {
  llvm::StringRef word = line.ltrim().split('\t').first;
  return word.starts_with("j") || word.starts_with("b.") || word == "b" || word == "cbz" ||
         word == "cbnz" || word == "tbz" || word == "tbnz";
}

/// Blocks with an instruction of `except` are not meant.
static InnerLoops inspect(llvm::StringRef assembly, int minimum,
                          llvm::StringRef instruction = "vfmadd", llvm::StringRef except = {}) {
  InnerLoops loops;
  int multiplyAdds = 0, stackVectors = 0;
  auto endBlock = [&] {
    if (multiplyAdds >= minimum) {
      ++loops.found;
      loops.stackVectors += stackVectors;
    }
    multiplyAdds = stackVectors = 0;
  };
  llvm::SmallVector<llvm::StringRef> lines;
  assembly.split(lines, '\n');
  for (llvm::StringRef line : lines) {
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

static std::string tileOf(int rows, int vectors, int pieces) {
  return "rows = " + std::to_string(rows) + ", vectors = " + std::to_string(vectors) +
         ", pieces = " + std::to_string(pieces) + (pieces > 1 ? ", turns = 16" : "");
}

/// Turns of four steps. `tile` may name what fetches are counted by, too.
static std::string gemm(int64_t columns, int64_t depth, const std::string &tile,
                        llvm::StringRef cpu) {
  std::string in = rowsType({1, 197, depth}, depth + 16);
  std::string panels = rowsType({columns / 48, depth, 48});
  std::string out = rowsType({1, 197, columns}, columns + 16);
  return compileToAssembly({in, panels, out},
                           "kernel.gemm ins(%0, %1) residual(%2) outs(%2) schedule <" + tile +
                               ", unroll = 4, restart = 256, chunk = 25, prefetch = true> : (" +
                               in + ", " + panels + ", " + out + ", " + out + ") -> ()",
                           cpu);
}

TEST(SpillTest, GemmOnV4) {
  for (auto [columns, depth] : std::initializer_list<std::pair<int, int>>{
           {768, 384}, {768, 768}, {768, 3072}, {3072, 768}}) {
    InnerLoops loops =
        inspect(gemm(columns, depth, "rows = 8, vectors = 3", "x86-64-v4"), 7 * 3 * 4);
    EXPECT_GE(loops.found, 2) << "two heights";
    EXPECT_EQ(loops.stackVectors, 0) << columns << " columns, depth " << depth;
  }
}

TEST(SpillTest, GemmOnV3) {
  for (auto [columns, depth] :
       std::initializer_list<std::pair<int, int>>{{768, 768}, {768, 3072}, {3072, 768}}) {
    InnerLoops loops =
        inspect(gemm(columns, depth, "rows = 6, vectors = 1, turns = 16", "x86-64-v3"), 5 * 2 * 4);
    EXPECT_GE(loops.found, 2);
    EXPECT_EQ(loops.stackVectors, 0) << columns << " columns, depth " << depth;
  }
}

/// Products of bf16 are dot products of the machine, and nothing widens their factors.
TEST(SpillTest, GemmOfBF16) {
  std::string in = "memref<1x197x768xbf16>", panels = "memref<16x384x96xbf16>";
  for (const std::string &out : {rowsType({1, 197, 768}, 784), std::string(in)}) {
    std::string assembly = compileToAssembly(
        {in, panels, out},
        "kernel.gemm ins(%0, %1) outs(%2) schedule <rows = 8, vectors = 3, unroll "
        "= 4, restart = 384, chunk = 25, prefetch = true, bf16 = true> : (" +
            in + ", " + panels + ", " + out + ") -> ()",
        kBF16Level);
    InnerLoops loops = inspect(assembly, 7 * 3 * 4, "vdpbf16ps");
    EXPECT_GE(loops.found, 2) << "two heights";
    EXPECT_EQ(loops.stackVectors, 0) << out;
    size_t products = llvm::StringRef(assembly).count("vdpbf16ps");
    EXPECT_GE(products, 8u * 3 * 4 + 7 * 3 * 4) << "two heights, unrolled four times";
    EXPECT_FALSE(llvm::StringRef(assembly).contains("vfmadd"));
  }
}

/// A vector is four registers, the broadcast number a lane of one: `fmla v8.4s, v3.4s, v5.s[0]`.
TEST(SpillTest, GemmOnNeon) {
  for (int depth : {384, 768, 3072}) {
    std::string assembly = gemm(768, depth, "rows = 6, vectors = 1, turns = 16", "armv8-a");
    InnerLoops loops = inspect(assembly, 5 * 4 * 4, "fmla");
    EXPECT_GE(loops.found, 2) << "two heights";
    EXPECT_EQ(loops.stackVectors, 0) << "depth " << depth;
    EXPECT_NE(assembly.find(".s[0]"), std::string::npos) << "each number is broadcast first";
  }
  // As many sums of eight rows leave no register for what they are made of.
  EXPECT_GT(inspect(gemm(768, 768, "rows = 8, vectors = 1", "armv8-a"), 100, "fmla").stackVectors,
            0)
      << "the test sees no spill";
}

/// Pairs of bf16 where no instruction multiplies them, in panels of `width` columns.
static std::string widenedGemm(int64_t width, int64_t depth, const std::string &tile,
                               const char *activation, llvm::StringRef cpu) {
  std::string in = "memref<1x197x" + std::to_string(depth) + "xbf16>";
  std::string panels =
      "memref<16x" + std::to_string(depth / 2) + "x" + std::to_string(2 * width) + "xbf16>";
  std::string out = rowsType({1, 197, 16 * width}, 16 * width + 16);
  return compileToAssembly({in, panels, out},
                           "kernel.gemm ins(%0, %1) " + std::string(activation) +
                               " outs(%2) schedule <" + tile +
                               ", unroll = 4, restart = 2048, chunk = 25, prefetch = true> : (" +
                               in + ", " + panels + ", " + out + ") -> ()",
                           cpu);
}

TEST(SpillTest, WidenedGemm) {
  struct Case {
    const char *cpu, *instruction;
    /// Registers of a vector.
    int width, rows, vectors, registers;
  };
  for (const Case &c :
       {Case{"x86-64-v4", "vfmadd", 48, 6, 3, 1}, Case{"x86-64-v4", "vfmadd", 32, 10, 2, 1},
        Case{"x86-64-v4", "vfmadd", 16, 16, 1, 1}, Case{"x86-64-v3", "vfmadd", 48, 5, 1, 2},
        Case{"armv8-a", "fmla", 48, 4, 1, 4}})
    for (int64_t depth : {768, 3072})
      for (const char *activation : {"", "activation(gelu)"}) {
        // The activation divides, and is no product.
        InnerLoops loops =
            inspect(widenedGemm(c.width, depth, tileOf(c.rows, c.vectors, c.width / 16 / c.vectors),
                                activation, c.cpu),
                    (c.rows - 1) * c.vectors * c.registers * 2 * 4, c.instruction,
                    /*except=*/"div");
        EXPECT_GE(loops.found, 2) << c.cpu << ": two heights";
        EXPECT_EQ(loops.stackVectors, 0)
            << c.cpu << ", panels of " << c.width << ", depth " << depth << ' ' << activation;
      }
  EXPECT_GT(
      inspect(widenedGemm(48, 768, tileOf(8, 1, 3), "", "x86-64-v3"), 7 * 2 * 2 * 4).stackVectors,
      0)
      << "the test sees no spill";
}

/// Seven products of a tile, one after the other.
TEST(SpillTest, StrassenGemm) {
  std::string in = rowsType({1, 197, 768}, 784), sums = "memref<1x4x99x385xf32>";
  std::string panels = "memref<8x7x385x48xf32>";
  auto products = [&](const std::string &tile, llvm::StringRef cpu, int fewest) {
    return inspect(compileToAssembly({in, sums, panels, in},
                                     "kernel.strassen_gemm ins(%0, %1, %2) outs(%3) schedule <" +
                                         tile +
                                         ", unroll = 4, restart = 128, chunk = 13, prefetch = "
                                         "true> : (" +
                                         in + ", " + sums + ", " + panels + ", " + in + ") -> ()",
                                     cpu),
                   fewest);
  };
  InnerLoops v4 = products("rows = 8, vectors = 3", "x86-64-v4", 7 * 3 * 4);
  EXPECT_GE(v4.found, 2);
  EXPECT_EQ(v4.stackVectors, 0);
  InnerLoops v3 = products("rows = 6, vectors = 1, turns = 16", "x86-64-v3", 5 * 2 * 4);
  EXPECT_GE(v3.found, 2);
  EXPECT_EQ(v3.stackVectors, 0);
}

/// Twelve heads of 64 for 197 tokens of `type`, on `tile`.
static std::string attention(const std::string &type, const std::string &tile,
                             llvm::StringRef cpu) {
  std::string out = rowsType({1, 197, 768}, 784);
  return compileToAssembly({type, type, type, out},
                           "kernel.attention ins(%0, %1, %2) outs(%3) heads = 12 scale = 0.125 "
                           "schedule <" +
                               tile + ", prefetch = true" +
                               (cpu == kBF16Level ? ", bf16 = true> : (" : "> : (") + type + ", " +
                               type + ", " + type + ", " + out + ") -> ()",
                           cpu);
}

TEST(SpillTest, AttentionOnV4) {
  InnerLoops loops = inspect(
      attention(rowsType({1, 197, 768}, 784),
                "rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 33", "x86-64-v4"),
      5 * 4 * 4);
  EXPECT_GE(loops.found, 4) << "two heights, scores and context";
  EXPECT_EQ(loops.stackVectors, 0);
}

/// Softmax's exponentials shift integers: eight at once do not fit in sixteen registers with their
/// constants, and are not meant here.
TEST(SpillTest, AttentionOnV3) {
  std::string type = rowsType({1, 197, 768}, 784);
  auto products = [&](const std::string &rows) {
    return inspect(
        attention(type, "rows = " + rows + ", vectors = 1, unroll = 4, restart = 256, chunk = 3",
                  "x86-64-v3"),
        5 * 2 * 4, "vfmadd", "vpslld");
  };
  InnerLoops loops = products("6");
  EXPECT_GE(loops.found, 2 * (1 + 4)) << "two heights, scores and four vectors of context";
  EXPECT_EQ(loops.stackVectors, 0);
  EXPECT_GT(products("8").stackVectors, 0) << "the test sees no spill";
}

/// Eight sums, as many exponentials and their constants are more than sixteen registers: the sums
/// wait in L1 and are read and written once in a turn, one constant with them.
TEST(SpillTest, SoftmaxOnV3) {
  InnerLoops loops =
      inspect(attention(rowsType({1, 197, 768}, 784),
                        "rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 3", "x86-64-v3"),
              8, "vpslld");
  EXPECT_GE(loops.found, 2) << "two heights";
  EXPECT_LE(loops.stackVectors, loops.found * (2 * 8 + 1));
}

TEST(SpillTest, AttentionOnNeon) {
  InnerLoops loops =
      inspect(attention(rowsType({1, 197, 768}, 784),
                        "rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 3", "armv8-a"),
              5 * 4 * 4, "fmla", /*except=*/"shl");
  EXPECT_GE(loops.found, 2 * (1 + 4)) << "two heights, scores and four vectors of context";
  EXPECT_EQ(loops.stackVectors, 0);
}

TEST(SpillTest, AttentionOfBF16) {
  std::string assembly =
      attention("memref<1x197x768xbf16, strided<[157600, 800, 1]>>",
                "rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 33", kBF16Level);
  InnerLoops loops = inspect(assembly, 5 * 4 * 4, "vdpbf16ps");
  EXPECT_GE(loops.found, 4) << "two heights, scores and context";
  EXPECT_EQ(loops.stackVectors, 0);
}

/// Widened beforehand, products are those of f32.
TEST(SpillTest, WidenedAttention) {
  std::string type = "memref<1x197x768xbf16, strided<[157600, 800, 1]>>";
  InnerLoops v4 = inspect(
      attention(type, "rows = 6, vectors = 4, unroll = 4, restart = 256, chunk = 33", "x86-64-v4"),
      5 * 4 * 4, "vfmadd", "vpslld");
  EXPECT_GE(v4.found, 4) << "two heights, scores and context";
  EXPECT_EQ(v4.stackVectors, 0);
  InnerLoops v3 = inspect(
      attention(type, "rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 3", "x86-64-v3"),
      5 * 2 * 4, "vfmadd", "vpslld");
  EXPECT_GE(v3.found, 2 * (1 + 4)) << "two heights, scores and four vectors of context";
  EXPECT_EQ(v3.stackVectors, 0);
}

static std::string quantizedGemm(const std::string &tile, const char *activation,
                                 const std::string &level) {
  std::string in = "memref<1x197x768xi8, strided<[163904, 832, 1]>>",
              panels = "memref<16x192x192xi8>";
  std::string rowScales = rowsType({1, 197, 1}), scales = "memref<768xf32>";
  std::string corrections = "memref<768xi32>", out = rowsType({1, 197, 768}, 784);
  return compileToAssembly({in, panels, rowScales, scales, corrections, out},
                           "kernel.gemm ins(%0, %1) scales(%2, %3) correction(%4) bias(%3) " +
                               std::string(activation) + "outs(%5) schedule <" + tile +
                               ", restart = 256, chunk = 25, prefetch = true" +
                               (level == kBF16Level ? ", bf16 = true, vnni = true" : "") + "> : (" +
                               in + ", " + panels + ", " + rowScales + ", " + scales + ", " +
                               corrections + ", " + scales + ", " + out + ") -> ()",
                           level);
}

TEST(SpillTest, QuantizedGemm) {
  for (const char *activation : {"", "activation(gelu) "}) {
    InnerLoops loops =
        inspect(quantizedGemm("rows = 8, vectors = 3, unroll = 4", activation, kBF16Level),
                7 * 3 * 4, "vpdpbusd");
    EXPECT_GE(loops.found, 2) << "two heights" << activation;
    EXPECT_EQ(loops.stackVectors, 0) << activation;
  }
}

/// Without the instruction, a vpmaddwd for 8 columns: LLVM has to find it. Of several steps it
/// would add the products in an order of its own.
TEST(SpillTest, QuantizedGemmWithoutVNNI) {
  for (const char *activation : {"", "activation(gelu) "}) {
    auto products = [&](const std::string &tile, const char *cpu, int fewest) {
      return inspect(quantizedGemm(tile, activation, cpu), fewest, "vpmaddwd");
    };
    InnerLoops v4 = products("rows = 6, vectors = 3, unroll = 1", "x86-64-v4", 5 * 3);
    EXPECT_GE(v4.found, 2);
    EXPECT_EQ(v4.stackVectors, 0) << activation;
    InnerLoops v3 =
        products("rows = 6, vectors = 1, pieces = 3, turns = 16, unroll = 1", "x86-64-v3", 5 * 2);
    EXPECT_GE(v3.found, 2);
    EXPECT_EQ(v3.stackVectors, 0) << activation;
    EXPECT_GT(products("rows = 6, vectors = 1, pieces = 3, turns = 16, unroll = 4", "x86-64-v3",
                       5 * 2 * 4)
                  .stackVectors,
              0)
        << "the test sees no spill";
  }
}
