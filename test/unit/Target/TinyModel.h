//===- TinyModel.h - the smallest compiled model --------------------------===//
//
// logits[i] = exp(pixel_values[i]) + w[i] for 48 values (one 3 × 4 × 4 picture), with `prepare`
// packing w[i] = 2 × raw[i] into 256 bytes. Written in the llvm dialect by hand.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TEST_UNIT_TARGET_TINYMODEL_H
#define VITC_TEST_UNIT_TARGET_TINYMODEL_H

#include "vitc/Target/Descriptor/Descriptor.h"
#include "vitc/Target/Object/Object.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"

namespace vitc::test {

constexpr int64_t tinyCount = 48;
constexpr uint64_t tinyWeightsBytes = 256;

// One loop for both functions: reads a, writes c; forward adds exp, prepare doubles.
constexpr llvm::StringLiteral tinyText = R"mlir(
llvm.func @vitc_parallel_for(!llvm.ptr, !llvm.ptr, !llvm.ptr, i64)
llvm.func @expf(f32) -> f32
llvm.func internal @add(%args: !llvm.ptr, %begin: i64, %end: i64, %scratch: !llvm.ptr) {
  %one = llvm.mlir.constant(1 : i64) : i64
  %in = llvm.load %args : !llvm.ptr -> !llvm.ptr
  %out_slot = llvm.getelementptr %args[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
  %out = llvm.load %out_slot : !llvm.ptr -> !llvm.ptr
  %w_slot = llvm.getelementptr %args[2] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
  %w = llvm.load %w_slot : !llvm.ptr -> !llvm.ptr
  llvm.br ^loop(%begin : i64)
^loop(%i: i64):
  %more = llvm.icmp "slt" %i, %end : i64
  llvm.cond_br %more, ^body, ^done
^body:
  %x_at = llvm.getelementptr %in[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
  %x = llvm.load %x_at : !llvm.ptr -> f32
  %e = llvm.call @expf(%x) : (f32) -> f32
  %w_at = llvm.getelementptr %w[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
  %wv = llvm.load %w_at : !llvm.ptr -> f32
  %sum = llvm.fadd %e, %wv : f32
  %y_at = llvm.getelementptr %out[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
  llvm.store %sum, %y_at : f32, !llvm.ptr
  %next = llvm.add %i, %one : i64
  llvm.br ^loop(%next : i64)
^done:
  llvm.return
}
llvm.func @forward(%args: !llvm.ptr) {
  %count = llvm.mlir.constant(48 : i64) : i64
  %body = llvm.mlir.addressof @add : !llvm.ptr
  %run_slot = llvm.getelementptr %args[4] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
  %run = llvm.load %run_slot : !llvm.ptr -> !llvm.ptr
  llvm.call @vitc_parallel_for(%run, %body, %args, %count) : (!llvm.ptr, !llvm.ptr, !llvm.ptr, i64) -> ()
  llvm.return
}
llvm.func @prepare(%args: !llvm.ptr) {
  %zero = llvm.mlir.constant(0 : i64) : i64
  %one = llvm.mlir.constant(1 : i64) : i64
  %count = llvm.mlir.constant(48 : i64) : i64
  %table = llvm.load %args : !llvm.ptr -> !llvm.ptr
  %raw = llvm.load %table : !llvm.ptr -> !llvm.ptr
  %packed_slot = llvm.getelementptr %args[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
  %packed = llvm.load %packed_slot : !llvm.ptr -> !llvm.ptr
  llvm.br ^loop(%zero : i64)
^loop(%i: i64):
  %x_at = llvm.getelementptr %raw[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
  %x = llvm.load %x_at : !llvm.ptr -> f32
  %two = llvm.fadd %x, %x : f32
  %y_at = llvm.getelementptr %packed[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
  llvm.store %two, %y_at : f32, !llvm.ptr
  %next = llvm.add %i, %one : i64
  %more = llvm.icmp "slt" %next, %count : i64
  llvm.cond_br %more, ^loop(%next : i64), ^done
^done:
  llvm.return
}
)mlir";

/// A context that knows the llvm dialect, and a module in it.
struct Parsed {
  explicit Parsed(llvm::StringRef text = tinyText) {
    context.loadDialect<mlir::LLVM::LLVMDialect>();
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  }
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

inline target::EmitJob tinyJob(Parsed &parsed, llvm::StringRef cpu,
                               std::vector<std::string> entries) {
  target::EmitJob job;
  job.module = *parsed.module;
  job.target = llvm::cantFail(target::lookupTarget(cpu));
  job.entries = std::move(entries);
  job.symbolPrefix = "tiny.";
  job.symbolSuffix = "." + job.target.symbolSuffix();
  return job;
}

inline target::EntryDesc tinyForward(target::Isa isa, std::string symbol) {
  target::EntryDesc entry;
  entry.symbol = std::move(symbol);
  entry.isa = isa;
  entry.inputs = {{"pixel_values", target::ElementType::F32, {1, 3, 4, 4}}};
  entry.outputs = {{"logits", target::ElementType::F32, {1, tinyCount}}};
  entry.packedBytes = tinyWeightsBytes;
  entry.arenaBytes = 128;
  entry.scratchBytes = 64;
  return entry;
}

inline target::ModelInfo tinyInfo(std::vector<target::EntryDesc> forwards) {
  target::ModelInfo info;
  info.name = "tiny */ model";
  info.inputs = forwards[0].inputs;
  info.outputs = forwards[0].outputs;
  info.forwards = std::move(forwards);
  info.weightsBytes = tinyWeightsBytes;
  for (int64_t i = 0; i < tinyCount; ++i)
    info.labels.push_back("class " + std::to_string(i));
  info.configJson = R"({"model_type":"vit"})";
  info.answer = target::Answer::Softmax;
  return info;
}

} // namespace vitc::test

#endif // VITC_TEST_UNIT_TARGET_TINYMODEL_H
