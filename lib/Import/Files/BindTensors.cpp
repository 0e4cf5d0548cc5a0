//===- BindTensors.cpp - a model's tensors in a checkpoint's names ---------===//

#include "vitc/Import/Files/Checkpoint.h"

#include "TensorNames.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace vitc {

/// Buffers that transformers stores but no computation of ours reads, and the parameter that stands
/// for patches masked in pretraining.
static bool isIgnored(StringRef name) {
  for (StringRef suffix :
       {"position_ids", "relative_position_index", "relative_coords_table", "num_batches_tracked",
        "attn.bias", "attn.masked_bias", "attn_mask", "embeddings.mask_token"})
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

/// The tensor that timm or torchvision has for `name`. `wanted` takes its whole name and shape, so
/// that messages speak of what is in the file.
TensorSource Checkpoint::findForeign(TensorNames names, StringRef name,
                                     WantedTensor &wanted) const {
  SmallVector<ForeignTensor, 2> candidates = translateName(names, name);
  if (candidates.empty())
    return {};
  const ForeignTensor *chosen = candidates.begin();
  for (const ForeignTensor &each : reverse(candidates))
    if (find(each.name))
      chosen = &each;
  wanted.name = chosen->name;
  if (chosen->parts > 1)
    wanted.shape[0] *= chosen->parts;
  TensorSource source = find(chosen->name);
  if (source)
    source.part = chosen->part, source.parts = chosen->parts;
  return source;
}

/// `wanted` in the words and with the shape of the file.
static Error checkTensor(const TensorSource &source, const WantedTensor &wanted) {
  Place place{source.path().str(), "tensor " + inQuotes(wanted.name)};
  if (source.entry->shape != ArrayRef<int64_t>(wanted.shape))
    return foundExpected(place, "the shape " + shapeText(source.entry->shape),
                         shapeText(wanted.shape) + " as config.json asks");
  if (!isFloatWeight(source.dtype()))
    return foundExpected(place, "the dtype " + dtypeName(source.dtype()), "F32, F16, BF16 or F64",
                         "vitc quantises by itself: give it the floating-point checkpoint");
  return Error::success();
}

/// One error that names every missing tensor.
static Error missingError(StringRef path, ArrayRef<WantedTensor> missing, size_t found) {
  std::string list;
  for (const WantedTensor &each : missing)
    list += "\n  " + each.name + " " + shapeText(each.shape);
  return inputError(
      {path.str()},
      formatted("found {} of {} tensors, expected also:{}", found, found + missing.size(), list),
      "config.json describes another model than this checkpoint: compare its "
      "\"architectures\" (a checkpoint without a head has no classifier)");
}

/// transformers' configuration says what is computed; the models of timm and torchvision show it by
/// their tensors. A head that nobody asks for is left alone.
Error Checkpoint::checkUnexpected(ArrayRef<std::string> unexpected) const {
  TensorNames names = tensorNames();
  if (names == TensorNames::Transformers)
    return Error::success();
  std::string list;
  size_t count = 0;
  for (StringRef name : unexpected) {
    if (name.starts_with("head.") || name.starts_with("head_dist.") ||
        name.starts_with("heads.head."))
      continue;
    ++count;
    list += "\n  " + inQuotes(name);
  }
  if (count == 0)
    return Error::success();
  return inputError({path().str()},
                    formatted("found {} tensors of {} that the model does not compute with:{}",
                              count, tensorNamesText(names), list),
                    "config.json describes another model than this checkpoint");
}

Expected<BoundTensors> Checkpoint::bind(ArrayRef<WantedTensor> wanted, StringRef basePrefix) const {
  TensorNames names = tensorNames();
  bool prefixed = !basePrefix.empty() && any_of(sources, [&](const auto &source) {
    return source.first().starts_with(basePrefix);
  });
  BoundTensors result;
  StringSet<> used, lacking;
  SmallVector<WantedTensor> missing;
  Error all = Error::success();
  for (WantedTensor each : wanted) {
    std::string spelling;
    TensorSource source = findSpelled(each.name, basePrefix, prefixed, spelling);
    if (!source && names != TensorNames::Transformers) {
      StringRef bare = each.name;
      bare.consume_front(basePrefix);
      source = findForeign(names, bare.str(), each);
      spelling = each.name;
    }
    result.sources.push_back(source);
    if (!source) {
      if (!each.optional && lacking.insert(each.name).second)
        missing.push_back(each);
      continue;
    }
    each.name = spelling;
    // Three shares of one tensor have one fault.
    if (used.insert(spelling).second)
      all = joinErrors(std::move(all), checkTensor(source, each));
  }
  if (!missing.empty())
    all = joinErrors(missingError(path(), missing, used.size()), std::move(all));
  for (StringRef name : this->names())
    if (!used.contains(name) && !isIgnored(name))
      result.unexpected.push_back(name.str());
  if (missing.empty())
    all = joinErrors(std::move(all), checkUnexpected(result.unexpected));
  if (all)
    return std::move(all);
  return result;
}

} // namespace vitc
