//===- FuzzIndex.cpp - fuzzes model.safetensors.index.json ----------------===//

#include "FuzzedFile.h"

#include "vitc/Import/Files/Checkpoint.h"

#include "llvm/Support/FileSystem.h"

#include <fcntl.h>

using namespace vitc;

namespace {
/// A directory with two shards, and what the index must not lead to beside it.
struct Directory {
  std::string path;
  Directory() {
    llvm::SmallString<128> made;
    if (llvm::sys::fs::createUniqueDirectory("vitc-fuzz-index", made))
      abort();
    path = (made + "/model").str();
    std::ignore = llvm::sys::fs::create_directory(path);
    shard("model/a.safetensors", "a");
    shard("model/b.safetensors", "b");
    shard("secret.safetensors", "secret");
    std::ignore = llvm::sys::fs::create_link("../secret.safetensors", path + "/c.safetensors");
    root = made.str().str();
  }
  ~Directory() { std::ignore = llvm::sys::fs::remove_directories(root); }
  static Directory &the() {
    static Directory directory;
    return directory;
  }

private:
  std::string root;
  void shard(llvm::StringRef name, llvm::StringRef tensor) {
    uint8_t bytes[4] = {};
    std::error_code code;
    llvm::raw_fd_ostream os((llvm::StringRef(path).drop_back(5) + name).str(), code);
    writeSafetensors(os, {{tensor.str(), Dtype::F32, {1}, bytes}});
  }
};
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Directory &directory = Directory::the();
  std::string index = directory.path + "/model.safetensors.index.json";
  int file = open(index.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size) || close(file) != 0)
    abort();
  llvm::Expected<Checkpoint> checkpoint = Checkpoint::open(directory.path);
  if (!checkpoint) {
    fuzz::checkRefusal(checkpoint.takeError());
    return 0;
  }
  if (checkpoint->find("secret"))
    abort();
  llvm::Expected<BoundTensors> bound =
      checkpoint->bind({{"a", {1}}, {"b", {1}, /*optional=*/true}, {"vit.x", {2}, true}}, "vit.");
  if (!bound)
    fuzz::checkRefusal(bound.takeError());
  return 0;
}
