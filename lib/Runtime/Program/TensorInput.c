//===- TensorInput.c - safetensors in, answers out ----------------------------===//
#include "File.h"
#include "Session.h"
#include "Tensors.h"

#include <stdlib.h>
#include <string.h>

static void print_dimensions(char *text, size_t size, const vitc_tensor_desc *desc) {
  size_t at = desc->shape[0] == 1
                  ? (size_t)snprintf(text, size, "[N")
                  : (size_t)snprintf(text, size, "[%lld*N", (long long)desc->shape[0]);
  for (uint32_t i = 1; i < desc->rank && at < size; ++i)
    at += (size_t)snprintf(text + at, size - at, ", %lld", (long long)desc->shape[i]);
  if (at < size)
    snprintf(text + at, size - at, "]");
}

/// The tensor must be what the model expects, with any batch but the same for all inputs.
static bool check_tensor(const vitc_tensor_desc *desc, const vitc_file_tensor *tensor,
                         uint64_t *batch, vitc_message *error) {
  char shape[160];
  const char *dtype = vitc_dtype_name((vitc_dtype)desc->dtype);
  print_dimensions(shape, sizeof(shape), desc);
  vitc_place(error, "%.80s", desc->name);
  if (!tensor)
    return vitc_fail(error, "found no tensor \"%.80s\", expected one of %s %s", desc->name, dtype,
                     shape);
  if (strcmp(tensor->dtype, dtype) != 0)
    return vitc_fail(error, "found %s, expected %s", tensor->dtype, dtype);
  if (tensor->rank != desc->rank)
    return vitc_fail(error, "found rank %u, expected %u: %s", tensor->rank, desc->rank, shape);
  for (uint32_t i = 1; i < desc->rank; ++i)
    if (tensor->shape[i] != (uint64_t)desc->shape[i])
      return vitc_fail(error, "found %llu as dimension %u, expected %lld: %s",
                       (unsigned long long)tensor->shape[i], i, (long long)desc->shape[i], shape);
  if (tensor->shape[0] == 0)
    return vitc_fail(error, "found a batch of 0, expected at least 1");
  uint64_t rows = (uint64_t)desc->shape[0];
  if (tensor->shape[0] % rows != 0)
    return vitc_fail(error, "found %llu rows, expected a multiple of %llu: %s",
                     (unsigned long long)tensor->shape[0], (unsigned long long)rows, shape);
  if (*batch && tensor->shape[0] / rows != *batch)
    return vitc_fail(error, "found a batch of %llu, expected %llu as in the first input",
                     (unsigned long long)(tensor->shape[0] / rows), (unsigned long long)*batch);
  *batch = tensor->shape[0] / rows;
  *error->place = 0;
  return true;
}

/// Fills the batch from the file, which may hold more tensors than the model reads.
static bool load(const char *path, const vitc_model_desc *desc, vitc_batch *batch,
                 vitc_message *error) {
  vitc_tensor_file file;
  if (!vitc_tensors_read(path, &file, error))
    return false;
  uint64_t images = 0;
  bool ok = true;
  for (uint32_t i = 0; ok && i < desc->num_inputs; ++i)
    ok = check_tensor(&desc->inputs[i], vitc_tensors_find(&file, desc->inputs[i].name), &images,
                      error);
  ok = ok && vitc_batch_create(batch, desc, images ? images : 1, error);
  for (uint32_t i = 0; ok && i < desc->num_inputs; ++i) {
    // Copied: the file's offsets may have any alignment.
    const vitc_file_tensor *tensor = vitc_tensors_find(&file, desc->inputs[i].name);
    memcpy(batch->inputs[i], file.data + tensor->begin, tensor->end - tensor->begin);
  }
  vitc_tensors_free(&file);
  return ok;
}

/// "T.safetensors" for one image, else "T.safetensors[3]".
static char **names_of(const char *path, uint64_t images) {
  size_t size = strlen(path) + 24;
  char **names = malloc(images * (sizeof(char *) + size));
  for (uint64_t i = 0; names && i < images; ++i) {
    names[i] = (char *)(names + images) + i * size;
    snprintf(names[i], size, images == 1 ? "%s" : "%s[%llu]", path, (unsigned long long)i);
  }
  return names;
}

int vitc_run_tensors(vitc_session *session) {
  const vitc_options *options = session->options;
  vitc_batch batch = {0};
  vitc_message error = {0};
  if (options->output && vitc_same_file(options->input, options->output)) {
    vitc_fail(&error, "found the input's own file as --output, expected another one");
    vitc_print_message(options->output, &error);
    return 1;
  }
  bool ok = load(options->input, session->desc, &batch, &error) &&
            vitc_batch_run(&batch, session->model, batch.images, &error);
  char **names = ok ? names_of(options->input, batch.images) : NULL;
  if (ok && !names)
    ok = vitc_fail(&error, "out of memory");
  if (!ok)
    vitc_print_message(options->input, &error);
  ok = ok && vitc_deliver(session, &batch, (const char *const *)names);
  free(names);
  vitc_batch_free(&batch);
  return ok ? 0 : 1;
}
