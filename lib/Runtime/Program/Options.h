//===- Options.h - the command line of an executable -------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_OPTIONS_H
#define VITC_LIB_RUNTIME_PROGRAM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct vitc_options {
  const char *program; ///< argv[0] without its folder
  char **images;       ///< moved to the front of argv; not owned
  uint32_t num_images;
  const char *input, *output; ///< safetensors, or null
  uint32_t top_k;             ///< 5
  uint32_t threads;           ///< 0: one for each processor
  uint32_t iterations;        ///< of --bench: 100
  uint32_t warmup;            ///< of --bench: 10
  bool json, bench, selftest, help, version;
} vitc_options;

/// Reads argv. False after one error on stderr, with a hint: the exit code is 2.
bool vitc_options_parse(int argc, char **argv, vitc_options *options);

/// The whole help; fits a screen.
void vitc_options_help(FILE *out, const vitc_options *options, const char *model, bool pictures);

#endif
