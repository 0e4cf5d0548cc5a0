//===- Version.cpp - vitc --version ---------------------------------------===//

#include "Commands.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/raw_ostream.h"

namespace vitc::driver {

static constexpr char commit[] =
#include "Commit.inc"
    ;

Error runVersion() {
  llvm::outs() << "vitc " VITC_VERSION "\n"
               << "LLVM " LLVM_VERSION_STRING "\n"
               << "commit " << commit << "\n"
               << "targets x86-64-v4 x86-64-v3 x86-64 armv8-a\n";
  return Error::success();
}

} // namespace vitc::driver
