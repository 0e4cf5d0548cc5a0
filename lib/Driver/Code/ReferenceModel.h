//===- ReferenceModel.h - a model in the reference form -------------------===//
#ifndef VITC_LIB_DRIVER_CODE_REFERENCEMODEL_H
#define VITC_LIB_DRIVER_CODE_REFERENCEMODEL_H

#include "Phases.h"
#include "Source/SourceModel.h"
#include "Source/Tensors.h"

#include "vitc/Execution/JitModule.h"
#include "vitc/Execution/WeightSource.h"

namespace vitc::driver {

/// A model compiled through linalg for one batch, loaded into this process.
class ReferenceModel {
public:
  /// Compiles `module`, a vit module of `source`, which is left lowered.
  static Expected<ReferenceModel> compile(SourceModel &source, OwningOpRef<ModuleOp> module,
                                          ReferenceForm form, Phases &phases);

  /// Runs on f32 inputs, as often as they hold the batch that was compiled; outputs are of the
  /// form's type.
  Expected<std::vector<HostTensor>> run(ArrayRef<HostTensor> inputs) const;

private:
  Expected<std::vector<HostTensor>> runOnce(ArrayRef<HostTensor> inputs) const;
  ReferenceModel(target::EntryDesc entry, std::unique_ptr<execution::JitModule> code,
                 execution::WeightSource weights)
      : entry(std::move(entry)), code(std::move(code)), weights(std::move(weights)) {}

  target::EntryDesc entry;
  std::unique_ptr<execution::JitModule> code;
  execution::WeightSource weights;
};

/// Runs a program: an @main without arguments, whose checks say whether it is right. A failed check
/// is an error.
Error runProgram(SourceModel &source, OwningOpRef<ModuleOp> module, ReferenceForm form,
                 Phases &phases);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_CODE_REFERENCEMODEL_H
