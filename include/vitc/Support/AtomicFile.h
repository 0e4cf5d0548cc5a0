//===- AtomicFile.h - outputs that are old or complete, never partial ------===//
#ifndef VITC_SUPPORT_ATOMICFILE_H
#define VITC_SUPPORT_ATOMICFILE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdint>
#include <memory>
#include <string>

namespace vitc {

/// A range of a file being written, as memory. Unmapped on destruction.
class MutableMap {
public:
  MutableMap(MutableMap &&other) noexcept;
  MutableMap &operator=(MutableMap &&other) noexcept;
  ~MutableMap();

  llvm::MutableArrayRef<uint8_t> bytes() const { return {data, byteCount}; }

private:
  friend class AtomicFile;
  MutableMap(void *base, size_t baseSize, uint8_t *data, size_t byteCount)
      : base(base), baseSize(baseSize), data(data), byteCount(byteCount) {}

  void *base;
  size_t baseSize;
  uint8_t *data;
  size_t byteCount;
};

/// An output file. Everything goes to a temporary beside it; `commit` syncs it and renames it into
/// place. Without commit the temporary is removed: by the destructor, or when a signal ends the
/// process. Messages name the path and the errno.
///
/// `-` and existing files that are not regular (`/dev/null`, a FIFO) are written on commit from a
/// temporary without a name; a symbolic link is followed, its target replaced.
class AtomicFile {
public:
  enum class Kind { Data, Executable };

  static llvm::Expected<AtomicFile> create(llvm::StringRef path, Kind kind = Kind::Data);

  AtomicFile(AtomicFile &&other) = default;
  AtomicFile &operator=(AtomicFile &&other) noexcept;
  ~AtomicFile();

  /// The path as the user spelled it.
  llvm::StringRef path() const { return userPath; }

  /// A stream into the temporary, seekable. Its errors surface in commit.
  llvm::raw_pwrite_stream &os() { return *stream; }

  /// Space for [offset, offset + size) on the disk, mapped for writing: a full disk is an error
  /// here, not a signal later. The range may lie beyond the end; what is between reads as zeros.
  /// The stream does not know of it: mix the two at different offsets only.
  llvm::Expected<MutableMap> mutableMap(uint64_t offset, uint64_t size);

  /// Puts the output in its place. At most once; after an error nothing has changed.
  llvm::Error commit();

  /// Removes the temporary now.
  void discard();

private:
  AtomicFile() = default;
  llvm::Error openNamed(Kind kind);
  llvm::Error openAnonymous(llvm::StringRef directory);
  llvm::Error copyTo(int descriptor);

  std::string userPath;
  std::string finalPath;     ///< Links resolved; empty when the temporary has no name.
  std::string temporaryPath; ///< Empty when there is none (any more).
  int descriptor = -1;
  std::unique_ptr<llvm::raw_fd_ostream> stream;
};

/// A scratch file with a name, removed with this object or when a signal ends the process.
class TemporaryFile {
public:
  /// In $TMPDIR or /tmp; the name begins with `stem` and ends with `suffix`.
  static llvm::Expected<TemporaryFile> create(llvm::StringRef suffix,
                                              llvm::StringRef stem = "vitc");

  TemporaryFile(TemporaryFile &&other) noexcept;
  TemporaryFile &operator=(TemporaryFile &&other) noexcept;
  ~TemporaryFile();

  llvm::StringRef path() const { return filePath; }

  /// Lets the file stay.
  void keep();

private:
  TemporaryFile() = default;
  std::string filePath;
};

} // namespace vitc

#endif // VITC_SUPPORT_ATOMICFILE_H
