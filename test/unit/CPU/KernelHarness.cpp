//===- KernelHarness.cpp - kernel ops compiled and called in this process -===//

#include "KernelHarness.h"

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Kernel/Passes.h"
#include "vitc/Pipelines/CPU.h"
#include "vitc/Pipelines/Kernel.h"
#include "vitc/Target/Object/Object.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

using namespace mlir;
using namespace vitc;
using namespace vitc::test;

std::vector<std::string> vitc::test::testedLevels() {
  std::vector<std::string> levels = {"x86-64-v3"};
  if (llvm::cantFail(target::lookupTarget("native")).isa == target::Isa::X86_64_V4)
    levels.push_back("x86-64-v4");
  return levels;
}

std::vector<std::string> vitc::test::testedBF16Levels() {
  std::vector<std::string> levels = testedLevels();
  if (llvm::cantFail(target::lookupTarget("native")).bf16)
    levels.push_back(kBF16Level);
  return levels;
}

namespace {
/// What stands in for the state of a run.
struct TestRun {
  int64_t itemsOfCall;
  void *scratch;
};
} // namespace

constexpr size_t kScratchBytes = 8 << 20;

/// Stands in for the runtime.
static void parallelFor(TestRun *run, void (*body)(void *, int64_t, int64_t, void *), void *context,
                        int64_t count) {
  int64_t step = run->itemsOfCall ? run->itemsOfCall : count;
  for (int64_t end = count; end > 0; end -= step)
    body(context, std::max<int64_t>(0, end - step), end, run->scratch);
}

/// What products of every precision get there.
static target::TargetInfo targetOf(llvm::StringRef cpu) {
  llvm::StringRef name = cpu == kBF16Level ? "portable" : cpu;
  return llvm::cantFail(target::lookupTargets(name, "", target::Products::Int8))[0];
}

static DialectRegistry dialects() {
  DialectRegistry registry;
  registry.insert<arith::ArithDialect, func::FuncDialect, kernel::KernelDialect,
                  memref::MemRefDialect>();
  return registry;
}

namespace {
/// The ops as a program, on their way to code.
class KernelModule {
public:
  KernelModule(llvm::ArrayRef<std::string> arguments, llvm::StringRef body, llvm::StringRef cpu)
      : context(dialects(), MLIRContext::Threading::DISABLED), target(targetOf(cpu)) {
    text = "func.func @kernel(";
    for (size_t i = 0; i < arguments.size(); ++i)
      text += (i ? ", %" : "%") + std::to_string(i) + ": " + arguments[i];
    text += ") attributes {vitc.entry} {\n" + body.str() + "\nreturn\n}\n";
    module = parseSourceString<ModuleOp>(text, &context);
    if (!module)
      fail();
    setTarget(*module, target);
  }

  /// Tiles of what has none yet; the first of them is returned.
  Tile select(const Portions &portions = {}) {
    llvm::SmallVector<Operation *> kernels;
    module->walk([&](Operation *op) {
      if (isa<kernel::KernelDialect>(op->getDialect()) && !scheduleOf(op))
        kernels.push_back(op);
    });
    run([](PassManager &passes) { passes.addPass(createSelectSchedulesPass()); });
    Tile tile;
    for (Operation *op : kernels)
      if (kernel::ScheduleAttr schedule = scheduleOf(op)) {
        if (!tile.rows)
          tile = {schedule.getRows(), schedule.getVectors(), schedule.getUnroll()};
        if (portions.chunk)
          setPortions(op, schedule, portions);
      }
    return tile;
  }

  std::unique_ptr<llvm::MemoryBuffer> compile(target::EmitKind kind) {
    run([](PassManager &passes) { buildCPUPipeline(passes); });
    target::EmitJob job;
    job.module = *module;
    job.target = target;
    job.entries = {"kernel"};
    return llvm::cantFail(target::emit(job, kind));
  }

private:
  void run(llvm::function_ref<void(PassManager &)> build) {
    PassManager passes(&context);
    build(passes);
    if (failed(passes.run(*module)))
      fail();
  }

  [[noreturn]] void fail() {
    ADD_FAILURE() << "cannot compile\n" << text;
    std::abort();
  }

  static kernel::ScheduleAttr scheduleOf(Operation *op) {
    return op->getAttrOfType<kernel::ScheduleAttr>("schedule");
  }

  void setPortions(Operation *op, kernel::ScheduleAttr s, const Portions &portions) {
    op->setAttr("schedule", kernel::ScheduleAttr::get(
                                &context, s.getRows(), s.getVectors(), s.getUnroll(),
                                s.getRestart(), portions.chunk, s.getPrefetch(), portions.block,
                                s.getPieces(), s.getTurns(), s.getBf16(), s.getVnni()));
  }

  MLIRContext context;
  target::TargetInfo target;
  std::string text;
  OwningOpRef<ModuleOp> module;
};
} // namespace

std::string vitc::test::compileToAssembly(llvm::ArrayRef<std::string> arguments,
                                          llvm::StringRef body, llvm::StringRef cpu) {
  KernelModule module(arguments, body, cpu);
  module.select();
  return module.compile(target::EmitKind::Assembly)->getBuffer().str();
}

Tile vitc::test::selectTile(llvm::ArrayRef<std::string> arguments, llvm::StringRef body,
                            llvm::StringRef cpu) {
  return KernelModule(arguments, body, cpu).select();
}

CompiledKernel::CompiledKernel(llvm::ArrayRef<std::string> arguments, llvm::StringRef body,
                               llvm::StringRef cpu, const Portions &portions) {
  KernelModule module(arguments, body, cpu);
  module.select(portions);
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects;
  objects.push_back(module.compile(target::EmitKind::Object));
  execution::HostSymbol runtime{"vitc_parallel_for", reinterpret_cast<void *>(&parallelFor)};
  code = llvm::cantFail(execution::JitModule::load(std::move(objects), runtime));
}

void CompiledKernel::call(llvm::ArrayRef<void *> arguments, int64_t itemsOfCall) const {
  static void *scratch = std::aligned_alloc(64, kScratchBytes);
  TestRun run{itemsOfCall, scratch};
  std::vector<void *> all = arguments.vec();
  all.push_back(&run); // kernels that launch get it as their last argument
  llvm::cantFail(code->entry("kernel"))(all.data());
}

std::string vitc::test::rowsType(llvm::ArrayRef<int64_t> shape, int64_t stride) {
  std::string type = "memref<";
  for (int64_t size : shape)
    type += std::to_string(size) + "x";
  type += "f32";
  if (stride)
    type +=
        ", strided<[" + std::to_string(shape[1] * stride) + ", " + std::to_string(stride) + ", 1]>";
  return type + ">";
}

std::vector<float> vitc::test::randomFloats(int64_t count, uint32_t seed) {
  std::vector<float> values(count);
  for (float &value : values) {
    seed = seed * 1664525u + 1013904223u;
    value = static_cast<int32_t>(seed) / 2147483648.0f;
  }
  return values;
}

double vitc::test::largestError(llvm::ArrayRef<float> found, llvm::ArrayRef<double> expected) {
  double largest = 0;
  for (size_t i = 0; i < found.size(); ++i) {
    if (std::isnan(found[i]) != std::isnan(expected[i]))
      return std::numeric_limits<double>::infinity();
    if (!std::isnan(found[i]))
      largest = std::max(largest, std::abs(found[i] - expected[i]));
  }
  return largest;
}
