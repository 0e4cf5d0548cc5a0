//===- Dtype.cpp - element types of safetensors ----------------------------===//

#include "vitc/Import/Files/Safetensors.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace vitc {

namespace {
struct DtypeFacts {
  Dtype dtype;
  StringLiteral name;
  unsigned bits;
};
} // namespace

/// In the order of the enumeration.
static constexpr DtypeFacts facts[] = {{Dtype::Bool, "BOOL", 8},
                                       {Dtype::F4, "F4", 4},
                                       {Dtype::F6E2M3, "F6_E2M3", 6},
                                       {Dtype::F6E3M2, "F6_E3M2", 6},
                                       {Dtype::U8, "U8", 8},
                                       {Dtype::I8, "I8", 8},
                                       {Dtype::F8E5M2, "F8_E5M2", 8},
                                       {Dtype::F8E4M3, "F8_E4M3", 8},
                                       {Dtype::F8E8M0, "F8_E8M0", 8},
                                       {Dtype::F8E4M3FNUZ, "F8_E4M3FNUZ", 8},
                                       {Dtype::F8E5M2FNUZ, "F8_E5M2FNUZ", 8},
                                       {Dtype::I16, "I16", 16},
                                       {Dtype::U16, "U16", 16},
                                       {Dtype::F16, "F16", 16},
                                       {Dtype::BF16, "BF16", 16},
                                       {Dtype::I32, "I32", 32},
                                       {Dtype::U32, "U32", 32},
                                       {Dtype::F32, "F32", 32},
                                       {Dtype::C64, "C64", 64},
                                       {Dtype::F64, "F64", 64},
                                       {Dtype::I64, "I64", 64},
                                       {Dtype::U64, "U64", 64}};

StringRef dtypeName(Dtype dtype) { return facts[static_cast<size_t>(dtype)].name; }

unsigned dtypeBits(Dtype dtype) { return facts[static_cast<size_t>(dtype)].bits; }

std::optional<Dtype> parseDtype(StringRef name) {
  for (const DtypeFacts &each : facts)
    if (each.name == name)
      return each.dtype;
  return std::nullopt;
}

bool isFloatWeight(Dtype dtype) {
  return dtype == Dtype::F64 || dtype == Dtype::F32 || dtype == Dtype::F16 || dtype == Dtype::BF16;
}

std::string shapeText(ArrayRef<int64_t> shape) {
  constexpr size_t most = 16; // a hostile file has as many as it likes
  std::string text = "[";
  for (auto [index, size] : enumerate(shape.take_front(most)))
    text += (index ? ", " : "") + itostr(size);
  if (shape.size() > most)
    text += ", … (" + utostr(shape.size()) + " dimensions)";
  return text + "]";
}

} // namespace vitc
