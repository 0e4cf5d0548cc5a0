//===- Batch.h - tensors of some images --------------------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_BATCH_H
#define VITC_LIB_RUNTIME_PROGRAM_BATCH_H

#include "Message.h"
#include "vitc/Runtime/Model.h"

/// Memory for all inputs and outputs of `images` images.
typedef struct vitc_batch {
  const vitc_model_desc *desc;
  uint64_t images;
  void **inputs, **outputs;
} vitc_batch;

/// Bytes of `images` images of a tensor; 0 when they do not fit an address space.
uint64_t vitc_batch_bytes(const vitc_tensor_desc *tensor, uint64_t images);

/// Zeroed memory. Fails when there is not enough.
bool vitc_batch_create(vitc_batch *batch, const vitc_model_desc *desc, uint64_t images,
                       vitc_message *error);

void vitc_batch_free(vitc_batch *batch);

/// Fills the inputs with numbers that depend on nothing but their place: floats in [-1, 1),
/// integers 0 or 1.
void vitc_batch_fill(vitc_batch *batch);

/// Runs images [0, count).
bool vitc_batch_run(vitc_batch *batch, vitc_model *model, uint64_t count, vitc_message *error);

/// Number of the tensor called `name`, or -1.
int vitc_find_tensor(const vitc_tensor_desc *tensors, uint32_t count, const char *name);

#endif
