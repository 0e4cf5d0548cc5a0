//===- ScratchDirectory.h - a directory that a test fills and forgets ------===//
#ifndef VITC_TEST_UNIT_SUPPORT_SCRATCHDIRECTORY_H
#define VITC_TEST_UNIT_SUPPORT_SCRATCHDIRECTORY_H

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace vitc {

/// A fresh directory, removed with everything in it.
class ScratchDirectory {
public:
  ScratchDirectory() {
    llvm::SmallString<128> made;
    EXPECT_FALSE(llvm::sys::fs::createUniqueDirectory("vitc-test", made));
    directory = made.str().str();
  }
  ~ScratchDirectory() { llvm::sys::fs::remove_directories(directory); }

  const std::string &path() const { return directory; }
  std::string path(llvm::StringRef name) const { return directory + "/" + name.str(); }

  /// Writes a file and returns its path.
  std::string write(llvm::StringRef name, llvm::StringRef content) const {
    std::ofstream(path(name), std::ios::binary).write(content.data(), content.size());
    return path(name);
  }
  std::string make(llvm::StringRef name) const {
    EXPECT_FALSE(llvm::sys::fs::create_directories(path(name)));
    return path(name);
  }
  static std::string read(llvm::StringRef path) {
    std::ifstream file(path.str(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// Names of all entries, sorted.
  std::vector<std::string> entries() const {
    std::vector<std::string> names;
    std::error_code code;
    for (llvm::sys::fs::directory_iterator it(directory, code), end; it != end; it.increment(code))
      names.push_back(llvm::sys::path::filename(it->path()).str());
    std::sort(names.begin(), names.end());
    return names;
  }
  /// `text` with this directory's path taken out of it.
  std::string relative(std::string text) const {
    for (size_t at; (at = text.find(directory + "/")) != std::string::npos;)
      text.erase(at, directory.size() + 1);
    return text;
  }

private:
  std::string directory;
};

} // namespace vitc

#endif // VITC_TEST_UNIT_SUPPORT_SCRATCHDIRECTORY_H
