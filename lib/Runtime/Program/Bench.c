//===- Bench.c - how fast is this model here ----------------------------------===//
#define _GNU_SOURCE
#include "Session.h"
#include "Text.h"
#include "vitc/Runtime/Program.h"

#include <stdlib.h>
#include <time.h>

static double milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static int rising(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

static void report(vitc_session *session, double *times, uint32_t count) {
  qsort(times, count, sizeof(*times), rising);
  double median = (times[(count - 1) / 2] + times[count / 2]) / 2;
  double p99 = times[(uint64_t)count * 99 / 100 < count ? (uint64_t)count * 99 / 100 : count - 1];
  bool json = session->options->json;
  FILE *out = session->out;
  if (json) {
    fputs("{\"model\": ", out);
    vitc_print_json_string(out, session->desc->name);
  } else {
    vitc_print_plain(out, session->desc->name);
  }
  fprintf(out,
          json ? ", \"isa\": \"%s\", \"threads\": %u, \"batch\": 1, \"runs\": %u, "
                 "\"latency_ms\": {\"min\": %.4f, \"median\": %.4f, \"p99\": %.4f}, "
                 "\"images_per_second\": %.2f}\n"
               : ", %s, %u threads, batch 1, %u runs\n"
                 "latency   min %.4f ms   median %.4f ms   p99 %.4f ms\n"
                 "%.2f images/s\n",
          vitc_isa_string(vitc_model_isa(session->model)), vitc_model_threads(session->model),
          count, times[0], median, p99, 1e3 / median);
}

int vitc_run_bench(vitc_session *session) {
  const vitc_options *options = session->options;
  vitc_message error = {0};
  vitc_batch batch = {0};
  double *times = malloc(options->iterations * sizeof(*times));
  bool ok = times ? vitc_batch_create(&batch, session->desc, 1, &error)
                  : vitc_fail(&error, "out of memory");
  if (ok)
    vitc_batch_fill(&batch);
  for (uint32_t i = 0; ok && i < options->warmup; ++i)
    ok = vitc_batch_run(&batch, session->model, 1, &error);
  for (uint32_t i = 0; ok && i < options->iterations; ++i) {
    double begin = milliseconds();
    ok = vitc_batch_run(&batch, session->model, 1, &error);
    times[i] = milliseconds() - begin;
  }
  if (ok)
    report(session, times, options->iterations);
  else
    vitc_print_message(options->program, &error);
  vitc_batch_free(&batch);
  free(times);
  return ok ? 0 : 1;
}
