//===- WeightProgramTest.cpp - folds seen in the bytes that prepare packs -===//
//
// A weight is a program: what a fold writes as IR is what prepare does to the bytes of the file.
// Every test compiles one model with and without folds and runs its prepare.
//
//===----------------------------------------------------------------------===//

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Execution/JitModule.h"
#include "vitc/Graph/Passes.h"
#include "vitc/Pipelines/CPU.h"
#include "vitc/Pipelines/Kernel.h"
#include "vitc/RegisterAll.h"
#include "vitc/Target/Object/Object.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include "gtest/gtest.h"

#include <cstring>
#include <map>

using namespace mlir;
using namespace vitc;

namespace {

constexpr int64_t kColumns = 32, kDepth = 16; // one panel of 32 columns

/// Stands in for the runtime: all items in one call.
void parallelFor(void *, void (*body)(void *, int64_t, int64_t, void *), void *context,
                 int64_t count) {
  alignas(64) static char scratch[1 << 16];
  body(context, 0, count, scratch);
}

/// Numbers of [−1, 1) whose products need rounding, the same in every run.
std::vector<float> numbers(size_t count, uint32_t seed) {
  std::vector<float> values(count);
  for (float &value : values) {
    seed = seed * 1664525u + 1013904223u;
    value = static_cast<int32_t>(seed) / 2147483648.0f;
  }
  return values;
}

class WeightProgramTest : public ::testing::Test {
protected:
  WeightProgramTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
    context.disableMultithreading();
    context.loadDialect<kernel::KernelDialect>(); // for the target's attribute
  }

  /// Compiles `@main(%x: tensor<1x5x16xf32>)` with this body, runs its prepare on `weights` and
  /// returns what that packed.
  std::vector<float> pack(StringRef result, StringRef body, bool fold) {
    std::string text;
    for (auto &[name, value] : weights)
      text += "vit.weight @" + name + " : tensor<" + shapes.at(name) +
              "xf32> in \"model.safetensors\" at 0\n";
    text += ("func.func @main(%x: tensor<1x5x16xf32>) -> " + result +
             " attributes {vitc.entry} {\n" + body + "}\n")
                .str();
    OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
    if (!module)
      return ADD_FAILURE() << text, std::vector<float>();
    (*module)->setAttr("kernel.target",
                       kernel::TargetAttr::get(&context, kernel::Isa::X86_64_V3, 32768, 1 << 20,
                                               /*bf16=*/false, /*vnni=*/false));
    PassManager toKernels(&context);
    if (fold)
      toKernels.addNestedPass<func::FuncOp>(createFoldWeightsPass());
    buildKernelPipeline(toKernels);
    buildKernelMemoryPipeline(toKernels);
    PassManager toCode(&context);
    buildCPUPipeline(toCode);
    if (failed(toKernels.run(*module)))
      return ADD_FAILURE() << "no kernels", std::vector<float>();
    Layout layout = readLayout(*module);
    if (failed(toCode.run(*module)))
      return ADD_FAILURE() << "no code", std::vector<float>();
    return run(*module, layout);
  }

  std::map<std::string, std::vector<float>> weights;
  std::map<std::string, std::string> shapes;

  void addWeight(StringRef name, StringRef shape, size_t count, uint32_t seed) {
    weights[name.str()] = numbers(count, seed);
    shapes[name.str()] = shape.str();
  }

private:
  /// What prepare reads and how much it writes.
  struct Layout {
    SmallVector<std::string> raw;
    int64_t weightBytes = 0, arenaBytes = 0;
  };

