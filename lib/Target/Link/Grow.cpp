//===- Grow.cpp - room for weights in a linked file -----------------------===//
//
// Linking with the weights themselves would copy them twice through memory before they are known.
// Instead a placeholder is linked as the last section in memory; then its size is raised in the
// headers, and what follows it in the file (symbols, section headers: nothing that is loaded) moves
// back.
//
//===----------------------------------------------------------------------===//

#include "Grow.h"

#include "vitc/Runtime/Model.h"
#include "vitc/Support/Errors.h"

#include "llvm/Object/ELFTypes.h"

#include <cstddef>
#include <cstring>

using namespace llvm;

namespace vitc::target {

namespace {
using Elf = object::ELF64LE;
constexpr uint64_t placeholderBytes = 64;

/// A view of lld's output, which is trusted to be well formed: it was written a moment ago.
class ElfImage {
public:
  explicit ElfImage(std::vector<uint8_t> bytes) : bytes(std::move(bytes)) {}

  template <typename T>
  T *at(uint64_t offset) {
    return reinterpret_cast<T *>(bytes.data() + offset);
  }
  Elf::Ehdr &header() { return *at<Elf::Ehdr>(0); }
  MutableArrayRef<Elf::Shdr> sections() {
    return {at<Elf::Shdr>(header().e_shoff), header().e_shnum};
  }
  MutableArrayRef<Elf::Phdr> segments() {
    return {at<Elf::Phdr>(header().e_phoff), header().e_phnum};
  }

  /// The symbol of this name, or null.
  Elf::Sym *symbol(StringRef name) {
    for (Elf::Shdr &section : sections()) {
      if (section.sh_type != ELF::SHT_SYMTAB)
        continue;
      uint64_t names = sections()[section.sh_link].sh_offset;
      for (uint64_t i = 0; i < section.sh_size / sizeof(Elf::Sym); ++i) {
        auto *entry = at<Elf::Sym>(section.sh_offset + i * sizeof(Elf::Sym));
        if (name == at<char>(names + entry->st_name))
          return entry;
      }
    }
    return nullptr;
  }

  /// Where a symbol's bytes lie in the file.
  uint64_t fileOffset(const Elf::Sym &symbol) {
    const Elf::Shdr &section = sections()[symbol.st_shndx];
    return section.sh_offset + symbol.st_value - section.sh_addr;
  }

  std::vector<uint8_t> bytes;
};
} // namespace

static Error internalError(const Twine &text) {
  return inputError({}, "internal error: linking weights: " + text);
}

/// Raises the size of the segment that ends with the placeholder. Nothing to do in a relocatable
/// file, which has no segments.
static Error growSegment(ElfImage &image, const Elf::Shdr &section, uint64_t growth) {
  if (image.segments().empty())
    return Error::success();
  for (Elf::Shdr &other : image.sections())
    if ((other.sh_flags & ELF::SHF_ALLOC) && other.sh_addr > section.sh_addr)
      return internalError("a section follows them in memory");
  Elf::Phdr *holder = nullptr;
  for (Elf::Phdr &segment : image.segments())
    if (segment.p_type == ELF::PT_LOAD && segment.p_vaddr <= section.sh_addr &&
        segment.p_vaddr + segment.p_memsz == section.sh_addr + section.sh_size)
      holder = &segment;
  if (!holder || holder->p_filesz != holder->p_memsz || (holder->p_flags & ELF::PF_W))
    return internalError("they do not end a read-only segment");
  holder->p_filesz = holder->p_filesz + growth;
  holder->p_memsz = holder->p_memsz + growth;
  return Error::success();
}

Expected<GrownFile> growWeights(ArrayRef<uint8_t> elf, StringRef weightsSymbol,
                                StringRef descriptorSymbol, uint64_t bytes) {
  ElfImage image(elf.vec());
  Elf::Sym *weights = image.symbol(weightsSymbol), *descriptor = image.symbol(descriptorSymbol);
  if (!weights || !descriptor)
    return internalError("the output has no symbol " +
                         inQuotes(weights ? descriptorSymbol : weightsSymbol));
  if (bytes < placeholderBytes || bytes % placeholderBytes != 0)
    return internalError(Twine(bytes) + " bytes are no multiple of 64");
  Elf::Shdr &section = image.sections()[weights->st_shndx];
  if (section.sh_type != ELF::SHT_PROGBITS || section.sh_size != placeholderBytes)
    return internalError("their section holds something else");

  uint64_t growth = bytes - placeholderBytes;
  uint64_t start = section.sh_offset, end = start + placeholderBytes;
  uint64_t hash = image.fileOffset(*descriptor) + offsetof(vitc_model_desc, weights_hash);
  if (Error error = growSegment(image, section, growth))
    return std::move(error);
  weights->st_size = bytes;
  // Last: these numbers say where the ones above are found.
  MutableArrayRef<Elf::Shdr> sections = image.sections();
  section.sh_size = bytes;
  for (Elf::Shdr &other : sections)
    if (other.sh_offset >= end)
      other.sh_offset = other.sh_offset + growth;
  if (image.header().e_shoff >= end)
    image.header().e_shoff = image.header().e_shoff + growth;

  GrownFile grown;
  grown.head.assign(image.bytes.begin(), image.bytes.begin() + start);
  grown.tail.assign(image.bytes.begin() + end, image.bytes.end());
  grown.weightsBytes = bytes;
  grown.hashOffset = hash >= end ? hash + growth : hash;
  return grown;
}

} // namespace vitc::target
