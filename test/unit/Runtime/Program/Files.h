//===- Files.h - files that a test makes and forgets ---------------------------===//
#ifndef VITC_TEST_UNIT_RUNTIME_PROGRAM_FILES_H
#define VITC_TEST_UNIT_RUNTIME_PROGRAM_FILES_H

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace files {

/// A folder of this test's own, removed at the end.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "vitc-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string name(const char *file) const { return (path / file).string(); }
  std::string write(const char *file, const std::string &bytes) const {
    std::ofstream(path / file, std::ios::binary) << bytes;
    return name(file);
  }
  size_t count() const {
    size_t files = 0;
    for ([[maybe_unused]] auto &each : std::filesystem::directory_iterator(path))
      ++files;
    return files;
  }
};

inline std::string read(const std::string &path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// A safetensors file: the header's length, the header, the data.
inline std::string safetensors(const std::string &header, const std::string &data) {
  std::string size(8, 0);
  for (int i = 0; i < 8; ++i)
    size[i] = char(header.size() >> 8 * i);
  return size + header + data;
}

/// What `print` writes to its FILE.
template <typename Print>
std::string printed(Print print) {
  char *text = nullptr;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  print(out);
  fclose(out);
  std::string result(text, size);
  free(text);
  return result;
}

} // namespace files

#endif
