//===- AtomicFile.cpp - outputs that are old or complete, never partial ----===//

#include "vitc/Support/AtomicFile.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace llvm;

namespace vitc {

/// A descriptor of a new file whose name `makeName` proposes; the name is registered for removal
/// by signals before it exists, so no moment is unguarded. -1 with errno.
static int createGuarded(function_ref<std::string()> makeName, mode_t mode, std::string &path) {
  constexpr int attempts = 64;
  for (int i = 0; i < attempts; ++i) {
    path = makeName();
    sys::RemoveFileOnSignal(path);
    int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor >= 0)
      return descriptor;
    int reason = errno;
    sys::DontRemoveFileOnSignal(path);
    path.clear();
    errno = reason;
    if (reason != EEXIST)
      return -1;
  }
  return -1;
}

static void removeGuarded(std::string &path) {
  if (path.empty())
    return;
  unlink(path.c_str());
  sys::DontRemoveFileOnSignal(path);
  path.clear();
}

static std::string scratchDirectory() {
  const char *directory = getenv("TMPDIR");
  return directory && *directory ? directory : "/tmp";
}

//===----------------------------------------------------------------------===//
// MutableMap
//===----------------------------------------------------------------------===//

MutableMap::MutableMap(MutableMap &&other) noexcept
    : base(std::exchange(other.base, nullptr)), baseSize(other.baseSize), data(other.data),
      byteCount(other.byteCount) {}

MutableMap &MutableMap::operator=(MutableMap &&other) noexcept {
  std::swap(base, other.base);
  std::swap(baseSize, other.baseSize);
  std::swap(data, other.data);
  std::swap(byteCount, other.byteCount);
  return *this;
}

MutableMap::~MutableMap() {
  if (base)
    munmap(base, baseSize);
}

//===----------------------------------------------------------------------===//
// AtomicFile: opening
//===----------------------------------------------------------------------===//

Error AtomicFile::openNamed(Kind kind) {
  StringRef directory = sys::path::parent_path(finalPath);
  StringRef name = sys::path::filename(finalPath).take_front(200); // names end at 255 bytes
  auto makeName = [&] {
    SmallString<256> path(directory);
    sys::path::append(path, formatted(".{}.vitc-{:08x}", name, sys::Process::GetRandomNumber()));
    return path.str().str();
  };
  mode_t mode = kind == Kind::Executable ? 0777 : 0666; // less the umask
  descriptor = createGuarded(makeName, mode, temporaryPath);
  if (descriptor < 0)
    return systemError({userPath}, "create a temporary beside it", errno,
                       "choose an output in a directory that exists and can be written");
  return Error::success();
}

Error AtomicFile::openAnonymous(StringRef directory) {
  auto makeName = [&] {
    SmallString<256> path(directory);
    sys::path::append(path, formatted("vitc-{:08x}", sys::Process::GetRandomNumber()));
    return path.str().str();
  };
  std::string path;
  descriptor = createGuarded(makeName, 0600, path);
  if (descriptor < 0)
    return systemError({directory.str()}, "create a temporary file", errno,
                       "set TMPDIR to a directory that can be written");
  removeGuarded(path);
  return Error::success();
}

Expected<AtomicFile> AtomicFile::create(StringRef path, Kind kind) {
  AtomicFile file;
  file.userPath = path.str();
  if (path.empty())
    return inputError({}, "found an empty output path, expected a file name or -");
  struct stat status;
  bool exists = path != "-" && stat(file.userPath.c_str(), &status) == 0;
  // Its temporary's name would be short enough, and the end of all work too late to say so.
  if (path != "-" && !exists && errno == ENAMETOOLONG)
    return systemError({file.userPath}, "write a file of this name", errno);
  if (exists && S_ISDIR(status.st_mode))
    return foundExpected({file.userPath}, "a directory", "the name of an output file",
                         "add a file name: " + path.rtrim('/') + "/NAME");
  bool replaced = path != "-" && (!exists || S_ISREG(status.st_mode));
  if (!replaced) {
    if (Error error = file.openAnonymous(scratchDirectory()))
      return std::move(error);
  } else {
    SmallString<256> real;
    bool resolved = exists && !sys::fs::real_path(path, real);
    file.finalPath = resolved ? real.str().str() : path.str();
    if (Error error = file.openNamed(kind))
      return std::move(error);
  }
  file.stream = std::make_unique<raw_fd_ostream>(file.descriptor, /*shouldClose=*/false);
  return file;
}

//===----------------------------------------------------------------------===//
// AtomicFile: writing
//===----------------------------------------------------------------------===//

