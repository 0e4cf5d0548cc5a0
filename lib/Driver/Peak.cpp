//===- Peak.cpp - how fast this machine multiplies ------------------------===//
//
// The chains are longer than a multiply-add takes, so that both units of a core stay busy; the
// factor below one keeps the numbers away from infinities and denormals, which may be slow.
//
//===----------------------------------------------------------------------===//

#include "Peak.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <immintrin.h>
#include <thread>
#include <vector>

namespace vitc::driver {

namespace {
constexpr int chains512 = 12, chains256 = 12, chains128 = 12;
constexpr int64_t steps = 400000; // about a millisecond

/// Each returns a sum, so that nothing is optimised away.
__attribute__((target("avx512f"), noinline)) float runV4(float start) {
  __m512 factor = _mm512_set1_ps(0.999f), term = _mm512_set1_ps(0.001f), sums[chains512];
  for (int i = 0; i < chains512; ++i)
    sums[i] = _mm512_set1_ps(start + i);
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < chains512; ++i)
      sums[i] = _mm512_fmadd_ps(sums[i], factor, term);
  }
  float result[16];
  for (int i = 1; i < chains512; ++i)
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  _mm512_storeu_ps(result, sums[0]);
  return result[0];
}

__attribute__((target("avx2,fma"), noinline)) float runV3(float start) {
  __m256 factor = _mm256_set1_ps(0.999f), term = _mm256_set1_ps(0.001f), sums[chains256];
  for (int i = 0; i < chains256; ++i)
    sums[i] = _mm256_set1_ps(start + i);
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < chains256; ++i)
      sums[i] = _mm256_fmadd_ps(sums[i], factor, term);
  }
  float result[8];
  for (int i = 1; i < chains256; ++i)
    sums[0] = _mm256_add_ps(sums[0], sums[i]);
  _mm256_storeu_ps(result, sums[0]);
  return result[0];
}

__attribute__((noinline)) float runBaseline(float start) {
  __m128 factor = _mm_set1_ps(0.999f), term = _mm_set1_ps(0.001f), sums[chains128];
  for (int i = 0; i < chains128; ++i)
    sums[i] = _mm_set1_ps(start + i);
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < chains128; ++i)
      sums[i] = _mm_add_ps(_mm_mul_ps(sums[i], factor), term);
  }
  float result[4];
  for (int i = 1; i < chains128; ++i)
    sums[0] = _mm_add_ps(sums[0], sums[i]);
  _mm_storeu_ps(result, sums[0]);
  return result[0];
}

struct Loop {
  float (*run)(float);
  double flops; ///< Of one call.
};

Loop loopFor(vitc_isa isa) {
  if (isa >= VITC_ISA_X86_64_V4)
    return {runV4, 2.0 * steps * chains512 * 16};
  if (isa >= VITC_ISA_X86_64_V3)
    return {runV3, 2.0 * steps * chains256 * 8};
  return {runBaseline, 2.0 * steps * chains128 * 4};
}

/// Seconds that `threads` threads need for one call each.
double timeRound(const Loop &loop, unsigned threads) {
  volatile float sink = 0;
  auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < threads; ++i)
    helpers.emplace_back([&loop, i] {
      volatile float own = loop.run(static_cast<float>(i));
      (void)own;
    });
  sink = loop.run(0.5f);
  for (std::thread &helper : helpers)
    helper.join();
  (void)sink;
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}
} // namespace

void PeakMeter::runRound() {
  Loop loop = loopFor(isa);
  double seconds = timeRound(loop, threads);
  bestRate = std::max(bestRate, loop.flops * threads / seconds * 1e-9);
}

} // namespace vitc::driver
