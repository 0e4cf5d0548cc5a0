//===- Resample.c - resize part or all of a picture ------------------------===//
//
// Two passes with bytes in between, in Pillow's order; a pass whose axis keeps its size is skipped.
// Only the rows and columns that the asked window needs are computed.
//
//===----------------------------------------------------------------------===//
#include "Resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Copies the window of an unscaled picture.
static int copy_window(const vitc_image *image, vitc_span columns, vitc_span rows,
                       vitc_image *result, vitc_image_error *error) {
  if (vitc_image_allocate(result, columns.count, rows.count, error))
    return -1;
  size_t from = (size_t)image->width * 3, to = (size_t)result->width * 3;
  for (size_t y = 0; y < rows.count; ++y)
    memcpy(result->rgb + y * to, image->rgb + (rows.first + y) * from + (size_t)columns.first * 3,
           to);
  return 0;
}

/// The source element of each element of a span for nearest neighbour; UINT32_MAX where Pillow
/// leaves black. Null without memory.
static uint32_t *nearest_table(uint32_t in, vitc_span span, vitc_arithmetic arithmetic) {
  uint32_t *table = malloc((size_t)span.count * sizeof *table);
  if (!table)
    return NULL;
  if (arithmetic == VITC_TORCHVISION) {
    // torch computes this in float with a fused multiply-add where the processor has one.
    float scale = (float)in / (float)span.size;
    for (uint32_t i = 0; i < span.count; ++i) {
      float source = fmaf((float)(span.first + i) + 0.5f, scale, -0.5f) + 0.5f;
      table[i] = source < (float)in ? (uint32_t)source : in - 1;
    }
    return table;
  }
  // Pillow adds the step up instead of multiplying, which rounds differently.
  double step = (double)in / span.size, position = step * 0.5;
  for (uint32_t i = 0; i < span.first; ++i)
    position += step;
  for (uint32_t i = 0; i < span.count; ++i, position += step)
    table[i] = position < in ? (uint32_t)position : UINT32_MAX;
  return table;
}

static void pick_nearest(const vitc_image *image, const uint32_t *columns, const uint32_t *rows,
                         vitc_image *result) {
  uint8_t *to = result->rgb;
  for (uint32_t y = 0; y < result->height; ++y)
    for (uint32_t x = 0; x < result->width; ++x, to += 3) {
      if (rows[y] == UINT32_MAX || columns[x] == UINT32_MAX)
        memset(to, 0, 3);
      else
        memcpy(to, image->rgb + ((size_t)rows[y] * image->width + columns[x]) * 3, 3);
    }
}

static int resample_nearest(const vitc_image *image, vitc_span columns, vitc_span rows,
                            vitc_arithmetic arithmetic, vitc_image *result,
                            vitc_image_error *error) {
  if (vitc_image_allocate(result, columns.count, rows.count, error))
    return -1;
  uint32_t *columnTable = nearest_table(image->width, columns, arithmetic);
  uint32_t *rowTable = nearest_table(image->height, rows, arithmetic);
  int failed = !columnTable || !rowTable;
  if (failed)
    vitc_image_fail(error, "out of memory while resizing");
  else
    pick_nearest(image, columnTable, rowTable, result);
  free(columnTable);
  free(rowTable);
  return failed ? -1 : 0;
}

/// What the two passes of one resize share.
typedef struct resize_job {
  const vitc_image *image;
  vitc_weights columns, rows;
  vitc_image_error *error;
} resize_job;

/// The source elements that `weights` read: [*first, *first + *count). Shifts the weights to a
/// source that holds only these.
static void narrow_source(vitc_weights *weights, uint32_t *first, uint32_t *count) {
  uint32_t last = weights->count - 1;
  *first = weights->first[0];
  *count = weights->first[last] + weights->taps[last] - *first;
  for (uint32_t i = 0; i <= last; ++i)
    weights->first[i] -= *first;
}

/// Horizontal pass over `count` rows of `image` from row `first` on.
static int pass_columns(const resize_job *job, const vitc_image *image, uint32_t first,
                        uint32_t count, vitc_image *result) {
  if (vitc_image_allocate(result, job->columns.count, count, job->error))
    return -1;
  const uint8_t *top = image->rgb + (size_t)first * image->width * 3;
  if (vitc_resample_horizontal(top, image->width, count, result->rgb, &job->columns))
    return vitc_image_fail(job->error, "out of memory while resizing");
  return 0;
}

/// Vertical pass over `count` columns of `image` from column `first` on.
static int pass_rows(const resize_job *job, const vitc_image *image, uint32_t first, uint32_t count,
                     vitc_image *result) {
  if (vitc_image_allocate(result, count, job->rows.count, job->error))
    return -1;
  vitc_resample_vertical(image->rgb + (size_t)first * 3, (size_t)image->width * 3,
                         (size_t)count * 3, result->rgb, &job->rows);
  return 0;
}

/// Pillow 13 runs the vertical pass first when the height loses more than twice the pixels that the
/// width does (python-pillow/Pillow#9549). Older Pillows and torch never do.
static int vertical_first(const vitc_image *image, vitc_span columns, vitc_span rows,
                          vitc_arithmetic arithmetic) {
  int64_t lostRows = (int64_t)image->height - rows.size;
  int64_t lostColumns = (int64_t)image->width - columns.size;
  return arithmetic == VITC_PIL && lostRows > 0 && lostRows > 2 * lostColumns;
}

