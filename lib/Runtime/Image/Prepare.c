//===- Prepare.c - the recipe of preprocessor_config.json ------------------===//
//
// Resize, centre crop, rescale, normalise, channels first. After the resize a pixel is a byte, so
// rescaling and normalising are a table of 256 floats per channel, filled with the exact operation
// order of the chosen arithmetic.
//
//===----------------------------------------------------------------------===//
#include "Resample.h"

#include <math.h>
#include <string.h>

/// One axis of the output: `span` of the resized picture, after `before` zero pixels, `size` in
/// all.
typedef struct placement {
  vitc_span span;
  uint32_t before, size;
} placement;

static placement place(uint32_t resized, uint32_t crop, const vitc_image_recipe *recipe) {
  if (!recipe->crop || crop == resized)
    return (placement){{resized, 0, resized}, 0, resized};
  if (crop < resized) {
    uint32_t begin = (resized - crop) / 2;
    if (recipe->crop == VITC_CROP_TO_EVEN && (resized - crop) % 4 == 3)
      ++begin;
    return (placement){{resized, begin, crop}, 0, crop};
  }
  // The slow processors put the odd row of padding before the picture, the fast ones after.
  uint32_t missing = crop - resized;
  uint32_t before = recipe->arithmetic == VITC_PIL ? missing - missing / 2 : missing / 2;
  return (placement){{resized, 0, resized}, before, crop};
}

static int check_recipe(const vitc_image_recipe *recipe, vitc_image_error *error) {
  if (recipe->struct_size != sizeof *recipe)
    return vitc_image_fail(error, "the recipe has %u bytes, this library expects %zu",
                           recipe->struct_size, sizeof *recipe);
  if (recipe->arithmetic > VITC_TORCHVISION)
    return vitc_image_fail(error, "unknown arithmetic %u (0 is Pillow's, 1 is torchvision's)",
                           recipe->arithmetic);
  if (recipe->resize > VITC_RESIZE_SHORTEST)
    return vitc_image_fail(error, "unknown kind of resize %u", recipe->resize);
  if (recipe->crop > VITC_CROP_TO_EVEN)
    return vitc_image_fail(error, "unknown kind of crop %u", recipe->crop);
  if (recipe->resize == VITC_RESIZE_SHORTEST && recipe->resize_shortest == 0)
    return vitc_image_fail(error, "the recipe resizes the shortest edge to zero pixels");
  if (recipe->rescale && !isfinite(recipe->rescale_factor))
    return vitc_image_fail(error, "the recipe's rescale factor is not finite");
  if (recipe->rescale && recipe->normalize && recipe->rescale_factor == 0)
    return vitc_image_fail(error, "the recipe's rescale factor is zero");
  for (int c = 0; recipe->normalize && c < 3; ++c)
    if (!isfinite(recipe->mean[c]) || !isfinite(recipe->std[c]) || recipe->std[c] == 0)
      return vitc_image_fail(error, "the recipe's mean or std of channel %d is zero or not finite",
                             c);
  return 0;
}

/// The longer edge when the shorter one becomes `shortest`, truncated as Python's int() does.
static uint32_t scale_longer(uint32_t longer, uint32_t shorter, uint32_t shortest) {
  double size = (double)((uint64_t)shortest * longer) / shorter;
  return size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
}

static void target_size(const vitc_image *image, const vitc_image_recipe *recipe, uint32_t *width,
                        uint32_t *height) {
  *width = image->width;
  *height = image->height;
  if (recipe->resize == VITC_RESIZE_EXACT) {
    *width = recipe->resize_width;
    *height = recipe->resize_height;
  } else if (recipe->resize == VITC_RESIZE_SHORTEST && image->width <= image->height) {
    *width = recipe->resize_shortest;
    *height = scale_longer(image->height, image->width, recipe->resize_shortest);
  } else if (recipe->resize == VITC_RESIZE_SHORTEST) {
    *height = recipe->resize_shortest;
    *width = scale_longer(image->width, image->height, recipe->resize_shortest);
  }
}

/// Slow processors: f32(f64(pixel) · factor), then (x − mean) / std in f32.
static float value_pil(unsigned pixel, const vitc_image_recipe *recipe, int channel) {
  float value = recipe->rescale ? (float)((double)pixel * recipe->rescale_factor) : (float)pixel;
  if (recipe->normalize)
    value = (value - (float)recipe->mean[channel]) / (float)recipe->std[channel];
  return value;
}

/// Fast processors: mean and std take the factor, so that one subtraction and one division remain.
static float value_torchvision(unsigned pixel, const vitc_image_recipe *recipe, int channel) {
  float value = (float)pixel;
  if (!recipe->normalize)
    return recipe->rescale ? value * (float)recipe->rescale_factor : value;
  float mean = (float)recipe->mean[channel], deviation = (float)recipe->std[channel];
  if (recipe->rescale) {
    float inverse = (float)(1.0 / recipe->rescale_factor);
    mean *= inverse;
    deviation *= inverse;
  }
  return (value - mean) / deviation;
}

static void write_channel(const vitc_image *window, placement columns, placement rows,
                          const float *table, int channel, float *plane) {
  size_t size = (size_t)columns.size * rows.size;
  if (columns.span.count != columns.size || rows.span.count != rows.size)
    for (size_t i = 0; i < size; ++i)
      plane[i] = table[0]; // padding is black before rescaling
  for (uint32_t y = 0; y < rows.span.count; ++y) {
    const uint8_t *from = window->rgb + (size_t)y * window->width * 3 + channel;
    float *to = plane + (size_t)(rows.before + y) * columns.size + columns.before;
    for (uint32_t x = 0; x < columns.span.count; ++x)
      to[x] = table[from[3 * (size_t)x]];
  }
}

int vitc_image_prepare(const vitc_image *image, const vitc_image_recipe *recipe,
                       float *pixel_values, vitc_image_error *error) {
  if (check_recipe(recipe, error))
    return -1;
  if (!image->rgb || image->width == 0 || image->height == 0)
    return vitc_image_fail(error, "there is no picture to prepare");
  uint32_t width, height;
  target_size(image, recipe, &width, &height);
  placement columns = place(width, recipe->crop_width, recipe);
  placement rows = place(height, recipe->crop_height, recipe);
  if (columns.size != recipe->width || rows.size != recipe->height)
    return vitc_image_fail(error,
                           "the picture becomes %u x %u pixels (width x height), the model "
                           "takes %u x %u",
                           columns.size, rows.size, recipe->width, recipe->height);
  vitc_image window;
  if (vitc_image_resample(image, columns.span, rows.span, (vitc_filter)recipe->filter,
                          (vitc_arithmetic)recipe->arithmetic, &window, error))
    return -1;
  for (int c = 0; c < 3; ++c) {
    float table[256];
    for (unsigned pixel = 0; pixel < 256; ++pixel)
      table[pixel] = recipe->arithmetic == VITC_PIL ? value_pil(pixel, recipe, c)
                                                    : value_torchvision(pixel, recipe, c);
    write_channel(&window, columns, rows, table, c,
                  pixel_values + (size_t)c * recipe->width * recipe->height);
  }
  vitc_image_free(&window);
  return 0;
}
