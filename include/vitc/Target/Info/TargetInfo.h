//===- TargetInfo.h - the machine code is made for ------------------------===//
//
// Facts that schedule selection and code emission need, as one plain value. Nothing here looks at
// the machine vitc runs on, except for the name `native`.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TARGET_INFO_TARGETINFO_H
#define VITC_TARGET_INFO_TARGETINFO_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>

namespace vitc::target {

/// Instruction set levels, with vitc_isa's numbers (vitc/Runtime/Model.h).
/// X86_64_V4_VNNI is X86_64_V4 with AVX512_VNNI, X86_64_V4_BF16 has AVX512_BF16, too: code of low
/// precision uses them.
enum class Isa : uint32_t {
  X86_64 = 1,
  X86_64_V3 = 3,
  X86_64_V4 = 4,
  X86_64_V4_VNNI = 5,
  X86_64_V4_BF16 = 6,
  AArch64 = 32 ///< Armv8-A, which always has NEON.
};

/// What the products of a program read: f32 and bf16, or integers of 8 bits, too.
enum class Products { F32, BF16, Int8 };

/// Whose machine code it is. One output holds levels of one architecture.
enum class Architecture { X86_64, AArch64 };
inline Architecture architectureOf(Isa isa) {
  return isa == Isa::AArch64 ? Architecture::AArch64 : Architecture::X86_64;
}

/// The level as `--cpu` and the environment variable VITC_ISA spell it.
llvm::StringRef isaName(Isa isa);

/// One processor, or one level that many processors reach.
struct TargetInfo {
  std::string name;     ///< As asked for (`x86-64-v3`, `znver4`); `native` becomes the host's name.
  std::string triple;   ///< LLVM's, `x86_64-unknown-linux-gnu` by default.
  std::string cpu;      ///< LLVM's name of the processor.
  std::string features; ///< LLVM's list of features beyond those of `cpu` (`+avx512bf16,-sse4a`).
  Isa isa = Isa::X86_64;
  unsigned vectorBits = 128;     ///< Width of the widest vector register that code should use.
  unsigned vectorRegisters = 16; ///< How many there are.
  bool fma = false;
  bool bf16 = false;        ///< Dot products of bf16 pairs (AVX512_BF16).
  bool vnni = false;        ///< Dot products of u8 × s8 quadruples (AVX512_VNNI or AVX_VNNI).
  uint64_t l1Bytes = 32768; ///< Data cache of one core.
  uint64_t l2Bytes = 524288;

  /// Elements of `bits` each in one vector register.
  unsigned lanes(unsigned bits) const { return vectorBits / bits; }

  /// The level whose registers it has: those of low precision add instructions to X86_64_V4.
  Isa vectorLevel() const;

  /// What tells this target's symbols from another's in one binary: `x86_64_v3`, `znver4`.
  std::string symbolSuffix() const;
};

/// The default triple of outputs.
llvm::StringRef defaultTriple();

/// The target of one `--cpu` name: a level (`x86-64`, `x86-64-v3`, `x86-64-v4`, `armv8-a`), an
/// x86-64 processor that LLVM knows (`znver4`) or `native`. Without a triple the name decides whose
/// code it is. An unknown name is an error with the nearest known one; so is a triple that is
/// neither x86-64 nor AArch64 Linux, or that of another architecture than the name.
llvm::Expected<TargetInfo> lookupTarget(llvm::StringRef cpu, llvm::StringRef triple = "");

/// All targets that one `--cpu` value stands for, highest level first: `portable` is x86-64-v4 and
/// x86-64-v3 (AArch64: armv8-a); every other name stands for itself.
/// `products` in bf16 put the level X86_64_V4_BF16 in front, those of integers X86_64_V4_VNNI
/// behind it, and a target that has a level's instructions gets the level.
llvm::Expected<llvm::SmallVector<TargetInfo>>
lookupTargets(llvm::StringRef cpu, llvm::StringRef triple = "", Products products = Products::F32);

/// The lowest level of `architecture`, for code that any of its processors may run.
TargetInfo baselineTarget(Architecture architecture);

/// Whether code for `target` runs on this machine. When not, `missing` names the first feature.
bool runsOnHost(const TargetInfo &target, std::string *missing = nullptr);

} // namespace vitc::target

#endif // VITC_TARGET_INFO_TARGETINFO_H
