//===- Batch.c - tensors of some images --------------------------------------===//
#include "Batch.h"
#include "Tensors.h"

#include <stdlib.h>
#include <string.h>

uint64_t vitc_batch_bytes(const vitc_tensor_desc *tensor, uint64_t images) {
  uint64_t bytes = vitc_dtype_size((vitc_dtype)tensor->dtype);
  bool overflow = __builtin_mul_overflow(bytes, images, &bytes);
  for (uint32_t i = 0; i < tensor->rank; ++i)
    overflow |= __builtin_mul_overflow(bytes, (uint64_t)tensor->shape[i], &bytes);
  return overflow || bytes > PTRDIFF_MAX ? 0 : bytes;
}

static bool allocate(void ***tensors, const vitc_tensor_desc *descs, uint32_t count,
                     uint64_t images) {
  *tensors = calloc((size_t)count + 1, sizeof(void *));
  for (uint32_t i = 0; *tensors && i < count; ++i) {
    uint64_t bytes = vitc_batch_bytes(&descs[i], images);
    (*tensors)[i] = bytes ? calloc(1, bytes) : NULL;
    if (!(*tensors)[i])
      return false;
  }
  return *tensors != NULL;
}

bool vitc_batch_create(vitc_batch *batch, const vitc_model_desc *desc, uint64_t images,
                       vitc_message *error) {
  *batch = (vitc_batch){.desc = desc, .images = images};
  if (allocate(&batch->inputs, desc->inputs, desc->num_inputs, images) &&
      allocate(&batch->outputs, desc->outputs, desc->num_outputs, images))
    return true;
  vitc_batch_free(batch);
  return vitc_fail(error, "found %llu images, more than there is memory for",
                   (unsigned long long)images);
}

void vitc_batch_free(vitc_batch *batch) {
  for (uint32_t i = 0; batch->inputs && i < batch->desc->num_inputs; ++i)
    free(batch->inputs[i]);
  for (uint32_t i = 0; batch->outputs && i < batch->desc->num_outputs; ++i)
    free(batch->outputs[i]);
  free(batch->inputs);
  free(batch->outputs);
  *batch = (vitc_batch){0};
}

/// splitmix64: a good number from any counter.
static uint64_t mix(uint64_t counter) {
  uint64_t z = counter * 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

void vitc_batch_fill(vitc_batch *batch) {
  for (uint32_t i = 0; i < batch->desc->num_inputs; ++i) {
    vitc_dtype dtype = (vitc_dtype)batch->desc->inputs[i].dtype;
    uint64_t count =
        vitc_batch_bytes(&batch->desc->inputs[i], batch->images) / vitc_dtype_size(dtype);
    for (uint64_t at = 0; at < count; ++at) {
      uint64_t random = mix(((uint64_t)(i + 1) << 48) + at);
      double real = (double)(int64_t)(random >> 40) / (1 << 23) - 1; // 24 bits: exact in f32
      switch (dtype) {
      case VITC_F32:
        ((float *)batch->inputs[i])[at] = (float)real;
        break;
      case VITC_F64:
        ((double *)batch->inputs[i])[at] = real;
        break;
      case VITC_I64:
        ((int64_t *)batch->inputs[i])[at] = (int64_t)(random >> 63);
        break;
      case VITC_I32:
        ((int32_t *)batch->inputs[i])[at] = (int32_t)(random >> 63);
        break;
      }
    }
  }
}

bool vitc_batch_run(vitc_batch *batch, vitc_model *model, uint64_t count, vitc_message *error) {
  vitc_status status =
      vitc_model_run(model, (int64_t)count, (const void *const *)batch->inputs, batch->outputs);
  return status == VITC_OK ||
         vitc_fail(error, "cannot run the model: %s", vitc_status_string(status));
}

int vitc_find_tensor(const vitc_tensor_desc *tensors, uint32_t count, const char *name) {
  for (uint32_t i = 0; i < count; ++i)
    if (strcmp(tensors[i].name, name) == 0)
      return (int)i;
  return -1;
}
