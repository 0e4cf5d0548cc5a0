//===- Colour.c - the conversions to RGB that no codec library does --------===//
//
// Pillow's convert("RGB") for the modes CMYK and I;16, to the bit.
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

void vitc_image_row_from_inverted_cmyk(const uint8_t *cmyk, uint8_t *rgb, size_t width) {
  for (size_t x = 0; x < width; ++x) {
    unsigned notBlack = cmyk[4 * x + 3];
    for (size_t c = 0; c < 3; ++c) {
      // a·b/255, rounded to nearest, without a division.
      unsigned product = (255u - cmyk[4 * x + c]) * notBlack + 128u;
      rgb[3 * x + c] = (uint8_t)(notBlack - (((product >> 8) + product) >> 8));
    }
  }
}

void vitc_image_row_from_grey16(uint8_t *row, size_t width) {
  // From the right: pixel x is read at 2x and written at 3x, so nothing unread is overwritten.
  for (size_t x = width; x-- > 0;) {
    uint8_t value = row[2 * x] ? 255 : row[2 * x + 1];
    row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = value;
  }
}
