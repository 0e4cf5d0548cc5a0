//===- Pictures.c - pictures in, answers out ----------------------------------===//
#include "File.h"
#include "Session.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PICTURE ((uint64_t)1 << 30) // bytes of one file
#define GROUP 8                         // pictures whose pixels are in memory at once

static bool load_picture(const char *path, const vitc_image_recipe *recipe, float *pixels,
                         vitc_message *error) {
  unsigned char *bytes;
  size_t size;
  vitc_image image = {0};
  vitc_image_error reason = {{0}};
  if (!vitc_read_file(path, MAX_PICTURE, &bytes, &size, error))
    return false;
  bool ok = vitc_image_decode(bytes, size, &image, &reason) == 0;
  free(bytes);
  ok = ok && vitc_image_prepare(&image, recipe, pixels, &reason) == 0;
  vitc_image_free(&image);
  return ok || vitc_fail(error, "%s", *reason.message ? reason.message : "cannot be decoded");
}

/// Pictures need a recipe and a model whose only input is what the recipe makes.
static bool check_model(const vitc_model_desc *desc, vitc_message *error) {
  vitc_hint(error, "use --input with a safetensors file");
  if (!desc->recipe)
    return vitc_fail(error, "found pictures, expected tensors: the model says nothing of pictures");
  if (desc->num_inputs != 1 || desc->inputs[0].dtype != VITC_F32 ||
      vitc_batch_bytes(&desc->inputs[0], 1) !=
          (uint64_t)desc->recipe->height * desc->recipe->width * 3 * sizeof(float))
    return vitc_fail(error,
                     "found pictures, expected tensors: the model's inputs are not one "
                     "picture of %u × %u pixels",
                     desc->recipe->width, desc->recipe->height);
  *error->hint = 0;
  return true;
}

/// Loads and runs pictures [first, first + count) of the batch.
static bool run_group(vitc_session *session, vitc_batch *batch, uint64_t first, uint64_t count) {
  const vitc_model_desc *desc = session->desc;
  uint64_t pixels = (uint64_t)desc->recipe->height * desc->recipe->width * 3;
  vitc_message error = {0};
  for (uint64_t i = 0; i < count; ++i) {
    const char *path = session->options->images[first + i];
    if (load_picture(path, desc->recipe, (float *)batch->inputs[0] + i * pixels, &error))
      continue;
    vitc_print_message(path, &error);
    return false;
  }
  if (vitc_batch_run(batch, session->model, count, &error))
    return true;
  vitc_print_message(session->options->program, &error);
  return false;
}

/// Copies a group's outputs to their place among all.
static void keep(const vitc_batch *group, uint64_t count, vitc_batch *all, uint64_t first) {
  for (uint32_t i = 0; i < group->desc->num_outputs; ++i) {
    uint64_t bytes = vitc_batch_bytes(&group->desc->outputs[i], 1);
    memcpy((char *)all->outputs[i] + first * bytes, group->outputs[i], count * bytes);
  }
}

int vitc_run_pictures(vitc_session *session) {
  const vitc_options *options = session->options;
  // All outputs but one group's pixels: `all` has no inputs of its own.
  vitc_model_desc outputs_only = *session->desc;
  outputs_only.num_inputs = 0;
  vitc_batch group = {0}, all = {0};
  vitc_message error = {0};
  uint64_t total = options->num_images;
  bool ok = check_model(session->desc, &error) &&
            vitc_batch_create(&group, session->desc, total < GROUP ? total : GROUP, &error) &&
            vitc_batch_create(&all, &outputs_only, total, &error);
  if (!ok)
    vitc_print_message(options->program, &error);
  for (uint64_t first = 0; ok && first < total; first += GROUP) {
    uint64_t count = total - first < GROUP ? total - first : GROUP;
    ok = run_group(session, &group, first, count);
    if (ok)
      keep(&group, count, &all, first);
  }
  ok = ok && vitc_deliver(session, &all, (const char *const *)options->images);
  vitc_batch_free(&group);
  vitc_batch_free(&all);
  return ok ? 0 : 1;
}
