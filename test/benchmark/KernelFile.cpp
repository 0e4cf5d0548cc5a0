//===- KernelFile.cpp - a file of kernels to measure ------------------------===//

#include "KernelFile.h"

#include "Code/Lowering.h"
#include "Diagnostics.h"
#include "Failure.h"

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Kernel/Passes.h"
#include "vitc/Pipelines/CPU.h"
#include "vitc/Pipelines/Kernel.h"
#include "vitc/RegisterAll.h"
#include "vitc/Target/Object/Object.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

using namespace llvm;
using namespace mlir;
using vitc::driver::internalError;

namespace vitc::benchmarks {

static DialectRegistry allDialects() {
  DialectRegistry registry;
  registerAllDialects(registry);
  return registry;
}

KernelFile::KernelFile() : context(allDialects(), MLIRContext::Threading::DISABLED) {}

Expected<std::unique_ptr<KernelFile>> KernelFile::open(StringRef path) {
  std::unique_ptr<KernelFile> file(new KernelFile());
  driver::DiagnosticCollector diagnostics(file->context);
  file->module = parseSourceFile<ModuleOp>(path, &file->context);
  if (!file->module)
    return diagnostics.take(path + " cannot be parsed");
  return std::move(file);
}

std::vector<std::string> KernelFile::names() {
  std::vector<std::string> list;
  for (auto function : module->getOps<func::FuncOp>())
    list.push_back(function.getName().str());
  return list;
}

/// How many elements lie between the first and the last of `type`, both included.
static int64_t extentOf(MemRefType type) {
  auto [strides, offset] = type.getStridesAndOffset();
  int64_t extent = 1;
  for (auto [size, stride] : zip_equal(type.getShape(), strides))
    extent += (size - 1) * stride;
  return extent;
}

/// Random numbers in memory that is shaped like `type`: speed must not depend on lucky zeros.
static void fill(Type element, void *data, int64_t count) {
  uint32_t seed = 1;
  for (int64_t i = 0; i < count; ++i) {
    seed = seed * 1664525u + 1013904223u;
    float value = static_cast<int32_t>(seed) / 2147483648.0f;
    if (element.isF32())
      static_cast<float *>(data)[i] = value;
    else if (element.isBF16())
      static_cast<uint16_t *>(data)[i] = bit_cast<uint32_t>(value) >> 16;
    else if (element.isInteger(32))
      static_cast<int32_t *>(data)[i] = static_cast<int32_t>(seed) >> 16;
    else
      static_cast<int8_t *>(data)[i] = static_cast<int8_t>(seed >> 24);
  }
}

Expected<std::unique_ptr<Kernel>> KernelFile::compile(StringRef name,
                                                      const target::TargetInfo &target) {
  driver::DiagnosticCollector diagnostics(context);
  OwningOpRef<ModuleOp> alone = ModuleOp::create(UnknownLoc::get(&context));
  auto function = module->lookupSymbol<func::FuncOp>(name).clone();
  function.setName("main");
  function->setAttr("vitc.entry", UnitAttr::get(&context));
  alone->push_back(function);
  auto kernel = std::make_unique<Kernel>();
  for (Type argument : function.getArgumentTypes()) {
    auto type = cast<MemRefType>(argument);
    int64_t count = extentOf(type), bytes = divideCeil(type.getElementTypeBitWidth(), 8) * count;
    void *data = std::aligned_alloc(64, alignTo(bytes, 64));
    kernel->memory.emplace_back(data, std::free);
    kernel->args.push_back(data);
    fill(type.getElementType(), data, count);
  }
  driver::Phases phases("");
  setTarget(*alone, target);
  if (Error error = phases.run(*alone, "loops", [](OpPassManager &pm) {
        pm.addPass(createSelectSchedulesPass());
        buildCPULoopsPipeline(pm);
      }))
    return std::move(error);
  kernel->loops = driver::listLoops(*alone);
  kernel->scratchBytes = function->getAttrOfType<IntegerAttr>("vitc.scratch").getInt();
  if (Error error = driver::lowerToLLVM(*alone, "", phases))
    return std::move(error);
  target::EmitJob job;
  job.module = *alone;
  job.target = target;
  job.entries = {"main"};
  Expected<std::unique_ptr<MemoryBuffer>> object = target::emit(job, target::EmitKind::Object);
  if (!object)
    return object.takeError();
  std::vector<std::unique_ptr<MemoryBuffer>> objects;
  objects.push_back(std::move(*object));
  auto code = execution::JitModule::load(std::move(objects));
  if (!code)
    return code.takeError();
  kernel->code = std::move(*code);
  if (Error error = kernel->code->entry("main").moveInto(kernel->entry))
    return std::move(error);
  return std::move(kernel);
}

void Kernel::run(unsigned wanted) {
  if (!state || threads != wanted) {
    vitc_run *made = nullptr;
    if (vitc_run_create(wanted, 0, scratchBytes, &made) != VITC_OK)
      report_fatal_error("no memory for a run");
    state.reset(made);
    threads = wanted;
  }
  std::vector<void *> all = args;
  all.push_back(state.get());
  vitc_run_call(state.get(), entry, all.data());
}

int64_t Kernel::flops() const {
  int64_t sum = 0;
  for (const driver::LoopWork &loop : loops)
    sum += loop.flops;
  return sum;
}

int64_t Kernel::bytes() const {
  int64_t sum = 0;
  for (const driver::LoopWork &loop : loops)
    sum += loop.bytes;
  return sum;
}

} // namespace vitc::benchmarks
