/*===- peak.c - how fast this machine multiplies ---------------------------===
 *
 * Independent fused multiply-adds from registers, as `vitc bench` counts its peak. Vectors are as
 * wide as the processor that it is compiled for has them.
 *
 *===----------------------------------------------------------------------===*/
#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif
enum { chains = 12, lanes = BYTES / 4 };
typedef float vector __attribute__((vector_size(BYTES)));

/* Runs `steps` rounds; returns how many operations that were, and a sum in *sink so that nothing is
 * optimised away. The factor below one keeps the numbers away from infinities and denormals. */
double vitc_peak(long steps, float *sink) {
  vector sums[chains], factor, term;
  for (int lane = 0; lane < lanes; ++lane) {
    factor[lane] = 0.999f;
    term[lane] = 0.001f;
    for (int i = 0; i < chains; ++i)
      sums[i][lane] = *sink + (float)i;
  }
  /* Two steps in one turn would be ordered by chain, a few at a time: they wait for each other. */
#pragma clang loop unroll(disable)
  for (long step = 0; step < steps; ++step)
#pragma clang loop unroll(full)
    for (int i = 0; i < chains; ++i)
      sums[i] = sums[i] * factor + term;
  for (int i = 0; i < chains; ++i)
    *sink += sums[i][0];
  return 2.0 * (double)steps * chains * lanes;
}
