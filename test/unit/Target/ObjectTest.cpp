//===- ObjectTest.cpp - modules become object files -----------------------===//

#include "TinyModel.h"

#include "vitc/Support/Errors.h"

#include "llvm/Object/ELFObjectFile.h"

#include <gtest/gtest.h>

using namespace vitc;
using namespace vitc::target;
using vitc::test::Parsed;
using vitc::test::tinyJob;

static std::string emitText(const EmitJob &job, EmitKind kind) {
  return llvm::cantFail(emit(job, kind))->getBuffer().str();
}

TEST(Object, EntriesAreHiddenAndTheRestIsLocal) {
  Parsed parsed;
  EmitJob job = tinyJob(parsed, "x86-64-v3", {"forward"});
  auto bytes = llvm::cantFail(emit(job, EmitKind::Object));
  auto object = llvm::cantFail(llvm::object::ObjectFile::createELFObjectFile(*bytes));
  std::map<std::string, uint32_t> flags;
  for (const llvm::object::SymbolRef &symbol : object->symbols())
    flags[llvm::cantFail(symbol.getName()).str()] = llvm::cantFail(symbol.getFlags());
  using Symbol = llvm::object::BasicSymbolRef;
  ASSERT_TRUE(flags.count("tiny.forward.x86_64_v3"));
  EXPECT_TRUE(flags["tiny.forward.x86_64_v3"] & Symbol::SF_Global);
  EXPECT_TRUE(flags["tiny.forward.x86_64_v3"] & Symbol::SF_Hidden);
  EXPECT_TRUE(flags["vitc_parallel_for"] & Symbol::SF_Undefined);
  ASSERT_TRUE(flags.count("add.x86_64_v3"));
  EXPECT_FALSE(flags["add.x86_64_v3"] & Symbol::SF_Global);
  bool unwind = false;
  for (const llvm::object::SectionRef &section : object->sections())
    unwind |= llvm::cantFail(section.getName()) == ".eh_frame" && section.getSize() > 0;
  EXPECT_TRUE(unwind);
}

TEST(Object, TheSameBytesOnOneThreadAndOnTwo) {
  std::vector<std::string> runs[2];
  for (unsigned threads : {1u, 2u}) {
    Parsed parsed;
    Emission emission(EmitKind::Object, threads);
    for (const EmitJob &job :
         {tinyJob(parsed, "x86-64-v4", {"forward"}), tinyJob(parsed, "x86-64-v3", {"forward"}),
          tinyJob(parsed, "x86-64", {"forward", "prepare"})})
      llvm::cantFail(emission.add(job));
    for (auto &buffer : llvm::cantFail(emission.finish()))
      runs[threads - 1].push_back(buffer->getBuffer().str());
  }
  EXPECT_EQ(runs[0], runs[1]);
  EXPECT_NE(runs[0][0], runs[0][1]);
}

TEST(Object, LevelsUseTheirRegisters) {
  // Sixteen numbers are one, two or four registers.
  Parsed parsed("llvm.func @prepare(%a: !llvm.ptr) {\n"
                "  %0 = llvm.load %a {alignment = 4} : !llvm.ptr -> vector<16xf32>\n"
                "  %1 = llvm.fadd %0, %0 : vector<16xf32>\n"
                "  llvm.store %1, %a {alignment = 4} : vector<16xf32>, !llvm.ptr\n"
                "  llvm.return\n}");
  std::string v3 = emitText(tinyJob(parsed, "x86-64-v3", {"prepare"}), EmitKind::Assembly);
  std::string v4 = emitText(tinyJob(parsed, "x86-64-v4", {"prepare"}), EmitKind::Assembly);
  std::string base = emitText(tinyJob(parsed, "x86-64", {"prepare"}), EmitKind::Assembly);
  EXPECT_NE(v3.find("%ymm"), std::string::npos);
  EXPECT_EQ(v3.find("%zmm"), std::string::npos);
  EXPECT_NE(v4.find("%zmm"), std::string::npos);
  EXPECT_NE(base.find("%xmm"), std::string::npos);
  EXPECT_EQ(base.find("%ymm"), std::string::npos);
}

TEST(Object, IrNamesTheTargetAndNoPath) {
  Parsed parsed;
  std::string text = emitText(tinyJob(parsed, "znver4", {"forward"}), EmitKind::LlvmIr);
  EXPECT_NE(text.find("\"target-cpu\"=\"znver4\""), std::string::npos);
  EXPECT_NE(text.find("source_filename = \"vitc\""), std::string::npos);
  EXPECT_NE(text.find("define hidden void @tiny.forward.znver4"), std::string::npos);
  EXPECT_EQ(text.find("/"), std::string::npos) << text;
}

TEST(Object, AArch64) {
  Parsed parsed;
  EmitJob job = tinyJob(parsed, "x86-64", {"forward"});
  job.target = llvm::cantFail(lookupTarget("armv8-a"));
  auto bytes = llvm::cantFail(emit(job, EmitKind::Object));
  auto object = llvm::cantFail(llvm::object::ObjectFile::createELFObjectFile(*bytes));
  EXPECT_EQ(object->getArch(), llvm::Triple::aarch64);
}

TEST(Object, MissingEntryIsAnInternalError) {
  Parsed parsed;
  auto result = emit(tinyJob(parsed, "x86-64", {"backward"}), EmitKind::Object);
  EXPECT_EQ(errorText(result.takeError()),
            "error: internal error: the module to emit has no function 'backward'\n");
}

TEST(Object, OpsOutsideTheDialectAreAnInternalError) {
  Parsed parsed("llvm.func @forward(%a: !llvm.ptr) {\n"
                "  %0 = builtin.unrealized_conversion_cast %a : !llvm.ptr to i64\n"
                "  llvm.return\n}");
  auto result = emit(tinyJob(parsed, "x86-64", {"forward"}), EmitKind::Object);
  std::string text = errorText(result.takeError());
  EXPECT_NE(text.find("cannot translate to LLVM IR"), std::string::npos) << text;
  EXPECT_NE(text.find("unrealized_conversion_cast"), std::string::npos) << text;
}
