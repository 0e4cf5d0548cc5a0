/*===- classify.c - prints the label of each file of pixel_values ----------===*/
#ifdef MODEL_IN_A_FILE
#include "shapes_file.h"
#define shapes shapes_file
#define shapes_create shapes_file_create
#define shapes_run shapes_file_run
#define shapes_destroy shapes_file_destroy
#define shapes_label shapes_file_label
#define shapes_status shapes_file_status
#define shapes_status_string shapes_file_status_string
#define SHAPES_OK SHAPES_FILE_OK
#define SHAPES_NUM_LABELS SHAPES_FILE_NUM_LABELS
#define SHAPES_PIXEL_VALUES_ELEMENTS SHAPES_FILE_PIXEL_VALUES_ELEMENTS
#define SHAPES_LOGITS_ELEMENTS SHAPES_FILE_LOGITS_ELEMENTS
#else
#include "shapes.h"
#include "shapes.h" /* twice does no harm */
#endif

#include <stdio.h>

static float pixels[SHAPES_PIXEL_VALUES_ELEMENTS];

static int classify(shapes *model, const char *path) {
  float logits[SHAPES_LOGITS_ELEMENTS];
  int best = 0, i;
  FILE *file = fopen(path, "rb");
  if (!file || fread(pixels, sizeof(float), SHAPES_PIXEL_VALUES_ELEMENTS, file) !=
                   SHAPES_PIXEL_VALUES_ELEMENTS) {
    fprintf(stderr, "%s: cannot be read\n", path);
    return 1;
  }
  fclose(file);
  if (shapes_run(model, 1, pixels, logits) != SHAPES_OK)
    return 1;
  for (i = 1; i < SHAPES_NUM_LABELS; ++i)
    if (logits[i] > logits[best])
      best = i;
  printf("%s\n", shapes_label(best));
  return 0;
}

int main(int argc, char **argv) {
  shapes *model;
  shapes_status status = shapes_create(0, &model);
  int i, code = 0;
  if (status != SHAPES_OK) {
    fprintf(stderr, "%s\n", shapes_status_string(status));
    return 1;
  }
  for (i = 1; i < argc; ++i)
    code |= classify(model, argv[i]);
  shapes_destroy(model);
  return code;
}
