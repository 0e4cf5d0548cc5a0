//===- Options.c - the command line of an executable -------------------------===//
#include "Options.h"
#include "Message.h"

#include <stddef.h>
#include <string.h>

typedef struct option {
  const char *name;
  enum { FLAG, NUMBER, PATH } kind;
  size_t offset; // in vitc_options
  uint32_t least, most;
} option;

#define AT(field) offsetof(vitc_options, field)
static const option known[] = {
    {"--top-k", NUMBER, AT(top_k), 1, 1000000},
    {"--json", FLAG, AT(json), 0, 0},
    {"--threads", NUMBER, AT(threads), 1, 1024},
    {"--input", PATH, AT(input), 0, 0},
    {"--output", PATH, AT(output), 0, 0},
    {"--bench", FLAG, AT(bench), 0, 0},
    {"--iterations", NUMBER, AT(iterations), 1, 1000000},
    {"--warmup", NUMBER, AT(warmup), 0, 1000000},
    {"--selftest", FLAG, AT(selftest), 0, 0},
    {"--help", FLAG, AT(help), 0, 0},
    {"--version", FLAG, AT(version), 0, 0},
};
#define NUM_KNOWN (sizeof(known) / sizeof(*known))

void vitc_options_help(FILE *out, const vitc_options *options, const char *model, bool pictures) {
  if (pictures)
    fprintf(out, "usage: %s IMAGE... [options]\n       ", options->program);
  else
    fputs("usage: ", out);
  fprintf(out, "%s --input T.safetensors [options]\n\n", options->program);
  fprintf(out, "Runs the model %s%s.\n\n", model,
          pictures ? " on JPEG, PNG and WebP pictures" : " on tensors");
  fputs("  --top-k K        labels for each picture (default: 5)\n"
        "  --json           print JSON\n"
        "  --threads N      threads (default: one for each processor)\n"
        "  --input FILE     read the model's inputs from a safetensors file\n"
        "  --output FILE    write the outputs to a safetensors file, print no answers\n"
        "  --bench          measure latency and images per second at batch 1\n"
        "  -n, --iterations N\n                   runs that --bench measures (default: 100)\n"
        "  --warmup N       runs before them (default: 10)\n"
        "  --selftest       run twice, and with one thread, and compare the bits\n"
        "  --help           print this\n"
        "  --version        print the model's and the compiler's names\n\n"
        "VITC_ISA=x86-64-v3 in the environment forces a lower instruction set level.\n"
        "Exit codes: 0 done, 1 bad input, 2 wrong usage.\n",
        out);
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/// Edits (insert, delete, replace) between two words of at most 31 letters.
static size_t distance(const char *left, size_t left_size, const char *right) {
  size_t row[32], right_size = strlen(right);
  if (left_size > 31 || right_size > 31)
    return 32;
  for (size_t j = 0; j <= right_size; ++j)
    row[j] = j;
  for (size_t i = 1; i <= left_size; ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= right_size; ++j) {
      size_t change = diagonal + (left[i - 1] != right[j - 1]);
      diagonal = row[j];
      row[j] = least(change, 1 + least(row[j], row[j - 1]));
    }
  }
  return row[right_size];
}

static bool unknown(const char *word, size_t size, const char *program, vitc_message *error) {
  const option *nearest = NULL;
  size_t best = 4; // farther is no typing error
  for (size_t i = 0; i < NUM_KNOWN; ++i) {
    size_t edits = distance(word, size, known[i].name);
    if (edits < best) {
      best = edits;
      nearest = &known[i];
    }
  }
  if (nearest)
    vitc_hint(error, "did you mean '%s'?", nearest->name);
  else
    vitc_hint(error, "'%s --help' lists the options; a file of this name is './%.*s'", program,
              (int)least(size, 60), word);
  return vitc_fail(error, "unknown option '%.*s'", (int)least(size, 100), word);
}

static bool read_number(const option *option, const char *text, uint32_t *number,
                        vitc_message *error) {
  uint64_t value = 0;
  size_t digits = strspn(text, "0123456789");
  bool ok = digits > 0 && digits < 10 && text[digits] == 0;
  for (size_t i = 0; ok && i < digits; ++i)
    value = value * 10 + (uint64_t)(text[i] - '0');
  if (!ok || value < option->least || value > option->most)
    return vitc_fail(error, "%s: found '%.40s', expected a whole number from %u to %u",
                     option->name, text, option->least, option->most);
  *number = (uint32_t)value;
  return true;
}

/// Takes one option, and its value from behind '=' or from the next argument.
static bool take(char **argv, int argc, int *at, vitc_options *options, vitc_message *error) {
  const char *word = argv[*at];
  if (strcmp(word, "-h") == 0)
    word = "--help";
  else if (strcmp(word, "-n") == 0)
    word = "--iterations";
  const char *equals = strchr(word, '=');
  size_t size = equals ? (size_t)(equals - word) : strlen(word);
  const option *found = NULL;
  for (size_t i = 0; i < NUM_KNOWN; ++i)
    if (strlen(known[i].name) == size && memcmp(known[i].name, word, size) == 0)
      found = &known[i];
  if (!found)
    return unknown(word, size, options->program, error);
  void *field = (char *)options + found->offset;
  if (found->kind == FLAG) {
    if (equals)
      return vitc_fail(error, "%s: found '%.40s', expected no value", found->name, equals + 1);
    *(bool *)field = true;
    return true;
  }
  const char *value = equals ? equals + 1 : *at + 1 < argc ? argv[++*at] : NULL;
  if (!value || !*value)
    return vitc_fail(error, "%s: found nothing, expected %s", found->name,
                     found->kind == PATH ? "a file" : "a number");
  if (found->kind == NUMBER)
    return read_number(found, value, field, error);
  *(const char **)field = value;
  return true;
}

/// Options that contradict each other, or nothing to do.
static bool check(const vitc_options *options, vitc_message *error) {
  const char *mode = options->bench ? "--bench" : options->selftest ? "--selftest" : NULL;
  if (options->help || options->version)
    return true;
  if (options->bench && options->selftest)
    return vitc_fail(error, "found --bench and --selftest, expected one of them");
  if (mode && (options->num_images || options->input || options->output))
    return vitc_fail(error, "found %s with files, expected it alone: it makes its own input", mode);
  if (options->num_images && options->input)
    return vitc_fail(error, "found pictures and --input, expected one of them");
  if (!mode && !options->num_images && !options->input) {
    vitc_hint(error, "'%s --help' lists the options", options->program);
    return vitc_fail(error, "found no input, expected IMAGE... or --input FILE");
  }
  return true;
}

bool vitc_options_parse(int argc, char **argv, vitc_options *options) {
  const char *name = argc > 0 && argv[0] ? argv[0] : "model";
  const char *slash = strrchr(name, '/');
  *options = (vitc_options){.program = slash ? slash + 1 : name,
                            .images = argv + (argc > 0),
                            .top_k = 5,
                            .iterations = 100,
                            .warmup = 10};
  vitc_message error = {0};
  bool ok = true, only_files = false;
  for (int i = 1; ok && i < argc; ++i) {
    if (!only_files && strcmp(argv[i], "--") == 0)
      only_files = true;
    else if (!only_files && argv[i][0] == '-' && argv[i][1])
      ok = take(argv, argc, &i, options, &error);
    else
      options->images[options->num_images++] = argv[i];
  }
  if (ok && check(options, &error))
    return true;
  vitc_print_message(options->program, &error);
  return false;
}
