//===- Weights.h - where packed weights come from ---------------------------===//
#ifndef VITC_LIB_RUNTIME_CORE_WEIGHTS_H
#define VITC_LIB_RUNTIME_CORE_WEIGHTS_H

#include "vitc/Runtime/Model.h"

/// Packed weights in memory, read only.
typedef struct vitc_weights {
  const void *data;     ///< 64-byte aligned; null when the model has none
  void *mapping;        ///< of the side file; null when embedded
  size_t mapping_bytes; ///< of the mapping
} vitc_weights;

/// Writes the side file's path: `weights_path` when given, else desc->weights_file in the folder of
/// the executable or library that holds `desc`. VITC_NO_WEIGHTS when that cannot be found out.
vitc_status vitc_weights_locate(const vitc_model_desc *desc, const char *weights_path, char *path,
                                size_t size);

/// Embedded weights, or the side file mapped shared and read only. The file must be a safetensors
/// file whose data begin at a multiple of 64, are desc->weights_size bytes, end the file, and whose
/// `__metadata__` has "vitc.blake3" with desc->weights_hash in lower-case hexadecimal digits.
vitc_status vitc_weights_open(const vitc_model_desc *desc, const char *weights_path,
                              vitc_weights *weights);

/// Unmaps what vitc_weights_open mapped.
void vitc_weights_close(vitc_weights *weights);

#endif
