//===- Safetensors.h - reading and writing tensors by name -----------------===//
//
// The safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes, back to
// back. A file is accepted only if every byte of it is accounted for.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_IMPORT_FILES_SAFETENSORS_H
#define VITC_IMPORT_FILES_SAFETENSORS_H

#include "vitc/Support/LLVM.h"
#include "vitc/Support/MappedFile.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Allocator.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitc {

/// Element types of the format. Import uses F64, F32, F16 and BF16; the others are known so that
/// files holding them can be read for their other tensors.
enum class Dtype : uint8_t {
  Bool,
  F4,
  F6E2M3,
  F6E3M2,
  U8,
  I8,
  F8E5M2,
  F8E4M3,
  F8E8M0,
  F8E4M3FNUZ,
  F8E5M2FNUZ,
  I16,
  U16,
  F16,
  BF16,
  I32,
  U32,
  F32,
  C64,
  F64,
  I64,
  U64
};

/// The format's name of a dtype: `BF16`, `F8_E4M3`.
StringRef dtypeName(Dtype dtype);
std::optional<Dtype> parseDtype(StringRef name);
/// Of one element; 4 and 6 occur.
unsigned dtypeBits(Dtype dtype);
/// Whether weights of this dtype can be compiled.
bool isFloatWeight(Dtype dtype);

/// `[197, 768]`, as messages and reports show a shape.
std::string shapeText(ArrayRef<int64_t> shape);

/// One tensor of a file. Name and shape live as long as the file object.
struct SafetensorsEntry {
  StringRef name;
  Dtype dtype;
  ArrayRef<int64_t> shape;
  uint64_t offset; ///< Of the first byte, from the start of the file; not aligned in general.
  uint64_t size;   ///< In bytes.
};

/// A safetensors file, mapped and checked.
class SafetensorsFile {
public:
  static constexpr uint64_t longestHeader = 100'000'000; ///< Bytes, as the reference reader's.

  /// Opens a file the user named.
  static Expected<SafetensorsFile> open(StringRef path);
  /// Checks a file that is already open.
  static Expected<SafetensorsFile> read(MappedFile file);

  const MappedFile &file() const { return *mapped; }
  /// All tensors, in the order of their bytes.
  ArrayRef<SafetensorsEntry> entries() const { return tensors; }
  const SafetensorsEntry *find(StringRef name) const;
  /// The tensor's bytes in the mapping: little endian, row-major, maybe not aligned.
  ArrayRef<uint8_t> bytes(const SafetensorsEntry &entry) const {
    return mapped->bytes().slice(entry.offset, entry.size);
  }
  /// The strings of `__metadata__`.
  const std::map<std::string, std::string> &metadata() const { return metadataStrings; }

private:
  SafetensorsFile() = default;
  Error readHeader(StringRef header, uint64_t dataBegin);
  Error checkLayout(uint64_t dataBegin) const;

  std::unique_ptr<MappedFile> mapped;
  std::unique_ptr<llvm::BumpPtrAllocator> strings; ///< Names and shapes.
  std::vector<SafetensorsEntry> tensors;
  DenseMap<StringRef, uint32_t> byName;
  std::map<std::string, std::string> metadataStrings;
};

/// A tensor to write: `bytes` is row-major, little endian, of the size that dtype and shape ask.
struct TensorToWrite {
  std::string name;
  Dtype dtype;
  std::vector<int64_t> shape;
  ArrayRef<uint8_t> bytes;
};

/// Where each tensor goes in a file, decided before any of their bytes exist.
struct SafetensorsLayout {
  struct Slot {
    size_t index;    ///< Of the tensor in the list given.
    uint64_t offset; ///< From the start of the file.
    uint64_t size;   ///< In bytes.
  };
  std::string header;      ///< The first bytes of the file, length word included.
  std::vector<Slot> slots; ///< In file order: wider dtypes first, then by name.
  uint64_t fileSize;
};

/// Lays out tensors (their `bytes` are not looked at) as the reference writer does: the same list
/// gives the same bytes, in whatever order it comes. The header is padded so that data starts at a
/// multiple of 64. Names must be distinct.
SafetensorsLayout layoutSafetensors(ArrayRef<TensorToWrite> tensors,
                                    const std::map<std::string, std::string> &metadata = {});

/// Writes a whole file to `os`.
void writeSafetensors(raw_ostream &os, ArrayRef<TensorToWrite> tensors,
                      const std::map<std::string, std::string> &metadata = {});

} // namespace vitc

#endif // VITC_IMPORT_FILES_SAFETENSORS_H
