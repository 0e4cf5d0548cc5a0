//===- BindTensors.cpp - a model's tensors in a checkpoint's names ---------===//

#include "vitc/Import/Files/Checkpoint.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace vitc {

/// Buffers that transformers stores but no computation of ours reads.
static bool isIgnoredBuffer(StringRef name) {
  for (StringRef suffix : {"position_ids", "relative_position_index", "relative_coords_table",
                           "num_batches_tracked", "attn.bias", "attn.masked_bias", "attn_mask"})
    if (name == suffix || name.ends_with(("." + suffix).str()))
      return true;
  return false;
}

/// The name before 2020: `LayerNorm.gamma` for `LayerNorm.weight`; empty when there was none.
static std::string legacyName(StringRef name) {
  if (name.consume_back(".weight"))
    return (name + ".gamma").str();
  if (name.consume_back(".bias"))
    return (name + ".beta").str();
  return {};
}

TensorSource Checkpoint::findSpelled(StringRef name, StringRef basePrefix, bool prefixed,
                                     std::string &spelling) const {
  StringRef bare = name;
  bool hadPrefix = bare.consume_front(basePrefix);
  spelling = hadPrefix && prefixed ? name.str() : bare.str();
  if (TensorSource source = find(spelling))
    return source;
  std::string legacy = legacyName(spelling);
  TensorSource source = legacy.empty() ? TensorSource() : find(legacy);
  if (source)
    spelling = legacy;
  return source;
}

static Error checkTensor(const TensorSource &source, StringRef spelling,
                         const WantedTensor &wanted) {
  Place place{source.path().str(), "tensor " + inQuotes(spelling)};
  if (source.shape() != ArrayRef<int64_t>(wanted.shape))
    return foundExpected(place, "the shape " + shapeText(source.shape()),
                         shapeText(wanted.shape) + " as config.json asks");
  if (!isFloatWeight(source.dtype()))
    return foundExpected(place, "the dtype " + dtypeName(source.dtype()), "F32, F16, BF16 or F64",
                         "vitc quantises by itself: give it the floating-point checkpoint");
  return Error::success();
}

/// One error that names every missing tensor.
static Error missingError(StringRef path, ArrayRef<const WantedTensor *> missing, size_t found,
                          size_t wanted) {
  std::string list;
  for (const WantedTensor *each : missing)
    list += "\n  " + each->name + " " + shapeText(each->shape);
  return inputError({path.str()},
                    formatted("found {} of {} tensors, expected also:{}", found, wanted, list),
                    "config.json describes another model than this checkpoint: compare its "
                    "\"architectures\" (a checkpoint without a head has no classifier)");
}

Expected<BoundTensors> Checkpoint::bind(ArrayRef<WantedTensor> wanted, StringRef basePrefix) const {
  bool prefixed = !basePrefix.empty() && any_of(sources, [&](const auto &source) {
    return source.first().starts_with(basePrefix);
  });
  BoundTensors result;
  StringSet<> used;
  SmallVector<const WantedTensor *> missing;
  Error all = Error::success();
  for (const WantedTensor &each : wanted) {
    std::string spelling;
    TensorSource source = findSpelled(each.name, basePrefix, prefixed, spelling);
    result.sources.push_back(source);
    if (!source) {
      if (!each.optional)
        missing.push_back(&each);
      continue;
    }
    used.insert(spelling);
    all = joinErrors(std::move(all), checkTensor(source, spelling, each));
  }
  if (!missing.empty())
    all = joinErrors(missingError(path(), missing, used.size(), used.size() + missing.size()),
                     std::move(all));
  if (all)
    return std::move(all);
  for (StringRef name : names())
    if (!used.contains(name) && !isIgnoredBuffer(name))
      result.unexpected.push_back(name.str());
  return result;
}

} // namespace vitc
