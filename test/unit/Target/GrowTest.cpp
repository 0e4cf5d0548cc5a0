//===- GrowTest.cpp - room for weights without writing them ---------------===//

#include "Grow.h"
#include "TinyModel.h"

#include "vitc/Support/Errors.h"
#include "vitc/Target/Descriptor/Descriptor.h"
#include "vitc/Target/Object/Object.h"

#include "llvm/Object/ELF.h"

#include <gtest/gtest.h>

using namespace vitc;
using namespace vitc::target;
using namespace vitc::test;

/// The object of a descriptor with a placeholder.
static std::vector<uint8_t> descriptorObject() {
  ModelInfo info = tinyInfo({tinyForward(Isa::X86_64, "tiny.forward")});
  DescriptorOptions options;
  options.prefix = "tiny";
  llvm::LLVMContext context;
  auto module = llvm::cantFail(buildDescriptor(info, options, context));
  auto buffer =
      llvm::cantFail(emitModule(*module, llvm::cantFail(lookupTarget("x86-64")), EmitKind::Object));
  return std::vector<uint8_t>(buffer->getBuffer().bytes_begin(), buffer->getBuffer().bytes_end());
}

TEST(Grow, FiveGigabytesCostNothing) {
  std::vector<uint8_t> object = descriptorObject();
  constexpr uint64_t bytes = 5ull << 30;
  GrownFile grown = llvm::cantFail(growWeights(object, "tiny.weights", "tiny.descriptor", bytes));
  EXPECT_EQ(grown.head.size() + 64 + grown.tail.size(), object.size());
  EXPECT_EQ(grown.weightsOffset() % 64, 0u);
  EXPECT_EQ(grown.tailOffset(), grown.weightsOffset() + bytes);
  EXPECT_TRUE(grown.hashOffset + 32 <= grown.weightsOffset() ||
              grown.hashOffset >= grown.tailOffset());
  auto *header = reinterpret_cast<const llvm::object::ELF64LE::Ehdr *>(grown.head.data());
  EXPECT_GE(uint64_t(header->e_shoff), grown.tailOffset());
}

TEST(Grow, BadRequestsAreInternalErrors) {
  std::vector<uint8_t> object = descriptorObject();
  auto text = [&](llvm::StringRef weights, uint64_t bytes) {
    return errorText(growWeights(object, weights, "tiny.descriptor", bytes).takeError());
  };
  EXPECT_NE(text("tiny.nothing", 128).find("no symbol 'tiny.nothing'"), std::string::npos);
  EXPECT_NE(text("tiny.weights", 100).find("100 bytes are no multiple of 64"), std::string::npos);
  EXPECT_NE(text("tiny.create", 128).find("no symbol"), std::string::npos);
  EXPECT_NE(text("tiny_create", 128).find("holds something else"), std::string::npos);
}
