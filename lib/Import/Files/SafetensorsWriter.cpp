//===- SafetensorsWriter.cpp - writing tensors by name ---------------------===//

#include "vitc/Import/Files/Safetensors.h"

#include "vitc/Support/Format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <cassert>
#include <numeric>

using namespace llvm;

namespace vitc {

/// Data starts at a multiple of this: vector loads from a mapped file are aligned.
static constexpr uint64_t dataAlignment = 64;

static uint64_t byteCount(const TensorToWrite &tensor) {
  uint64_t elements = 1;
  for (int64_t size : tensor.shape)
    elements *= size;
  return elements * dtypeBits(tensor.dtype) / 8;
}

/// The JSON of the header; fills in offsets relative to the data's start.
static std::string headerJson(ArrayRef<TensorToWrite> tensors,
                              const std::map<std::string, std::string> &metadata,
                              MutableArrayRef<SafetensorsLayout::Slot> slots) {
  std::string text;
  raw_string_ostream os(text);
  json::OStream json(os);
  json.object([&] {
    if (!metadata.empty())
      json.attributeObject("__metadata__", [&] {
        for (const auto &[key, value] : metadata)
          json.attribute(key, value);
      });
    uint64_t at = 0;
    for (SafetensorsLayout::Slot &slot : slots) {
      const TensorToWrite &tensor = tensors[slot.index];
      slot.offset = at;
      slot.size = byteCount(tensor);
      at += slot.size;
      json.attributeObject(tensor.name, [&] {
        json.attribute("dtype", dtypeName(tensor.dtype));
        json.attributeArray("shape", [&] {
          for (int64_t size : tensor.shape)
            json.value(size);
        });
        json.attributeArray("data_offsets", [&] {
          json.value(slot.offset);
          json.value(slot.offset + slot.size);
        });
      });
    }
  });
  return text;
}

SafetensorsLayout layoutSafetensors(ArrayRef<TensorToWrite> tensors,
                                    const std::map<std::string, std::string> &metadata) {
  SafetensorsLayout layout;
  layout.slots.resize(tensors.size());
  for (auto [index, slot] : enumerate(layout.slots))
    slot.index = index;
  llvm::sort(layout.slots, [&](const auto &a, const auto &b) {
    const TensorToWrite &left = tensors[a.index], &right = tensors[b.index];
    return std::tuple(right.dtype, StringRef(left.name)) <
           std::tuple(left.dtype, StringRef(right.name));
  });
  std::string json = headerJson(tensors, metadata, layout.slots);
  json.append(offsetToAlignment(json.size() + 8, Align(dataAlignment)), ' ');

  char length[8];
  support::endian::write64le(length, json.size());
  layout.header = std::string(length, 8) + json;
  layout.fileSize = layout.header.size();
  for (SafetensorsLayout::Slot &slot : layout.slots) {
    slot.offset += layout.header.size();
    layout.fileSize = slot.offset + slot.size;
  }
  return layout;
}

void writeSafetensors(raw_ostream &os, ArrayRef<TensorToWrite> tensors,
                      const std::map<std::string, std::string> &metadata) {
  SafetensorsLayout layout = layoutSafetensors(tensors, metadata);
  os << layout.header;
  for (const SafetensorsLayout::Slot &slot : layout.slots) {
    ArrayRef<uint8_t> bytes = tensors[slot.index].bytes;
    assert(bytes.size() == slot.size && "bytes of another size than dtype and shape ask");
    os.write(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  }
}

} // namespace vitc
