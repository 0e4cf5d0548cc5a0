//===- Run.cpp - vitc run -------------------------------------------------===//

#include "Answers.h"
#include "Code/CompiledModel.h"
#include "Code/Outputs.h"
#include "Code/ReferenceModel.h"
#include "Commands.h"
#include "Failure.h"
#include "Precision/Decide.h"

#include "vitc/Support/Progress.h"

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

namespace {
/// One `vitc run`, from files to answers.
class Session {
public:
  Session(const Invocation &invocation, SourceModel &source)
      : invocation(invocation), source(source), phases(invocation.dumpPhases) {}

  Error run();

private:
  Error runAsProgram(OwningOpRef<ModuleOp> module);
  Expected<std::vector<HostTensor>> readBatch(ArrayRef<target::TensorInfo> wanted);
  Expected<std::vector<HostTensor>> compute(OwningOpRef<ModuleOp> module,
                                            ArrayRef<HostTensor> inputs);
  std::vector<std::string> titles(int64_t batch) const;

  const Invocation &invocation;
  SourceModel &source;
  Phases phases;
};
} // namespace

Error Session::runAsProgram(OwningOpRef<ModuleOp> module) {
  if (!invocation.images.empty() || !invocation.input.empty() || !invocation.outputFile.empty())
    return usageError("found --image, --input or --output with a program, expected none",
                      "its @main takes and returns nothing");
  if (invocation.precision != "f32")
    return usageError("found --precision=" + invocation.precision + " with a program, expected f32",
                      "programs run in the reference form");
  if (!invocation.reference && !invocation.quiet)
    errs() << "vitc: remark: " << invocation.model
           << ": a program that takes and returns nothing runs in the reference form\n";
  return runProgram(source, std::move(module), invocation.reference.value_or(ReferenceForm::F32),
                    phases);
}

Expected<std::vector<HostTensor>> Session::readBatch(ArrayRef<target::TensorInfo> wanted) {
  if (invocation.images.empty() && invocation.input.empty())
    return usageError("'vitc run': found no input, expected --input FILE");
  if (invocation.images.empty())
    return readInputs(invocation.input, wanted);
  if (Error error = source.checkPictures())
    return std::move(error);
  source.warnOfUsualRecipe();
  Expected<HostTensor> pixels =
      readPictures(invocation.images, wanted.front(), *source.describe().recipe);
  if (!pixels)
    return pixels.takeError();
  std::vector<HostTensor> inputs;
  inputs.push_back(std::move(*pixels));
  return inputs;
}

Expected<std::vector<HostTensor>> Session::compute(OwningOpRef<ModuleOp> module,
                                                   ArrayRef<HostTensor> inputs) {
  int64_t batch = inputs.front().info.shape[0];
  if (invocation.reference) {
    Expected<OwningOpRef<ModuleOp>> sized = source.build(batch);
    if (!sized)
      return sized.takeError();
    Expected<ReferenceModel> model =
        ReferenceModel::compile(source, std::move(*sized), *invocation.reference, phases);
    if (!model)
      return model.takeError();
    Progress progress("running the reference form");
    return model->run(inputs);
  }
  Expected<CompileRequest> request = requestOf(invocation, "native");
  if (!request)
    return request.takeError();
  unsigned threads = invocation.threads.empty() ? 0 : invocation.threads.front();
  Expected<std::unique_ptr<CompiledModel>> model = CompiledModel::compile(source, *request, phases);
  if (!model)
    return model.takeError();
  Expected<std::unique_ptr<execution::LoadedModel>> loaded = (*model)->load(threads);
  if (!loaded)
    return loaded.takeError();
  return runLoaded(**loaded, (*model)->info(), inputs);
}

std::vector<std::string> Session::titles(int64_t batch) const {
  if (!invocation.images.empty())
    return invocation.images;
  std::vector<std::string> names;
  for (int64_t i = 0; i < batch; ++i)
    names.push_back(invocation.input + "[" + std::to_string(i) + "]");
  return names;
}

Error Session::run() {
  Expected<OwningOpRef<ModuleOp>> module = source.build(0);
  if (!module)
    return module.takeError();
  if (source.isProgram())
    return runAsProgram(std::move(*module));
  std::vector<std::string> read = source.sourceFiles();
  llvm::append_range(read, invocation.images);
  read.push_back(invocation.input);
  if (Error error = checkPlaces({invocation.outputFile}, read))
    return error;
  Expected<std::vector<target::TensorInfo>> wanted = mainInputs(**module);
  if (!wanted)
    return wanted.takeError();
  Expected<std::vector<HostTensor>> inputs = readBatch(*wanted);
  if (!inputs)
    return inputs.takeError();
  if (Error error = decide(invocation, source).takeError())
    return error;
  Expected<std::vector<HostTensor>> outputs = compute(std::move(*module), *inputs);
  if (!outputs)
    return outputs.takeError();
  if (!invocation.outputFile.empty())
    return writeOutputs(invocation.outputFile, *outputs);
  return printAnswers(invocation, source.describe(), *outputs, titles(batchOf(*inputs, *wanted)));
}

Error runRun(const Invocation &invocation) {
  Expected<std::unique_ptr<SourceModel>> source = SourceModel::open(invocation);
  if (!source)
    return source.takeError();
  return Session(invocation, **source).run();
}

} // namespace vitc::driver
