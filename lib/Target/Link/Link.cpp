//===- Link.cpp - objects become libraries and executables ----------------===//

#include "vitc/Target/Link/Link.h"

#include "Archive.h"
#include "Grow.h"
#include "Lld.h"
#include "SystemFiles.h"

#include "vitc/Support/Errors.h"
#include "vitc/Target/Descriptor/Descriptor.h"

#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/Path.h"

#include <cstring>

using namespace llvm;

namespace vitc::target {

WeightsHash hashWeights(ArrayRef<uint8_t> bytes) {
  BLAKE3 hasher;
  hasher.update(bytes);
  return hasher.final<32>();
}

namespace {
/// Words of lld's command line after the objects.
class Arguments {
public:
  /// Adds a word, or keeps the first error.
  void add(Expected<std::string> word) {
    if (word)
      words.push_back(std::move(*word));
    else
      error = joinErrors(std::move(error), word.takeError());
  }
  void addIfFound(std::string path) {
    if (!path.empty())
      words.push_back(std::move(path));
  }
  void literal(std::initializer_list<const char *> list) {
    words.insert(words.end(), list.begin(), list.end());
  }
  Expected<std::vector<std::string>> take() {
    if (error)
      return std::move(error);
    return std::move(words);
  }

private:
  std::vector<std::string> words;
  Error error = Error::success();
};
} // namespace

static std::string emulationOf(Architecture architecture) {
  return architecture == Architecture::AArch64 ? "aarch64linux" : "elf_x86_64";
}

/// Large weights lie in memory as they lie in the file modulo 2 MB, so that the kernel maps what it
/// holds in large pages with one fault each: thousands of small ones cost a start 15 ms and more.
static unsigned pageSizeFor(const LinkJob &job) {
  constexpr unsigned large = 2 << 20, x86Page = 4096, armPage = 65536;
  if (job.weightsBytes >= 2 * large)
    return large;
  return job.architecture == Architecture::X86_64 ? x86Page : armPage;
}

/// What every output has: the same bytes from the same input, nothing writable and executable,
/// nothing unused, nothing resolved late.
static std::vector<std::string> hardened(const LinkJob &job) {
  return {"-m",
          emulationOf(job.architecture),
          "-z",
          "max-page-size=" + std::to_string(pageSizeFor(job)),
          "--build-id=none",
          "--hash-style=gnu",
          "--gc-sections",
          "--eh-frame-hdr",
          "--exclude-libs=ALL",
          "--color-diagnostics=never",
          "-z",
          "relro",
          "-z",
          "now",
          "-z",
          "noexecstack",
          "-z",
          "text",
          "-z",
          "defs",
          "-z",
          "lrodata-after-bss",
          "--strip-debug",
          "--as-needed",
          "--error-limit=5"};
}

/// lld puts large sections last on x86-64, where they have a flag. Elsewhere a script says the
/// same.
static std::string weightsLast(const LinkJob &job) {
  if (job.architecture == Architecture::X86_64 || job.weightsBytes == 0)
    return "";
  std::string name = weightsSection().str();
  return "SECTIONS { " + name + " : { KEEP(*(" + name + ")) } } INSERT AFTER .bss;";
}

static Expected<std::unique_ptr<MemoryBuffer>> linkShared(const LinkJob &job, StringRef runtime) {
  SystemFiles system(job.sysroot, job.architecture);
  std::vector<std::string> before = hardened(job);
  std::string soname = job.soname.empty() ? sys::path::filename(job.output).str() : job.soname;
  before.insert(before.end(), {"-shared", "-soname", soname});
  // The run-time files of the C library are on every system; only its small static part is not.
  Arguments after;
  after.add(runtimeArchive(runtime, "Core", job.architecture));
  after.add(system.find("libm.so.6", "libc6"));
  after.add(system.find("libc.so.6", "libc6"));
  after.addIfFound(system.findOptional("libc_nonshared.a"));
  Expected<std::vector<std::string>> words = after.take();
  if (!words)
    return words.takeError();
  std::vector<LinkJob::Object> objects = job.objects;
  std::string script = weightsLast(job);
  if (!script.empty()) // what is no object is read as a script
    objects.push_back({"weights.ld", MemoryBufferRef(script, "weights.ld")});
  return runLld(before, objects, *words);
}

static Expected<std::unique_ptr<MemoryBuffer>> linkExecutable(const LinkJob &job,
                                                              StringRef runtime) {
  if (job.architecture != Architecture::X86_64)
    return inputError({job.output}, "internal error: executables are linked for x86-64 alone");
  SystemFiles system(job.sysroot, job.architecture);
  Arguments start, after;
  start.literal({"-pie", "-dynamic-linker", "/lib64/ld-linux-x86-64.so.2"});
  start.add(system.find("Scrt1.o", "libc6-dev"));
  start.add(system.find("crti.o", "libc6-dev"));
  after.literal({"--start-group"});
  for (StringRef part : {"Program", "Image", "Core"})
    after.add(runtimeArchive(runtime, part, job.architecture));
  after.add(system.find("libjpeg.a", "libjpeg62-turbo-dev"));
  after.add(system.find("libpng16.a", "libpng-dev"));
  after.add(system.find("libz.a", "zlib1g-dev"));
  after.add(system.find("libwebp.a", "libwebp-dev"));
  after.addIfFound(system.findOptional("libsharpyuv.a")); // a part of libwebp from 1.3 on
  after.literal({"--end-group"});
  after.add(system.find("libm.so.6", "libc6"));
  after.add(system.find("libc.so.6", "libc6"));
  after.add(system.find("libc_nonshared.a", "libc6-dev"));
  after.add(system.find("crtn.o", "libc6-dev"));
  Expected<std::vector<std::string>> first = start.take(), last = after.take();
  if (!first || !last)
    return joinErrors(first ? Error::success() : first.takeError(),
                      last ? Error::success() : last.takeError());
  std::vector<std::string> before = hardened(job);
  before.insert(before.end(), first->begin(), first->end());
  return runLld(before, job.objects, *last);
}

static Expected<std::unique_ptr<MemoryBuffer>> linkKind(const LinkJob &job) {
  if (job.kind == LinkKind::Relocatable)
    return runLld({"-r", "-m", emulationOf(job.architecture), "--color-diagnostics=never"},
                  job.objects, {});
  std::string runtime = job.runtimeDirectory;
  if (runtime.empty()) {
    Expected<std::string> found = findRuntimeDirectory();
    if (!found)
      return found.takeError();
    runtime = *found;
  }
  if (job.kind == LinkKind::SharedLibrary)
    return linkShared(job, runtime);
  if (job.kind == LinkKind::Executable)
    return linkExecutable(job, runtime);
  Expected<std::string> core = runtimeArchive(runtime, "Core", job.architecture);
  return core ? makeArchive(job, *core) : core.takeError();
}

static Expected<GrownFile> grow(const LinkJob &job, MemoryBufferRef linked) {
  if (job.kind == LinkKind::Archive)
    return growArchive(linked, job);
  StringRef text = linked.getBuffer();
  return growWeights(ArrayRef(text.bytes_begin(), text.size()), weightsSymbol(job.prefix),
                     descriptorSymbol(job.prefix), job.weightsBytes);
}

Expected<LinkedFile> link(const LinkJob &job) {
  bool runs = job.kind == LinkKind::Executable || job.kind == LinkKind::SharedLibrary;
  // First: a path that cannot be written should not cost a link.
  Expected<AtomicFile> file =
      AtomicFile::create(job.output, runs ? AtomicFile::Kind::Executable : AtomicFile::Kind::Data);
  if (!file)
    return file.takeError();
  Expected<std::unique_ptr<MemoryBuffer>> linked = linkKind(job);
  if (!linked)
    return linked.takeError();
  LinkedFile result(std::move(*file));
  if (job.weightsBytes == 0) {
    result.file.os() << (*linked)->getBuffer();
    return result;
  }
  Expected<GrownFile> grown = grow(job, **linked);
  if (!grown)
    return grown.takeError();
  result.file.os().write(reinterpret_cast<const char *>(grown->head.data()), grown->head.size());
  Expected<MutableMap> tail = result.file.mutableMap(grown->tailOffset(), grown->tail.size());
  if (!tail)
    return tail.takeError();
  memcpy(tail->bytes().data(), grown->tail.data(), grown->tail.size());
  Expected<MutableMap> weights = result.file.mutableMap(grown->weightsOffset(), job.weightsBytes);
  if (!weights)
    return weights.takeError();
  result.map.emplace(std::move(*weights));
  Expected<MutableMap> hash = result.file.mutableMap(grown->hashOffset, sizeof(WeightsHash));
  if (!hash)
    return hash.takeError();
  result.hash.emplace(std::move(*hash));
  return result;
}

Error LinkedFile::commit() {
  if (hash) {
    WeightsHash digest = hashWeights(map->bytes());
    memcpy(hash->bytes().data(), digest.data(), digest.size());
  }
  return file.commit();
}

} // namespace vitc::target
