//===- Png.c - PNG through libpng ------------------------------------------===//
//
// All colour types and depths, interlaced or not. Alpha and transparency are dropped without
// compositing, 16-bit colour keeps its high byte, 16-bit grey saturates, gamma is not applied:
// what Pillow's convert("RGB") does. An animation gives its default image.
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct png_job {
  vitc_bytes file;
  size_t position;
  png_structp png;
  png_infop info;
  jmp_buf failed;
  vitc_image *image;
  vitc_image_error *error;
  int complete; // all rows are there; what follows can no longer fail the picture
} png_job;

static void exit_on_error(png_structp png, png_const_charp text) {
  png_job *job = png_get_error_ptr(png);
  if (!job->complete)
    vitc_image_fail(job->error, "corrupt PNG: %s", text);
  longjmp(job->failed, 1);
}

static void stay_silent(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep target, png_size_t count) {
  png_job *job = png_get_io_ptr(png);
  if (count > job->file.size - job->position) {
    if (!job->complete)
      vitc_image_fail(job->error, "the PNG file is truncated at byte %zu", job->file.size);
    longjmp(job->failed, 1);
  }
  memcpy(target, job->file.data + job->position, count);
  job->position += count;
}

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/// Whether the format allows this bit depth with this colour type (PNG specification, table 11.1).
static int depth_allowed(unsigned depth, unsigned colour) {
  switch (colour) {
  case PNG_COLOR_TYPE_GRAY:
    return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
  case PNG_COLOR_TYPE_PALETTE:
    return depth == 1 || depth == 2 || depth == 4 || depth == 8;
  case PNG_COLOR_TYPE_RGB:
  case PNG_COLOR_TYPE_GRAY_ALPHA:
  case PNG_COLOR_TYPE_RGB_ALPHA:
    return depth == 8 || depth == 16;
  default:
    return 0;
  }
}

/// Checks what can be told from the first chunk before libpng or the allocator see it.
static int check_header(vitc_bytes file, vitc_image_error *error) {
  static const unsigned channels[7] = {1, 0, 3, 1, 2, 0, 4};
  if (file.size < 33)
    return vitc_image_fail(error, "the PNG file is truncated: its header is incomplete");
  if (big_endian(file.data + 8) != 13 || memcmp(file.data + 12, "IHDR", 4) != 0)
    return vitc_image_fail(error, "corrupt PNG: the first chunk is not an IHDR of 13 bytes");
  uint64_t width = big_endian(file.data + 16), height = big_endian(file.data + 20);
  unsigned depth = file.data[24], colour = file.data[25];
  if (!depth_allowed(depth, colour))
    return vitc_image_fail(error, "PNG with unsupported bit depth %u for colour type %u", depth,
                           colour);
  if (vitc_image_check_size(width, height, error))
    return -1;
  // Deflate cannot shrink data by more than 1032 to 1, so a small file that claims many pixels is
  // found out before memory is spent on it.
  uint64_t rowBytes = (width * depth * channels[colour] + 7) / 8;
  if (rowBytes * height / 1032 > file.size)
    return vitc_image_fail(error,
                           "the PNG file is truncated: %zu bytes cannot hold %llu x %llu "
                           "pixels",
                           file.size, (unsigned long long)width, (unsigned long long)height);
  return 0;
}

/// The file up to the first chunk that claims more bytes than there are: libpng would clear a
/// buffer of the claimed length (up to 2 GiB) before reading. Pixel chunks are read piece by piece,
/// so theirs may stay.
static vitc_bytes drop_overlong_chunk(vitc_bytes file) {
  size_t at = 8;
  while (file.size - at >= 12) {
    size_t length = big_endian(file.data + at);
    if (length > file.size - at - 12) {
      if (memcmp(file.data + at + 4, "IDAT", 4) != 0)
        file.size = at;
      break;
    }
    at += 12 + length;
  }
  return file;
}

