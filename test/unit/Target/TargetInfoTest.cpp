//===- TargetInfoTest.cpp - names of processors become facts --------------===//

#include "vitc/Target/Info/TargetInfo.h"

#include "vitc/Runtime/Model.h"
#include "vitc/Support/Errors.h"

#include "llvm/ADT/StringSet.h"

#include <gtest/gtest.h>

using namespace vitc::target;

static_assert(uint32_t(Isa::X86_64) == VITC_ISA_X86_64);
static_assert(uint32_t(Isa::X86_64_V3) == VITC_ISA_X86_64_V3);
static_assert(uint32_t(Isa::X86_64_V4) == VITC_ISA_X86_64_V4);
static_assert(uint32_t(Isa::AArch64) == VITC_ISA_ARMV8_A);

static TargetInfo lookup(llvm::StringRef cpu) { return llvm::cantFail(lookupTarget(cpu)); }

TEST(TargetInfo, LevelsHaveTheirVectorUnits) {
  TargetInfo v3 = lookup("x86-64-v3"), v4 = lookup("x86-64-v4"), base = lookup("x86-64");
  EXPECT_EQ(base.isa, Isa::X86_64);
  EXPECT_EQ(base.lanes(32), 4u);
  EXPECT_FALSE(base.fma);
  EXPECT_EQ(v3.isa, Isa::X86_64_V3);
  EXPECT_EQ(v3.lanes(32), 8u);
  EXPECT_EQ(v3.vectorRegisters, 16u);
  EXPECT_TRUE(v3.fma);
  EXPECT_EQ(v4.isa, Isa::X86_64_V4);
  EXPECT_EQ(v4.lanes(32), 16u);
  EXPECT_EQ(v4.vectorRegisters, 32u);
  EXPECT_FALSE(v4.bf16 || v4.vnni);
}

TEST(TargetInfo, ProcessorsHaveTheirLevelAndExtras) {
  TargetInfo zen4 = lookup("znver4"), zen3 = lookup("znver3"), alder = lookup("alderlake");
  EXPECT_EQ(zen4.isa, Isa::X86_64_V4);
  EXPECT_TRUE(zen4.bf16 && zen4.vnni);
  EXPECT_EQ(zen4.l2Bytes, 1u << 20);
  EXPECT_EQ(zen3.isa, Isa::X86_64_V3);
  EXPECT_FALSE(zen3.bf16 || zen3.vnni);
  EXPECT_EQ(alder.isa, Isa::X86_64_V3);
  EXPECT_TRUE(alder.vnni);
  EXPECT_EQ(lookup("nehalem").isa, Isa::X86_64);
}

TEST(TargetInfo, PortableIsBothLevels) {
  auto both = llvm::cantFail(lookupTargets("portable"));
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].isa, Isa::X86_64_V4);
  EXPECT_EQ(both[1].isa, Isa::X86_64_V3);
  auto low = llvm::cantFail(lookupTargets("portable", "", Products::BF16));
  ASSERT_EQ(low.size(), 3u);
  EXPECT_TRUE(low[0].bf16 && low[0].vnni);
  EXPECT_EQ(low[0].isa, Isa::X86_64_V4_BF16);
  EXPECT_EQ(low[1].isa, Isa::X86_64_V4);
  EXPECT_NE(low[0].symbolSuffix(), low[1].symbolSuffix());
}

TEST(TargetInfo, IntegersHaveALevelWithoutBF16) {
  auto levels = llvm::cantFail(lookupTargets("portable", "", Products::Int8));
  ASSERT_EQ(levels.size(), 4u);
  Isa expected[] = {Isa::X86_64_V4_BF16, Isa::X86_64_V4_VNNI, Isa::X86_64_V4, Isa::X86_64_V3};
  llvm::StringSet<> suffixes;
  for (auto [info, isa] : llvm::zip_equal(levels, expected)) {
    EXPECT_EQ(info.isa, isa);
    EXPECT_EQ(info.vectorLevel(), std::min(isa, Isa::X86_64_V4));
    EXPECT_TRUE(suffixes.insert(info.symbolSuffix()).second) << info.symbolSuffix();
  }
  EXPECT_EQ(lookup("armv8-a").vectorLevel(), Isa::AArch64);
}

TEST(TargetInfo, AProcessorGetsTheLevelOfItsInstructions) {
  auto levelOf = [](llvm::StringRef cpu, Products products) {
    return llvm::cantFail(lookupTargets(cpu, "", products))[0].isa;
  };
  EXPECT_EQ(levelOf("znver4", Products::F32), Isa::X86_64_V4) << "only low precision asks for more";
  EXPECT_EQ(levelOf("znver4", Products::BF16), Isa::X86_64_V4_BF16);
  EXPECT_EQ(levelOf("icelake-server", Products::Int8), Isa::X86_64_V4_VNNI);
  EXPECT_EQ(levelOf("icelake-server", Products::BF16), Isa::X86_64_V4);
  EXPECT_EQ(levelOf("skylake-avx512", Products::Int8), Isa::X86_64_V4);
  EXPECT_EQ(levelOf("alderlake", Products::Int8), Isa::X86_64_V3) << "AVX_VNNI is not used";
}

TEST(TargetInfo, NativeRunsHere) {
  TargetInfo native = lookup("native");
  std::string missing;
  EXPECT_TRUE(runsOnHost(native, &missing)) << missing;
  EXPECT_NE(native.name, "native");
  EXPECT_GE(native.l1Bytes, 16384u);
}

TEST(TargetInfo, OtherTriples) {
  TargetInfo arm = lookup("armv8-a");
  EXPECT_EQ(arm.triple, "aarch64-unknown-linux-gnu") << "the name says whose code it is";
  EXPECT_EQ(arm.isa, Isa::AArch64);
  EXPECT_EQ(arm.vectorRegisters, 32u);
  EXPECT_EQ(arm.lanes(32), 4u);
  EXPECT_EQ(baselineTarget(Architecture::AArch64).name, "armv8-a");
  EXPECT_EQ(baselineTarget(Architecture::X86_64).name, "x86-64");
  auto portable = llvm::cantFail(lookupTargets("portable", "aarch64-linux-gnu"));
  ASSERT_EQ(portable.size(), 1u);
  EXPECT_EQ(portable[0].name, "armv8-a");
  std::string missing;
  EXPECT_FALSE(runsOnHost(arm, &missing));
  EXPECT_EQ(missing, "armv8-a");
}

TEST(TargetInfo, OneOutputIsForOneArchitecture) {
  std::string text = vitc::errorText(lookupTarget("armv8-a", "x86_64-linux-gnu").takeError());
  EXPECT_NE(text.find("found 'armv8-a' with an x86-64 triple"), std::string::npos) << text;
  text = vitc::errorText(lookupTarget("znver4", "aarch64-linux-gnu").takeError());
  EXPECT_NE(text.find("found 'znver4' with an AArch64 triple"), std::string::npos) << text;
  text = vitc::errorText(lookupTarget("x86-64-v3,armv8-a").takeError());
  EXPECT_NE(text.find("found 'x86-64-v3,armv8-a', expected one name"), std::string::npos) << text;
}

TEST(TargetInfo, ErrorsNameWhatIsKnown) {
  std::string text = vitc::errorText(lookupTarget("znvr4").takeError());
  EXPECT_NE(text.find("--cpu: error: found 'znvr4'"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean 'znver4'"), std::string::npos) << text;
  text = vitc::errorText(lookupTarget("x86-64", "riscv64-linux-gnu").takeError());
  EXPECT_NE(text.find("--triple: error: found 'riscv64-linux-gnu'"), std::string::npos) << text;
}
