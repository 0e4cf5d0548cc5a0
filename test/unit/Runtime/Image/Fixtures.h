//===- Fixtures.h - pictures and expected values for the image tests -------===//
//
// The files are written by test/Runtime/Image/generate.py, which explains their columns.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TEST_UNIT_RUNTIME_IMAGE_FIXTURES_H
#define VITC_TEST_UNIT_RUNTIME_IMAGE_FIXTURES_H

#include "vitc/Runtime/Image.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace vitc::test {

using Bytes = std::vector<uint8_t>;

/// A file below test/Runtime/Image; empty if it cannot be read.
inline Bytes readFixture(const std::string &name) {
  std::ifstream file("Runtime/Image/" + name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

/// The lines of a table without its heading.
inline std::vector<std::string> readTable(const std::string &name) {
  Bytes bytes = readFixture(name);
  std::istringstream stream(std::string(bytes.begin(), bytes.end()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  if (!lines.empty())
    lines.erase(lines.begin());
  return lines;
}

/// 64-bit FNV-1a in hexadecimal.
inline std::string digest(const void *data, size_t size) {
  uint64_t value = 0xcbf29ce484222325u;
  for (size_t i = 0; i < size; ++i)
    value = (value ^ static_cast<const uint8_t *>(data)[i]) * 0x100000001b3u;
  char text[17];
  snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

/// An image that frees its pixels.
struct Picture : vitc_image {
  Picture() : vitc_image{0, 0, nullptr} {}
  Picture(Picture &&other) : vitc_image(other) { other.rgb = nullptr; }
  Picture(const Picture &) = delete;
  ~Picture() { vitc_image_free(this); }
  size_t bytes() const { return size_t(width) * height * 3; }
  std::string digest() const { return test::digest(rgb, bytes()); }
};

/// The pictures that `noise` of generate.py makes.
inline Picture makeNoise(uint32_t seed, uint32_t width, uint32_t height) {
  Picture picture;
  picture.width = width;
  picture.height = height;
  picture.rgb = static_cast<uint8_t *>(malloc(picture.bytes()));
  for (size_t i = 0; i < picture.bytes(); ++i) {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    picture.rgb[i] = uint8_t(seed >> 24);
  }
  return picture;
}

/// The message of a decode that must fail; "decoded" if it does not.
inline std::string decodeError(const Bytes &file) {
  Picture picture;
  vitc_image_error error = {""};
  // An exact copy on the heap, so that a sanitiser sees a read past the end.
  std::unique_ptr<uint8_t[]> copy(new uint8_t[file.size()]);
  std::copy(file.begin(), file.end(), copy.get());
  if (vitc_image_decode(copy.get(), file.size(), &picture, &error) == 0)
    return "decoded";
  return picture.rgb ? "failed, but left pixels" : error.message;
}

} // namespace vitc::test

#endif
