//===- Outputs.cpp - libraries and executables on disk --------------------===//

#include "Outputs.h"

#include "Failure.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace vitc::target;

namespace vitc::driver {

/// `out/libvit.so` → `vit`
static StringRef stemOf(StringRef path) {
  StringRef stem = sys::path::stem(path);
  if (sys::path::extension(path) == ".so" || sys::path::extension(path) == ".a")
    stem.consume_front("lib");
  return stem;
}

std::string symbolPrefix(StringRef path, StringRef modelName) {
  StringRef stem = path == "-" ? modelName : stemOf(path);
  return cIdentifier(stem.empty() ? modelName : stem);
}

static std::string besides(StringRef path, StringRef suffix) {
  SmallString<256> result(path);
  sys::path::replace_extension(result, suffix);
  return result.str().str();
}

std::string weightsFileOf(StringRef path) { return besides(path, ".weights.safetensors"); }

std::string headerFileOf(StringRef path) {
  SmallString<256> result(sys::path::parent_path(path));
  StringRef stem = stemOf(path);
  sys::path::append(result, (stem.empty() ? sys::path::stem(path) : stem) + ".h");
  return result.str().str();
}

Error checkPlaces(ArrayRef<std::string> outputs, ArrayRef<std::string> sources) {
  for (auto [index, output] : enumerate(outputs)) {
    if (output.empty() || output == "-")
      continue;
    for (StringRef source : sources)
      if (sys::fs::equivalent(output, source))
        return foundExpected({output}, "an output in the place of what it is made from",
                             "another name");
    if (is_contained(outputs.take_front(index), output))
      return foundExpected({output}, "two outputs of this name", "a name for each");
    if (Expected<AtomicFile> probe = AtomicFile::create(output); !probe)
      return probe.takeError();
  }
  return Error::success();
}

namespace {
/// One output in the making; nothing of it is visible before `commit`.
class Writer {
public:
  Writer(const CompiledModel &model, const BinaryOutput &output)
      : model(model), output(output), info(model.info()) {}

  Error write();

private:
  Error packIntoFile();
  Error emitDescriptor();
  Error linkAndPack();
  Error writeHeader();
  Error commit();
  bool isLibrary() const {
    return output.kind == LinkKind::SharedLibrary || output.kind == LinkKind::Archive ||
           output.kind == LinkKind::Relocatable;
  }

  const CompiledModel &model;
  const BinaryOutput &output;
  ModelInfo info;
  std::unique_ptr<MemoryBuffer> descriptor; ///< Object code.
  std::optional<WeightsFile> weightsFile;
  std::optional<LinkedFile> linked;
  std::optional<AtomicFile> header;
};
} // namespace

Error Writer::packIntoFile() {
  std::string path = weightsFileOf(output.path);
  Expected<WeightsFile> file = WeightsFile::create(path, info.weightsBytes);
  if (!file)
    return file.takeError();
  weightsFile.emplace(std::move(*file));
  if (Error error = model.pack(weightsFile->weights(), /*threads=*/0))
    return error;
  info.weightsFile = sys::path::filename(path).str();
  info.weightsHash = weightsFile->finish();
  return Error::success();
}

Error Writer::emitDescriptor() {
  DescriptorOptions options;
  options.prefix = output.prefix;
  options.interface = output.kind == LinkKind::Executable ? DescriptorOptions::Interface::Program
                                                          : DescriptorOptions::Interface::Library;
  options.weights = output.weightsInFile ? DescriptorOptions::Weights::File
                                         : DescriptorOptions::Weights::Placeholder;
  LLVMContext context;
  Expected<std::unique_ptr<llvm::Module>> module = buildDescriptor(info, options, context);
  if (!module)
    return module.takeError();
  Expected<std::unique_ptr<MemoryBuffer>> object =
      emitModule(**module, baselineTarget(output.architecture), EmitKind::Object);
  if (!object)
    return asInternal(object.takeError());
  descriptor = std::move(*object);
  return Error::success();
}

Error Writer::linkAndPack() {
  LinkJob job;
  job.kind = output.kind;
  job.architecture = output.architecture;
  job.output = output.path;
  job.prefix = output.prefix;
  for (auto [code, object] : zip_equal(model.jobs(), model.objects()))
    job.objects.push_back({"model" + code.symbolSuffix + ".o", object->getMemBufferRef()});
  job.objects.push_back({"descriptor.o", descriptor->getMemBufferRef()});
  job.weightsBytes = output.weightsInFile ? 0 : info.weightsBytes;
  Expected<LinkedFile> file = link(job);
  if (!file)
    return file.takeError();
  linked.emplace(std::move(*file));
  return output.weightsInFile ? Error::success() : model.pack(linked->weights(), /*threads=*/0);
}

Error Writer::writeHeader() {
  if (!isLibrary() || output.path == "-")
    return Error::success();
  Expected<std::string> text = generateHeader(info, output.prefix);
  if (!text)
    return text.takeError();
  Expected<AtomicFile> file = AtomicFile::create(headerFileOf(output.path));
  if (!file)
    return file.takeError();
  header.emplace(std::move(*file));
  header->os() << *text;
  return Error::success();
}

/// The output last: who sees it finds what it needs.
Error Writer::commit() {
  if (weightsFile)
    if (Error error = weightsFile->commit())
      return error;
  if (header)
    if (Error error = header->commit())
      return error;
  return linked->commit();
}

Error Writer::write() {
  if (output.weightsInFile)
    if (Error error = packIntoFile())
      return error;
  if (Error error = emitDescriptor())
    return error;
  if (Error error = linkAndPack())
    return error;
  if (Error error = writeHeader())
    return error;
  return commit();
}

Error writeBinary(CompiledModel &model, const BinaryOutput &output) {
  if (Error error = model.emitCode())
    return error;
  return Writer(model, output).write();
}

} // namespace vitc::driver
