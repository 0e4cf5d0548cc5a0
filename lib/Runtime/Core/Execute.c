//===- Execute.c - running a batch ------------------------------------------===//
#include "LoadedModel.h"
#include "Pool.h"

#include <fenv.h>

/// Runs one piece of the batch: `variant`'s number of images, the first of them at `first`. Nothing
/// is copied, images lie one behind the other in the caller's memory.
static void run_piece(const vitc_model *model, const vitc_variant_desc *variant, int64_t first,
                      const void *const *inputs, void *const *outputs, vitc_workspace *workspace) {
  uint32_t num_inputs = model->desc->num_inputs, num_outputs = model->desc->num_outputs;
  const uint64_t *bytes = model->image_bytes;
  void **args = workspace->args;
  for (uint32_t i = 0; i < num_inputs; ++i)
    *args++ = (char *)inputs[i] + (uint64_t)first * *bytes++;
  for (uint32_t i = 0; i < num_outputs; ++i)
    *args++ = (char *)outputs[i] + (uint64_t)first * *bytes++;
  *args++ = (void *)model->weights.data;
  *args++ = workspace->arena;
  *args++ = &workspace->run;
  variant->forward(workspace->args);
}

static vitc_status run_batch(const vitc_model *model, int64_t batch, const void *const *inputs,
                             void *const *outputs, vitc_workspace *workspace) {
  int64_t done = 0;
  for (uint32_t i = 0; i < model->num_variants; ++i) { // largest first; the last one is batch 1
    const vitc_variant_desc *variant = &model->variants[i];
    for (; batch - done >= (int64_t)variant->batch; done += (int64_t)variant->batch)
      run_piece(model, variant, done, inputs, outputs, workspace);
  }
  return (vitc_status)atomic_exchange(&workspace->run.status, VITC_OK);
}

static bool has_null(const void *const *pointers, uint32_t count) {
  if (count > 0 && !pointers)
    return true;
  for (uint32_t i = 0; i < count; ++i)
    if (!pointers[i])
      return true;
  return false;
}

vitc_status vitc_model_run(vitc_model *model, int64_t batch, const void *const *inputs,
                           void *const *outputs) {
  if (!model || batch < 1 || has_null(inputs, model->desc->num_inputs) ||
      has_null((const void *const *)outputs, model->desc->num_outputs))
    return VITC_BAD_ARGUMENT;
  vitc_workspace *workspace = vitc_workspace_take(&model->idle);
  if (!workspace)
    workspace = vitc_workspace_create(&model->shape, model->has_executor ? &model->executor : NULL);
  if (!workspace)
    return VITC_NO_MEMORY;
  fenv_t before; // the host's rounding mode and flush-to-zero bits must not change the results
  fegetenv(&before);
  fesetenv(FE_DFL_ENV);
  if (!model->has_executor)
    vitc_pool_enter();
  vitc_status status = run_batch(model, batch, inputs, outputs, workspace);
  if (!model->has_executor)
    vitc_pool_leave();
  fesetenv(&before);
  vitc_workspace_give(&model->idle, workspace);
  return status;
}
