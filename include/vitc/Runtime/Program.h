/*===- Program.h - what an executable made by vitc does ----------------------===
 *
 * The command line of `./classify IMAGE…`, and the printing of answers that `vitc run` shares with
 * it.
 *
 *===----------------------------------------------------------------------===*/
#ifndef VITC_RUNTIME_PROGRAM_H
#define VITC_RUNTIME_PROGRAM_H

#include "vitc/Runtime/Model.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The whole of `main`: parses the options, runs the model that `desc` describes, prints the
 * answers. Returns the exit code: 0 done, 1 bad input or a failed write, 2 wrong usage. */
int vitc_program_main(const vitc_model_desc *desc, int argc, char **argv);

/* How answers look. */
typedef struct vitc_answer_format {
  uint32_t struct_size;
  uint32_t answer;           /* vitc_answer, not VITC_ANSWER_NONE */
  uint32_t num_classes;      /* logits of one image */
  uint32_t num_labels;       /* entries of `labels`; a class without one is called LABEL_<index> */
  const char *const *labels; /* UTF-8 */
  uint32_t top_k;            /* at least 1; more than num_classes means all */
  uint32_t json;             /* 0: text, 1: JSON */
} vitc_answer_format;

typedef struct vitc_score {
  uint32_t index; /* of the class */
  float score;    /* computed in f64, rounded once */
} vitc_score;

/* The `top_k` best scores of one image, best first, equal scores by rising index, NaN last.
 * `scores` has room for `count` entries. Returns how many are meant: the smaller of top_k and
 * count. */
uint32_t vitc_top_scores(const float *logits, uint32_t count, vitc_answer answer, uint32_t top_k,
                         vitc_score *scores);

/* Prints the answers for `images` images: logits [images, num_classes] f32, names[i] as title of
 * image i. Text: a line with the name, then `score  label` lines with four decimals. JSON: what
 * json.dumps prints of a transformers pipeline's result, one list for one image, else a list of
 * lists. 0 when all was written, else -1. */
int vitc_print_answers(FILE *out, const vitc_answer_format *format, size_t images,
                       const char *const *names, const float *logits);

/* Writes a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD. */
void vitc_print_json_string(FILE *out, const char *text);

/* Writes the shortest decimal that reads back as `value`, as Python's repr does. */
void vitc_print_json_number(FILE *out, double value);

#ifdef __cplusplus
}
#endif
#endif
