//===- Entry.cpp - sizes and names of boundary tensors --------------------===//

#include "vitc/Target/Entry.h"

#include "llvm/Support/ErrorHandling.h"

namespace vitc::target {

uint64_t elementBytes(ElementType type) {
  switch (type) {
  case ElementType::F32:
  case ElementType::I32:
    return 4;
  case ElementType::F64:
  case ElementType::I64:
    return 8;
  case ElementType::F16:
  case ElementType::BF16:
    return 2;
  }
  llvm_unreachable("all element types are above");
}

llvm::StringRef elementName(ElementType type) {
  switch (type) {
  case ElementType::F32:
    return "f32";
  case ElementType::F64:
    return "f64";
  case ElementType::I64:
    return "i64";
  case ElementType::I32:
    return "i32";
  case ElementType::F16:
    return "f16";
  case ElementType::BF16:
    return "bf16";
  }
  llvm_unreachable("all element types are above");
}

uint64_t TensorInfo::bytes() const {
  uint64_t size = elementBytes(type);
  for (int64_t extent : shape)
    size *= extent;
  return size;
}

std::string batchShape(const TensorInfo &tensor) {
  std::string text = "[batch";
  if (!tensor.shape.empty() && tensor.shape.front() != 1)
    text = "[" + std::to_string(tensor.shape.front()) + "*batch";
  for (size_t i = 1; i < tensor.shape.size(); ++i)
    text += ", " + std::to_string(tensor.shape[i]);
  return text + "]";
}

} // namespace vitc::target
