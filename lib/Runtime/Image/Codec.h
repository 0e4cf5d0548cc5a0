//===- Codec.h - what the picture decoders share ---------------------------===//
//
// Internal to the image library. Every decoder gets a whole file in memory, fills an image with
// RGB bytes in stored order and reports the orientation found in the file's metadata.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_LIB_RUNTIME_IMAGE_CODEC_H
#define VITC_LIB_RUNTIME_IMAGE_CODEC_H

#include "vitc/Runtime/Image.h"

/// A borrowed run of bytes.
typedef struct vitc_bytes {
  const uint8_t *data;
  size_t size;
} vitc_bytes;

/// Writes one sentence into `error` (which may be null) and returns -1.
int vitc_image_fail(vitc_image_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// Checks `width` × `height` against zero and Pillow's limit, then allocates the pixels (not
/// cleared). 0 on success; on failure `image` is empty.
int vitc_image_allocate(vitc_image *image, uint64_t width, uint64_t height,
                        vitc_image_error *error);

/// Only the checks of vitc_image_allocate: for decoders that allocate before they know the pixels.
int vitc_image_check_size(uint64_t width, uint64_t height, vitc_image_error *error);

/// The decoders. `orientation` is 1 to 8 as EXIF counts; other values mean "as stored". On failure
/// the caller frees `image`.
int vitc_image_decode_jpeg(vitc_bytes file, vitc_image *image, int *orientation,
                           vitc_image_error *error);
int vitc_image_decode_png(vitc_bytes file, vitc_image *image, int *orientation,
                          vitc_image_error *error);
int vitc_image_decode_webp(vitc_bytes file, vitc_image *image, int *orientation,
                           vitc_image_error *error);

/// The orientation of a picture with these metadata: EXIF's IFD 0 first, then XMP's
/// tiff:Orientation; 1 if neither says. Unreadable metadata count as absent: they are not pixels.
/// `exif` may begin with "Exif\0\0". Either may be empty.
int vitc_image_orientation(vitc_bytes exif, vitc_bytes xmp);

/// Turns `image` as Pillow's exif_transpose does for this orientation. 0 on success.
int vitc_image_orient(vitc_image *image, int orientation, vitc_image_error *error);

/// One row of inverted CMYK (as JPEG files hold it) to RGB, with Pillow's rounding.
void vitc_image_row_from_inverted_cmyk(const uint8_t *cmyk, uint8_t *rgb, size_t width);

/// One row of big-endian 16-bit grey at the start of `row` to RGB, in place, saturating at 255
/// (Pillow does not shift here).
void vitc_image_row_from_grey16(uint8_t *row, size_t width);

#endif
