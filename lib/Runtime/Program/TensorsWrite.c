//===- TensorsWrite.c - writing safetensors -----------------------------------===//
#define _GNU_SOURCE
#include "File.h"
#include "Tensors.h"
#include "vitc/Runtime/Program.h"

#include <stdlib.h>
#include <string.h>

const char *vitc_dtype_name(vitc_dtype dtype) {
  static const char *const names[] = {"F32", "F64", "I64", "I32"};
  return names[dtype];
}

uint32_t vitc_dtype_size(vitc_dtype dtype) {
  return dtype == VITC_F64 || dtype == VITC_I64 ? 8 : 4;
}

static uint64_t bytes_of(const vitc_tensor_desc *desc, uint64_t batch) {
  uint64_t bytes = batch * vitc_dtype_size((vitc_dtype)desc->dtype);
  for (uint32_t i = 0; i < desc->rank; ++i)
    bytes *= (uint64_t)desc->shape[i]; // vitc_model_create checked one image, the caller the batch
  return bytes;
}

/// Widest elements first, so that all are aligned; then by name. As the reference writes them.
static int compare(const void *left, const void *right, void *argument) {
  const vitc_tensor_desc *descs = argument;
  const vitc_tensor_desc *a = &descs[*(const uint32_t *)left],
                         *b = &descs[*(const uint32_t *)right];
  uint32_t wide_a = vitc_dtype_size((vitc_dtype)a->dtype);
  uint32_t wide_b = vitc_dtype_size((vitc_dtype)b->dtype);
  return wide_a != wide_b ? (int)wide_b - (int)wide_a : strcmp(a->name, b->name);
}

static void print_header(FILE *out, uint32_t count, const vitc_tensor_desc *descs, uint64_t batch,
                         const uint32_t *order) {
  uint64_t begin = 0;
  fputc('{', out);
  for (uint32_t i = 0; i < count; ++i) {
    const vitc_tensor_desc *desc = &descs[order[i]];
    uint64_t end = begin + bytes_of(desc, batch);
    fputs(i ? "," : "", out);
    vitc_print_json_string(out, desc->name);
    fprintf(out, ":{\"dtype\":\"%s\",\"shape\":[%llu", vitc_dtype_name((vitc_dtype)desc->dtype),
            (unsigned long long)batch * (unsigned long long)desc->shape[0]);
    for (uint32_t d = 1; d < desc->rank; ++d)
      fprintf(out, ",%lld", (long long)desc->shape[d]);
    fprintf(out, "],\"data_offsets\":[%llu,%llu]}", (unsigned long long)begin,
            (unsigned long long)end);
    begin = end;
  }
  fputc('}', out);
  while (ftell(out) % 8 != 0)
    fputc(' ', out);
}

bool vitc_tensors_write(const char *path, uint32_t count, const vitc_tensor_desc *descs,
                        uint64_t batch, void *const *data, vitc_message *error) {
  char *header = NULL;
  size_t header_size = 0;
  uint32_t *order = malloc(count * sizeof(*order) + 1);
  vitc_piece *pieces = malloc((count + 2) * sizeof(*pieces));
  FILE *out = order && pieces ? open_memstream(&header, &header_size) : NULL;
  bool ok = out != NULL;
  if (ok) {
    for (uint32_t i = 0; i < count; ++i)
      order[i] = i;
    qsort_r(order, count, sizeof(*order), compare, (void *)descs);
    print_header(out, count, descs, batch, order);
    ok = fclose(out) == 0;
  }
  if (ok) {
    unsigned char size[8];
    for (int i = 0; i < 8; ++i)
      size[i] = (unsigned char)((uint64_t)header_size >> 8 * i);
    pieces[0] = (vitc_piece){size, 8};
    pieces[1] = (vitc_piece){header, header_size};
    for (uint32_t i = 0; i < count; ++i)
      pieces[i + 2] = (vitc_piece){data[order[i]], (size_t)bytes_of(&descs[order[i]], batch)};
    ok = vitc_write_file(path, pieces, count + 2, error);
  } else {
    vitc_fail(error, "out of memory");
  }
  free(header);
  free(pieces);
  free(order);
  return ok;
}
