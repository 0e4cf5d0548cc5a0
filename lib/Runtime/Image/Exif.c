//===- Exif.c - which way up a picture is ----------------------------------===//
//
// Reads one number, the orientation, from an EXIF block (a TIFF directory) or an XMP packet. The
// directory is walked as Pillow's reader does, so that both stop at the same damaged entry.
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

#include <string.h>

/// TIFF data with its byte order.
typedef struct tiff {
  vitc_bytes bytes;
  int bigEndian;
} tiff;

static uint32_t read_number(const tiff *file, size_t at, unsigned count) {
  uint32_t value = 0;
  for (unsigned i = 0; i < count; ++i) {
    uint32_t byte = file->bytes.data[at + i];
    value |= byte << (8 * (file->bigEndian ? count - 1 - i : i));
  }
  return value;
}

/// Bytes of one value of a TIFF type; 0 for unknown types.
static unsigned type_size(unsigned type) {
  static const uint8_t sizes[17] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8};
  return type < sizeof sizes ? sizes[type] : 0;
}

/// The orientation of an entry whose values begin at `at`; 1 for types that hold no integer.
static int read_orientation(const tiff *file, unsigned type, size_t at) {
  switch (type) {
  case 3: // SHORT
  case 8: // SSHORT
    return (int)read_number(file, at, 2);
  case 4:    // LONG
  case 9:    // SLONG
  case 13: { // IFD
    uint32_t value = read_number(file, at, 4);
    return value <= 8 ? (int)value : 1;
  }
  case 6: // SBYTE
    return file->bytes.data[at];
  default:
    return 1;
  }
}

/// Finds tag 274 in the directory at `at`; -1 if it has none.
static int find_in_directory(const tiff *file, size_t at) {
  size_t size = file->bytes.size;
  if (size < 2 || at > size - 2)
    return -1;
  unsigned count = read_number(file, at, 2);
  uint64_t outside = 0; // bytes that the entries so far keep elsewhere
  at += 2;
  for (unsigned i = 0; i < count && size - at >= 12; ++i, at += 12) {
    unsigned tag = read_number(file, at, 2), type = read_number(file, at + 2, 2);
    uint64_t bytes = (uint64_t)read_number(file, at + 4, 4) * type_size(type);
    size_t data = at + 8;
    if (bytes > 4) {
      outside += bytes;
      if (outside > size)
        continue;
      data = read_number(file, at + 8, 4);
      if (data > size || bytes > size - data)
        return -1;
    }
    if (tag == 274 && bytes > 0)
      return read_orientation(file, type, data);
  }
  return -1;
}

static int orientation_from_exif(vitc_bytes exif) {
  for (int i = 0; i < 2 && exif.size >= 6 && memcmp(exif.data, "Exif\0\0", 6) == 0; ++i)
    exif = (vitc_bytes){exif.data + 6, exif.size - 6};
  if (exif.size < 8)
    return -1;
  const uint8_t *head = exif.data;
  tiff file = {exif, head[0] == 'M'};
  int order = (head[0] == 'M' && head[1] == 'M') || (head[0] == 'I' && head[1] == 'I');
  int magic = (head[2] == 42 && head[3] == 0) || (head[2] == 0 && head[3] == 42);
  return order && magic ? find_in_directory(&file, read_number(&file, 4, 4)) : -1;
}

/// The digit after the first `tiff:Orientation="` or `tiff:Orientation>`; -1 if there is none.
static int orientation_from_xmp(vitc_bytes xmp) {
  static const char key[] = "tiff:Orientation";
  size_t length = sizeof key - 1;
  for (size_t at = 0; xmp.size >= length + 2 && at <= xmp.size - length - 2; ++at) {
    if (xmp.data[at] != 't' || memcmp(xmp.data + at, key, length) != 0)
      continue;
    size_t next = at + length;
    if (xmp.data[next] == '=' && xmp.data[next + 1] == '"')
      next += 2;
    else if (xmp.data[next] == '>')
      next += 1;
    else
      continue;
    if (next < xmp.size && xmp.data[next] >= '0' && xmp.data[next] <= '9')
      return xmp.data[next] - '0';
  }
  return -1;
}

int vitc_image_orientation(vitc_bytes exif, vitc_bytes xmp) {
  int orientation = orientation_from_exif(exif);
  if (orientation < 0)
    orientation = orientation_from_xmp(xmp);
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}
