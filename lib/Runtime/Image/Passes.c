//===- Passes.c - the two inner loops of a resize --------------------------===//
//
// Sums of byte × weight in 32-bit integers, which wrap the same way in any order: vectorising
// changes no bit. The bodies are written once with vector types of eight 32-bit lanes and compiled
// twice, for any x86-64 and for AVX2; the processor is asked at each call, so the library needs no
// state. The tests compile this file with VITC_IMAGE_PORTABLE to run the first form anywhere.
//
// Horizontal: eight neighbouring pixels are 24 bytes, so three vectors hold them with the channels
// interleaved as stored, and the weights are repeated three times to match. The lanes are added up
// by channel only once per output pixel. Four rows share each load of weights.
//
//===----------------------------------------------------------------------===//
#include "Resample.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && !defined(VITC_IMAGE_PORTABLE)
#define VITC_IMAGE_AVX2 1
#include <cpuid.h>
#endif

typedef uint32_t lanes8 __attribute__((vector_size(32)));
typedef uint8_t bytes8 __attribute__((vector_size(8)));

enum { RowsAtOnce = 4, GroupBytes = VITC_TAP_GROUP * 3, ColumnBytes = 32 };

#define VITC_INLINE static inline __attribute__((always_inline))

VITC_INLINE uint8_t clamp_byte(uint32_t sum, unsigned precision) {
  int32_t value = (int32_t)sum >> precision;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/// `tripled` holds every weight three times, one for each channel.
VITC_INLINE void horizontal_body(const uint8_t *const *in, uint8_t *const *out,
                                 const vitc_weights *columns, const int32_t *tripled) {
  const uint32_t half = 1u << columns->precision >> 1;
  for (uint32_t x = 0; x < columns->count; ++x) {
    lanes8 sums[RowsAtOnce][3] = {{{0}}};
    size_t base = (size_t)columns->first[x] * 3;
    const int32_t *weights = tripled + (size_t)x * columns->stride * 3;
    uint32_t groups = (columns->taps[x] + VITC_TAP_GROUP - 1) / VITC_TAP_GROUP;
    for (uint32_t g = 0; g < groups; ++g, weights += GroupBytes, base += GroupBytes)
#pragma clang loop unroll(full)
      for (int v = 0; v < 3; ++v) {
        lanes8 weight;
        memcpy(&weight, weights + 8 * v, sizeof weight);
#pragma clang loop unroll(full)
        for (int r = 0; r < RowsAtOnce; ++r) {
          bytes8 pixels;
          memcpy(&pixels, in[r] + base + 8 * v, sizeof pixels);
          sums[r][v] += __builtin_convertvector(pixels, lanes8) * weight;
        }
      }
#pragma clang loop unroll(full)
    for (int r = 0; r < RowsAtOnce; ++r) {
      uint32_t flat[GroupBytes];
      memcpy(flat, sums[r], sizeof flat);
      for (int c = 0; c < 3; ++c) {
        uint32_t sum = half;
        for (int lane = c; lane < GroupBytes; lane += 3)
          sum += flat[lane];
        out[r][3 * (size_t)x + c] = clamp_byte(sum, columns->precision);
      }
    }
  }
}

VITC_INLINE void vertical_body(const uint8_t *in, size_t stride, size_t rowBytes, uint8_t *out,
                               const vitc_weights *rows) {
  const uint32_t half = 1u << rows->precision >> 1;
  for (uint32_t y = 0; y < rows->count; ++y, out += rowBytes) {
    const uint8_t *top = in + rows->first[y] * stride;
    const int32_t *weights = rows->values + (size_t)y * rows->stride;
    uint32_t taps = rows->taps[y];
    size_t x = 0;
    for (; x + ColumnBytes <= rowBytes; x += ColumnBytes) {
      lanes8 sums[ColumnBytes / 8];
#pragma clang loop unroll(full)
      for (int v = 0; v < ColumnBytes / 8; ++v)
        sums[v] = (lanes8){0} + half;
      const uint8_t *from = top + x;
      for (uint32_t j = 0; j < taps; ++j, from += stride) {
        uint32_t weight = (uint32_t)weights[j];
#pragma clang loop unroll(full)
        for (int v = 0; v < ColumnBytes / 8; ++v) {
          bytes8 pixels;
          memcpy(&pixels, from + 8 * v, sizeof pixels);
          sums[v] += __builtin_convertvector(pixels, lanes8) * weight;
        }
      }
      uint32_t flat[ColumnBytes];
      memcpy(flat, sums, sizeof flat);
      for (int i = 0; i < ColumnBytes; ++i)
        out[x + i] = clamp_byte(flat[i], rows->precision);
    }
    for (; x < rowBytes; ++x) {
      uint32_t sum = half;
      for (uint32_t j = 0; j < taps; ++j)
        sum += (uint32_t)top[j * stride + x] * (uint32_t)weights[j];
      out[x] = clamp_byte(sum, rows->precision);
    }
  }
}

typedef void (*horizontal_pass)(const uint8_t *const *, uint8_t *const *, const vitc_weights *,
                                const int32_t *);
typedef void (*vertical_pass)(const uint8_t *, size_t, size_t, uint8_t *, const vitc_weights *);

static void horizontal_any(const uint8_t *const *in, uint8_t *const *out,
                           const vitc_weights *columns, const int32_t *tripled) {
  horizontal_body(in, out, columns, tripled);
}

static void vertical_any(const uint8_t *in, size_t stride, size_t rowBytes, uint8_t *out,
                         const vitc_weights *rows) {
  vertical_body(in, stride, rowBytes, out, rows);
}

#if defined(VITC_IMAGE_AVX2)
__attribute__((target("avx2"))) static void horizontal_avx2(const uint8_t *const *in,
                                                            uint8_t *const *out,
                                                            const vitc_weights *columns,
                                                            const int32_t *tripled) {
  horizontal_body(in, out, columns, tripled);
}

__attribute__((target("avx2"))) static void vertical_avx2(const uint8_t *in, size_t stride,
                                                          size_t rowBytes, uint8_t *out,
                                                          const vitc_weights *rows) {
  vertical_body(in, stride, rowBytes, out, rows);
}

/// Whether processor and operating system both do AVX2.
static int has_avx2(void) {
  unsigned a, b, c, d, low, high;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_AVX))
    return 0;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & 6) == 6 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2);
}
#endif

