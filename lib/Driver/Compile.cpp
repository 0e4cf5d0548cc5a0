//===- Compile.cpp - vitc compile -----------------------------------------===//

#include "Code/CompiledModel.h"
#include "Code/Depfile.h"
#include "Code/Lowering.h"
#include "Code/Outputs.h"
#include "CommandLine/Options.h"
#include "Commands.h"
#include "Failure.h"
#include "Precision/Decide.h"

#include "vitc/Pipelines/Reference.h"

#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using mlir::ModuleOp;
using mlir::OpPassManager;
using mlir::OwningOpRef;

namespace vitc::driver {

//===----------------------------------------------------------------------===//
// What to write, and where
//===----------------------------------------------------------------------===//

static bool isText(OutputKind kind) {
  return kind <= OutputKind::Assembly || kind == OutputKind::Header;
}

static StringRef suffixOf(OutputKind kind) {
  switch (kind) {
  case OutputKind::Object:
    return ".o";
  case OutputKind::Archive:
    return ".a";
  case OutputKind::SharedLibrary:
    return ".so";
  default:
    return "";
  }
}

static Expected<OutputKind> kindOf(const Invocation &invocation) {
  if (invocation.emit)
    return *invocation.emit;
  StringRef output = invocation.output;
  if (output.empty())
    return OutputKind::Executable;
  if (output == "-")
    return usageError("found '-o -' without --emit, expected both",
                      "one of " + join(outputKindNames(), ", "));
  StringRef suffix = sys::path::extension(output);
  if (suffix == ".mlir")
    return usageError("found " + inQuotes(output) + " without --emit, expected both",
                      "an .mlir file holds one of vit, linalg, kernel, loops, llvm");
  if (StringSwitch<bool>(suffix).Cases({".onnx", ".bc", ".pt", ".pth"}, true).Default(false))
    return usageError(
        "found an output named " + inQuotes(output) + ", expected a kind of file that vitc writes",
        "a name without suffix is an executable's; --emit says what to write whatever "
        "the suffix");
  if (suffix == ".dll" || suffix == ".dylib" || suffix == ".ptx")
    return usageError("found " + inQuotes(output) + ", expected a suffix of Linux on x86-64",
                      "--emit says what to write whatever the suffix");
  return StringSwitch<OutputKind>(suffix)
      .Case(".ll", OutputKind::LLVMIR)
      .Cases({".s", ".S"}, OutputKind::Assembly)
      .Case(".o", OutputKind::Object)
      .Case(".a", OutputKind::Archive)
      .Case(".so", OutputKind::SharedLibrary)
      .Case(".h", OutputKind::Header)
      .Default(OutputKind::Executable);
}

static Expected<std::string> pathOf(const Invocation &invocation, OutputKind kind,
                                    StringRef modelName) {
  std::string path = invocation.output;
  if (path.empty())
    path = isText(kind) ? "-" : (modelName + suffixOf(kind)).str();
  if (sys::fs::is_directory(path))
    return usageError("-o: found the folder " + inQuotes(path) + ", expected a file",
                      invocation.output.empty() ? "name the output with -o" : "");
  return path;
}

//===----------------------------------------------------------------------===//
// IR of one phase
//===----------------------------------------------------------------------===//

static Error writeText(StringRef path, function_ref<void(raw_ostream &)> write) {
  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  write(file->os());
  return file->commit();
}

/// The module after the phase that `kind` names; of several targets or batches, the first.
static Error lowerTo(OutputKind kind, ModuleOp module, const CompileRequest &request,
                     Phases &phases) {
  if (kind == OutputKind::ViT)
    return Error::success();
  if (kind == OutputKind::Linalg)
    return phases.run(module, "linalg", [](OpPassManager &pm) {
      buildReferenceLinalgPipeline(pm, ReferenceOptions());
    });
  if (Error error = lowerToKernel(module, phases, request.precision, request.gemm))
    return error;
  if (kind == OutputKind::Kernel)
    return Error::success();
  if (Error error = lowerToLoops(module, request.targets.front(), "", phases))
    return error;
  return kind == OutputKind::Loops ? Error::success() : lowerToLLVM(module, "", phases);
}

static Error compileToIR(OutputKind kind, StringRef path, SourceModel &source,
                         const Invocation &invocation, const CompileRequest &request,
                         Phases &phases) {
  int64_t batch = invocation.batches.empty() ? 0 : invocation.batches.front();
  Expected<OwningOpRef<ModuleOp>> module = source.build(batch);
  if (!module)
    return module.takeError();
  if (Error error = phases.dump(**module, "vit"))
    return error;
  if (Error error = lowerTo(kind, **module, request, phases))
    return error;
  return writeText(path,
                   [&](raw_ostream &os) { printModule(os, **module, /*withLocations=*/false); });
}

/// LLVM IR, assembly: of one module, for the first target.
static Error compileToAssembly(OutputKind kind, StringRef path, SourceModel &source,
                               const CompileRequest &request, Phases &phases) {
  CompileRequest first = request;
  first.targets.resize(1);
  first.objects = false;
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, first, phases);
  if (!model)
    return model.takeError();
  Expected<std::unique_ptr<MemoryBuffer>> text = target::emit(
      (*model)->jobs().back(),
      kind == OutputKind::LLVMIR ? target::EmitKind::LlvmIr : target::EmitKind::Assembly);
  if (!text)
    return asInternal(text.takeError());
  return writeText(path, [&](raw_ostream &os) { os << (*text)->getBuffer(); });
}

static Error compileToHeader(StringRef path, SourceModel &source, const CompileRequest &request,
                             Phases &phases) {
  CompileRequest first = request; // what a header says is the same for all
  first.targets.resize(1);
  first.objects = false;
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, first, phases);
  if (!model)
    return model.takeError();
  Expected<std::string> header = target::generateHeader((*model)->info(), request.prefix);
  if (!header)
    return header.takeError();
  return writeText(path, [&](raw_ostream &os) { os << *header; });
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

