//===- MappedFile.cpp - a file of the user's, read through memory ----------===//

#include "vitc/Support/MappedFile.h"

#include "Containment.h"
#include "ShrinkGuard.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace llvm;

namespace vitc {

static StringRef kindName(mode_t mode) {
  if (S_ISDIR(mode))
    return "a directory";
  if (S_ISFIFO(mode))
    return "a FIFO";
  if (S_ISSOCK(mode))
    return "a socket";
  return "a device";
}

Expected<MappedFile> MappedFile::map(int descriptor, StringRef path) {
  llvm::scope_exit closeDescriptor([&] { close(descriptor); });
  struct stat status;
  if (fstat(descriptor, &status) != 0)
    return systemError({path.str()}, "examine", errno);
  if (!S_ISREG(status.st_mode))
    return foundExpected({path.str()}, kindName(status.st_mode), "a regular file");

  MappedFile file;
  file.filePath = path.str();
  file.byteCount = status.st_size;
  if (file.byteCount == 0)
    return file;
  void *data = mmap(nullptr, file.byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (data == MAP_FAILED)
    return systemError({path.str()}, "map into memory", errno);
  file.data = static_cast<const uint8_t *>(data);
  guardMapping(data, file.byteCount, file.filePath.c_str());
  return file;
}

Expected<MappedFile> MappedFile::open(StringRef path) {
  if (path.empty())
    return inputError({}, "found an empty file name, expected a path");
  int descriptor = ::open(path.str().c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0)
    return systemError({path.str()}, "open", errno);
  return map(descriptor, path);
}

Expected<MappedFile> MappedFile::openInside(StringRef directory, StringRef name,
                                            StringRef namedByFile, StringRef namedByPlace) {
  if (StringRef why = whyNotPlainName(name); !why.empty())
    return foundExpected({namedByFile.str(), namedByPlace.str()},
                         "the file name " + inQuotes(name) + ", which " + why,
                         "the plain name of a file beside this one");
  SmallString<256> path(directory);
  sys::path::append(path, name);
  Expected<int> descriptor = openContained(directory, name);
  if (!descriptor)
    return descriptor.takeError();
  return map(*descriptor, path);
}

MappedFile::MappedFile(MappedFile &&other) noexcept { *this = std::move(other); }

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept {
  std::swap(filePath, other.filePath);
  std::swap(data, other.data);
  std::swap(byteCount, other.byteCount);
  return *this;
}

MappedFile::~MappedFile() {
  if (!data)
    return;
  unguardMapping(data);
  munmap(const_cast<uint8_t *>(data), byteCount);
}

std::string MappedFile::contentHash() const {
  XXH128_hash_t hash = xxh3_128bits(bytes());
  return formatted("{:016x}{:016x}", hash.high64, hash.low64);
}

void MappedFile::release(uint64_t offset, uint64_t size) const {
  const uint64_t page = sysconf(_SC_PAGESIZE);
  uint64_t begin = (offset + page - 1) / page * page;
  uint64_t end = std::min(offset + size, byteCount) / page * page;
  if (data && begin < end)
    madvise(const_cast<uint8_t *>(data) + begin, end - begin, MADV_DONTNEED);
}

bool hasEntry(StringRef directory, StringRef name) {
  SmallString<256> path(directory);
  sys::path::append(path, name);
  struct stat status;
  return lstat(path.c_str(), &status) == 0;
}

} // namespace vitc
