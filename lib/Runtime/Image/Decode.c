//===- Decode.c - a file's bytes to an upright RGB picture -----------------===//
//
// Chooses the decoder by the first bytes, as no file name is known here, and names the formats
// that people meet but that are not read.
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Twice 2^30 / 4 / 3: where Pillow raises its decompression bomb error.
#define VITC_IMAGE_MAX_PIXELS 178956970u

int vitc_image_fail(vitc_image_error *error, const char *format, ...) {
  if (error) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
  }
  return -1;
}

int vitc_image_check_size(uint64_t width, uint64_t height, vitc_image_error *error) {
  if (width == 0 || height == 0)
    return vitc_image_fail(error, "the picture has zero size (%llu x %llu pixels)",
                           (unsigned long long)width, (unsigned long long)height);
  if (width > VITC_IMAGE_MAX_PIXELS || height > VITC_IMAGE_MAX_PIXELS / width)
    return vitc_image_fail(error, "too many pixels: %llu x %llu, the limit is %u in all",
                           (unsigned long long)width, (unsigned long long)height,
                           VITC_IMAGE_MAX_PIXELS);
  return 0;
}

int vitc_image_allocate(vitc_image *image, uint64_t width, uint64_t height,
                        vitc_image_error *error) {
  *image = (vitc_image){0, 0, NULL};
  if (vitc_image_check_size(width, height, error))
    return -1;
  image->rgb = malloc((size_t)(width * height * 3));
  if (!image->rgb)
    return vitc_image_fail(error, "out of memory for %llu x %llu pixels", (unsigned long long)width,
                           (unsigned long long)height);
  image->width = (uint32_t)width;
  image->height = (uint32_t)height;
  return 0;
}

void vitc_image_free(vitc_image *image) {
  if (!image)
    return;
  free(image->rgb);
  image->rgb = NULL;
}

static int begins(vitc_bytes file, size_t offset, const char *magic, size_t length) {
  return file.size >= offset + length && memcmp(file.data + offset, magic, length) == 0;
}

/// The name of a picture format that is recognised but not read, or null.
static const char *unsupported_format(vitc_bytes file) {
  static const struct {
    size_t offset, length;
    const char *magic, *name;
  } formats[] = {
      {0, 4, "GIF8", "GIF"},
      {0, 4, "II*\0", "TIFF"},
      {0, 4, "MM\0*", "TIFF"},
      {0, 4, "II+\0", "BigTIFF"},
      {0, 4, "MM\0+", "BigTIFF"},
      {4, 8, "ftypheic", "HEIC"},
      {4, 8, "ftypheix", "HEIC"},
      {4, 8, "ftyphevc", "HEIC"},
      {4, 8, "ftypmif1", "HEIF"},
      {4, 8, "ftypmsf1", "HEIF"},
      {4, 8, "ftypavif", "AVIF"},
      {4, 8, "ftypavis", "AVIF"},
      {0, 12, "\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"},
      {0, 4, "\xff\x4f\xff\x51", "JPEG 2000"},
      {0, 12, "\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"},
      {0, 2, "\xff\x0a", "JPEG XL"},
      {0, 4, "8BPS", "Photoshop"},
      {0, 4, "%PDF", "PDF"},
      {0, 4, "<svg", "SVG"},
      {0, 5, "<?xml", "XML or SVG"},
      {0, 4, "\0\0\1\0", "ICO"},
      {0, 4, "DDS ", "DDS"},
      {0, 4, "qoif", "QOI"},
      {0, 4, "\x76\x2f\x31\x01", "OpenEXR"},
      {0, 8, "\x8aMNG\r\n\x1a\n", "MNG"},
      {0, 6, "\x93NUMPY", "NumPy"},
      {0, 2, "PK", "ZIP"},
      {0, 2, "BM", "BMP"},
  };
  for (size_t i = 0; i < sizeof formats / sizeof *formats; ++i)
    if (begins(file, formats[i].offset, formats[i].magic, formats[i].length))
      return formats[i].name;
  if (file.size >= 3 && file.data[0] == 'P' && file.data[1] >= '1' && file.data[1] <= '7' &&
      file.data[2] <= ' ')
    return "PNM";
  return NULL;
}

static int decode_stored(vitc_bytes file, vitc_image *image, int *orientation,
                         vitc_image_error *error) {
  if (file.size == 0)
    return vitc_image_fail(error, "the file is empty");
  if (begins(file, 0, "\xff\xd8\xff", 3))
    return vitc_image_decode_jpeg(file, image, orientation, error);
  if (begins(file, 0, "\x89PNG\r\n\x1a\n", 8))
    return vitc_image_decode_png(file, image, orientation, error);
  if (begins(file, 0, "RIFF", 4) && begins(file, 8, "WEBP", 4))
    return vitc_image_decode_webp(file, image, orientation, error);
  const char *name = unsupported_format(file);
  if (name)
    return vitc_image_fail(error, "%s files are not supported; convert it to JPEG, PNG or WebP",
                           name);
  return vitc_image_fail(error, "not a JPEG, PNG or WebP file");
}

int vitc_image_decode(const void *bytes, size_t size, vitc_image *image, vitc_image_error *error) {
  *image = (vitc_image){0, 0, NULL};
  vitc_bytes file = {bytes, size};
  int orientation = 1;
  if (decode_stored(file, image, &orientation, error) == 0 &&
      vitc_image_orient(image, orientation, error) == 0)
    return 0;
  vitc_image_free(image);
  *image = (vitc_image){0, 0, NULL};
  return -1;
}
