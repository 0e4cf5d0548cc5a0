/*===- program.c - a C program around a library for AArch64 -----------------===
 *
 * usage: program THREADS BATCH INPUT OUTPUT
 *
 * Runs the library whose functions begin with model_ on BATCH images in the file INPUT, raw floats,
 * writes its one output to OUTPUT and prints the instruction set level it is bound to.
 *
 *===----------------------------------------------------------------------===*/
#include "model.h"
#include "vitc/Runtime/Model.h"

#include <stdio.h>
#include <stdlib.h>

static int fail(const char *what) {
  fprintf(stderr, "program: error: %s\n", what);
  return 1;
}

static size_t elements(const vitc_tensor_desc *tensor, size_t batch) {
  size_t count = batch;
  for (uint32_t i = 1; i < tensor->rank; ++i)
    count *= (size_t)tensor->shape[i];
  return count;
}

static int run(model *loaded, size_t batch, const char *input, const char *output) {
  const vitc_model_desc *described = model_describe();
  if (described->num_inputs != 1 || described->num_outputs != 1)
    return fail("more than one input or output");
  size_t in = elements(described->inputs, batch), out = elements(described->outputs, batch);
  float *numbers = malloc((in + out) * sizeof(float));
  FILE *file = fopen(input, "rb");
  if (!numbers || !file || fread(numbers, sizeof(float), in, file) != in)
    return fail("the input is absent or too short");
  fclose(file);
  model_status status = model_run(loaded, (int64_t)batch, numbers, numbers + in);
  if (status != MODEL_OK)
    return fail(model_status_string(status));
  file = fopen(output, "wb");
  if (!file || fwrite(numbers + in, sizeof(float), out, file) != out || fclose(file))
    return fail("the output cannot be written");
  free(numbers);
  return puts(model_isa(loaded)) < 0;
}

int main(int count, char **words) {
  if (count != 5)
    return fail("expected four words");
  model_options options = {.struct_size = sizeof options,
                           .threads = (uint32_t)strtoul(words[1], 0, 10)};
  model *loaded;
  model_status status = model_create(&options, &loaded);
  if (status != MODEL_OK)
    return fail(model_status_string(status));
  int code = run(loaded, strtoul(words[2], 0, 10), words[3], words[4]);
  model_destroy(loaded);
  return code;
}
