//===- SystemFiles.cpp - the C library's and the runtime's files ----------===//

#include "SystemFiles.h"

#include "vitc/Support/Errors.h"
#include "vitc/Target/Link/Link.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace vitc::target {

// Debian and Ubuntu, then Fedora and SUSE, then Arch and Alpine-like layouts.
static constexpr StringLiteral folders[] = {"/usr/lib/x86_64-linux-gnu",
                                            "/lib/x86_64-linux-gnu",
                                            "/usr/lib64",
                                            "/lib64",
                                            "/usr/lib",
                                            "/lib"};
// Debian's packages for cross-compilation, its packages of that architecture, Fedora's, Arch's.
static constexpr StringLiteral armFolders[] = {
    "/usr/aarch64-linux-gnu/lib", "/usr/lib/aarch64-linux-gnu", "/lib/aarch64-linux-gnu",
    "/usr/aarch64-linux-gnu/sys-root/usr/lib64", "/usr/aarch64-linux-gnu/usr/lib"};

SystemFiles::SystemFiles(StringRef sysroot, Architecture architecture)
    : sysroot(sysroot.rtrim('/').str()), architecture(architecture) {}

std::string SystemFiles::findOptional(StringRef name) const {
  bool arm = architecture == Architecture::AArch64;
  for (StringRef folder : arm ? ArrayRef(armFolders) : ArrayRef(folders)) {
    std::string path = sysroot + folder.str() + "/" + name.str();
    if (sys::fs::is_regular_file(path))
      return path;
  }
  return "";
}

Expected<std::string> SystemFiles::find(StringRef name, StringRef package) const {
  std::string path = findOptional(name);
  if (!path.empty())
    return path;
  bool arm = architecture == Architecture::AArch64;
  std::string place = sysroot.empty() ? (arm ? armFolders[0] : folders[2]).str() : sysroot;
  return foundExpected({place}, "no " + name, "that file to link with",
                       "install it: apt-get install " + package +
                           (arm ? "-arm64-cross (or compile an object, which is linked elsewhere: "
                                  "-o NAME.o)"
                                : " (or compile a shared library: -o NAME.so)"));
}

/// The parts that programs alone need are not made for AArch64.
static Error missingArmRuntime(StringRef directory, StringRef part) {
  return foundExpected({directory.str()}, "no aarch64/libVitcRuntime" + part + ".a",
                       "vitc's runtime for AArch64",
                       "apt-get install libc6-dev-arm64-cross, then configure and build vitc again "
                       "(or compile an object, which needs none: -o NAME.o)");
}

Expected<std::string> runtimeArchive(StringRef directory, StringRef part,
                                     Architecture architecture) {
  bool arm = architecture == Architecture::AArch64;
  std::string path = (directory + (arm ? "/aarch64" : "") + "/libVitcRuntime" + part + ".a").str();
  if (!sys::fs::is_regular_file(path) && arm)
    return missingArmRuntime(directory, part);
  if (!sys::fs::is_regular_file(path))
    return foundExpected({directory.str()}, "no libVitcRuntime" + part + ".a",
                         "vitc's runtime beside vitc",
                         "install vitc completely, or build the target VitcRuntime" + part);
  return path;
}

Expected<std::string> findRuntimeDirectory() {
  SmallString<256> program;
  if (std::error_code code = sys::fs::real_path("/proc/self/exe", program))
    return systemError({"/proc/self/exe"}, "find out where vitc is", code.value());
  StringRef folder = sys::path::parent_path(program);
  // The last two: the unit tests of a build tree.
  for (StringRef relative : {"../lib/vitc", "../lib", "../../lib/vitc", "../../lib"}) {
    SmallString<256> candidate(folder);
    sys::path::append(candidate, relative);
    sys::path::remove_dots(candidate, /*remove_dot_dot=*/true);
    if (sys::fs::is_regular_file(candidate + "/libVitcRuntimeCore.a"))
      return candidate.str().str();
  }
  return foundExpected({folder.str()}, "no ../lib/vitc/libVitcRuntimeCore.a",
                       "vitc's runtime beside vitc",
                       "install vitc completely, or build the target VitcRuntimeCore");
}

} // namespace vitc::target