static void read_picture(png_job *job) {
  png_structp png = job->png;
  vitc_image *image = job->image;
  png_read_info(png, job->info);
  unsigned depth = png_get_bit_depth(png, job->info);
  unsigned colour = png_get_color_type(png, job->info);
  int grey16 = depth == 16 && colour == PNG_COLOR_TYPE_GRAY;
  if (vitc_image_allocate(image, png_get_image_width(png, job->info),
                          png_get_image_height(png, job->info), job->error))
    longjmp(job->failed, 1);
  if (colour == PNG_COLOR_TYPE_PALETTE)
    png_set_palette_to_rgb(png);
  if (!grey16) {
    png_set_expand_gray_1_2_4_to_8(png);
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    png_set_gray_to_rgb(png);
  }
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, job->info);
  size_t stride = (size_t)image->width * 3;
  if (png_get_rowbytes(png, job->info) != (grey16 ? stride / 3 * 2 : stride))
    png_error(png, "unexpected row size");
  for (int pass = 0; pass < passes; ++pass)
    for (size_t y = 0; y < image->height; ++y)
      png_read_row(png, image->rgb + y * stride, NULL);
  for (size_t y = 0; grey16 && y < image->height; ++y)
    vitc_image_row_from_grey16(image->rgb + y * stride, image->width);
  job->complete = 1;
  png_read_end(png, job->info); // EXIF and text may follow the pixels
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// ImageMagick's text form of EXIF: "\nexif\n    size\n" and hexadecimal digits. Returns the bytes
/// in memory of their own; null only without memory.
static vitc_bytes decode_raw_profile(const char *text) {
  for (int line = 0; line < 3; ++line) {
    const char *end = strchr(text, '\n');
    text = end ? end + 1 : "";
  }
  uint8_t *bytes = malloc(strlen(text) / 2 + 1);
  size_t size = 0;
  for (int high = -1; bytes && *text; ++text) {
    int digit = hex_digit(*text);
    if (digit < 0)
      continue;
    if (high >= 0)
      bytes[size++] = (uint8_t)(high << 4 | digit);
    high = high >= 0 ? -1 : digit;
  }
  return (vitc_bytes){bytes, size};
}

/// -1 only without memory.
static int find_orientation(png_job *job, int *orientation) {
  png_bytep exif = NULL;
  png_uint_32 exifSize = 0;
  if (!png_get_eXIf_1(job->png, job->info, &exifSize, &exif))
    exifSize = 0;
  png_textp texts = NULL;
  int count = 0;
  png_get_text(job->png, job->info, &texts, &count);
  const char *profile = NULL, *xmp = NULL;
  for (int i = 0; i < count; ++i) {
    if (strcmp(texts[i].key, "Raw profile type exif") == 0)
      profile = texts[i].text;
    else if (strcmp(texts[i].key, "XML:com.adobe.xmp") == 0)
      xmp = texts[i].text;
  }
  vitc_bytes raw = {NULL, 0};
  if (!exifSize && profile) {
    raw = decode_raw_profile(profile);
    if (!raw.data)
      return vitc_image_fail(job->error, "out of memory while reading the EXIF data");
  }
  *orientation = vitc_image_orientation(exifSize ? (vitc_bytes){exif, exifSize} : raw,
                                        (vitc_bytes){(const uint8_t *)xmp, xmp ? strlen(xmp) : 0});
  free((void *)raw.data);
  return 0;
}

/// Fills the picture; -1 if libpng jumped out before the last row.
static int run(png_job *job) {
  if (setjmp(job->failed) == 0) {
    png_set_read_fn(job->png, job, read_bytes);
    png_set_user_limits(job->png, 0x7fffffff, 0x7fffffff); // check_header has its own
    read_picture(job);
  }
  return job->complete ? 0 : -1;
}

int vitc_image_decode_png(vitc_bytes file, vitc_image *image, int *orientation,
                          vitc_image_error *error) {
  if (check_header(file, error))
    return -1;
  png_job *job = calloc(1, sizeof *job);
  if (!job)
    return vitc_image_fail(error, "out of memory while decoding PNG");
  job->file = drop_overlong_chunk(file);
  job->image = image;
  job->error = error;
  job->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, job, exit_on_error, stay_silent);
  job->info = job->png ? png_create_info_struct(job->png) : NULL;
  int result = -1;
  if (!job->info)
    vitc_image_fail(error, "out of memory while decoding PNG");
  else
    result = run(job);
  if (result == 0)
    result = find_orientation(job, orientation);
  png_destroy_read_struct(&job->png, &job->info, NULL);
  free(job);
  return result;
}
