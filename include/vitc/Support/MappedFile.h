//===- MappedFile.h - a file of the user's, read through memory ------------===//
#ifndef VITC_SUPPORT_MAPPEDFILE_H
#define VITC_SUPPORT_MAPPEDFILE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>

namespace vitc {

/// A regular file mapped read-only. Directories, FIFOs, sockets and devices are refused without
/// blocking. If another process shortens the file while it is read, the process ends with an error
/// that names the file and exit code 1; temporaries of outputs are removed.
class MappedFile {
public:
  /// Opens a file the user named; symbolic links are followed.
  static llvm::Expected<MappedFile> open(llvm::StringRef path);

  /// Opens `name` in `directory`, where the directory's content is not trusted: `name` must be a
  /// plain file name, and may be a symbolic link only inside the directory or, in a Hugging Face
  /// cache (`snapshots/<revision>/<name>`), to a file of `../../blobs`. Errors about the name
  /// itself are reported at `namedBy` (the index that spells it, say).
  static llvm::Expected<MappedFile> openInside(llvm::StringRef directory, llvm::StringRef name,
                                               llvm::StringRef namedByFile = "",
                                               llvm::StringRef namedByPlace = "");

  MappedFile(MappedFile &&other) noexcept;
  MappedFile &operator=(MappedFile &&other) noexcept;
  ~MappedFile();

  /// As the user would spell it: what messages show.
  llvm::StringRef path() const { return filePath; }
  uint64_t size() const { return byteCount; }
  llvm::ArrayRef<uint8_t> bytes() const { return {data, byteCount}; }
  llvm::StringRef text() const {
    return {reinterpret_cast<const char *>(data), static_cast<size_t>(byteCount)};
  }

  /// 32 hexadecimal digits that identify the content (XXH3, 128 bits). Reads the whole file.
  std::string contentHash() const;

  /// Lets the kernel drop the pages of this range: weights already converted need no memory.
  void release(uint64_t offset, uint64_t size) const;

private:
  MappedFile() = default;
  static llvm::Expected<MappedFile> map(int descriptor, llvm::StringRef path);

  std::string filePath;
  const uint8_t *data = nullptr;
  uint64_t byteCount = 0;
};

/// Whether `directory` has an entry called `name` (of any kind, a broken link included).
bool hasEntry(llvm::StringRef directory, llvm::StringRef name);

} // namespace vitc

#endif // VITC_SUPPORT_MAPPEDFILE_H
