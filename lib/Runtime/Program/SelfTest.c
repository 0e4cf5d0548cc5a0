//===- SelfTest.c - does this model give the same bits each time --------------===//
#include "Session.h"

#include <string.h>

#define IMAGES 3 // splits into compiled sizes and has a middle

/// Runs a batch filled with the fixed input.
static bool fresh_run(vitc_batch *batch, const vitc_model_desc *desc, vitc_model *model,
                      vitc_message *error) {
  if (!vitc_batch_create(batch, desc, IMAGES, error))
    return false;
  vitc_batch_fill(batch);
  return vitc_batch_run(batch, model, IMAGES, error);
}

/// Compares the images of `left` from `first` on with `count` images at the begin of `right`.
static bool same_bits(const vitc_batch *left, uint64_t first, const vitc_batch *right,
                      uint64_t count, const char *what, vitc_message *error) {
  for (uint32_t i = 0; i < left->desc->num_outputs; ++i) {
    const vitc_tensor_desc *desc = &left->desc->outputs[i];
    uint64_t bytes = vitc_batch_bytes(desc, 1);
    if (memcmp((const char *)left->outputs[i] + first * bytes, right->outputs[i], count * bytes))
      return vitc_fail(vitc_place(error, "%.80s", desc->name),
                       "found other bits %s, expected the same", what);
  }
  return true;
}

/// The last image alone must be what it was among the others.
static bool alone(const vitc_batch *all, vitc_model *model, vitc_message *error) {
  vitc_batch one;
  if (!vitc_batch_create(&one, all->desc, 1, error))
    return false;
  for (uint32_t i = 0; i < all->desc->num_inputs; ++i) {
    uint64_t bytes = vitc_batch_bytes(&all->desc->inputs[i], 1);
    memcpy(one.inputs[i], (const char *)all->inputs[i] + (IMAGES - 1) * bytes, bytes);
  }
  bool ok = vitc_batch_run(&one, model, 1, error) &&
            same_bits(all, IMAGES - 1, &one, 1, "for an image alone", error);
  vitc_batch_free(&one);
  return ok;
}

static bool finite(const vitc_batch *batch, vitc_message *error) {
  for (uint32_t i = 0; i < batch->desc->num_outputs; ++i) {
    const vitc_tensor_desc *desc = &batch->desc->outputs[i];
    const float *values = batch->outputs[i];
    uint64_t count = vitc_batch_bytes(desc, batch->images) / sizeof(float);
    for (uint64_t at = 0; desc->dtype == VITC_F32 && at < count; ++at)
      if (!(values[at] - values[at] == 0))
        return vitc_fail(vitc_place(error, "%.80s", desc->name),
                         "found NaN or infinity at element %llu, expected finite numbers",
                         (unsigned long long)at);
  }
  return true;
}

/// The same with another number of threads, in a model of its own.
static bool others(const vitc_batch *expected, uint32_t threads, vitc_message *error) {
  vitc_model_options options = {.struct_size = sizeof(options), .threads = threads};
  vitc_model *model;
  vitc_batch batch = {0};
  vitc_status status = vitc_model_create(expected->desc, &options, &model);
  bool ok =
      status == VITC_OK
          ? fresh_run(&batch, expected->desc, model, error) &&
                same_bits(expected, 0, &batch, IMAGES, "with another number of threads", error)
          : vitc_fail(error, "cannot load the model twice: %s", vitc_status_string(status));
  vitc_batch_free(&batch);
  vitc_model_destroy(model);
  return ok;
}

int vitc_run_selftest(vitc_session *session) {
  vitc_message error = {0};
  vitc_batch first = {0}, second = {0};
  uint32_t threads = vitc_model_threads(session->model), other = threads == 1 ? 2 : 1;
  bool ok = fresh_run(&first, session->desc, session->model, &error) && finite(&first, &error) &&
            fresh_run(&second, session->desc, session->model, &error) &&
            same_bits(&first, 0, &second, IMAGES, "in a second run", &error) &&
            alone(&first, session->model, &error) && others(&first, other, &error);
  if (ok)
    fprintf(session->out, "selftest passed: %s, %s, %u and %u threads, same bits\n",
            session->desc->name, vitc_isa_string(vitc_model_isa(session->model)), threads, other);
  else
    vitc_print_message(session->options->program, &error);
  vitc_batch_free(&first);
  vitc_batch_free(&second);
  return ok ? 0 : 1;
}
