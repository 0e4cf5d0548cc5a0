//===- Invocation.h - what a command line asks for ------------------------===//
#ifndef VITC_DRIVER_INVOCATION_H
#define VITC_DRIVER_INVOCATION_H

#include "vitc/Import/Files/ModelConfig.h"
#include "vitc/Import/Files/Preprocessor.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitc::driver {

enum class Command { Help, Version, Compile, Run, Inspect, Verify, Bench };

/// How `vitc help` prints the table of options: for a terminal, for man(1), for a shell.
enum class HelpForm { Screen, ManPage, BashCompletion, ZshCompletion, FishCompletion };

/// What `vitc compile` writes.
enum class OutputKind {
  ViT,
  Linalg,
  Kernel,
  Loops,
  LLVM,
  LLVMIR,
  Assembly,
  Object,
  Archive,
  SharedLibrary,
  Executable,
  Header
};

/// The word of `--emit`.
StringRef outputKindName(OutputKind kind);

enum class WeightsPlace { Embed, File };
enum class ReferenceForm { F32, F64 };

/// A command line, as plain values. Defaults are those of the command line.
struct Invocation {
  Command command = Command::Help;
  /// The command that `vitc help COMMAND` or `vitc COMMAND --help` asks about.
  std::optional<Command> helpTopic;
  HelpForm helpForm = HelpForm::Screen;

  // The model, for every command.
  std::string model; ///< A directory, a repository id, a config.json or an .mlir file.
  std::string entry; ///< The function of an .mlir file; empty: the one that is obvious.
  std::optional<ImageSize> imageSize;
  std::vector<std::string> outputs; ///< Empty: what the class of the model returns.
  PreprocessChoice preprocess = PreprocessChoice::Auto;
  uint64_t seed = 0;              ///< Of random weights, and of verify's and bench's inputs.
  std::string precision = "f32";  ///< Of what products read: f32, bf16 or int8.
  std::string gemm = "classical"; ///< How f32 products are made: classical or strassen.
  std::string calibrate;          ///< A folder of pictures to measure on; empty: none.
  std::optional<double> maxError; ///< Against f64, of what precisions may cost.
  std::vector<int64_t> batches;   ///< Of compiled functions or, for bench, of runs.
  std::string cpu;                ///< Empty: portable for files, native otherwise.
  std::string triple;             ///< Empty: target::defaultTriple().
  std::string dumpPhases;         ///< A folder; empty: no dumps.
  bool quiet = false;             ///< No progress.
  bool json = false;              ///< run, inspect, verify, bench
  std::vector<unsigned> threads;  ///< Empty: one for each processor.

  // compile
  std::string output; ///< `-` is stdout; empty: derived from the model's name.
  std::optional<OutputKind> emit;
  WeightsPlace weights = WeightsPlace::Embed;
  std::string depfile; ///< For a rule with the files that the model was read from; empty: none.

  // run, verify
  std::vector<std::string> images;
  std::string input;      ///< A safetensors file of the model's inputs.
  std::string outputFile; ///< A safetensors file of its outputs; empty: print answers.
  unsigned topK = 5;
  std::optional<ReferenceForm> reference; ///< run: run the reference form instead.
  std::string referenceFile;              ///< verify: a safetensors file of expected outputs.
  bool shares = false;                    ///< verify: say which products the error comes from.

  // bench
  std::string roofline; ///< An SVG of speed over intensity; empty: none.
  std::string trace;    ///< A few forwards in Chrome's trace format; empty: none.
};

/// Reads `args` (without the program's name). Errors are usage errors: see exitCode.
llvm::Expected<Invocation> parseInvocation(llvm::ArrayRef<llvm::StringRef> args);

} // namespace vitc::driver

#endif // VITC_DRIVER_INVOCATION_H
