//===- Archive.cpp - static libraries -------------------------------------===//

#include "Archive.h"

#include "vitc/Support/Errors.h"
#include "vitc/Target/Descriptor/Descriptor.h"

#include "llvm/Object/ArchiveWriter.h"

#include <cstring>

using namespace llvm;

namespace vitc::target {

Expected<std::unique_ptr<MemoryBuffer>> makeArchive(const LinkJob &job, StringRef library) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(library);
  if (!buffer)
    return systemError({library.str()}, "read", buffer.getError().value());
  Expected<std::unique_ptr<object::Archive>> runtime = object::Archive::create(**buffer);
  if (!runtime)
    return runtime.takeError();
  std::vector<NewArchiveMember> members;
  Error error = Error::success();
  for (const object::Archive::Child &child : (*runtime)->children(error)) {
    Expected<NewArchiveMember> member =
        NewArchiveMember::getOldMember(child, /*Deterministic=*/true);
    if (!member)
      return member.takeError();
    members.push_back(std::move(*member));
  }
  if (error)
    return std::move(error);
  for (const LinkJob::Object &object : job.objects) {
    members.emplace_back(MemoryBufferRef(object.bytes.getBuffer(), object.name));
    members.back().MemberName = object.name;
  }
  return writeArchiveToBuffer(members, SymtabWritingMode::NormalSymtab, object::Archive::K_GNU,
                              /*Deterministic=*/true, /*Thin=*/false);
}

/// Writes the size field of an archive member's header: ten decimal digits, blanks after.
static Error writeMemberSize(std::vector<uint8_t> &archive, uint64_t memberOffset, uint64_t size) {
  constexpr uint64_t sizeField = 12; // from the end of the header: ten digits and two marks
  std::string digits = std::to_string(size);
  if (digits.size() > 10)
    return foundExpected({}, std::to_string(size) + " bytes of weights",
                         "at most 9999999999 in a static library", "use --weights=file");
  digits.resize(10, ' ');
  memcpy(archive.data() + memberOffset - sizeField, digits.data(), 10);
  return Error::success();
}

Expected<GrownFile> growArchive(MemoryBufferRef archive, const LinkJob &job) {
  StringRef text = archive.getBuffer();
  // Members begin at even offsets, so the last one ends the archive but for a byte of padding.
  uint64_t size = job.objects.back().bytes.getBufferSize();
  uint64_t offset = text.size() - size - size % 2;
  std::vector<uint8_t> whole(text.bytes_begin(), text.bytes_end());
  Expected<GrownFile> member =
      growWeights(ArrayRef(whole).slice(offset, size), weightsSymbol(job.prefix),
                  descriptorSymbol(job.prefix), job.weightsBytes);
  if (!member)
    return member.takeError();
  uint64_t memberSize = member->tailOffset() + member->tail.size();
  if (Error error = writeMemberSize(whole, offset, memberSize))
    return std::move(error);
  GrownFile grown = std::move(*member);
  grown.head.insert(grown.head.begin(), whole.begin(), whole.begin() + offset);
  grown.hashOffset += offset;
  if (memberSize % 2)
    grown.tail.push_back('\n');
  return grown;
}

} // namespace vitc::target
