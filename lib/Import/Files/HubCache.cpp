//===- HubCache.cpp - models that `hf download` has left on this machine ---===//

#include "vitc/Import/Files/ModelDirectory.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/MappedFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using namespace llvm;

namespace vitc {

static bool isIdPart(StringRef part) {
  return !part.empty() && part.size() <= 96 && part.front() != '.' && part.front() != '-' &&
         all_of(part, [](char c) { return isAlnum(c) || c == '_' || c == '-' || c == '.'; });
}

bool isRepositoryId(StringRef text) {
  auto [owner, name] = text.split('/');
  return isIdPart(owner) && isIdPart(name);
}

/// As huggingface_hub finds it.
static std::string cacheDirectory() {
  if (auto directory = sys::Process::GetEnv("HF_HUB_CACHE"))
    return *directory;
  SmallString<256> path;
  if (auto home = sys::Process::GetEnv("HF_HOME")) {
    path = *home;
  } else if (auto caches = sys::Process::GetEnv("XDG_CACHE_HOME")) {
    path = *caches;
    sys::path::append(path, "huggingface");
  } else {
    sys::path::home_directory(path);
    sys::path::append(path, ".cache", "huggingface");
  }
  sys::path::append(path, "hub");
  return path.str().str();
}

Expected<std::string> findCachedRepository(StringRef id) {
  std::string folder = "models--" + id.str();
  folder.replace(folder.find('/'), 1, "--");
  SmallString<256> repository(cacheDirectory());
  sys::path::append(repository, folder);
  std::string download = "fetch it once: hf download " + id.str();
  if (!sys::fs::is_directory(repository))
    return foundExpected({id.str()},
                         "neither a file of this name nor the model in " + cacheDirectory(),
                         "a model directory, a config.json or a downloaded repository", download);
  SmallString<256> refs(repository);
  sys::path::append(refs, "refs");
  Expected<MappedFile> reference = MappedFile::openInside(refs, "main");
  if (!reference)
    return reference.takeError();
  StringRef revision = reference->text().trim();
  SmallString<256> snapshot(repository);
  sys::path::append(snapshot, "snapshots", revision);
  if (!isIdPart(revision) || !sys::fs::is_directory(snapshot))
    return foundExpected({reference->path().str()}, "the revision " + inQuotes(revision),
                         "one whose snapshot is in the cache", download);
  return snapshot.str().str();
}

} // namespace vitc
