//===- Main.c - what an executable made by vitc does --------------------------===//
#define _GNU_SOURCE
#include "../Core/Isa.h"
#include "../Core/Weights.h"
#include "Session.h"
#include "vitc/Runtime/Program.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef VITC_VERSION
#error "the build names the version"
#endif

/// A standard stream that the caller closed must not become the first file we open. What is written
/// to the stand-in for stdout fails, as it should.
static void reserve_standard_streams(void) {
  for (int stream = 0; stream < 3; ++stream)
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF)
      (void)!open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
}

static int explain(const vitc_options *options, const vitc_model_desc *desc, vitc_status status) {
  vitc_message error = {0};
  const char *file = options->program, *forced = getenv("VITC_ISA");
  char path[PATH_MAX];
  vitc_isa limit;
  vitc_fail(&error, "%s", vitc_status_string(status));
  vitc_status forcing = vitc_isa_limit(&limit);
  if (forcing == VITC_BAD_ARGUMENT) {
    file = "VITC_ISA";
    vitc_fail(&error,
              "found '%.40s', expected x86-64, x86-64-v3, x86-64-v4, "
              "x86-64-v4-vnni or x86-64-v4-bf16",
              forced);
  } else if (forcing == VITC_NO_ISA) {
    file = "VITC_ISA";
    vitc_fail(&error, "found '%s', expected at most what the processor has, %s", forced,
              vitc_isa_string(vitc_isa_of_processor()));
    vitc_hint(&error, "without VITC_ISA the best level that file and processor share is used");
  } else if (status == VITC_NO_ISA) {
    vitc_isa lowest = (vitc_isa)desc->variants[desc->num_variants - 1].isa;
    vitc_fail(&error, "found %s %s, expected at least %s",
              limit < vitc_isa_of_processor() ? "VITC_ISA at" : "a processor of level",
              vitc_isa_string(limit), vitc_isa_string(lowest));
    vitc_hint(&error, "compile the model with --cpu=%s",
              lowest > VITC_ISA_X86_64_V3 ? "portable to run where there is AVX2"
                                          : "x86-64 to run on every x86-64 processor");
  } else if (status == VITC_NO_WEIGHTS &&
             vitc_weights_locate(desc, NULL, path, sizeof(path)) == VITC_OK) {
    file = path;
    if (access(path, R_OK) != 0)
      vitc_fail(&error, "cannot be opened: %s", strerror(errno));
    else
      vitc_fail(&error, "found other weights than those this model was compiled with");
    vitc_hint(&error, "keep the file that vitc wrote beside the executable");
  }
  vitc_print_message(file, &error);
  return 1;
}

static int run_mode(vitc_session *session) {
  const vitc_options *options = session->options;
  vitc_model_options chosen = {.struct_size = sizeof(chosen), .threads = options->threads};
  vitc_status status = vitc_model_create(session->desc, &chosen, &session->model);
  if (status != VITC_OK)
    return explain(options, session->desc, status);
  int code = options->bench        ? vitc_run_bench(session)
             : options->selftest   ? vitc_run_selftest(session)
             : options->num_images ? vitc_run_pictures(session)
                                   : vitc_run_tensors(session);
  vitc_model_destroy(session->model);
  return code;
}

/// Prints what was collected. A reader that has gone away is no news; a full disk is.
static int print_results(const char *program, const char *text, size_t size) {
  fwrite(text, 1, size, stdout);
  if (fflush(stdout) == 0 && !ferror(stdout))
    return 0;
  if (errno != EPIPE && errno != EBADF) {
    vitc_message error = {0};
    vitc_fail(&error, "the results cannot be written: %s", strerror(errno));
    vitc_print_message(program, &error);
  }
  return 1;
}

int vitc_program_main(const vitc_model_desc *desc, int argc, char **argv) {
  vitc_options options;
  char *text = NULL;
  size_t size = 0;
  reserve_standard_streams();
  signal(SIGPIPE, SIG_IGN);
  if (!vitc_options_parse(argc, argv, &options))
    return 2;
  vitc_session session = {desc, &options, NULL, open_memstream(&text, &size)};
  if (!session.out) {
    vitc_message error = {0};
    vitc_fail(&error, "out of memory");
    vitc_print_message(options.program, &error);
    return 1;
  }
  int code = 0;
  if (options.help)
    vitc_options_help(session.out, &options, desc->name, desc->recipe != NULL);
  else if (options.version)
    fprintf(session.out, "%s, compiled by vitc %s\n", desc->name, VITC_VERSION);
  else
    code = run_mode(&session);
  if (fclose(session.out) != 0 && code == 0)
    code = 1;
  if (code == 0)
    code = print_results(options.program, text, size);
  free(text);
  return code;
}
