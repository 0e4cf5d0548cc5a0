//===- Link.h - objects become libraries and executables ------------------===//
//
// Linking runs inside this process (lld). An output appears under its name when it is complete:
// `link` writes everything but the packed weights, the caller fills those in, `commit` puts the
// file in its place.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TARGET_LINK_LINK_H
#define VITC_TARGET_LINK_LINK_H

#include "vitc/Support/AtomicFile.h"
#include "vitc/Target/Info/TargetInfo.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitc::target {

/// Digest of packed weights (BLAKE3).
using WeightsHash = std::array<uint8_t, 32>;
WeightsHash hashWeights(llvm::ArrayRef<uint8_t> bytes);

enum class LinkKind {
  SharedLibrary, ///< Exports what has default visibility; needs libm and libc only.
  Executable,    ///< Position independent, dynamic against libc and libm, codecs inside.
  Archive,       ///< The objects and the runtime's.
  Relocatable,   ///< The objects in one, without the runtime.
};

struct LinkJob {
  struct Object {
    std::string name; ///< For messages, and the member's name in an archive (`descriptor.o`).
    llvm::MemoryBufferRef bytes;
  };

  LinkKind kind = LinkKind::SharedLibrary;          ///< Executables are for x86-64 alone.
  Architecture architecture = Architecture::X86_64; ///< Of the objects and of the output.
  std::string output;                               ///< Path, or `-`.
  std::string soname; ///< Of a shared library; empty: the output's file name.
  std::string prefix; ///< As in DescriptorOptions: says how the symbols below are called.
  /// The last one is that of emitModule(buildDescriptor(…)).
  std::vector<Object> objects;
  /// Bytes of packed weights to embed, a multiple of 64; 0 when there are none or they are in a
  /// file. Otherwise the descriptor holds a placeholder (DescriptorOptions::Weights::Placeholder).
  uint64_t weightsBytes = 0;
  std::string runtimeDirectory; ///< Of libVitcRuntime*.a for x86-64; empty: findRuntimeDirectory.
  std::string sysroot;          ///< Before the system's library folders; for tests and other roots.
};

/// An output that is complete but for its weights. Dropped without `commit`, it leaves nothing.
class LinkedFile {
public:
  LinkedFile(LinkedFile &&) = default;
  LinkedFile &operator=(LinkedFile &&) = default;

  /// Where the packed weights go: `weightsBytes` zeros at first, in the file's own pages.
  llvm::MutableArrayRef<uint8_t> weights() {
    return map ? map->bytes() : llvm::MutableArrayRef<uint8_t>();
  }

  /// Writes the digest of the weights into the descriptor and puts the file in its place.
  llvm::Error commit();

private:
  friend llvm::Expected<LinkedFile> link(const LinkJob &job);
  explicit LinkedFile(AtomicFile file) : file(std::move(file)) {}

  AtomicFile file;
  std::optional<MutableMap> map;
  std::optional<MutableMap> hash; ///< The descriptor's weights_hash.
};

/// Links `job`. A missing system file is an error that names the package to install.
llvm::Expected<LinkedFile> link(const LinkJob &job);

/// The folder of the runtime's archives, looked for beside this program: ../lib in a build tree,
/// ../lib/vitc when installed. Those of AArch64 are in its folder `aarch64`.
llvm::Expected<std::string> findRuntimeDirectory();

/// A file of packed weights beside an output: safetensors, with one tensor of bytes whose data
/// begin at a multiple of 64 and whose digest is in the metadata.
class WeightsFile {
public:
  static llvm::Expected<WeightsFile> create(llvm::StringRef path, uint64_t bytes);

  llvm::MutableArrayRef<uint8_t> weights() { return map.bytes(); }

  /// Writes the digest into the header; for ModelInfo::weightsHash.
  WeightsHash finish();

  /// Puts the file in its place; after `finish`.
  llvm::Error commit() { return file.commit(); }

private:
  WeightsFile(AtomicFile file, MutableMap header, MutableMap map)
      : file(std::move(file)), header(std::move(header)), map(std::move(map)) {}

  AtomicFile file;
  MutableMap header;
  MutableMap map;
};

} // namespace vitc::target

#endif // VITC_TARGET_LINK_LINK_H
