//===- Call.cpp - calling compiled entries --------------------------------===//

#include "vitc/Execution/Call.h"

#include "vitc/Execution/WeightSource.h"
#include "vitc/Runtime/Run.h"
#include "vitc/Support/Errors.h"

#include <memory>

using namespace llvm;
using vitc::target::EntryDesc;

namespace vitc::execution {

static Error failure(const EntryDesc &entry, vitc_status status) {
  return inputError({}, "cannot run " + entry.symbol + ": " + vitc_status_string(status),
                    status == VITC_NO_MEMORY
                        ? "it needs " + Twine(entry.arenaBytes) + " bytes and " +
                              Twine(entry.scratchBytes) + " for each thread: use fewer threads"
                        : Twine());
}

static SmallVector<void *> argumentsOf(const EntryDesc &entry, const CallMemory &memory,
                                       vitc_run *run) {
  SmallVector<void *> args;
  auto append = [&](ArrayRef<const void *> pointers) {
    for (const void *pointer : pointers)
      args.push_back(const_cast<void *>(pointer)); // entries do not write what they read
  };
  if (entry.role == EntryDesc::Role::Prepare)
    args.push_back(const_cast<const void **>(memory.rawWeights.data()));
  append(memory.inputs);
  args.append(memory.outputs.begin(), memory.outputs.end());
  if (entry.role == EntryDesc::Role::Reference)
    append(memory.rawWeights);
  else
    args.append({memory.packed, vitc_run_arena(run), run});
  return args;
}

Error callEntry(const JitModule &code, const EntryDesc &entry, const CallMemory &memory,
                unsigned threads) {
  if (memory.inputs.size() != entry.inputs.size() ||
      memory.outputs.size() != entry.outputs.size() ||
      memory.rawWeights.size() != entry.rawWeights.size())
    return inputError({}, "internal error: calling " + entry.symbol +
                              " with another number of tensors than it takes");
  Expected<EntryFunction> function = code.entry(entry.symbol);
  if (!function)
    return function.takeError();
  vitc_run *made = nullptr;
  vitc_status status = vitc_run_create(threads, entry.arenaBytes, entry.scratchBytes, &made);
  if (status != VITC_OK)
    return failure(entry, status);
  std::unique_ptr<vitc_run, decltype(&vitc_run_destroy)> run(made, vitc_run_destroy);
  SmallVector<void *> args = argumentsOf(entry, memory, made);
  status = vitc_run_call(made, *function, args.data());
  return status == VITC_OK ? Error::success() : failure(entry, status);
}

Error runPrepare(const JitModule &code, const EntryDesc &entry, MutableArrayRef<uint8_t> packed,
                 unsigned threads) {
  if (packed.size() != entry.packedBytes)
    return inputError({}, "internal error: " + entry.symbol + " packs " + Twine(entry.packedBytes) +
                              " bytes, its output has " + Twine(packed.size()));
  Expected<WeightSource> source = WeightSource::open(entry.rawWeights);
  if (!source)
    return source.takeError();
  CallMemory memory;
  memory.rawWeights = source->pointers();
  memory.packed = packed.data();
  return callEntry(code, entry, memory, threads);
}

} // namespace vitc::execution