/// 0 if a first pass to `width` × `height` pixels is one that a picture could need.
static int check_between(uint64_t width, uint64_t height, vitc_image_error *error) {
  if (width * height <= VITC_RESIZE_LIMIT)
    return 0;
  return vitc_image_fail(error,
                         "the resize needs too many pixels between its passes: %llu x %llu, the "
                         "limit is %u in all",
                         (unsigned long long)width, (unsigned long long)height, VITC_RESIZE_LIMIT);
}

static int pass_both(resize_job *job, int verticalFirst, vitc_image *result) {
  vitc_image between = {0, 0, NULL};
  uint32_t first, count;
  int failed;
  if (verticalFirst) {
    narrow_source(&job->columns, &first, &count);
    failed = check_between(count, job->rows.count, job->error) ||
             pass_rows(job, job->image, first, count, &between) ||
             pass_columns(job, &between, 0, between.height, result);
  } else {
    narrow_source(&job->rows, &first, &count);
    failed = check_between(job->columns.count, count, job->error) ||
             pass_columns(job, job->image, first, count, &between) ||
             pass_rows(job, &between, 0, between.width, result);
  }
  vitc_image_free(&between);
  return failed;
}

/// At least one of the axes changes its size.
static int resample_filtered(const vitc_image *image, vitc_span columns, vitc_span rows,
                             vitc_filter filter, vitc_arithmetic arithmetic, vitc_image *result,
                             vitc_image_error *error) {
  resize_job job = {image, {0}, {0}, error};
  int horizontal = columns.size != image->width, vertical = rows.size != image->height;
  int failed =
      (horizontal &&
       vitc_weights_create(&job.columns, image->width, columns, filter, arithmetic, error)) ||
      (vertical && vitc_weights_create(&job.rows, image->height, rows, filter, arithmetic, error));
  if (!failed && horizontal && vertical)
    failed = pass_both(&job, vertical_first(image, columns, rows, arithmetic), result);
  else if (!failed && horizontal)
    failed = pass_columns(&job, image, rows.first, rows.count, result);
  else if (!failed)
    failed = pass_rows(&job, image, columns.first, columns.count, result);
  vitc_weights_free(&job.columns);
  vitc_weights_free(&job.rows);
  return failed ? -1 : 0;
}

static int check_filter(vitc_filter filter, vitc_arithmetic arithmetic, vitc_image_error *error) {
  static const char *const names[] = {"NEAREST", "LANCZOS", "BILINEAR",
                                      "BICUBIC", "BOX",     "HAMMING"};
  if (arithmetic != VITC_PIL && arithmetic != VITC_TORCHVISION)
    return vitc_image_fail(error, "unknown arithmetic %d (0 is Pillow's, 1 is torchvision's)",
                           (int)arithmetic);
  if ((unsigned)filter > VITC_HAMMING)
    return vitc_image_fail(error, "unknown resize filter %d (Pillow's are 0 to 5)", (int)filter);
  if (arithmetic == VITC_TORCHVISION && filter != VITC_NEAREST && filter != VITC_BILINEAR &&
      filter != VITC_BICUBIC)
    return vitc_image_fail(error,
                           "torchvision has no %s filter for tensors; use Pillow's "
                           "arithmetic",
                           names[filter]);
  return 0;
}

int vitc_image_resample(const vitc_image *image, vitc_span columns, vitc_span rows,
                        vitc_filter filter, vitc_arithmetic arithmetic, vitc_image *result,
                        vitc_image_error *error) {
  *result = (vitc_image){0, 0, NULL};
  if (check_filter(filter, arithmetic, error))
    return -1;
  if (!image->rgb || image->width == 0 || image->height == 0)
    return vitc_image_fail(error, "there is no picture to resize");
  if (columns.size > VITC_RESIZE_LIMIT || rows.size > VITC_RESIZE_LIMIT)
    return vitc_image_fail(
        error,
        "the resized picture would be too large: %u x %u pixels, the limit of an "
        "edge is %u",
        columns.size, rows.size, VITC_RESIZE_LIMIT);
  if (vitc_image_check_size(columns.count, rows.count, error))
    return -1;
  int failed;
  if (columns.size == image->width && rows.size == image->height)
    failed = copy_window(image, columns, rows, result, error);
  else if (filter == VITC_NEAREST)
    failed = resample_nearest(image, columns, rows, arithmetic, result, error);
  else
    failed = resample_filtered(image, columns, rows, filter, arithmetic, result, error);
  if (failed) {
    vitc_image_free(result);
    *result = (vitc_image){0, 0, NULL};
  }
  return failed ? -1 : 0;
}

int vitc_image_resize(const vitc_image *image, uint32_t width, uint32_t height, vitc_filter filter,
                      vitc_arithmetic arithmetic, vitc_image *result, vitc_image_error *error) {
  return vitc_image_resample(image, (vitc_span){width, 0, width}, (vitc_span){height, 0, height},
                             filter, arithmetic, result, error);
}
