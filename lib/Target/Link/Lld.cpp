//===- Lld.cpp - one run of the linker ------------------------------------===//

#include "Lld.h"

#include "vitc/Support/Errors.h"

#include "lld/Common/Driver.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/CrashRecoveryContext.h"

#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

LLD_HAS_DRIVER(elf)

using namespace llvm;

namespace vitc::target {

/// A file in memory with the object's bytes; -1 with errno.
static int memoryFile(const LinkJob::Object &object) {
  int descriptor = memfd_create(object.name.c_str(), MFD_CLOEXEC);
  const char *at = object.bytes.getBufferStart();
  for (size_t left = object.bytes.getBufferSize(); descriptor >= 0 && left > 0;) {
    ssize_t written = write(descriptor, at, left);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      int reason = errno;
      close(descriptor);
      errno = reason;
      return -1;
    }
    at += written;
    left -= written;
  }
  return descriptor;
}

/// lld's sentences with our names for its inputs, one indented line each.
static std::string readable(StringRef output, ArrayRef<std::pair<std::string, std::string>> names) {
  std::string text;
  SmallVector<StringRef> lines;
  output.split(lines, '\n', -1, /*KeepEmpty=*/false);
  for (StringRef line : lines) {
    std::string one = line.str();
    for (const auto &[path, name] : names)
      for (size_t at; (at = one.find(path)) != std::string::npos;)
        one.replace(at, path.size(), name);
    text += "\n  " + one;
  }
  return text;
}

Expected<std::unique_ptr<MemoryBuffer>> runLld(std::vector<std::string> before,
                                               ArrayRef<LinkJob::Object> objects,
                                               std::vector<std::string> after) {
  SmallVector<int> descriptors;
  scope_exit closeAll([&] {
    for (int descriptor : descriptors)
      close(descriptor);
  });
  std::vector<std::pair<std::string, std::string>> names;
  std::vector<std::string> words = {"ld.lld"};
  words.insert(words.end(), before.begin(), before.end());
  for (const LinkJob::Object &object : objects) {
    int descriptor = memoryFile(object);
    if (descriptor < 0)
      return systemError({object.name}, "hand it to the linker", errno);
    descriptors.push_back(descriptor);
    words.push_back("/proc/self/fd/" + std::to_string(descriptor));
    names.emplace_back(words.back(), object.name);
  }
  words.insert(words.end(), after.begin(), after.end());
  Expected<TemporaryFile> output = TemporaryFile::create(".linked");
  if (!output)
    return output.takeError();
  words.insert(words.end(), {"-o", output->path().str()});

  SmallVector<const char *> arguments;
  for (const std::string &word : words)
    arguments.push_back(word.c_str());
  std::string printed;
  raw_string_ostream os(printed);
  // Without this, lld's fatal errors would end the process.
  CrashRecoveryContext::Enable();
  lld::Result result = lld::lldMain(arguments, os, os, {{lld::Gnu, &lld::elf::link}});
  CrashRecoveryContext::Disable();
  if (result.retCode != 0)
    return inputError({}, "cannot link:" + readable(printed, names));
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer =
      MemoryBuffer::getFile(output->path(), /*IsText=*/false, /*RequiresNullTerminator=*/false,
                            /*IsVolatile=*/true);
  if (!buffer)
    return systemError({output->path().str()}, "read what the linker wrote",
                       buffer.getError().value());
  return std::move(*buffer);
}

} // namespace vitc::target
