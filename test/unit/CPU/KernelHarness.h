//===- KernelHarness.h - kernel ops compiled and called in this process ---===//

#ifndef VITC_TEST_UNIT_CPU_KERNELHARNESS_H
#define VITC_TEST_UNIT_CPU_KERNELHARNESS_H

#include "vitc/Execution/JitModule.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vitc::test {

/// The levels of this machine on which a kernel's bits must agree.
std::vector<std::string> testedLevels();

/// x86-64-v4 with AVX512_BF16, whose schedules say `bf16 = true`.
inline constexpr const char *kBF16Level = "x86-64-v4-bf16";

/// The levels of this machine on which products of bf16 run.
std::vector<std::string> testedBF16Levels();

/// Stands for the tile that a level's own schedules have.
inline constexpr const char *kSelected = "";

/// How tiles are handed out where a kernel says no schedule; 0: as on the processor it is for.
struct Portions {
  int64_t chunk = 0, block = 0;
};

/// One kernel op between memref arguments, as machine code.
class CompiledKernel {
public:
  /// `arguments` are the types of %0, %1, …; `body` is the text of the ops between them. Those
  /// without a schedule get what kernel-select-schedules gives them on `cpu`, a name as `--cpu`
  /// takes it or kBF16Level, in `portions`. The harness fails the test when anything on the way to
  /// code does.
  CompiledKernel(llvm::ArrayRef<std::string> arguments, llvm::StringRef body, llvm::StringRef cpu,
                 const Portions &portions = {});

  /// Calls it with one pointer for each argument. Every parallel loop runs in calls of
  /// `itemsOfCall` items, from the last to the first; 0 runs all in one call.
  void call(llvm::ArrayRef<void *> arguments, int64_t itemsOfCall = 0) const;

private:
  std::unique_ptr<execution::JitModule> code;
};

/// The assembly of such a kernel.
std::string compileToAssembly(llvm::ArrayRef<std::string> arguments, llvm::StringRef body,
                              llvm::StringRef cpu);

/// The register tile of a schedule.
struct Tile {
  int64_t rows = 0, vectors = 0, unroll = 0;
};

/// The tile that kernel-select-schedules gives the first op of `body` that needs one on `cpu`.
Tile selectTile(llvm::ArrayRef<std::string> arguments, llvm::StringRef body, llvm::StringRef cpu);

/// `memref<AxBxCxf32>` whose rows are `stride` floats apart (0: dense).
std::string rowsType(llvm::ArrayRef<int64_t> shape, int64_t stride = 0);

/// Numbers of [−1, 1), the same in every run.
std::vector<float> randomFloats(int64_t count, uint32_t seed);

/// The largest |a − b|; infinite where one is NaN and the other is not.
double largestError(llvm::ArrayRef<float> found, llvm::ArrayRef<double> expected);

} // namespace vitc::test

#endif // VITC_TEST_UNIT_CPU_KERNELHARNESS_H