static horizontal_pass choose_horizontal(void) {
#if defined(VITC_IMAGE_AVX2)
  if (has_avx2())
    return horizontal_avx2;
#endif
  return horizontal_any;
}

static vertical_pass choose_vertical(void) {
#if defined(VITC_IMAGE_AVX2)
  if (has_avx2())
    return vertical_avx2;
#endif
  return vertical_any;
}

static int32_t *triple(const vitc_weights *columns) {
  size_t count = (size_t)columns->count * columns->stride;
  int32_t *tripled = malloc(count * 3 * sizeof *tripled);
  for (size_t i = 0; tripled && i < count; ++i)
    tripled[3 * i] = tripled[3 * i + 1] = tripled[3 * i + 2] = columns->values[i];
  return tripled;
}

int vitc_resample_horizontal(const uint8_t *in, uint32_t width, uint32_t rows, uint8_t *out,
                             const vitc_weights *columns) {
  // Groups of taps may read past the last pixel of a row, by less than a group. Within the picture
  // that is the next row and harmless (the weights there are zero); the last rows are copied.
  size_t stride = (size_t)width * 3, padded = stride + GroupBytes;
  size_t total = stride * rows, outStride = (size_t)columns->count * 3;
  int32_t *tripled = triple(columns);
  uint8_t *copies = calloc(RowsAtOnce, padded), *unused = malloc(outStride);
  horizontal_pass pass = choose_horizontal();
  int failed = !tripled || !copies || !unused;
  for (uint32_t y = 0; !failed && y < rows; y += RowsAtOnce) {
    const uint8_t *sources[RowsAtOnce];
    uint8_t *targets[RowsAtOnce];
    for (uint32_t r = 0; r < RowsAtOnce; ++r) {
      size_t begin = (y + r) * stride;
      int exists = y + r < rows;
      sources[r] = in + begin;
      targets[r] = exists ? out + (y + r) * outStride : unused;
      if (exists && total - begin >= padded)
        continue;
      if (exists)
        memcpy(copies + r * padded, in + begin, stride);
      sources[r] = copies + r * padded;
    }
    pass(sources, targets, columns, tripled);
  }
  free(tripled);
  free(copies);
  free(unused);
  return failed ? -1 : 0;
}

void vitc_resample_vertical(const uint8_t *in, size_t stride, size_t rowBytes, uint8_t *out,
                            const vitc_weights *rows) {
  choose_vertical()(in, stride, rowBytes, out, rows);
}