static target::LinkKind linkKindOf(OutputKind kind) {
  switch (kind) {
  case OutputKind::Object:
    return target::LinkKind::Relocatable;
  case OutputKind::Archive:
    return target::LinkKind::Archive;
  case OutputKind::SharedLibrary:
    return target::LinkKind::SharedLibrary;
  default:
    return target::LinkKind::Executable;
  }
}

static Error compileToBinary(OutputKind kind, StringRef path, SourceModel &source,
                             const Invocation &invocation, CompileRequest request, Phases &phases) {
  if (path == "-" && invocation.weights == WeightsPlace::File)
    return usageError("found --weights=file with '-o -', expected a file's name",
                      "the weights go beside the output");
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, request, phases);
  if (!model)
    return model.takeError();
  BinaryOutput output;
  output.kind = linkKindOf(kind);
  output.path = path.str();
  output.prefix = request.prefix;
  output.weightsInFile = invocation.weights == WeightsPlace::File;
  output.architecture = target::architectureOf(request.targets.front().isa);
  return writeBinary(**model, output);
}

/// Writes what `kind` says to `path`.
static Error compileKind(OutputKind kind, StringRef path, SourceModel &source,
                         const Invocation &invocation, CompileRequest request, Phases &phases) {
  if (kind <= OutputKind::LLVM)
    return compileToIR(kind, path, source, invocation, request, phases);
  if (Error error = source.checkHasTensors())
    return error;
  if (kind == OutputKind::LLVMIR || kind == OutputKind::Assembly)
    return compileToAssembly(kind, path, source, request, phases);
  if (kind == OutputKind::Header)
    return compileToHeader(path, source, request, phases);
  return compileToBinary(kind, path, source, invocation, std::move(request), phases);
}

/// compileKind, then what passes remarked.
static Error compileTo(OutputKind kind, StringRef path, SourceModel &source,
                       const Invocation &invocation, CompileRequest request) {
  Phases phases(invocation.dumpPhases);
  Error error = compileKind(kind, path, source, invocation, std::move(request), phases);
  if (!error)
    for (const std::string &line : phases.remarks())
      errs() << "vitc: remark: " << line << '\n';
  return error;
}

/// compileTo, then the file of --depfile: who finds it finds the output it is about.
static Error compileWithDepfile(OutputKind kind, StringRef path, SourceModel &source,
                                const Invocation &invocation, CompileRequest request) {
  if (path == "-")
    return usageError("found --depfile without a file to write, expected -o OUT",
                      "rules in it begin with the output's name");
  Expected<AtomicFile> depfile = AtomicFile::create(invocation.depfile);
  if (!depfile)
    return depfile.takeError();
  if (Error error = compileTo(kind, path, source, invocation, std::move(request)))
    return error;
  depfile->os() << dependencyRules(path, source.sourceFiles());
  return depfile->commit();
}

/// Nothing that is written may take the place of what is read.
static Error checkOutputs(OutputKind kind, StringRef path, SourceModel &source,
                          const Invocation &invocation) {
  if (!source.directory()) // which files an .mlir file names is known when it is built
    if (Expected<OwningOpRef<ModuleOp>> module = source.build(0); !module)
      return module.takeError();
  std::vector<std::string> outputs = {path.str(), invocation.depfile};
  bool library = kind == OutputKind::Object || kind == OutputKind::Archive ||
                 kind == OutputKind::SharedLibrary;
  if (library && path != "-")
    outputs.push_back(headerFileOf(path));
  if (!isText(kind) && invocation.weights == WeightsPlace::File)
    outputs.push_back(weightsFileOf(path));
  return checkPlaces(outputs, source.sourceFiles());
}

/// Preprocessing that does not fit would make an executable that refuses every picture.
static Error checkPreprocessing(OutputKind kind, const SourceModel &source) {
  if (kind != OutputKind::Executable || !source.directory())
    return Error::success();
  source.warnOfUsualRecipe();
  return source.checkPictureSize();
}

/// The codecs that executables contain are those of this machine.
static Error checkArchitecture(OutputKind kind, const CompileRequest &request) {
  const target::TargetInfo &first = request.targets.front();
  if (kind != OutputKind::Executable ||
      target::architectureOf(first.isa) == target::Architecture::X86_64)
    return Error::success();
  return usageError("found an executable for " + first.name +
                        ", expected a library: executables are made for x86-64 alone",
                    "-o NAME.so, NAME.a or NAME.o makes a library and its C header");
}

Error runCompile(const Invocation &invocation) {
  Expected<OutputKind> kind = kindOf(invocation);
  if (!kind)
    return kind.takeError();
  Expected<CompileRequest> request = requestOf(invocation, "portable");
  if (!request)
    return request.takeError();
  if (Error error = checkArchitecture(*kind, *request))
    return error;
  Expected<std::unique_ptr<SourceModel>> source = SourceModel::open(invocation);
  if (!source)
    return source.takeError();
  if (Error error = checkPreprocessing(*kind, **source))
    return error;
  Expected<std::string> path = pathOf(invocation, *kind, (*source)->name());
  if (!path)
    return path.takeError();
  if (Error error = checkOutputs(*kind, *path, **source, invocation))
    return error;
  if (Error error = decide(invocation, **source).takeError())
    return error;
  request->prefix = symbolPrefix(*path, (*source)->name());
  auto *compile = invocation.depfile.empty() ? compileTo : compileWithDepfile;
  return compile(*kind, *path, **source, invocation, std::move(*request));
}

} // namespace vitc::driver
