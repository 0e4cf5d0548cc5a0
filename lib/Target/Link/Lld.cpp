//===- Lld.cpp - one run of the linker ------------------------------------===//

#include "Lld.h"

#include "vitc/Support/Errors.h"

#include "lld/Common/Driver.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <thread>
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

namespace {
/// Takes what lld writes. Not a file: lld maps files, and a full disk would be a SIGBUS.
class OutputPipe {
public:
  ~OutputPipe() { close(); }

  /// 0, or an errno.
  int open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      return errno;
    writeEnd = ends[1];
    reader = std::thread([this, readEnd = ends[0]] {
      char chunk[1 << 16];
      for (ssize_t got; (got = read(readEnd, chunk, sizeof(chunk))) != 0;)
        if (got > 0)
          bytes.append(chunk, chunk + got);
        else if (errno != EINTR)
          break;
      ::close(readEnd);
    });
    return 0;
  }

  std::string path() const { return "/proc/self/fd/" + std::to_string(writeEnd); }

  /// Everything that was written.
  SmallVector<char, 0> close() {
    if (reader.joinable()) {
      ::close(writeEnd); // the last one: lld has closed its own
      reader.join();
    }
    return std::move(bytes);
  }

private:
  int writeEnd = -1;
  std::thread reader;
  SmallVector<char, 0> bytes;
};
} // namespace

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
  OutputPipe output;
  if (int reason = output.open())
    return systemError({}, "make a pipe for what the linker writes", reason);
  words.insert(words.end(), {"-o", output.path()});

  SmallVector<const char *> arguments;
  for (const std::string &word : words)
    arguments.push_back(word.c_str());
  std::string printed;
  raw_string_ostream os(printed);
  // Without this, lld's fatal errors would end the process.
  CrashRecoveryContext::Enable();
  lld::Result result = lld::lldMain(arguments, os, os, {{lld::Gnu, &lld::elf::link}});
  CrashRecoveryContext::Disable();
  SmallVector<char, 0> bytes = output.close();
  if (result.retCode != 0)
    return inputError({}, "cannot link:" + readable(printed, names));
  return std::make_unique<SmallVectorMemoryBuffer>(std::move(bytes), "linked",
                                                   /*RequiresNullTerminator=*/false);
}

} // namespace vitc::target
