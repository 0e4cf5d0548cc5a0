//===- Orient.c - turn a picture the way EXIF says -------------------------===//
//
// Each of the seven turns is a walk over the source with one step for the next column and one for
// the next row. Walking in square tiles keeps both sides in the cache when the axes swap, which
// is the usual case (telephones held upright).
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

#include <string.h>

#define VITC_ORIENT_TILE 32

static void copy_tile(const uint8_t *source, ptrdiff_t column, ptrdiff_t row, uint8_t *target,
                      size_t stride, size_t width, size_t height) {
  for (size_t y = 0; y < height; ++y) {
    const uint8_t *from = source + (ptrdiff_t)y * row;
    uint8_t *to = target + y * stride;
    for (size_t x = 0; x < width; ++x, from += column, to += 3)
      memcpy(to, from, 3);
  }
}

int vitc_image_orient(vitc_image *image, int orientation, vitc_image_error *error) {
  if (orientation < 2 || orientation > 8)
    return 0;
  ptrdiff_t width = image->width, height = image->height;
  ptrdiff_t lastColumn = (width - 1) * 3, lastRow = (height - 1) * width * 3;
  // Per orientation: where output pixel (0, 0) is read, and the steps to the next output column
  // and row, in bytes of the source.
  const struct {
    ptrdiff_t origin, column, row;
  } walks[9] = {
      [2] = {lastColumn, -3, width * 3}, [3] = {lastRow + lastColumn, -3, -width * 3},
      [4] = {lastRow, 3, -width * 3},    [5] = {0, width * 3, 3},
      [6] = {lastRow, -width * 3, 3},    [7] = {lastRow + lastColumn, -width * 3, -3},
      [8] = {lastColumn, width * 3, -3},
  };
  int swaps = orientation >= 5;
  vitc_image turned;
  if (vitc_image_allocate(&turned, swaps ? image->height : image->width,
                          swaps ? image->width : image->height, error))
    return -1;
  ptrdiff_t column = walks[orientation].column, row = walks[orientation].row;
  const uint8_t *origin = image->rgb + walks[orientation].origin;
  size_t stride = (size_t)turned.width * 3, tile = VITC_ORIENT_TILE;
  for (size_t y = 0; y < turned.height; y += tile)
    for (size_t x = 0; x < turned.width; x += tile) {
      size_t columns = turned.width - x < tile ? turned.width - x : tile;
      size_t rows = turned.height - y < tile ? turned.height - y : tile;
      copy_tile(origin + (ptrdiff_t)y * row + (ptrdiff_t)x * column, column, row,
                turned.rgb + y * stride + x * 3, stride, columns, rows);
    }
  vitc_image_free(image);
  *image = turned;
  return 0;
}
