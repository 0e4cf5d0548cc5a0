//===- PeakLoops.cpp - loops that do nothing but arithmetic ---------------===//
//
// More chains than an instruction's latency has steps, so that all units of a core stay busy. Every
// chain sums products of numbers with full mantissas, as a model does: where sums settle at a
// constant, fewer wires switch and Zen 4 runs 8 % faster than any model's products can.
//
//===----------------------------------------------------------------------===//

#include "PeakLoops.h"

#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vitc::driver {

namespace {
constexpr int64_t steps = 6000;

/// Where chains start: were it known, LLVM would find that a chain from one stays there.
volatile float start = 0.5F;

/// Where results go, so that nothing is optimised away.
thread_local volatile float sink;
#if defined(__x86_64__)
thread_local volatile int intSink;
#endif

#if defined(__aarch64__)
constexpr int portableChains = 24; // of 32 registers
#else
constexpr int portableChains = 12; // of 16
#endif
constexpr int chains = 12;     // of 16
constexpr int wideChains = 24; // of 32: a dot product of bf16 takes Zen 5 six cycles, two at once

/// Every processor's own f32 vectors; a target without fused multiply-adds takes two instructions.
__attribute__((noinline)) void runPortable() {
  using Vector = float __attribute__((vector_size(16)));
  Vector left = {0.71828f, -0.14159f, 0.41421f, -0.69314f};
  Vector right = {0.38516f, 0.56776f, -0.08276f, 0.40312f}, sums[portableChains];
  for (int i = 0; i < portableChains; ++i)
    sums[i] = left + static_cast<float>(i);
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < portableChains; ++i) {
#pragma clang fp contract(fast)
      sums[i] += left * right;
    }
  }
  for (int i = 1; i < portableChains; ++i)
    sums[0] += sums[i];
  sink = sums[0][0] + sums[0][1] + sums[0][2] + sums[0][3];
}

#if defined(__x86_64__)
constexpr float leftNumbers[16] = {0.71828f,  -0.14159f, 0.41421f,  -0.69314f, 0.73205f, 0.30258f,
                                   -0.57721f, 0.61803f,  -0.23606f, 0.91596f,  0.64575f, -0.31662f,
                                   0.60555f,  -0.12310f, 0.35889f,  -0.79583f};
constexpr float rightNumbers[16] = {0.38516f,  0.56776f,  -0.08276f, 0.40312f, -0.55743f, 0.85565f,
                                    0.28010f,  -0.68114f, 0.81024f,  0.06225f, -0.18535f, 0.42614f,
                                    -0.54400f, 0.11043f,  0.43398f,  -0.84885f};

__attribute__((target("avx512f"), noinline)) void runV4() {
  __m512 left = _mm512_loadu_ps(leftNumbers), right = _mm512_loadu_ps(rightNumbers);
  __m512 sums[wideChains];
  for (int i = 0; i < wideChains; ++i)
    sums[i] = _mm512_set1_ps(start + static_cast<float>(i));
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < wideChains; ++i)
      sums[i] = _mm512_fmadd_ps(left, right, sums[i]);
  }
  for (int i = 1; i < wideChains; ++i)
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  sink = _mm512_reduce_add_ps(sums[0]);
}

__attribute__((target("avx2,fma"), noinline)) void runV3() {
  __m256 left = _mm256_loadu_ps(leftNumbers), right = _mm256_loadu_ps(rightNumbers);
  __m256 sums[chains];
  for (int i = 0; i < chains; ++i)
    sums[i] = _mm256_set1_ps(start + static_cast<float>(i));
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < chains; ++i)
      sums[i] = _mm256_fmadd_ps(left, right, sums[i]);
  }
  for (int i = 1; i < chains; ++i)
    sums[0] = _mm256_add_ps(sums[0], sums[i]);
  float all[8];
  _mm256_storeu_ps(all, sums[0]);
  sink = all[0] + all[1] + all[2] + all[3] + all[4] + all[5] + all[6] + all[7];
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16"), noinline)) void runBF16() {
  __m512bh left = (__m512bh)_mm512_set1_epi16(0x3f80), right = left; // ones
  __m512 sums[wideChains];
  for (int i = 0; i < wideChains; ++i)
    sums[i] = _mm512_set1_ps(start + static_cast<float>(i));
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < wideChains; ++i)
      sums[i] = _mm512_dpbf16_ps(sums[i], left, right);
  }
  for (int i = 1; i < wideChains; ++i)
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  sink = _mm512_reduce_add_ps(sums[0]);
}

__attribute__((target("avx512f,avx512vnni"), noinline)) void runInt8() {
  __m512i left = _mm512_set1_epi32(0x01020301), right = left, sums[wideChains];
  for (int i = 0; i < wideChains; ++i)
    sums[i] = _mm512_set1_epi32(static_cast<int>(start) + i);
  for (int64_t step = 0; step < steps; ++step) {
#pragma clang loop unroll(full)
    for (int i = 0; i < wideChains; ++i)
      sums[i] = _mm512_dpbusd_epi32(sums[i], left, right);
  }
  for (int i = 1; i < wideChains; ++i)
    sums[0] = _mm512_xor_si512(sums[0], sums[i]);
  intSink = _mm512_reduce_add_epi32(sums[0]);
}
#endif
} // namespace

PeakLoop peakLoop(Arithmetic arithmetic, vitc_isa isa) {
  // Two operations for each multiply-add of a lane.
  auto operations = [](int count, int lanes) { return 2.0 * steps * count * lanes; };
#if defined(__x86_64__)
  bool v4 = isa >= VITC_ISA_X86_64_V4;
  if (arithmetic == Arithmetic::BF16)
    return v4 && __builtin_cpu_supports("avx512bf16")
               ? PeakLoop{runBF16, operations(wideChains, 32)}
               : PeakLoop();
  if (arithmetic == Arithmetic::Int8)
    return v4 && __builtin_cpu_supports("avx512vnni")
               ? PeakLoop{runInt8, operations(wideChains, 64)}
               : PeakLoop();
  if (v4)
    return {runV4, operations(wideChains, 16)};
  if (isa >= VITC_ISA_X86_64_V3)
    return {runV3, operations(chains, 8)};
#endif
  if (arithmetic != Arithmetic::F32)
    return {};
  return {runPortable, operations(portableChains, 4)};
}

} // namespace vitc::driver
