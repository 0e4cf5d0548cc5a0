//===- RandomProgram.h - programs in the vit dialect, made at random ------===//
#ifndef VITC_TEST_UNIT_PROGRAMS_RANDOMPROGRAM_H
#define VITC_TEST_UNIT_PROGRAMS_RANDOMPROGRAM_H

#include "ProgramBuilder.h"

namespace vitc::test {

/// The same program for the same seed. A fifth are shaped like models (embedding, equal blocks,
/// head), the others are small graphs of any ops that fit together.
Program makeRandomProgram(uint64_t seed);

} // namespace vitc::test

#endif // VITC_TEST_UNIT_PROGRAMS_RANDOMPROGRAM_H
