//===- Deliver.c - outputs become a file, answers, or a digest ----------------===//
#include "Session.h"
#include "Tensors.h"
#include "Text.h"
#include "vitc/Runtime/Program.h"

#include <string.h>

/// What is worth seeing of a tensor without labels.
typedef struct digest {
  double least, most, mean;
  uint64_t fnv1a; // of the bytes
} digest;

static double element(const void *data, vitc_dtype dtype, uint64_t at) {
  switch (dtype) {
  case VITC_F32:
    return ((const float *)data)[at];
  case VITC_F64:
    return ((const double *)data)[at];
  case VITC_I64:
    return (double)((const int64_t *)data)[at];
  case VITC_I32:
    return ((const int32_t *)data)[at];
  }
  return 0;
}

static digest digest_of(const vitc_tensor_desc *desc, const void *data) {
  vitc_dtype dtype = (vitc_dtype)desc->dtype;
  uint64_t bytes = vitc_batch_bytes(desc, 1), count = bytes / vitc_dtype_size(dtype);
  double sum = 0;
  digest digest = {element(data, dtype, 0), element(data, dtype, 0), 0, 0xcbf29ce484222325u};
  for (uint64_t i = 0; i < count; ++i) {
    double value = element(data, dtype, i);
    digest.least = value < digest.least ? value : digest.least;
    digest.most = value > digest.most ? value : digest.most;
    sum += value;
  }
  for (uint64_t i = 0; i < bytes; ++i)
    digest.fnv1a = (digest.fnv1a ^ ((const unsigned char *)data)[i]) * 0x100000001b3u;
  digest.mean = sum / (double)count;
  return digest;
}

static void print_shape(FILE *out, const vitc_tensor_desc *desc) {
  uint32_t first = desc->shape[0] == 1 ? 1 : 0; // one row of a batch is no dimension
  fputc('[', out);
  for (uint32_t i = first; i < desc->rank; ++i)
    fprintf(out, i > first ? ", %lld" : "%lld", (long long)desc->shape[i]);
  fputc(']', out);
}

static void print_feature(FILE *out, bool json, const vitc_tensor_desc *desc, const void *data) {
  digest digest = digest_of(desc, data);
  const char *dtype = vitc_dtype_name((vitc_dtype)desc->dtype);
  if (!json) {
    fprintf(out, "%s  %s ", desc->name, dtype);
    print_shape(out, desc);
    fprintf(out, "  min %.6g  max %.6g  mean %.6g  fnv1a %016llx\n", digest.least, digest.most,
            digest.mean, (unsigned long long)digest.fnv1a);
    return;
  }
  fputs("{\"name\": ", out);
  vitc_print_json_string(out, desc->name);
  fprintf(out, ", \"dtype\": \"%s\", \"shape\": ", dtype);
  print_shape(out, desc);
  fputs(", \"min\": ", out);
  vitc_print_json_number(out, digest.least);
  fputs(", \"max\": ", out);
  vitc_print_json_number(out, digest.most);
  fputs(", \"mean\": ", out);
  vitc_print_json_number(out, digest.mean);
  fprintf(out, ", \"fnv1a\": \"%016llx\"}", (unsigned long long)digest.fnv1a);
}

/// As answers are printed: text with the name as title, JSON as a list, or a list of lists.
static void print_features(vitc_session *session, const vitc_batch *batch,
                           const char *const *names) {
  bool json = session->options->json, several = batch->images != 1;
  FILE *out = session->out;
  fputs(json && several ? "[" : "", out);
  for (uint64_t image = 0; image < batch->images; ++image) {
    if (json) {
      fputs(image ? ", [" : "[", out);
    } else {
      vitc_print_plain(out, names[image]);
      fputc('\n', out);
    }
    for (uint32_t i = 0; i < batch->desc->num_outputs; ++i) {
      const vitc_tensor_desc *desc = &batch->desc->outputs[i];
      fputs(json && i ? ", " : "", out);
      print_feature(out, json, desc,
                    (const char *)batch->outputs[i] + image * vitc_batch_bytes(desc, 1));
    }
    fputs(json ? "]" : "", out);
  }
  fputs(json && several ? "]\n" : json ? "\n" : "", out);
}

/// The output that answers come from, or -1: logits [N, classes] f32.
static int find_logits(const vitc_model_desc *desc) {
  int at = vitc_find_tensor(desc->outputs, desc->num_outputs, "logits");
  if (desc->answer == VITC_ANSWER_NONE || at < 0 || desc->outputs[at].rank != 2 ||
      desc->outputs[at].shape[0] != 1 || desc->outputs[at].dtype != VITC_F32 ||
      desc->outputs[at].shape[1] > INT32_MAX)
    return -1;
  return at;
}

bool vitc_deliver(vitc_session *session, const vitc_batch *batch, const char *const *names) {
  const vitc_model_desc *desc = session->desc;
  const vitc_options *options = session->options;
  vitc_message error = {0};
  if (options->output) {
    if (vitc_tensors_write(options->output, desc->num_outputs, desc->outputs, batch->images,
                           batch->outputs, &error))
      return true;
    vitc_print_message(options->output, &error);
    return false;
  }
  int logits = find_logits(desc);
  if (logits < 0) {
    print_features(session, batch, names);
    return true;
  }
  vitc_answer_format format = {
      sizeof(format),   desc->answer, (uint32_t)desc->outputs[logits].shape[1],
      desc->num_labels, desc->labels, options->top_k,
      options->json};
  if (vitc_print_answers(session->out, &format, batch->images, names, batch->outputs[logits]) == 0)
    return true;
  vitc_fail(&error, "out of memory");
  vitc_print_message(options->program, &error);
  return false;
}
