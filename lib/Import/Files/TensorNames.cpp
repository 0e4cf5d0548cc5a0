//===- TensorNames.cpp - tensors in the words of timm and torchvision ------===//

#include "TensorNames.h"

using namespace llvm;

namespace vitc {

StringRef tensorNamesText(TensorNames names) {
  switch (names) {
  case TensorNames::Transformers:
    return "transformers";
  case TensorNames::Timm:
    return "timm";
  case TensorNames::Torchvision:
    return "torchvision";
  }
  llvm_unreachable("unknown names");
}

ArrayRef<NameRule> nameRules(TensorNames names) {
  switch (names) {
  case TensorNames::Transformers:
    return {};
  case TensorNames::Timm:
    return timmNameRules();
  case TensorNames::Torchvision:
    return torchvisionNameRules();
  }
  llvm_unreachable("unknown names");
}

/// The name that `rule` gives to `name`; nothing when the rule is about other tensors.
static std::optional<std::string> apply(const NameRule &rule, StringRef name) {
  StringRef number, rest = name;
  auto [head, tail] = rule.ours.split('*');
  if (!rest.consume_front(head))
    return std::nullopt;
  if (head.size() != rule.ours.size()) {
    number = rest.take_while(isDigit);
    rest = rest.drop_front(number.size());
    if (number.empty() || !rest.consume_front(tail))
      return std::nullopt;
  }
  if (!rest.empty() && rest[0] != '.')
    return std::nullopt;
  auto [theirHead, theirTail] = rule.theirs.split('*');
  return (theirHead + number + theirTail + rest).str();
}

SmallVector<ForeignTensor, 2> translateName(TensorNames names, StringRef name) {
  SmallVector<ForeignTensor, 2> result;
  for (const NameRule &rule : nameRules(names))
    if (std::optional<std::string> theirs = apply(rule, name))
      result.push_back({std::move(*theirs), rule.part, rule.parts});
  return result;
}

TensorNames Checkpoint::tensorNames() const {
  // The patch embedding is in every model; no project's name for it is another's.
  if (find("patch_embed.proj.weight"))
    return TensorNames::Timm;
  if (find("conv_proj.weight"))
    return TensorNames::Torchvision;
  return TensorNames::Transformers;
}

} // namespace vitc
