//===- Weights.c - filters and their fixed-point weights -------------------===//
//
// The filters are evaluated in double with the operation order of Pillow's Resample.c, because one
// differing bit can move a rounded weight. torch's antialiased kernel uses the same doubles and
// rounds them to int16 with the largest precision per axis that does not overflow.
//
//===----------------------------------------------------------------------===//
#include "Resample.h"

#include <math.h>
#include <stdlib.h>

#define VITC_PI 3.14159265358979323846

static double box(double x) { return x > -0.5 && x <= 0.5 ? 1.0 : 0.0; }

static double triangle(double x) {
  x = fabs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

static double hamming(double x) {
  x = fabs(x);
  if (x == 0.0)
    return 1.0;
  if (x >= 1.0)
    return 0.0;
  x *= VITC_PI;
  return sin(x) / x * (0.54f + 0.46f * cos(x)); // the constants are floats in Pillow
}

static double cubic(double x) {
  const double a = -0.5;
  x = fabs(x);
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0)
    return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

static double sinc(double x) {
  if (x == 0.0)
    return 1.0;
  x *= VITC_PI;
  return sin(x) / x;
}

static double lanczos(double x) { return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0; }

typedef struct filter_shape {
  double (*evaluate)(double);
  double support;
} filter_shape;

static filter_shape shape_of(vitc_filter filter) {
  switch (filter) {
  case VITC_LANCZOS:
    return (filter_shape){lanczos, 3.0};
  case VITC_BILINEAR:
    return (filter_shape){triangle, 1.0};
  case VITC_BICUBIC:
    return (filter_shape){cubic, 2.0};
  case VITC_HAMMING:
    return (filter_shape){hamming, 1.0};
  case VITC_BOX:
  default:
    return (filter_shape){box, 0.5};
  }
}

/// One axis: what every output element shares.
typedef struct axis {
  filter_shape shape;
  uint32_t in;
  double scale, support, inverse;
} axis;

static axis make_axis(uint32_t in, uint32_t out, vitc_filter filter) {
  axis a = {shape_of(filter), in, (double)in / out, 0, 0};
  double stretch = a.scale < 1.0 ? 1.0 : a.scale;
  a.support = a.shape.support * stretch;
  a.inverse = 1.0 / stretch;
  return a;
}

/// The normalised weights of output element `i`; returns how many and sets `*first`.
static uint32_t evaluate(const axis *a, uint32_t i, double *weights, uint32_t *first) {
  double center = (i + 0.5) * a->scale, sum = 0.0;
  int64_t low = (int64_t)(center - a->support + 0.5), high = (int64_t)(center + a->support + 0.5);
  low = low < 0 ? 0 : low;
  high = high > a->in ? a->in : high;
  uint32_t taps = (uint32_t)(high - low);
  for (uint32_t j = 0; j < taps; ++j) {
    weights[j] = a->shape.evaluate(((double)j + (double)low - center + 0.5) * a->inverse);
    sum += weights[j];
  }
  for (uint32_t j = 0; sum != 0.0 && j < taps; ++j)
    weights[j] /= sum;
  *first = (uint32_t)low;
  return taps;
}

static int32_t to_fixed(double weight, unsigned precision) {
  double scaled = weight * (double)(1 << precision);
  return (int32_t)(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

/// torch's choice: the first precision after which the largest weight of the axis would no longer
/// fit int16.
static unsigned int16_precision(const axis *a, uint32_t out, double *scratch) {
  double largest = 0.0;
  for (uint32_t i = 0; i < out; ++i) {
    uint32_t first;
    uint32_t taps = evaluate(a, i, scratch, &first);
    for (uint32_t j = 0; j < taps; ++j)
      largest = scratch[j] > largest ? scratch[j] : largest;
  }
  unsigned precision = 0;
  while (precision < 22 && (int)(0.5 + largest * (1 << (precision + 1))) < 1 << 15)
    ++precision;
  return precision;
}

static int allocate(vitc_weights *weights, double **scratch, vitc_image_error *error) {
  weights->first = malloc(weights->count * sizeof *weights->first);
  weights->taps = malloc(weights->count * sizeof *weights->taps);
  weights->values = calloc((size_t)weights->count * weights->stride, sizeof *weights->values);
  *scratch = malloc(weights->stride * sizeof **scratch);
  if (!weights->first || !weights->taps || !weights->values || !*scratch)
    return vitc_image_fail(error, "out of memory for the weights of a resize");
  return 0;
}

int vitc_weights_create(vitc_weights *weights, uint32_t in, vitc_span span, vitc_filter filter,
                        vitc_arithmetic arithmetic, vitc_image_error *error) {
  axis a = make_axis(in, span.size, filter);
  uint64_t most = (uint64_t)ceil(a.support) * 2 + 1;
  uint64_t stride = (most + VITC_TAP_GROUP - 1) / VITC_TAP_GROUP * VITC_TAP_GROUP;
  // torch's precision depends on the weights of the whole axis.
  uint32_t evaluated = arithmetic == VITC_TORCHVISION ? span.size : span.count;
  *weights = (vitc_weights){span.count, (uint32_t)stride, 22, NULL, NULL, NULL};
  double *scratch = NULL;
  int failed = stride > VITC_RESIZE_LIMIT || evaluated > VITC_RESIZE_LIMIT / stride
                   ? vitc_image_fail(error,
                                     "the resize needs too many weights: %u pixels of %llu each, "
                                     "the limit is %u in all",
                                     evaluated, (unsigned long long)stride, VITC_RESIZE_LIMIT)
                   : allocate(weights, &scratch, error);
  if (!failed && arithmetic == VITC_TORCHVISION)
    weights->precision = int16_precision(&a, span.size, scratch);
  for (uint32_t i = 0; !failed && i < span.count; ++i) {
    int32_t *values = weights->values + (size_t)i * stride;
    weights->taps[i] = evaluate(&a, span.first + i, scratch, &weights->first[i]);
    for (uint32_t j = 0; j < weights->taps[i]; ++j)
      values[j] = to_fixed(scratch[j], weights->precision);
  }
  free(scratch);
  return failed;
}

void vitc_weights_free(vitc_weights *weights) {
  free(weights->first);
  free(weights->taps);
  free(weights->values);
  *weights = (vitc_weights){0, 0, 0, NULL, NULL, NULL};
}
