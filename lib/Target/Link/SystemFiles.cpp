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

SystemFiles::SystemFiles(StringRef sysroot) : sysroot(sysroot.rtrim('/').str()) {}

std::string SystemFiles::findOptional(StringRef name) const {
  for (StringRef folder : folders) {
    std::string path = sysroot + folder.str() + "/" + name.str();
    if (sys::fs::is_regular_file(path))
      return path;
  }
  return "";
}

Expected<std::string> SystemFiles::find(StringRef name, StringRef package) const {
  std::string path = findOptional(name);
  if (path.empty())
    return foundExpected(
        {sysroot.empty() ? "/usr/lib" : sysroot}, "no " + name, "that file to link with",
        "install it: apt-get install " + package + " (or compile a shared library: -o NAME.so)");
  return path;
}

Expected<std::string> runtimeArchive(StringRef directory, StringRef part) {
  std::string path = (directory + "/libVitcRuntime" + part + ".a").str();
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
