//===- Containment.cpp - opening a file by a name that is not trusted ------===//
//
// The kernel does the checking (openat2 with RESOLVE_BENEATH): comparing resolved paths ourselves
// would leave a gap between the check and the open. The Hugging Face cache needs one exception,
// since a snapshot's files are links to ../../blobs/<hash>: that form, and only that, is opened
// beneath the blobs directory.
//
//===----------------------------------------------------------------------===//

#include "Containment.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace llvm;

namespace vitc {

StringRef whyNotPlainName(StringRef name) {
  if (name.empty())
    return "is empty";
  if (name == "." || name == "..")
    return "is a directory";
  if (name.size() > NAME_MAX)
    return "is longer than 255 bytes";
  if (name.contains('/'))
    return "contains a '/'";
  for (char c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      return "contains a control character";
  return {};
}

static constexpr int openFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// Opens `name` beneath the directory `parent`; -1 with errno. Without openat2 (old kernels, some
/// sandboxes) links are not followed at all: stricter, never looser.
static int openBeneath(int parent, const std::string &name) {
  open_how how = {};
  how.flags = openFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  int descriptor = syscall(SYS_openat2, parent, name.c_str(), &how, sizeof(how));
  if (descriptor < 0 && (errno == ENOSYS || errno == EPERM))
    return openat(parent, name.c_str(), openFlags | O_NOFOLLOW);
  return descriptor;
}

/// Where the link `name` leads; empty when it is none.
static std::string linkTarget(int parent, const std::string &name) {
  char target[PATH_MAX];
  ssize_t length = readlinkat(parent, name.c_str(), target, sizeof(target));
  return length <= 0 ? std::string() : std::string(target, length);
}

/// The blob's name when `target` is `../../blobs/<plain name>`, else empty.
static std::string linkedBlob(StringRef target) {
  StringRef blob = target;
  if (!blob.consume_front("../../blobs/") || !whyNotPlainName(blob).empty())
    return {};
  return blob.str();
}

static bool isSnapshot(StringRef directory) {
  SmallString<256> real;
  if (sys::fs::real_path(directory, real))
    return false;
  return sys::path::filename(sys::path::parent_path(real)) == "snapshots";
}

Expected<int> openContained(StringRef directory, StringRef name) {
  SmallString<256> path(directory);
  sys::path::append(path, name);
  int parent = open(directory.str().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (parent < 0)
    return systemError({directory.str()}, "open directory", errno);
  llvm::scope_exit closeParent([&] { close(parent); });

  int descriptor = openBeneath(parent, name.str());
  if (descriptor >= 0)
    return descriptor;
  int reason = errno;
  if (reason != EXDEV && reason != ELOOP)
    return systemError({path.str().str()}, "open", reason);

  std::string target = linkTarget(parent, name.str());
  std::string blob = linkedBlob(target);
  if (blob.empty() || !isSnapshot(directory))
    return foundExpected(
        {path.str().str()},
        "a link to " + inQuotes(target) +
            (reason == EXDEV ? ", which leaves the directory" : ", which does not lead to a file"),
        "a file of the model's own directory",
        "copy the file there: vitc reads nothing outside the directory named");
  int blobs = openat(parent, "../../blobs", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (blobs < 0)
    return systemError({path.str().str()}, "open the cache's blobs directory", errno);
  llvm::scope_exit closeBlobs([&] { close(blobs); });
  descriptor = openBeneath(blobs, blob);
  if (descriptor < 0)
    return systemError({path.str().str()}, "open the blob it links to", errno);
  return descriptor;
}

} // namespace vitc
