//===- FuzzPicture.cpp - fuzzes pictures, from the file to pixel_values ---===//
//
// The linker sends the decoders' large allocations here: they fail, as on a machine without the
// memory, so that the fuzzer does not spend its time on clearing pages.
//
//===----------------------------------------------------------------------===//

#include "vitc/Runtime/Image.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

static constexpr size_t kMost = 2 << 20; // bytes

extern "C" {
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size) { return size > kMost ? nullptr : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) {
  return size && count > kMost / size ? nullptr : __real_calloc(count, size);
}
void *__wrap_realloc(void *old, size_t size) {
  return size > kMost ? nullptr : __real_realloc(old, size);
}
}

/// Every filter, both arithmetics, every resize and crop, by the file's last two bytes.
static vitc_image_recipe recipeOf(uint8_t first, uint8_t second) {
  vitc_image_recipe recipe = {};
  recipe.struct_size = sizeof(recipe);
  recipe.arithmetic = first & 1;
  recipe.resize = (first >> 1) % 3;
  static const uint32_t both[] = {VITC_NEAREST, VITC_BILINEAR, VITC_BICUBIC};
  recipe.filter = recipe.arithmetic == VITC_TORCHVISION ? both[(first >> 3) % 3] : (first >> 3) % 6;
  recipe.resize_height = 20 + (second & 15);
  recipe.resize_width = 20 + (second >> 4);
  recipe.resize_shortest = (second & 15) == 15 ? 1 << 14 : 20 + (second & 15);
  recipe.crop = recipe.resize == VITC_RESIZE_EXACT ? VITC_CROP_NONE : 1 + (first >> 7);
  recipe.crop_height = 24;
  recipe.crop_width = 16;
  recipe.rescale = recipe.normalize = 1;
  recipe.rescale_factor = 1.0 / 255;
  for (double &each : recipe.std)
    each = 0.5;
  recipe.height = recipe.crop ? recipe.crop_height : recipe.resize_height;
  recipe.width = recipe.crop ? recipe.crop_width : recipe.resize_width;
  return recipe;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  vitc_image image;
  vitc_image_error error = {};
  if (vitc_image_decode(data, size, &image, &error)) {
    if (image.rgb || !*error.message)
      abort();
    return 0;
  }
  vitc_image_recipe recipe = recipeOf(data[size - 1], data[size - 2]);
  std::vector<float> pixels(size_t(3) * recipe.height * recipe.width, NAN);
  if (vitc_image_prepare(&image, &recipe, pixels.data(), &error)) {
    if (!*error.message)
      abort();
  } else {
    for (float each : pixels)
      if (!(each >= -1.0e-6f && each <= 2.0f + 1.0e-6f)) // 0 to 255, over 255 x 0.5
        abort();
  }
  vitc_image_free(&image);
  return 0;
}