  static Layout readLayout(ModuleOp module) {
    Layout layout;
    auto prepare = module.lookupSymbol<func::FuncOp>("main.prepare");
    for (unsigned i = 0; i < prepare.getNumArguments(); ++i) {
      auto names = prepare.getArgAttrOfType<ArrayAttr>(i, "vitc.raw_weights");
      for (Attribute name : names ? names.getValue() : ArrayRef<Attribute>())
        layout.raw.push_back(cast<FlatSymbolRefAttr>(name).getValue().str());
      auto memref = dyn_cast<MemRefType>(prepare.getArgument(i).getType());
      if (prepare.getArgAttr(i, "vitc.weights"))
        layout.weightBytes = memref.getNumElements();
      if (prepare.getArgAttr(i, "vitc.arena"))
        layout.arenaBytes = memref.getNumElements();
    }
    return layout;
  }

  std::vector<float> run(ModuleOp module, const Layout &layout) {
    target::EmitJob job;
    job.module = module;
    job.target = llvm::cantFail(target::lookupTarget("x86-64-v3"));
    job.entries = {"main", "main.prepare"};
    std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects;
    objects.push_back(llvm::cantFail(target::emit(job, target::EmitKind::Object)));
    execution::HostSymbol runtime{"vitc_parallel_for", reinterpret_cast<void *>(&parallelFor)};
    auto code = llvm::cantFail(execution::JitModule::load(std::move(objects), runtime));

    std::vector<void *> raw;
    for (const std::string &name : layout.raw)
      raw.push_back(weights.at(name).data());
    auto allocate = [](int64_t bytes) {
      return std::unique_ptr<void, decltype(&std::free)>(std::aligned_alloc(64, bytes), &std::free);
    };
    auto packed = allocate(layout.weightBytes), arena = allocate(layout.arenaBytes);
    std::memset(packed.get(), 0, layout.weightBytes);
    void *arguments[] = {raw.data(), packed.get(), arena.get(), nullptr};
    llvm::cantFail(code->entry("main.prepare"))(arguments);
    std::vector<float> floats(layout.weightBytes / sizeof(float));
    std::memcpy(floats.data(), packed.get(), floats.size() * sizeof(float));
    return floats;
  }

  MLIRContext context;
};

TEST_F(WeightProgramTest, LayerNormGoesIntoThePackedBytes) {
  addWeight("w", "32x16", kColumns * kDepth, 1);
  addWeight("b", "32", kColumns, 2);
  addWeight("gamma", "16", kDepth, 3);
  addWeight("beta", "16", kDepth, 4);
  const char *body = R"(
    %g = vit.parameter @gamma : tensor<16xf32>
    %t = vit.parameter @beta : tensor<16xf32>
    %w = vit.parameter @w : tensor<32x16xf32>
    %b = vit.parameter @b : tensor<32xf32>
    %n = vit.layer_norm %x affine(%g, %t) eps = 1.0e-6
        : (tensor<1x5x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x5x16xf32>
    %y = vit.linear %n, %w bias(%b)
        : (tensor<1x5x16xf32>, tensor<32x16xf32>, tensor<32xf32>) -> tensor<1x5x32xf32>
    return %y : tensor<1x5x32xf32>
  )";
  std::vector<float> folded = pack("tensor<1x5x32xf32>", body, /*fold=*/true);
  std::vector<float> plain = pack("tensor<1x5x32xf32>", body, /*fold=*/false);
  const std::vector<float> &w = weights["w"], &gamma = weights["gamma"];
  // Without the fold gamma and beta are weights of their own, and come first.
  ASSERT_EQ(folded.size(), size_t(kColumns * kDepth + kColumns));
  ASSERT_EQ(plain.size(), size_t(2 * kDepth + kColumns * kDepth + kColumns));
  for (int64_t n = 0; n < kColumns; ++n) {
    double shift = weights["b"][n];
    for (int64_t k = 0; k < kDepth; ++k) {
      double raw = w[n * kDepth + k];
      EXPECT_EQ(folded[k * kColumns + n], float(raw * gamma[k]));
      EXPECT_EQ(plain[2 * kDepth + k * kColumns + n], w[n * kDepth + k]);
      shift += raw * weights["beta"][k];
    }
    EXPECT_FLOAT_EQ(folded[kColumns * kDepth + n], float(shift));
    EXPECT_EQ(plain[2 * kDepth + kColumns * kDepth + n], weights["b"][n]);
  }
}

