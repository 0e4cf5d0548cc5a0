/*===- Image.h - a picture file becomes pixel_values -----------------------===
 *
 * Decoding (JPEG, PNG, WebP), EXIF orientation, conversion to RGB, resize, crop, rescale and
 * normalise, with the arithmetic of Pillow (or of torchvision's uint8 kernels) to the bit.
 *
 *===----------------------------------------------------------------------===*/
#ifndef VITC_RUNTIME_IMAGE_H
#define VITC_RUNTIME_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Pillow's numbers, as preprocessor_config.json spells them. torchvision's arithmetic has NEAREST
 * (its NEAREST_EXACT), BILINEAR and BICUBIC. */
typedef enum vitc_filter {
  VITC_NEAREST = 0,
  VITC_LANCZOS = 1,
  VITC_BILINEAR = 2,
  VITC_BICUBIC = 3,
  VITC_BOX = 4,
  VITC_HAMMING = 5
} vitc_filter;

typedef enum vitc_resize {
  VITC_RESIZE_NONE = 0,
  VITC_RESIZE_EXACT = 1,    /* to resize_height × resize_width, whatever the aspect ratio */
  VITC_RESIZE_SHORTEST = 2, /* the shorter edge to resize_shortest, the other by truncation */
} vitc_resize;

/* A centre crop begins at half of what is too much. */
typedef enum vitc_crop {
  VITC_CROP_NONE = 0,
  VITC_CROP_DOWN = 1,    /* rounded down (transformers' processors) */
  VITC_CROP_TO_EVEN = 2, /* 0.5 to 0, 1.5 to 2 (torchvision's CenterCrop, timm) */
} vitc_crop;

/* Whose rounding. VITC_PIL is Pillow 13 to the byte. Earlier Pillows differ by rounding where the
 * height loses more than twice as many pixels as the width: they never resize vertically first.
 * VITC_TORCHVISION is torch's int16 kernel, which x86-64 processors with AVX2 run. */
typedef enum vitc_arithmetic {
  VITC_PIL = 0, /* Pillow's 22-bit weights; rescale in f64, then f32 (the "slow" processors) */
  VITC_TORCHVISION = 1, /* int16 weights; rescale and normalise fused in f32 (the "fast" ones) */
} vitc_arithmetic;

/* What preprocessor_config.json asks for. Order: resize, centre crop, rescale, normalise. */
typedef struct vitc_image_recipe {
  uint32_t struct_size;
  uint32_t arithmetic; /* vitc_arithmetic */
  uint32_t resize;     /* vitc_resize */
  uint32_t filter;     /* vitc_filter */
  uint32_t resize_height, resize_width, resize_shortest;
  uint32_t crop; /* vitc_crop, to crop_height × crop_width, zero padded if smaller */
  uint32_t crop_height, crop_width;
  uint32_t rescale, normalize; /* 0 or 1 */
  double rescale_factor;
  double mean[3], std[3];
  uint32_t height, width; /* of pixel_values, after everything */
} vitc_image_recipe;

/* Pixels as decoded: rows of `width` × 3 bytes, RGB, no padding. */
typedef struct vitc_image {
  uint32_t width, height;
  uint8_t *rgb; /* freed by vitc_image_free */
} vitc_image;

/* Messages of failed calls: one sentence without the file's name ("not a JPEG, PNG or WebP file").
 */
typedef struct vitc_image_error {
  char message[256];
} vitc_image_error;

/* Decodes one file's bytes to RGB as Pillow's exif_transpose and convert("RGB") do.
 * An animation gives its first frame. EXIF or XMP that cannot be read counts as absent.
 * Refuses more than 178 956 970 pixels (Pillow's limit). 0 on success; otherwise `image` is empty.
 * `error` may be null here and below. */
int vitc_image_decode(const void *bytes, size_t size, vitc_image *image, vitc_image_error *error);

/* Resizes with `filter` in the given arithmetic; `result` gets memory of its own. 0 on success;
 * otherwise `result` is empty. */
int vitc_image_resize(const vitc_image *image, uint32_t width, uint32_t height, vitc_filter filter,
                      vitc_arithmetic arithmetic, vitc_image *result, vitc_image_error *error);

/* The whole recipe: pixel_values [3, recipe->height, recipe->width] f32. 0 on success. Only the
 * part of the resized picture that the crop keeps is computed. A picture that ends up in another
 * size than recipe->height x recipe->width is an error. */
int vitc_image_prepare(const vitc_image *image, const vitc_image_recipe *recipe,
                       float *pixel_values, vitc_image_error *error);

/* Frees image->rgb and sets it to null. */
void vitc_image_free(vitc_image *image);

#ifdef __cplusplus
}
#endif
#endif
