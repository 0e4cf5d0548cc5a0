//===- MalformedTest.cpp - damaged pictures end in one clear sentence ------===//

#include "Fixtures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

using namespace vitc::test;

namespace {

Bytes picture(const char *name) { return readFixture(std::string("pictures/") + name); }

Bytes cut(const char *name, size_t size) {
  Bytes file = picture(name);
  file.resize(size);
  return file;
}

Bytes text(const std::string &content) { return Bytes(content.begin(), content.end()); }

/// The file with `values` written over position `at`.
Bytes patch(Bytes file, size_t at, std::initializer_list<uint8_t> values) {
  std::copy(values.begin(), values.end(), file.begin() + ptrdiff_t(at));
  return file;
}

/// The position of the first marker `code` of a JPEG.
size_t markerOf(const Bytes &file, uint8_t code) {
  for (size_t at = 0; at + 1 < file.size(); ++at)
    if (file[at] == 0xff && file[at + 1] == code)
      return at;
  ADD_FAILURE() << "no such marker";
  return 0;
}

/// The position of the first chunk `name` of a WebP.
size_t chunkOf(const Bytes &file, const std::string &name) {
  auto at = std::search(file.begin(), file.end(), name.begin(), name.end());
  EXPECT_NE(file.end(), at) << "no chunk " << name;
  return size_t(at - file.begin());
}

Bytes pngWithSize(uint8_t widthByte1, uint8_t widthByte0, uint8_t heightByte1,
                  uint8_t heightByte0) {
  return patch(picture("rgb-8.png"), 16,
               {0, 0, widthByte1, widthByte0, 0, 0, heightByte1, heightByte0});
}

TEST(ImageMalformed, NotAPicture) {
  EXPECT_EQ("the file is empty", decodeError({}));
  EXPECT_EQ("not a JPEG, PNG or WebP file", decodeError(text("hello")));
  EXPECT_EQ("not a JPEG, PNG or WebP file", decodeError(text("\x89PNG\r\n")));
  EXPECT_EQ("not a JPEG, PNG or WebP file", decodeError(text(std::string(4096, '\0'))));
}

TEST(ImageMalformed, OtherFormatsAreNamed) {
  const std::pair<std::string, const char *> formats[] = {
      {"GIF89a", "GIF"},
      {"BM......", "BMP"},
      {std::string("II*\0....", 8), "TIFF"},
      {std::string("MM\0*....", 8), "TIFF"},
      {std::string("\0\0\0\x18", 4) + "ftypheic", "HEIC"},
      {std::string("\0\0\0\x18", 4) + "ftypavif", "AVIF"},
      {std::string("\0\0\0\x0cjP  \r\n\x87\n", 12), "JPEG 2000"},
      {std::string("\0\0\0\x0cJXL \r\n\x87\n", 12), "JPEG XL"},
      {"%PDF-1.4", "PDF"},
      {"<svg xmlns", "SVG"},
      {"8BPS", "Photoshop"},
      {"P6\n1 1\n255\n", "PNM"},
  };
  for (const auto &[content, name] : formats)
    EXPECT_EQ(std::string(name) + " files are not supported; convert it to JPEG, PNG or WebP",
              decodeError(text(content)));
}

TEST(ImageMalformed, JpegTruncated) {
  EXPECT_EQ("the JPEG file is truncated: its header is incomplete",
            decodeError(cut("rgb-420.jpg", 100)));
  size_t size = picture("rgb-420.jpg").size();
  EXPECT_EQ("the JPEG file is truncated: its pixels end early",
            decodeError(cut("rgb-420.jpg", size - 40)));
  size = picture("rgb-progressive.jpg").size();
  EXPECT_EQ("the JPEG file is truncated: a scan is incomplete",
            decodeError(cut("rgb-progressive.jpg", size / 2)));
}

TEST(ImageMalformed, JpegHeader) {
  Bytes file = picture("rgb-420.jpg");
  size_t frame = markerOf(file, 0xc0);
  EXPECT_EQ("JPEG with 12 bits a sample; only 8 is supported",
            decodeError(patch(file, frame + 4, {12})));
  EXPECT_EQ("the JPEG picture has zero width or height",
            decodeError(patch(file, frame + 5, {0, 0})));
  EXPECT_EQ("the JPEG picture has zero width or height",
            decodeError(patch(file, frame + 7, {0, 0})));
  EXPECT_EQ("JPEG of an unsupported process (lossless or hierarchical)",
            decodeError(patch(file, frame + 1, {0xc3})));
  EXPECT_EQ("too many pixels: 65500 x 65500, the limit is 178956970 in all",
            decodeError(patch(file, frame + 5, {0xff, 0xdc, 0xff, 0xdc})));
  EXPECT_EQ("corrupt JPEG: Bogus sampling factors", decodeError(patch(file, frame + 11, {0x55})));
  EXPECT_EQ("corrupt JPEG: Bogus marker length", decodeError(patch(file, frame + 2, {0, 16})));
}

TEST(ImageMalformed, JpegTables) {
  Bytes file = picture("rgb-420.jpg");
  EXPECT_EQ("corrupt JPEG: Bogus Huffman table definition",
            decodeError(patch(file, markerOf(file, 0xc4) + 5, {255, 255, 255, 255})));
  EXPECT_EQ("corrupt JPEG: Bogus DQT index 9",
            decodeError(patch(file, markerOf(file, 0xdb) + 4, {9})));
  EXPECT_EQ("corrupt JPEG: Quantization table 0x03 was not defined",
            decodeError(patch(file, markerOf(file, 0xc0) + 12, {3})));
}

TEST(ImageMalformed, JpegComponents) {
  Bytes file = picture("rgb-420.jpg");
  size_t frame = markerOf(file, 0xc0), scan = markerOf(file, 0xda);
  // Two of the three components, in the frame and in the scan.
  Bytes two(file.begin(), file.begin() + ptrdiff_t(frame));
  two.insert(two.end(), {0xff, 0xc0, 0, 14});
  two.insert(two.end(), file.begin() + ptrdiff_t(frame) + 4, file.begin() + ptrdiff_t(frame) + 16);
  two[frame + 9] = 2;
  two.insert(two.end(), file.begin() + ptrdiff_t(frame) + 19, file.begin() + ptrdiff_t(scan));
  two.insert(two.end(), {0xff, 0xda, 0, 10, 2, 1, 0, 2, 0x11, 0, 63, 0});
  two.insert(two.end(), file.begin() + ptrdiff_t(scan) + 14, file.end());
  EXPECT_EQ("JPEG with 2 components; 1, 3 and 4 are supported", decodeError(two));
}

TEST(ImageMalformed, JpegScanBomb) {
  Bytes file = picture("rgb-progressive.jpg");
  // Repeats the last scan, which costs a pass over the picture each time.
  size_t scan = 0;
  for (size_t at = 0; at + 1 < file.size(); ++at)
    if (file[at] == 0xff && file[at + 1] == 0xda)
      scan = at;
  Bytes last(file.begin() + ptrdiff_t(scan), file.end() - 2);
  file.resize(file.size() - 2);
  for (int i = 0; i < 600; ++i)
    file.insert(file.end(), last.begin(), last.end());
  file.insert(file.end(), {0xff, 0xd9});
  EXPECT_EQ("JPEG with too many scans", decodeError(file));
}

TEST(ImageMalformed, PngTruncated) {
  EXPECT_EQ("the PNG file is truncated: its header is incomplete",
            decodeError(cut("rgb-8.png", 20)));
  EXPECT_EQ("the PNG file is truncated at byte 100", decodeError(cut("rgb-8.png", 100)));
  Bytes claims = pngWithSize(0x20, 0, 0x20, 0); // 8192 x 8192 pixels in a kilobyte
  EXPECT_EQ("the PNG file is truncated: " + std::to_string(claims.size()) +
                " bytes cannot hold 8192 x 8192 pixels",
            decodeError(claims));
}

TEST(ImageMalformed, PngHeader) {
  EXPECT_EQ("too many pixels: 60000 x 60000, the limit is 178956970 in all",
            decodeError(pngWithSize(0xea, 0x60, 0xea, 0x60)));
  EXPECT_EQ("the picture has zero size (0 x 13 pixels)", decodeError(pngWithSize(0, 0, 0, 13)));
  EXPECT_EQ("the picture has zero size (19 x 0 pixels)", decodeError(pngWithSize(0, 19, 0, 0)));
  Bytes file = picture("rgb-8.png");
  EXPECT_EQ("PNG with unsupported bit depth 3 for colour type 2",
            decodeError(patch(file, 24, {3})));
  EXPECT_EQ("PNG with unsupported bit depth 8 for colour type 5",
            decodeError(patch(file, 25, {5})));
  EXPECT_EQ("corrupt PNG: the first chunk is not an IHDR of 13 bytes",
            decodeError(patch(file, 12, {'i'})));
  EXPECT_EQ("corrupt PNG: IHDR: CRC error", decodeError(patch(file, 29, {0})));
}

TEST(ImageMalformed, PngData) {
  Bytes file = picture("rgb-8.png");
  EXPECT_EQ("corrupt PNG: IDAT: CRC error",
            decodeError(patch(file, file.size() - 16, {0, 0, 0, 1})));
  Bytes palette = picture("palette-4.png");
  EXPECT_EQ("corrupt PNG: IDAT: Missing PLTE before IDAT",
            decodeError(patch(palette, 37, {'p', 'l', 't', 'e'})));
  Bytes text = picture("xmp-6.png"); // libpng would clear two gigabytes for this one
  EXPECT_EQ("the PNG file is truncated at byte 33",
            decodeError(patch(text, 33, {0x77, 0, 0, 0x2f})));
  Bytes chunk = patch(file, 33, {0xff, 0xff, 0xff, 0xff});
  EXPECT_EQ("corrupt PNG: PNG unsigned integer out of range", decodeError(chunk));
}

TEST(ImageMalformed, WebPTruncated) {
  Bytes file = picture("lossy.webp");
  EXPECT_EQ("the WebP file is truncated: 15 of " + std::to_string(file.size()) + " bytes",
            decodeError(cut("lossy.webp", 15)));
  EXPECT_EQ("the WebP file is truncated: 200 of " + std::to_string(file.size()) + " bytes",
            decodeError(cut("lossy.webp", 200)));
  EXPECT_EQ("corrupt WebP: the container is only 12 bytes long",
            decodeError(patch(file, 4, {4, 0, 0, 0})));
}

TEST(ImageMalformed, WebPData) {
  EXPECT_EQ("corrupt WebP: the pixel data are damaged",
            decodeError(patch(picture("lossy.webp"), 23, {0, 0, 0})));
  EXPECT_EQ("corrupt WebP: the pixel data are damaged",
            decodeError(patch(picture("lossless.webp"), 20, {0})));
  Bytes animated = picture("animated.webp");
  size_t frame = chunkOf(animated, "ANMF");
  EXPECT_EQ("corrupt WebP: the first frame lies outside the canvas",
            decodeError(patch(animated, frame + 8, {9})));
  EXPECT_EQ("corrupt WebP: a frame is 41 x 27 pixels, its header says 40 x 27",
            decodeError(patch(animated, frame + 14, {39})));
  Bytes frameless(animated.begin(), animated.begin() + ptrdiff_t(frame));
  frameless = patch(frameless, 4, {uint8_t(frame - 8), 0, 0, 0});
  EXPECT_EQ("the WebP file is truncated: its first frame is missing", decodeError(frameless));
  Bytes empty = patch(animated, chunkOf(animated, "VP8 "), {'x'});
  EXPECT_EQ("corrupt WebP: the first frame has no pixels", decodeError(empty));
}

/// Every prefix of every kind of file is refused or decoded, never worse.
TEST(ImageMalformed, EveryPrefix) {
  for (const char *name : {"rgb-420.jpg", "rgb-progressive.jpg", "exif-6.jpg", "palette-4.png",
                           "exif-late-7.png", "lossy-alpha.webp", "animated.webp", "exif-6.webp"}) {
    Bytes file = picture(name);
    ASSERT_FALSE(file.empty()) << name;
    for (size_t size = 0; size < file.size(); ++size)
      EXPECT_NE("", decodeError(Bytes(file.begin(), file.begin() + ptrdiff_t(size)))) << name;
  }
}

/// Seeded damage to every fixture: one sentence or a picture.
TEST(ImageMalformed, RandomDamage) {
  std::mt19937 draw(7);
  for (const std::string &line : readTable("decode.txt")) {
    std::string name = line.substr(0, line.find(' '));
    const Bytes file = readFixture("pictures/" + name);
    ASSERT_FALSE(file.empty()) << name;
    for (int round = 0; round < 40; ++round) {
      Bytes damaged = file;
      for (unsigned count = draw() % 5 + 1; count-- > 0;)
        damaged[draw() % damaged.size()] = uint8_t(draw());
      EXPECT_NE("", decodeError(damaged)) << name;
    }
  }
}

} // namespace
