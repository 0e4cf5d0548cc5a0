//===- Tensors.h - safetensors in and out ------------------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_TENSORS_H
#define VITC_LIB_RUNTIME_PROGRAM_TENSORS_H

#include "Message.h"
#include "vitc/Runtime/Model.h"

/// One tensor of a file, checked: its bytes lie inside, their number is the shape's.
typedef struct vitc_file_tensor {
  char *name;
  const char *dtype; ///< as the file spells it: "F32"
  uint32_t rank; ///< may be more than VITC_MAX_RANK; then only the first dimensions are in `shape`
  uint64_t shape[VITC_MAX_RANK];
  uint64_t begin, end; ///< in `data`
} vitc_file_tensor;

typedef struct vitc_tensor_file {
  unsigned char *bytes; ///< the whole file
  const unsigned char *data;
  size_t count;
  vitc_file_tensor *tensors; ///< sorted by name
} vitc_tensor_file;

/// Reads and checks a file by the rules of the reference parser: header at most 100 000 000 bytes,
/// beginning with '{'; every byte of the data belongs to exactly one tensor. Stricter in one point:
/// duplicate names and keys are refused.
bool vitc_tensors_read(const char *path, vitc_tensor_file *file, vitc_message *error);

/// The tensor called `name`, or null.
const vitc_file_tensor *vitc_tensors_find(const vitc_tensor_file *file, const char *name);

void vitc_tensors_free(vitc_tensor_file *file);

/// How safetensors spells `dtype`.
const char *vitc_dtype_name(vitc_dtype dtype);

/// Bytes of one element.
uint32_t vitc_dtype_size(vitc_dtype dtype);

/// Writes tensors [batch, desc.shape[1..]] to `path`, completely or not at all. `data[i]` belongs
/// to descs[i].
bool vitc_tensors_write(const char *path, uint32_t count, const vitc_tensor_desc *descs,
                        uint64_t batch, void *const *data, vitc_message *error);

#endif
