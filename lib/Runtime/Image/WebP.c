//===- WebP.c - WebP through libwebp ---------------------------------------===//
//
// Lossy, lossless and with alpha (dropped). An animation gives its first frame on a black canvas,
// as Pillow's first frame is. The container is walked here, with every length checked, because
// libwebp itself does not read metadata or animations.
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

#include <string.h>

#include <webp/decode.h>

static uint32_t little_endian(const uint8_t *bytes, unsigned count) {
  uint32_t value = 0;
  for (unsigned i = 0; i < count; ++i)
    value |= (uint32_t)bytes[i] << (8 * i);
  return value;
}

/// The first chunk called `name` in `chunks`, whole with its eight header bytes; empty if absent
/// or cut short.
static vitc_bytes find_chunk(vitc_bytes chunks, const char *name) {
  while (chunks.size >= 8) {
    size_t length = little_endian(chunks.data + 4, 4);
    size_t padded = length + (length & 1);
    if (length > chunks.size - 8)
      break;
    if (memcmp(chunks.data, name, 4) == 0)
      return (vitc_bytes){chunks.data, 8 + length};
    if (padded > chunks.size - 8)
      break;
    chunks.data += 8 + padded;
    chunks.size -= 8 + padded;
  }
  return (vitc_bytes){NULL, 0};
}

static vitc_bytes payload(vitc_bytes chunk) {
  return chunk.size ? (vitc_bytes){chunk.data + 8, chunk.size - 8} : chunk;
}

static int fail_status(VP8StatusCode status, vitc_image_error *error) {
  switch (status) {
  case VP8_STATUS_NOT_ENOUGH_DATA:
  case VP8_STATUS_SUSPENDED:
    return vitc_image_fail(error, "the WebP file is truncated: its pixels end early");
  case VP8_STATUS_OUT_OF_MEMORY:
    return vitc_image_fail(error, "out of memory while decoding WebP");
  case VP8_STATUS_UNSUPPORTED_FEATURE:
    return vitc_image_fail(error, "WebP with a feature that libwebp does not support");
  default:
    return vitc_image_fail(error, "corrupt WebP: the pixel data are damaged");
  }
}

/// Decodes one picture into `target`, whose rows are `stride` bytes apart. Its size must be
/// `width` × `height`.
static int decode_into(vitc_bytes data, uint32_t width, uint32_t height, uint8_t *target,
                       size_t stride, vitc_image_error *error) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config))
    return vitc_image_fail(error, "libwebp has another version than the one built against");
  if (stride > 0x7fffffff)
    return vitc_image_fail(error, "the WebP picture is too wide");
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = target;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * (height - 1) + (size_t)width * 3;
  VP8StatusCode status = WebPGetFeatures(data.data, data.size, &config.input);
  if (status == VP8_STATUS_OK &&
      ((uint32_t)config.input.width != width || (uint32_t)config.input.height != height))
    return vitc_image_fail(error,
                           "corrupt WebP: a frame is %d x %d pixels, its header says "
                           "%u x %u",
                           config.input.width, config.input.height, width, height);
  if (status == VP8_STATUS_OK)
    status = WebPDecode(data.data, data.size, &config);
  return status == VP8_STATUS_OK ? 0 : fail_status(status, error);
}

/// The first frame of an animation, placed on its canvas.
static int decode_animation(vitc_bytes chunks, vitc_bytes canvas, vitc_image *image,
                            vitc_image_error *error) {
  vitc_bytes frame = payload(find_chunk(chunks, "ANMF"));
  if (canvas.size < 10 || frame.size < 16)
    return vitc_image_fail(error, "the WebP file is truncated: its first frame is missing");
  uint32_t x = 2 * little_endian(frame.data, 3), y = 2 * little_endian(frame.data + 3, 3);
  uint32_t width = 1 + little_endian(frame.data + 6, 3);
  uint32_t height = 1 + little_endian(frame.data + 9, 3);
  if (vitc_image_allocate(image, 1 + little_endian(canvas.data + 4, 3),
                          1 + little_endian(canvas.data + 7, 3), error))
    return -1;
  if (x + width > image->width || y + height > image->height)
    return vitc_image_fail(error, "corrupt WebP: the first frame lies outside the canvas");
  vitc_bytes parts = {frame.data + 16, frame.size - 16};
  vitc_bytes pixels = find_chunk(parts, "VP8 ");
  if (!pixels.size)
    pixels = find_chunk(parts, "VP8L");
  if (!pixels.size)
    return vitc_image_fail(error, "corrupt WebP: the first frame has no pixels");
  size_t stride = (size_t)image->width * 3;
  memset(image->rgb, 0, stride * image->height);
  return decode_into(pixels, width, height, image->rgb + y * stride + (size_t)x * 3, stride, error);
}

int vitc_image_decode_webp(vitc_bytes file, vitc_image *image, int *orientation,
                           vitc_image_error *error) {
  enum { AnimationFlag = 2, XmpFlag = 4, ExifFlag = 8 };
  uint64_t whole = (uint64_t)little_endian(file.data + 4, 4) + 8;
  if (whole > file.size)
    return vitc_image_fail(error, "the WebP file is truncated: %zu of %llu bytes", file.size,
                           (unsigned long long)whole);
  if (whole < 20)
    return vitc_image_fail(error, "corrupt WebP: the container is only %llu bytes long",
                           (unsigned long long)whole);
  file.size = (size_t)whole;
  vitc_bytes chunks = {file.data + 12, file.size - 12};
  vitc_bytes extended = payload(find_chunk(chunks, "VP8X"));
  unsigned flags = extended.size >= 10 ? extended.data[0] : 0;
  if (flags & AnimationFlag) {
    if (decode_animation(chunks, extended, image, error))
      return -1;
  } else {
    WebPBitstreamFeatures features;
    VP8StatusCode status = WebPGetFeatures(file.data, file.size, &features);
    if (status != VP8_STATUS_OK)
      return fail_status(status, error);
    if (vitc_image_allocate(image, (uint64_t)features.width, (uint64_t)features.height, error) ||
        decode_into(file, image->width, image->height, image->rgb, (size_t)image->width * 3, error))
      return -1;
  }
  vitc_bytes none = {NULL, 0};
  *orientation =
      vitc_image_orientation(flags & ExifFlag ? payload(find_chunk(chunks, "EXIF")) : none,
                             flags & XmpFlag ? payload(find_chunk(chunks, "XMP ")) : none);
  return 0;
}
