//===- Model.c - a descriptor becomes a handle ------------------------------===//
#include "Isa.h"
#include "LoadedModel.h"
#include "Pool.h"
#include "Processors.h"

#include <stdlib.h>
#include <string.h>

/// Bytes of one image of `tensor`; 0 when its description makes no sense.
static uint64_t image_bytes(const vitc_tensor_desc *tensor) {
  static const uint64_t sizes[] = {[VITC_F32] = 4, [VITC_F64] = 8, [VITC_I64] = 8, [VITC_I32] = 4};
  if (tensor->struct_size != sizeof(*tensor) || tensor->rank < 1 || tensor->rank > VITC_MAX_RANK ||
      tensor->dtype >= sizeof(sizes) / sizeof(*sizes))
    return 0;
  uint64_t bytes = sizes[tensor->dtype];
  for (uint32_t i = 0; i < tensor->rank; ++i)
    if (tensor->shape[i] < 1 || __builtin_mul_overflow(bytes, (uint64_t)tensor->shape[i], &bytes))
      return 0;
  return bytes;
}

static vitc_status check_descriptor(const vitc_model_desc *desc) {
  if (!desc)
    return VITC_BAD_ARGUMENT;
  if (desc->abi_version != VITC_ABI_VERSION)
    return VITC_ABI_MISMATCH;
  if (desc->struct_size != sizeof(*desc) || !desc->variants || desc->num_variants == 0 ||
      desc->num_outputs == 0 || !desc->outputs || (desc->num_inputs > 0 && !desc->inputs))
    return VITC_BAD_ARGUMENT;
  for (uint32_t i = 0; i < desc->num_variants; ++i) {
    const vitc_variant_desc *variant = &desc->variants[i];
    if (variant->struct_size != sizeof(*variant) || !variant->forward || variant->batch == 0 ||
        variant->batch > INT64_MAX || variant->scratch_size % 64 != 0)
      return VITC_BAD_ARGUMENT;
  }
  return VITC_OK;
}

/// Options of callers built against an older header are shorter, of newer ones longer.
static vitc_status read_options(const vitc_model_options *given, vitc_model_options *options) {
  *options = (vitc_model_options){0};
  if (!given)
    return VITC_OK;
  if (given->struct_size < 2 * sizeof(uint32_t) || given->struct_size > 4096)
    return VITC_BAD_ARGUMENT;
  memcpy(options, given,
         given->struct_size < sizeof(*options) ? given->struct_size : sizeof(*options));
  const vitc_executor *executor = options->executor;
  if (options->threads > VITC_MAX_THREADS ||
      (executor &&
       (executor->struct_size != sizeof(*executor) || executor->workers == 0 || !executor->run)))
    return VITC_BAD_ARGUMENT;
  return VITC_OK;
}

/// Binds the variants of the highest level not above `limit`.
static vitc_status bind_variants(vitc_model *model, vitc_isa limit) {
  const vitc_model_desc *desc = model->desc;
  for (uint32_t i = 0; i < desc->num_variants; ++i) {
    const vitc_variant_desc *variant = &desc->variants[i];
    if (variant->isa > (uint32_t)limit)
      continue;
    if (!model->variants)
      model->variants = variant;
    if (variant->isa != model->variants->isa)
      break;
    ++model->num_variants;
    if (model->shape.arena_size < variant->arena_size)
      model->shape.arena_size = variant->arena_size;
    if (model->shape.scratch_size < variant->scratch_size)
      model->shape.scratch_size = variant->scratch_size;
  }
  if (!model->variants)
    return VITC_NO_ISA;
  // Without batch 1 at the end there would be batches that cannot be split.
  return model->variants[model->num_variants - 1].batch == 1 ? VITC_OK : VITC_BAD_ARGUMENT;
}

static uint32_t choose_threads(const vitc_model_options *options) {
  if (!options->executor)
    return options->threads ? options->threads : vitc_processors();
  uint32_t workers = options->executor->workers;
  if (options->threads && options->threads < workers)
    workers = options->threads;
  return workers < VITC_MAX_THREADS ? workers : VITC_MAX_THREADS;
}

/// Everything but the pool. What was begun is undone by the caller.
static vitc_status load(vitc_model *model, const vitc_model_options *options) {
  const vitc_model_desc *desc = model->desc;
  for (uint32_t i = 0; i < desc->num_inputs + desc->num_outputs; ++i) {
    const vitc_tensor_desc *tensor =
        i < desc->num_inputs ? &desc->inputs[i] : &desc->outputs[i - desc->num_inputs];
    model->image_bytes[i] = image_bytes(tensor);
    if (model->image_bytes[i] == 0)
      return VITC_BAD_ARGUMENT;
  }
  vitc_isa limit;
  vitc_status status = vitc_isa_limit(&limit);
  if (status == VITC_OK)
    status = bind_variants(model, limit);
  if (status == VITC_OK)
    status = vitc_weights_open(desc, options->weights_path, &model->weights);
  if (status != VITC_OK)
    return status;
  model->shape.threads = choose_threads(options);
  model->shape.num_args = desc->num_inputs + desc->num_outputs + 3;
  if (options->executor) {
    model->has_executor = true;
    model->executor = *options->executor;
  }
  // The first workspace now: a model that cannot get its memory should say so here.
  vitc_workspace *first =
      vitc_workspace_create(&model->shape, model->has_executor ? &model->executor : NULL);
  if (!first)
    return VITC_NO_MEMORY;
  vitc_workspace_give(&model->idle, first);
  return VITC_OK;
}

static void unload(vitc_model *model) {
  for (vitc_workspace *each; (each = vitc_workspace_take(&model->idle));)
    vitc_workspace_destroy(each);
  vitc_weights_close(&model->weights);
  free(model);
}

vitc_status vitc_model_create(const vitc_model_desc *desc, const vitc_model_options *options,
                              vitc_model **model) {
  if (!model)
    return VITC_BAD_ARGUMENT;
  *model = NULL;
  vitc_model_options chosen;
  vitc_status status = check_descriptor(desc);
  if (status == VITC_OK)
    status = read_options(options, &chosen);
  if (status != VITC_OK)
    return status;
  uint64_t tensors = (uint64_t)desc->num_inputs + desc->num_outputs;
  if (tensors > UINT16_MAX)
    return VITC_BAD_ARGUMENT;
  vitc_model *made = calloc(1, sizeof(vitc_model) + tensors * sizeof(uint64_t));
  if (!made)
    return VITC_NO_MEMORY;
  made->desc = desc;
  status = load(made, &chosen);
  if (status != VITC_OK) {
    unload(made);
    return status;
  }
  if (!made->has_executor)
    vitc_pool_acquire(made->shape.threads);
  *model = made;
  return VITC_OK;
}

vitc_isa vitc_model_isa(const vitc_model *model) { return (vitc_isa)model->variants->isa; }

uint32_t vitc_model_threads(const vitc_model *model) { return model->shape.threads; }

void vitc_model_destroy(vitc_model *model) {
  if (!model)
    return;
  if (!model->has_executor)
    vitc_pool_release(model->shape.threads);
  unload(model);
}
