//===- ErrorMeter.h - what precisions cost, on samples --------------------===//
#ifndef VITC_LIB_DRIVER_PRECISION_ERRORMETER_H
#define VITC_LIB_DRIVER_PRECISION_ERRORMETER_H

#include "Code/CompiledModel.h"
#include "Source/Products.h"
#include "Source/Samples.h"

namespace vitc::driver {

/// What measurements compile for: batch 1 on a level of this machine that gives the same bits on
/// others, so that what they decide is the same everywhere.
Expected<CompileRequest> measuringRequest(StringRef precision);

/// ‖found − expected‖ / ‖expected‖ of an output: of all samples together, which adds up over
/// causes, and the greatest of a single one, which is what a bound is about.
struct SampleError {
  double overall = 0, greatest = 0;
};

/// Compiles a model with one precision for each product, runs it on samples, and compares.
class ErrorMeter {
public:
  /// `decisions` go into every module; their precisions are replaced.
  ErrorMeter(SourceModel &source, ArrayRef<Sample> samples, Decisions decisions, unsigned threads)
      : source(source), samples(samples), decisions(std::move(decisions)), threads(threads) {}

  /// What errors are relative to: the f64 reference form's outputs, or those of optimised f32 code.
  Error compareWithReferenceForm();
  Error compareWithF32();

  /// The error of the model whose units have `precisions`: of `logits` where there are some, else
  /// the greatest of all outputs.
  Expected<SampleError> measure(ArrayRef<std::string> precisions);

  size_t measurements() const { return count; }

private:
  Expected<std::vector<Sample>> run(ArrayRef<std::string> precisions);

  SourceModel &source;
  ArrayRef<Sample> samples;
  Decisions decisions;
  unsigned threads;
  std::vector<Sample> expected; ///< Outputs of each sample.
  size_t count = 0;
};

/// What each kind and each layer adds to the square of the error when its units alone go from
/// `high` to `low`.
struct Sensitivities {
  std::vector<double> kinds;  ///< By ProductKind.
  std::vector<double> layers; ///< By layer.

  /// What a unit adds, if kinds and layers are independent.
  double of(const ProductUnit &unit, ArrayRef<ProductUnit> units) const;
};

/// Measures them: a compilation for each kind, and one for each layer or, of deep models, for each
/// group of neighbours, which share its error equally. `error` is that of all units at `high`.
Expected<Sensitivities> measureSensitivities(ErrorMeter &meter, ArrayRef<ProductUnit> units,
                                             StringRef low, StringRef high, double error);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_PRECISION_ERRORMETER_H
