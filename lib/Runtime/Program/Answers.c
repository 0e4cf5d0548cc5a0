//===- Answers.c - logits become labels --------------------------------------===//
#include "Text.h"
#include "vitc/Runtime/Program.h"

#include <math.h>
#include <stdlib.h>

/// Best first; equal scores keep the classes' order; NaN is worse than every number.
static int by_score(const void *left, const void *right) {
  const vitc_score *a = left, *b = right;
  if (isnan(a->score) != isnan(b->score))
    return isnan(a->score) ? 1 : -1;
  if (a->score != b->score && !isnan(a->score))
    return a->score > b->score ? -1 : 1;
  return a->index < b->index ? -1 : 1;
}

/// softmax: exp(x - max) / sum, or sigmoid: 1 / (1 + exp(-x)), both in f64.
static void score_all(const float *logits, uint32_t count, vitc_answer answer, vitc_score *scores) {
  double most = -INFINITY, sum = 0;
  for (uint32_t i = 0; i < count; ++i)
    most = logits[i] > most ? logits[i] : most;
  for (uint32_t i = 0; i < count; ++i)
    sum += exp(logits[i] - most);
  for (uint32_t i = 0; i < count; ++i) {
    double score = answer == VITC_ANSWER_SIGMOID ? 1 / (1 + exp(-(double)logits[i]))
                                                 : exp(logits[i] - most) / sum;
    scores[i] = (vitc_score){i, (float)score};
  }
}

uint32_t vitc_top_scores(const float *logits, uint32_t count, vitc_answer answer, uint32_t top_k,
                         vitc_score *scores) {
  score_all(logits, count, answer, scores);
  qsort(scores, count, sizeof(*scores), by_score);
  return top_k < count ? top_k : count;
}

static const char *label_of(const vitc_answer_format *format, uint32_t index, char buffer[32]) {
  if (index < format->num_labels && format->labels && format->labels[index])
    return format->labels[index];
  snprintf(buffer, 32, "LABEL_%u", index); // as transformers names classes without a name
  return buffer;
}

static void print_text(FILE *out, const vitc_answer_format *format, const char *name,
                       const vitc_score *scores, uint32_t count) {
  char buffer[32];
  vitc_print_plain(out, name);
  fputc('\n', out);
  for (uint32_t i = 0; i < count; ++i) {
    fprintf(out, "%.4f  ", scores[i].score);
    vitc_print_plain(out, label_of(format, scores[i].index, buffer));
    fputc('\n', out);
  }
}

static void print_json(FILE *out, const vitc_answer_format *format, const vitc_score *scores,
                       uint32_t count) {
  char buffer[32];
  fputc('[', out);
  for (uint32_t i = 0; i < count; ++i) {
    fputs(i ? ", {\"label\": " : "{\"label\": ", out);
    vitc_print_json_string(out, label_of(format, scores[i].index, buffer));
    fputs(", \"score\": ", out);
    vitc_print_json_number(out, scores[i].score);
    fputc('}', out);
  }
  fputc(']', out);
}

int vitc_print_answers(FILE *out, const vitc_answer_format *format, size_t images,
                       const char *const *names, const float *logits) {
  vitc_score *scores = malloc((format->num_classes ? format->num_classes : 1) * sizeof(*scores));
  if (!scores)
    return -1;
  if (format->json && images != 1)
    fputc('[', out);
  for (size_t i = 0; i < images; ++i) {
    uint32_t count = vitc_top_scores(logits + i * format->num_classes, format->num_classes,
                                     (vitc_answer)format->answer, format->top_k, scores);
    if (!format->json) {
      print_text(out, format, names[i], scores, count);
      continue;
    }
    if (i > 0)
      fputs(", ", out);
    print_json(out, format, scores, count);
  }
  if (format->json)
    fputs(images != 1 ? "]\n" : "\n", out);
  free(scores);
  return ferror(out) ? -1 : 0;
}
