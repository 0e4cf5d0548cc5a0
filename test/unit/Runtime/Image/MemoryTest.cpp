//===- MemoryTest.cpp - every failed allocation ends in one sentence -------===//
//
// The linker sends the library's allocations through the wrappers below (--wrap), which refuse the
// one that a test names. libjpeg, libpng and libwebp allocate by themselves and are not touched.
//
//===----------------------------------------------------------------------===//

#include "Fixtures.h"

#include <gtest/gtest.h>

using namespace vitc::test;

static long countdown = -1; // allocations until the refused one; negative: none is refused

static bool refused() { return countdown >= 0 && countdown-- == 0; }

extern "C" {
void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);
void *__wrap_malloc(size_t size) { return refused() ? nullptr : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) {
  return refused() ? nullptr : __real_calloc(count, size);
}
void *__wrap_realloc(void *old, size_t size) {
  return refused() ? nullptr : __real_realloc(old, size);
}
}

namespace {

/// Runs `action(error)` with the first, second, … allocation refused until none is reached, and
/// returns how many there are. Each refusal must fail with a message about memory.
template <typename Action>
long refuseEach(const char *what, Action action) {
  for (long index = 0;; ++index) {
    vitc_image_error error = {""};
    countdown = index;
    int status = action(&error);
    bool reached = countdown < 0;
    countdown = -1;
    if (!reached) {
      EXPECT_EQ(0, status) << what << ": " << error.message;
      return index;
    }
    EXPECT_NE(0, status) << what << ", allocation " << index;
    EXPECT_EQ(0u, std::string(error.message).find("out of memory")) << what << error.message;
  }
}

TEST(ImageMemory, Decode) {
  for (const char *name : {"exif-6.jpg", "cmyk.jpg", "exif-text-3.png", "grey-16.png",
                           "palette-4-interlaced.png", "exif-6.webp", "animated.webp"}) {
    Bytes file = readFixture(std::string("pictures/") + name);
    long count = refuseEach(name, [&](vitc_image_error *error) {
      Picture picture;
      int status = vitc_image_decode(file.data(), file.size(), &picture, error);
      EXPECT_EQ(status == 0, picture.rgb != nullptr);
      return status;
    });
    EXPECT_GE(count, 1) << name;
  }
}

TEST(ImageMemory, Resize) {
  Picture picture = makeNoise(1, 20, 90);
  for (vitc_filter filter : {VITC_NEAREST, VITC_BICUBIC})
    for (uint32_t width : {20u, 18u, 9u})
      for (uint32_t height : {90u, 7u, 81u}) {
        long count = refuseEach("resize", [&](vitc_image_error *error) {
          Picture result;
          int status = vitc_image_resize(&picture, width, height, filter, VITC_PIL, &result, error);
          EXPECT_EQ(status == 0, result.rgb != nullptr);
          return status;
        });
        EXPECT_GE(count, 1);
      }
}

} // namespace