// A power of two: the fold is exact, so the scaled weight tells nothing else apart.
TEST_F(WeightProgramTest, ScaleOfScoresGoesIntoTheQuery) {
  addWeight("q", "16x16", kDepth * kDepth, 8);
  const char *body = R"(
    %w = vit.parameter @q : tensor<16x16xf32>
    %q = vit.linear %x, %w : (tensor<1x5x16xf32>, tensor<16x16xf32>) -> tensor<1x5x16xf32>
    %h = vit.split_heads %q heads = 2 : (tensor<1x5x16xf32>) -> tensor<1x2x5x8xf32>
    %k = vit.split_heads %x heads = 2 : (tensor<1x5x16xf32>) -> tensor<1x2x5x8xf32>
    %a = vit.sdpa %h, %k, %k scale = 0.125
        : (tensor<1x2x5x8xf32>, tensor<1x2x5x8xf32>, tensor<1x2x5x8xf32>) -> tensor<1x2x5x8xf32>
    %m = vit.merge_heads %a : (tensor<1x2x5x8xf32>) -> tensor<1x5x16xf32>
    return %m : tensor<1x5x16xf32>
  )";
  std::vector<float> folded = pack("tensor<1x5x16xf32>", body, /*fold=*/true);
  std::vector<float> plain = pack("tensor<1x5x16xf32>", body, /*fold=*/false);
  ASSERT_EQ(folded.size(), size_t(kDepth * kDepth));
  ASSERT_EQ(plain.size(), folded.size());
  for (int64_t n = 0; n < kDepth; ++n)
    for (int64_t k = 0; k < kDepth; ++k) {
      EXPECT_EQ(plain[k * kDepth + n], weights["q"][n * kDepth + k]);
      EXPECT_EQ(folded[k * kDepth + n], weights["q"][n * kDepth + k] * 0.125f);
    }
}

// Three factors in f64 and one rounding: rounding the first product to f32 gives other bits.
TEST_F(WeightProgramTest, ChainOfFoldsRoundsOnce) {
  addWeight("w", "16x16", kDepth * kDepth, 5);
  addWeight("gamma", "16", kDepth, 6);
  addWeight("lambda", "16", kDepth, 7);
  std::vector<float> folded = pack("tensor<1x5x16xf32>", R"(
    %g = vit.parameter @gamma : tensor<16xf32>
    %w = vit.parameter @w : tensor<16x16xf32>
    %l = vit.parameter @lambda : tensor<16xf32>
    %n = vit.layer_norm %x affine(%g, %g) eps = 1.0e-6
        : (tensor<1x5x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x5x16xf32>
    %y = vit.linear %n, %w : (tensor<1x5x16xf32>, tensor<16x16xf32>) -> tensor<1x5x16xf32>
    %r = vit.residual %x, %y scale(%l)
        : (tensor<1x5x16xf32>, tensor<1x5x16xf32>, tensor<16xf32>) -> tensor<1x5x16xf32>
    return %r : tensor<1x5x16xf32>
  )",
                                   /*fold=*/true);
  ASSERT_EQ(folded.size(), size_t(kDepth * kDepth + kDepth));
  int64_t roundedTwice = 0;
  for (int64_t n = 0; n < kDepth; ++n)
    for (int64_t k = 0; k < kDepth; ++k) {
      double w = weights["w"][n * kDepth + k], g = weights["gamma"][k], l = weights["lambda"][n];
      EXPECT_EQ(folded[k * kDepth + n], float(w * g * l));
      roundedTwice += float(double(float(w * g)) * l) != float(w * g * l);
    }
  EXPECT_GT(roundedTwice, 0) << "these weights cannot tell one rounding from two";
}

} // namespace
