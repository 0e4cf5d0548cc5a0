//===- Isa.c - what the processor can do ------------------------------------===//
#define _GNU_SOURCE
#include "Isa.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

#define BIT(n) (1u << (n))

static int has(unsigned value, unsigned bits) { return (value & bits) == bits; }

vitc_isa vitc_isa_of_processor(void) {
  unsigned a, b, c, d, b7, c7, extended;
  // FMA, MOVBE, OSXSAVE, AVX, F16C
  if (!__get_cpuid(1, &a, &b, &c, &d) || !has(c, BIT(12) | BIT(22) | BIT(27) | BIT(28) | BIT(29)))
    return VITC_ISA_X86_64;
  // BMI1, AVX2, BMI2; LZCNT
  if (!__get_cpuid_count(7, 0, &a, &b7, &c7, &d) || !has(b7, BIT(3) | BIT(5) | BIT(8)) ||
      !__get_cpuid(0x80000001, &a, &b, &extended, &d) || !has(extended, BIT(5)))
    return VITC_ISA_X86_64;
  unsigned states, high; // XCR0: which registers the operating system saves
  __asm__ volatile("xgetbv" : "=a"(states), "=d"(high) : "c"(0));
  if (!has(states, BIT(1) | BIT(2)))
    return VITC_ISA_X86_64;
  // AVX-512 F, DQ, CD, BW, VL; mask registers and both halves of zmm
  if (!has(b7, BIT(16) | BIT(17) | BIT(28) | BIT(30) | BIT(31)) ||
      !has(states, BIT(5) | BIT(6) | BIT(7)))
    return VITC_ISA_X86_64_V3;
  if (!has(c7, BIT(11))) // AVX512_VNNI
    return VITC_ISA_X86_64_V4;
  if (!__get_cpuid_count(7, 1, &a, &b, &c, &d) || !has(a, BIT(5))) // AVX512_BF16
    return VITC_ISA_X86_64_V4_VNNI;
  return VITC_ISA_X86_64_V4_BF16;
}

static const vitc_isa levels[] = {VITC_ISA_X86_64, VITC_ISA_X86_64_V3, VITC_ISA_X86_64_V4,
                                  VITC_ISA_X86_64_V4_VNNI, VITC_ISA_X86_64_V4_BF16};
#elif defined(__aarch64__)
vitc_isa vitc_isa_of_processor(void) { return VITC_ISA_ARMV8_A; }

static const vitc_isa levels[] = {VITC_ISA_ARMV8_A};
#else
#error "no instruction set level is known for this architecture"
#endif

const char *vitc_isa_string(vitc_isa isa) {
  switch (isa) {
  case VITC_ISA_X86_64:
    return "x86-64";
  case VITC_ISA_X86_64_V3:
    return "x86-64-v3";
  case VITC_ISA_X86_64_V4:
    return "x86-64-v4";
  case VITC_ISA_X86_64_V4_VNNI:
    return "x86-64-v4-vnni";
  case VITC_ISA_X86_64_V4_BF16:
    return "x86-64-v4-bf16";
  case VITC_ISA_ARMV8_A:
    return "armv8-a";
  }
  return "unknown";
}

vitc_status vitc_isa_limit(vitc_isa *limit) {
  *limit = vitc_isa_of_processor();
  const char *forced = secure_getenv("VITC_ISA");
  if (!forced || !*forced)
    return VITC_OK;
  for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); ++i) {
    if (strcmp(forced, vitc_isa_string(levels[i])) != 0)
      continue;
    if (levels[i] > *limit)
      return VITC_NO_ISA;
    *limit = levels[i];
    return VITC_OK;
  }
  return VITC_BAD_ARGUMENT;
}
