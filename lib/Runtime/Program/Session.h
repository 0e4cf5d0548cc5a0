//===- Session.h - one call of an executable ---------------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_SESSION_H
#define VITC_LIB_RUNTIME_PROGRAM_SESSION_H

#include "Batch.h"
#include "Options.h"

#include <stdio.h>

/// What every mode works with. `out` collects the results; they are printed when all went well.
typedef struct vitc_session {
  const vitc_model_desc *desc;
  const vitc_options *options;
  vitc_model *model;
  FILE *out;
} vitc_session;

/// Every mode prints its own errors and returns the exit code.
int vitc_run_pictures(vitc_session *session);
int vitc_run_tensors(vitc_session *session);
int vitc_run_bench(vitc_session *session);
int vitc_run_selftest(vitc_session *session);

/// Writes the batch to --output, or prints the answers (or features) of its images. False after an
/// error on stderr.
bool vitc_deliver(vitc_session *session, const vitc_batch *batch, const char *const *names);

#endif
