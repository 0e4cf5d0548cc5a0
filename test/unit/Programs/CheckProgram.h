//===- CheckProgram.h - is a program's fast path right? -------------------===//
#ifndef VITC_TEST_UNIT_PROGRAMS_CHECKPROGRAM_H
#define VITC_TEST_UNIT_PROGRAMS_CHECKPROGRAM_H

#include "vitc/Support/LLVM.h"

#include "llvm/Support/Error.h"

namespace vitc::test {

struct CheckOptions {
  bool baseline = true;      ///< Also plain x86-64, which is slow to compile.
  bool everyPrepare = false; ///< Pack weights at every level and compare the bytes.
  bool verify = true;        ///< Verify the IR after every pass.
};

/// Compiles and runs the program in `path` in every form; `seed` of its inputs. The error says
/// which level differs in which output, and how much.
Error checkProgram(StringRef path, uint64_t seed, const CheckOptions &options);

} // namespace vitc::test

#endif // VITC_TEST_UNIT_PROGRAMS_CHECKPROGRAM_H