Expected<MutableMap> AtomicFile::mutableMap(uint64_t offset, uint64_t size) {
  stream->flush();
  const uint64_t page = sysconf(_SC_PAGESIZE);
  uint64_t start = offset / page * page;
  if (size == 0)
    return MutableMap(nullptr, 0, nullptr, 0);
  if (int reason = posix_fallocate(descriptor, offset, size))
    return systemError({userPath}, formatted("reserve {} bytes for it", size), reason);
  size_t mapped = offset - start + size;
  void *base = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, start);
  if (base == MAP_FAILED)
    return systemError({userPath}, "map its temporary into memory", errno);
  // A wish: the pages then lie together in the page cache, which makes writing them faster and so
  // does mapping them later, in who runs the output. Without it everything works.
  madvise(base, mapped, MADV_HUGEPAGE);
  return MutableMap(base, mapped, static_cast<uint8_t *>(base) + (offset - start), size);
}

Error AtomicFile::copyTo(int target) {
  off_t size = lseek(descriptor, 0, SEEK_END);
  std::vector<char> buffer(1 << 20);
  for (off_t at = 0; at < size;) {
    ssize_t got = pread(descriptor, buffer.data(), buffer.size(), at);
    if (got <= 0)
      return systemError({userPath}, "read its temporary", got ? errno : EIO);
    for (ssize_t written = 0; written < got;) {
      ssize_t now = write(target, buffer.data() + written, got - written);
      if (now < 0 && errno == EINTR)
        continue;
      if (now < 0)
        return systemError({userPath}, "write", errno);
      written += now;
    }
    at += got;
  }
  return Error::success();
}

Error AtomicFile::commit() {
  stream->flush();
  if (std::error_code code = stream->error()) {
    stream->clear_error();
    return systemError({userPath}, "write", code.value());
  }
  if (userPath == "-")
    return copyTo(STDOUT_FILENO);
  if (finalPath.empty()) {
    int target = open(userPath.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (target < 0)
      return systemError({userPath}, "open for writing", errno);
    Error error = copyTo(target);
    if (close(target) != 0 && !error)
      error = systemError({userPath}, "close", errno);
    return error;
  }
  if (fsync(descriptor) != 0)
    return systemError({userPath}, "sync", errno);
  if (rename(temporaryPath.c_str(), finalPath.c_str()) != 0)
    return systemError({userPath}, "rename its temporary into place", errno);
  sys::DontRemoveFileOnSignal(temporaryPath);
  temporaryPath.clear();
  // The new name itself survives a power cut only when its directory is synced; not every
  // filesystem can, and the file is complete either way, so a failure here is no failure.
  std::string directory = sys::path::parent_path(finalPath).str();
  int parent = open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY);
  if (parent >= 0) {
    fsync(parent);
    close(parent);
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// AtomicFile: leaving
//===----------------------------------------------------------------------===//

void AtomicFile::discard() {
  if (!stream)
    return; // moved from
  stream->flush();
  stream->clear_error(); // an unread error would end the process
  stream.reset();
  close(descriptor);
  removeGuarded(temporaryPath);
}

AtomicFile &AtomicFile::operator=(AtomicFile &&other) noexcept {
  std::swap(userPath, other.userPath);
  std::swap(finalPath, other.finalPath);
  std::swap(temporaryPath, other.temporaryPath);
  std::swap(descriptor, other.descriptor);
  std::swap(stream, other.stream);
  return *this;
}

AtomicFile::~AtomicFile() { discard(); }

//===----------------------------------------------------------------------===//
// TemporaryFile
//===----------------------------------------------------------------------===//

Expected<TemporaryFile> TemporaryFile::create(StringRef suffix, StringRef stem) {
  auto makeName = [&] {
    SmallString<256> path{StringRef(scratchDirectory())};
    sys::path::append(path,
                      formatted("{}-{:08x}{}", stem, sys::Process::GetRandomNumber(), suffix));
    return path.str().str();
  };
  TemporaryFile file;
  int descriptor = createGuarded(makeName, 0600, file.filePath);
  if (descriptor < 0)
    return systemError({scratchDirectory()}, "create a temporary file", errno,
                       "set TMPDIR to a directory that can be written");
  close(descriptor);
  return file;
}

TemporaryFile::TemporaryFile(TemporaryFile &&other) noexcept
    : filePath(std::exchange(other.filePath, {})) {}

TemporaryFile &TemporaryFile::operator=(TemporaryFile &&other) noexcept {
  std::swap(filePath, other.filePath);
  return *this;
}

void TemporaryFile::keep() {
  sys::DontRemoveFileOnSignal(filePath);
  filePath.clear();
}

TemporaryFile::~TemporaryFile() { removeGuarded(filePath); }

} // namespace vitc
