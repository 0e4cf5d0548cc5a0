//===- TargetInfo.cpp - the machine code is made for ----------------------===//

#include "vitc/Target/Info/TargetInfo.h"

#include "Caches.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Spelling.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/TargetParser/X86TargetParser.h"

#include <algorithm>

using namespace llvm;

namespace vitc::target {

// What each level adds, by LLVM's names (x86-64 psABI, micro-architecture levels). v2's features
// are listed with v3: there is no level of ours between.
static constexpr StringLiteral v3Features[] = {"avx2",  "bmi",    "bmi2", "f16c",   "fma",  "lzcnt",
                                               "movbe", "popcnt", "cx16", "sse4.2", "xsave"};
static constexpr StringLiteral v4Features[] = {"avx512f", "avx512bw", "avx512cd", "avx512dq",
                                               "avx512vl"};

StringRef isaName(Isa isa) {
  switch (isa) {
  case Isa::X86_64:
    return "x86-64";
  case Isa::X86_64_V3:
    return "x86-64-v3";
  case Isa::X86_64_V4:
    return "x86-64-v4";
  case Isa::X86_64_V4_VNNI:
    return "x86-64-v4-vnni";
  case Isa::X86_64_V4_BF16:
    return "x86-64-v4-bf16";
  case Isa::AArch64:
    return "armv8-a";
  }
  llvm_unreachable("all levels are above");
}

StringRef defaultTriple() { return "x86_64-unknown-linux-gnu"; }

static constexpr StringLiteral armTriple = "aarch64-unknown-linux-gnu";

Isa TargetInfo::vectorLevel() const {
  return architectureOf(isa) == Architecture::X86_64 ? std::min(isa, Isa::X86_64_V4) : isa;
}

std::string TargetInfo::symbolSuffix() const {
  std::string suffix = name;
  for (char &c : suffix)
    if (!isAlnum(c))
      c = '_';
  // The x86-64-v4 of one binary differ in features alone.
  if (StringRef(features).contains("+avx512bf16"))
    suffix += "_bf16";
  else if (StringRef(features).contains("+avx512vnni"))
    suffix += "_vnni";
  return suffix;
}

/// Derives the level and the shape of the vector unit from a set of features.
static void fillFromFeatures(TargetInfo &info, const StringSet<> &has) {
  auto hasAll = [&](ArrayRef<StringLiteral> list) {
    return all_of(list, [&](StringRef feature) { return has.contains(feature); });
  };
  bool v3 = hasAll(v3Features);
  bool v4 = v3 && hasAll(v4Features);
  info.isa = v4 ? Isa::X86_64_V4 : v3 ? Isa::X86_64_V3 : Isa::X86_64;
  info.vectorBits = v4 ? 512 : v3 ? 256 : 128;
  info.vectorRegisters = v4 ? 32 : 16;
  info.fma = v3;
  info.bf16 = v4 && has.contains("avx512bf16");
  info.vnni = v4 ? has.contains("avx512vnni") : v3 && has.contains("avxvnni");
}

static StringSet<> featuresOfCpu(StringRef cpu) {
  SmallVector<StringRef> list;
  X86::getFeaturesForCPU(cpu, list);
  StringMap<bool> implied; // the list leaves out what others imply (avx512bw: avx512f)
  for (StringRef feature : list)
    X86::updateImpliedFeatures(feature, /*Enabled=*/true, implied);
  StringSet<> has;
  for (StringRef feature : list)
    has.insert(feature);
  for (const auto &feature : implied)
    if (feature.second)
      has.insert(feature.first());
  return has;
}

static TargetInfo nativeTarget() {
  TargetInfo info;
  info.cpu = sys::getHostCPUName().str();
  info.name = info.cpu;
  // A virtual machine may hide features of its processor: say every one that differs.
  StringSet<> usual = featuresOfCpu(info.cpu), has;
  std::vector<std::string> differing;
  for (const auto &feature : sys::getHostCPUFeatures()) {
    StringRef name = feature.first();
    if (feature.second)
      has.insert(name);
    if (feature.second != usual.contains(name))
      differing.push_back((feature.second ? "+" : "-") + name.str());
  }
  llvm::sort(differing); // the map has no order
  info.features = join(differing, ",");
  fillFromFeatures(info, has);
  setHostCaches(info);
  return info;
}

static Error unknownCpu(StringRef cpu) {
  if (cpu.contains(','))
    return foundExpected({"--cpu"}, inQuotes(cpu), "one name",
                         "'portable' puts the levels x86-64-v4 and x86-64-v3 into one file");
  SmallVector<StringRef> known;
  X86::fillValidCPUArchList(known, /*Only64Bit=*/true);
  SmallVector<StringRef> names = {"portable",  "native",    "x86-64",
                                  "x86-64-v3", "x86-64-v4", "armv8-a"};
  StringRef near = nearestSpelling(cpu, known);
  std::string hint = near.empty() ? std::string() : "did you mean '" + near.str() + "'? ";
  hint += "supported: " + join(names, ", ") + ", or the name of a processor such as znver4";
  return foundExpected({"--cpu"}, inQuotes(cpu), "the name of a processor or level", hint);
}

static Expected<TargetInfo> lookupX86(StringRef cpu) {
  if (cpu == isaName(Isa::AArch64))
    return foundExpected({"--cpu"}, inQuotes(cpu) + " with an x86-64 triple",
                         "names of one architecture", "leave --triple out");
  if (cpu == "native") {
    if (!Triple(sys::getDefaultTargetTriple()).isX86_64())
      return foundExpected({"--cpu"}, "'native' on a machine that is not x86-64",
                           "the name of an x86-64 processor", "try x86-64-v3");
    return nativeTarget();
  }
  SmallVector<StringRef> known;
  X86::fillValidCPUArchList(known, /*Only64Bit=*/true);
  if (!is_contained(known, cpu))
    return unknownCpu(cpu);
  TargetInfo info;
  info.name = info.cpu = cpu.str();
  fillFromFeatures(info, featuresOfCpu(cpu));
  setKnownCaches(info);
  return info;
}

static Expected<TargetInfo> lookupAArch64(StringRef cpu) {
  if (cpu.contains(','))
    return unknownCpu(cpu);
  if (cpu != isaName(Isa::AArch64))
    return foundExpected({"--cpu"}, inQuotes(cpu) + " with an AArch64 triple",
                         "'armv8-a' or 'portable'");
  TargetInfo info;
  info.name = cpu.str();
  info.cpu = "generic"; // LLVM's word for Armv8-A with floating point and NEON
  info.isa = Isa::AArch64;
  info.vectorRegisters = 32;
  info.fma = true;
  return info;
}

static Triple tripleOf(StringRef cpu, StringRef triple) {
  if (!triple.empty())
    return Triple(Triple::normalize(triple)); // aarch64-linux-gnu leaves out who made it
  return Triple(cpu == isaName(Isa::AArch64) ? StringRef(armTriple) : defaultTriple());
}

Expected<TargetInfo> lookupTarget(StringRef cpu, StringRef triple) {
  Triple parsed = tripleOf(cpu, triple);
  if (!parsed.isOSLinux() || !(parsed.isX86_64() || parsed.isAArch64()))
    return foundExpected({"--triple"}, inQuotes(triple), "a Linux triple of x86-64 or AArch64",
                         "for example " + defaultTriple() + " or " + armTriple);
  Expected<TargetInfo> info = parsed.isX86_64() ? lookupX86(cpu) : lookupAArch64(cpu);
  if (info)
    info->triple = parsed.str();
  return info;
}

/// x86-64-v4 with AVX512_VNNI, and AVX512_BF16 on request.
static TargetInfo withDots(TargetInfo info, bool bf16) {
  info.features = bf16 ? "+avx512bf16,+avx512vnni" : "+avx512vnni";
  info.bf16 = bf16;
  info.vnni = true;
  return info;
}

/// The highest level for `products` of x86-64-v4 and above whose instructions `info` has.
static Isa levelFor(Products products, const TargetInfo &info) {
  if (products != Products::F32 && info.bf16 && info.vnni)
    return Isa::X86_64_V4_BF16;
  if (products == Products::Int8 && info.vnni)
    return Isa::X86_64_V4_VNNI;
  return info.isa;
}

Expected<SmallVector<TargetInfo>> lookupTargets(StringRef cpu, StringRef triple,
                                                Products products) {
  SmallVector<StringRef> names = {cpu};
  if (cpu == "portable") {
    if (tripleOf(cpu, triple).isAArch64())
      names = {isaName(Isa::AArch64)};
    else
      names = {"x86-64-v4", "x86-64-v3"};
  }
  SmallVector<TargetInfo> targets;
  for (StringRef name : names) {
    Expected<TargetInfo> info = lookupTarget(name, triple);
    if (!info)
      return info.takeError();
    if (cpu == "portable" && info->isa == Isa::X86_64_V4) {
      if (products != Products::F32)
        targets.push_back(withDots(*info, /*bf16=*/true));
      if (products == Products::Int8)
        targets.push_back(withDots(*info, /*bf16=*/false));
    }
    targets.push_back(*info);
  }
  for (TargetInfo &info : targets)
    if (info.isa == Isa::X86_64_V4)
      info.isa = levelFor(products, info);
  return targets;
}

TargetInfo baselineTarget(Architecture architecture) {
  return cantFail(
      lookupTarget(isaName(architecture == Architecture::AArch64 ? Isa::AArch64 : Isa::X86_64)));
}

bool runsOnHost(const TargetInfo &target, std::string *missing) {
  auto lacks = [&](StringRef feature) {
    if (missing)
      *missing = feature.str();
    return false;
  };
  if (target.isa == Isa::AArch64)
    return Triple(sys::getDefaultTargetTriple()).isAArch64() || lacks("armv8-a");
  StringMap<bool> host = sys::getHostCPUFeatures();
  auto inOrder = [&](ArrayRef<StringLiteral> list) {
    for (StringRef feature : list)
      if (!host.lookup(feature))
        return lacks(feature);
    return true;
  };
  if (target.isa >= Isa::X86_64_V3 && !inOrder(v3Features))
    return false;
  if (target.isa >= Isa::X86_64_V4 && !inOrder(v4Features))
    return false;
  if (target.bf16 && !host.lookup("avx512bf16"))
    return lacks("avx512bf16");
  if (target.vnni && !host.lookup("avx512vnni") && !host.lookup("avxvnni"))
    return lacks("avx512vnni");
  return true;
}

} // namespace vitc::target
