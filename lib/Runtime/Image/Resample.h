//===- Resample.h - fixed-point weights and the window resize --------------===//
//
// Internal to the image library.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_LIB_RUNTIME_IMAGE_RESAMPLE_H
#define VITC_LIB_RUNTIME_IMAGE_RESAMPLE_H

#include "Codec.h"

/// Weights are stored in groups of this many source pixels, padded with zeros.
#define VITC_TAP_GROUP 8

/// What bounds the time of a resize, with no real picture near it: the longest edge of a resized
/// picture, the weights of an axis that are evaluated, and the pixels between the two passes.
#define VITC_RESIZE_LIMIT (1u << 26)

/// `count` consecutive elements out of a resized axis of `size`.
typedef struct vitc_span {
  uint32_t size, first, count;
} vitc_span;

/// How each output element of one axis is computed from the source axis:
///   out[i] = clamp((Σ_j weights[i · stride + j] · in[first[i] + j] + 2^(precision−1)) >>
///   precision)
/// for j < taps[i]. `stride` is a multiple of VITC_TAP_GROUP; the weights after taps[i] are zero.
typedef struct vitc_weights {
  uint32_t count, stride;
  unsigned precision;
  uint32_t *first, *taps;
  int32_t *values;
} vitc_weights;

/// Weights of `span` of an axis resized from `in` elements, as Pillow's resize (22 bits) or torch's
/// uint8 kernel (as many bits as int16 holds) compute them. 0 on success; free with
/// vitc_weights_free in any case.
int vitc_weights_create(vitc_weights *weights, uint32_t in, vitc_span span, vitc_filter filter,
                        vitc_arithmetic arithmetic, vitc_image_error *error);
void vitc_weights_free(vitc_weights *weights);

/// The part `columns` × `rows` of `image` resized to columns.size × rows.size. `result` gets memory
/// of its own. 0 on success.
int vitc_image_resample(const vitc_image *image, vitc_span columns, vitc_span rows,
                        vitc_filter filter, vitc_arithmetic arithmetic, vitc_image *result,
                        vitc_image_error *error);

/// One horizontal and one vertical pass over RGB bytes, in the fastest form this processor has.
/// Horizontal: `rows` packed rows of `width` pixels to packed rows of weights->count pixels; -1
/// only without memory. Vertical: rows of `rowBytes` bytes, `stride` apart, to weights->count
/// packed rows.
int vitc_resample_horizontal(const uint8_t *in, uint32_t width, uint32_t rows, uint8_t *out,
                             const vitc_weights *columns);
void vitc_resample_vertical(const uint8_t *in, size_t stride, size_t rowBytes, uint8_t *out,
                            const vitc_weights *rows);

#endif
