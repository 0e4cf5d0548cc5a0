//===- ElfFacts.h - what readelf would say --------------------------------===//
#ifndef VITC_TEST_UNIT_TARGET_ELFFACTS_H
#define VITC_TEST_UNIT_TARGET_ELFFACTS_H

#include "llvm/Object/ELF.h"

#include <string>
#include <vector>

namespace vitc::test {

/// The loader's view of a linked file.
class ElfFacts {
public:
  explicit ElfFacts(std::string image)
      : bytes(std::move(image)), elf(llvm::cantFail(Elf::create(bytes))) {
    for (const auto &entry : llvm::cantFail(elf.dynamicEntries()))
      dynamic.emplace_back(entry.getTag(), entry.getVal());
  }

  bool isPositionIndependent() const { return elf.getHeader().e_type == llvm::ELF::ET_DYN; }
  bool hasSegment(uint32_t type) const {
    for (const auto &segment : llvm::cantFail(elf.program_headers()))
      if (segment.p_type == type)
        return true;
    return false;
  }
  bool hasWritableCode() const {
    for (const auto &segment : llvm::cantFail(elf.program_headers()))
      if ((segment.p_flags & llvm::ELF::PF_W) && (segment.p_flags & llvm::ELF::PF_X))
        return true;
    return false;
  }
  bool hasExecutableStack() const {
    for (const auto &segment : llvm::cantFail(elf.program_headers()))
      if (segment.p_type == llvm::ELF::PT_GNU_STACK)
        return segment.p_flags & llvm::ELF::PF_X;
    return true;
  }
  bool bindNow() const { return value(llvm::ELF::DT_FLAGS_1) & llvm::ELF::DF_1_NOW; }
  bool hasTextRelocations() const {
    return has(llvm::ELF::DT_TEXTREL) || (value(llvm::ELF::DT_FLAGS) & llvm::ELF::DF_TEXTREL);
  }
  std::string soname() const { return text(value(llvm::ELF::DT_SONAME)); }
  std::vector<std::string> needed() const {
    std::vector<std::string> names;
    for (auto [tag, offset] : dynamic)
      if (tag == llvm::ELF::DT_NEEDED)
        names.push_back(text(offset));
    return names;
  }
  /// Names of defined dynamic symbols.
  std::vector<std::string> exported() const { return defined(llvm::ELF::SHT_DYNSYM); }

  /// Names of all defined symbols: what profilers and debuggers show.
  std::vector<std::string> symbols() const { return defined(llvm::ELF::SHT_SYMTAB); }

private:
  using Elf = llvm::object::ELFFile<llvm::object::ELF64LE>;

  std::vector<std::string> defined(uint32_t tableType) const {
    std::vector<std::string> names;
    for (const auto &section : llvm::cantFail(elf.sections())) {
      if (section.sh_type != tableType)
        continue;
      llvm::StringRef table = llvm::cantFail(elf.getStringTableForSymtab(section));
      for (const auto &symbol : llvm::cantFail(elf.symbols(&section)))
        if (symbol.st_shndx != llvm::ELF::SHN_UNDEF)
          names.push_back(llvm::cantFail(symbol.getName(table)).str());
    }
    return names;
  }
  bool has(uint64_t tag) const {
    for (auto [found, number] : dynamic)
      if (found == tag)
        return true;
    return false;
  }
  uint64_t value(uint64_t tag) const {
    for (auto [found, number] : dynamic)
      if (found == tag)
        return number;
    return 0;
  }
  std::string text(uint64_t offset) const {
    auto *start = llvm::cantFail(elf.toMappedAddr(value(llvm::ELF::DT_STRTAB)));
    return reinterpret_cast<const char *>(start + offset);
  }

  std::string bytes;
  Elf elf;
  std::vector<std::pair<uint64_t, uint64_t>> dynamic;
};

} // namespace vitc::test

#endif // VITC_TEST_UNIT_TARGET_ELFFACTS_H
