//===- Options.cpp - the table of flags -----------------------------------===//

#include "Options.h"

#include "Failure.h"

#include "vitc/Support/Spelling.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace vitc::driver {

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

static Error badValue(const Option &option, StringRef value, const Twine &expected,
                      const Twine &hint = "") {
  return usageError(option.name + ": found " + inQuotes(value) + ", expected " + expected, hint);
}

/// A word of a list; what later versions may bring is refused like any other word.
static Error badWord(const Option &option, StringRef value, ArrayRef<StringRef> words) {
  return badValue(option, value, "one of " + join(words, ", "), spellingHint(value, words));
}

template <typename Number>
static Error readNumber(const Option &option, StringRef value, Number least, Number most,
                        Number &result) {
  uint64_t number;
  if (value.getAsInteger(10, number) || number < static_cast<uint64_t>(least) ||
      number > static_cast<uint64_t>(most))
    return badValue(option, value,
                    "a whole number from " + Twine(static_cast<uint64_t>(least)) + " to " +
                        Twine(static_cast<uint64_t>(most)));
  result = static_cast<Number>(number);
  return Error::success();
}

template <typename Number>
static Error readNumbers(const Option &option, StringRef value, Number most,
                         std::vector<Number> &result) {
  SmallVector<StringRef> parts;
  value.split(parts, ',');
  result.clear();
  for (StringRef part : parts) {
    Number number;
    if (Error error = readNumber<Number>(option, part, 1, most, number))
      return error;
    if (is_contained(result, number))
      return badValue(option, value, "each number once");
    result.push_back(number);
  }
  return Error::success();
}

static Error readImageSize(Invocation &invocation, const Option &option, StringRef value) {
  auto [height, width] = value.split('x');
  ImageSize size;
  if (height.getAsInteger(10, size.height) || width.getAsInteger(10, size.width) ||
      size.height < 1 || size.width < 1 || size.height > 16384 || size.width > 16384)
    return badValue(option, value, "HEIGHTxWIDTH in pixels, each from 1 to 16384",
                    value.contains(',') ? "one size at a time is supported"
                                        : "for example 224x224");
  invocation.imageSize = size;
  return Error::success();
}

static Error readOutputs(Invocation &invocation, const Option &option, StringRef value) {
  invocation.outputs.clear();
  SmallVector<StringRef> names;
  value.split(names, ',');
  for (StringRef name : names) {
    if (name.trim().empty())
      return badValue(option, value, "names with commas between them",
                      "for example logits,hidden_states");
    invocation.outputs.push_back(name.trim().str());
  }
  return Error::success();
}

static constexpr std::pair<StringRef, OutputKind> kinds[] = {
    {"vit", OutputKind::ViT},         {"linalg", OutputKind::Linalg},
    {"kernel", OutputKind::Kernel},   {"loops", OutputKind::Loops},
    {"llvm", OutputKind::LLVM},       {"llvm-ir", OutputKind::LLVMIR},
    {"asm", OutputKind::Assembly},    {"obj", OutputKind::Object},
    {"archive", OutputKind::Archive}, {"so", OutputKind::SharedLibrary},
    {"exe", OutputKind::Executable},  {"header", OutputKind::Header}};

ArrayRef<StringRef> outputKindNames() {
  static const SmallVector<StringRef> names = map_to_vector(kinds, [](auto &k) { return k.first; });
  return names;
}

StringRef outputKindName(OutputKind kind) { return kinds[static_cast<size_t>(kind)].first; }

static Error readKind(Invocation &invocation, const Option &option, StringRef value) {
  for (auto [name, kind] : kinds)
    if (name == value) {
      invocation.emit = kind;
      return Error::success();
    }
  if (value == "gpu" || value == "ptx")
    return usageError(option.name + ": found '" + value + "', which needs a GPU target",
                      "supported: " + join(outputKindNames(), ", "));
  return badWord(option, value, option.words);
}

static Error readTarget(Invocation &, const Option &option, StringRef value) {
  if (value == "cpu")
    return Error::success();
  return badValue(option, value, "cpu", "code for other devices is not supported");
}

static Error readPrecision(Invocation &invocation, const Option &option, StringRef value) {
  if (value != "f32" && value != "bf16" && value != "int8")
    return badWord(option, value, option.words);
  invocation.precision = value.str();
  return Error::success();
}

static Error readMaxError(Invocation &invocation, const Option &option, StringRef value) {
  double error;
  if (value.getAsDouble(error) || !(error > 0 && error <= 1)) // no NaN either
    return badValue(option, value, "a number above 0 and at most 1", "for example 1e-3");
  invocation.maxError = error;
  return Error::success();
}

static Error readGemm(Invocation &invocation, const Option &option, StringRef value) {
  if (value != "classical" && value != "strassen")
    return badWord(option, value, option.words);
  invocation.gemm = value.str();
  return Error::success();
}

static Error readWeights(Invocation &invocation, const Option &option, StringRef value) {
  if (value == "runtime")
    return usageError(option.name + ": found 'runtime', expected embed or file",
                      "weights packed at load time are not supported");
  if (value != "embed" && value != "file")
    return badWord(option, value, option.words);
  invocation.weights = value == "file" ? WeightsPlace::File : WeightsPlace::Embed;
  return Error::success();
}

static Error readPreprocess(Invocation &invocation, const Option &option, StringRef value) {
  static constexpr std::pair<StringRef, PreprocessChoice> words[] = {
      {"auto", PreprocessChoice::Auto},
      {"pil", PreprocessChoice::Pil},
      {"torchvision", PreprocessChoice::Torchvision}};
  for (auto [word, choice] : words)
    if (word == value) {
      invocation.preprocess = choice;
      return Error::success();
    }
  return badWord(option, value, option.words);
}

static Error readReference(Invocation &invocation, const Option &option, StringRef value) {
  if (invocation.command == Command::Verify) {
    invocation.referenceFile = value.str();
    return Error::success();
  }
  if (value != "f32" && value != "f64")
    return badWord(option, value, option.words);
  invocation.reference = value == "f32" ? ReferenceForm::F32 : ReferenceForm::F64;
  return Error::success();
}

template <auto Member>
static Error readText(Invocation &invocation, const Option &option, StringRef value) {
  invocation.*Member = value.str();
  return Error::success();
}

template <auto Member>
static Error setFlag(Invocation &invocation, const Option &, StringRef) {
  invocation.*Member = true;
  return Error::success();
}

//===----------------------------------------------------------------------===//
// The table
//===----------------------------------------------------------------------===//

static constexpr unsigned compile = forCommand(Command::Compile), runs = forCommand(Command::Run),
                          inspect = forCommand(Command::Inspect),
                          verify = forCommand(Command::Verify), bench = forCommand(Command::Bench);
static constexpr unsigned all = compile | runs | inspect | verify | bench;

// For messages and for completion. --cpu takes LLVM's names of processors, too.
static constexpr StringRef preprocessWords[] = {"auto", "pil", "torchvision"};
static constexpr StringRef weightsWords[] = {"embed", "file"};
static constexpr StringRef targetWords[] = {"cpu"};
static constexpr StringRef precisionWords[] = {"f32", "bf16", "int8"};
static constexpr StringRef gemmWords[] = {"classical", "strassen"};
static constexpr StringRef referenceWords[] = {"f32", "f64"};
static constexpr StringRef cpuWords[] = {"portable",  "native", "x86-64-v4",
                                         "x86-64-v3", "x86-64", "armv8-a"};

ArrayRef<Option> allOptions() {
  using G = OptionGroup;
  static const Option options[] = {
      {"--image-size", "HxW", "size of the pictures the model sees", G::Model, all, readImageSize},
      {"--outputs", "NAME,...", "logits, last_hidden_state, hidden_states, pooler_output", G::Model,
       all, readOutputs},
      {"--entry", "NAME", "the function of an .mlir file to compile", G::Model, all,
       readText<&Invocation::entry>},
      {"--preprocess", "HOW", "auto, pil or torchvision arithmetic", G::Model, all, readPreprocess,
       preprocessWords},
      {"--seed", "N", "of random weights, for a config.json alone", G::Model, all,
       [](Invocation &i, const Option &o, StringRef v) {
         return readNumber<uint64_t>(o, v, 0, UINT64_MAX, i.seed);
       }},

      {"--image", "FILE...", "JPEG, PNG or WebP pictures", G::Input, runs,
       [](Invocation &i, const Option &, StringRef v) -> Error {
         i.images.push_back(v.str());
         return Error::success();
       }},
      {"--input", "FILE", "a safetensors file of the model's inputs", G::Input, runs | verify,
       readText<&Invocation::input>},

      {"-o", "OUT", "the file to write, '-' for stdout", G::Output, compile,
       readText<&Invocation::output>},
      {"--emit", "KIND",
       "vit linalg kernel loops llvm llvm-ir asm obj\narchive so exe header; else by OUT's suffix",
       G::Output, compile, readKind, outputKindNames()},
      {"--weights", "PLACE", "embed (default), or file beside OUT", G::Output, compile, readWeights,
       weightsWords},
      {"--depfile", "FILE", "write the files read, as a rule for make or Ninja", G::Output, compile,
       readText<&Invocation::depfile>},
      {"--output", "FILE", "write all outputs to a safetensors file", G::Output, runs,
       readText<&Invocation::outputFile>},
      {"--top-k", "K", "labels for each picture (default: 5)", G::Output, runs,
       [](Invocation &i, const Option &o, StringRef v) {
         return readNumber<unsigned>(o, v, 1, 1000000, i.topK);
       }},
      {"--roofline", "FILE", "draw the loops under the machine's ceilings, as SVG", G::Output,
       bench, readText<&Invocation::roofline>},
      {"--trace", "FILE", "write which thread ran which loop when, for trace viewers", G::Output,
       bench, readText<&Invocation::trace>},
      {"--reference", "FILE", "a safetensors file of expected outputs", G::Input, verify,
       readReference},
      {"--json", "", "print JSON", G::Output, runs | inspect | verify | bench,
       setFlag<&Invocation::json>},

      {"--cpu", "NAME", "portable, native, x86-64-v4, x86-64-v3, x86-64,\narmv8-a", G::Code,
       compile | runs | verify | bench, readText<&Invocation::cpu>, cpuWords},
      {"--triple", "TRIPLE", "the system that runs the output", G::Code, compile,
       readText<&Invocation::triple>},
      {"--target", "KIND", "cpu", G::Code, compile, readTarget, targetWords},
      {"--precision", "TYPE", "of what products read: f32, bf16 or int8", G::Code, all,
       readPrecision, precisionWords},
      {"--gemm", "HOW",
       "f32 products: classical, or strassen: faster, 1.75\ntimes the weights, error up to 2.5 "
       "times",
       G::Code, compile | runs | inspect | verify | bench, readGemm, gemmWords},
      {"--calibrate", "DIR", "measure what products read on the pictures of a folder", G::Code, all,
       readText<&Invocation::calibrate>},
      {"--max-error", "E",
       "keep products in bf16 or f32 until the relative error\nagainst f64 is at most E", G::Code,
       all, readMaxError},
      {"--shares", "", "say which products the error of --precision comes from", G::Output, verify,
       setFlag<&Invocation::shares>},
      {"--batch", "N,...", "batch sizes with code of their own", G::Code, compile | bench,
       [](Invocation &i, const Option &o, StringRef v) {
         return readNumbers<int64_t>(o, v, 4096, i.batches);
       }},
      {"--threads", "N", "threads (default: one for each processor)", G::Code,
       runs | verify | bench,
       [](Invocation &i, const Option &o, StringRef v) {
         if (i.command != Command::Bench && v.contains(','))
           return badValue(o, v, "one number");
         return readNumbers<unsigned>(o, v, 1024, i.threads);
       }},
      {"--reference", "TYPE", "run the reference form in f32 or f64", G::Code, runs, readReference,
       referenceWords},
      {"--dump-phases", "DIR", "write the IR after each phase", G::Code,
       compile | runs | verify | bench, readText<&Invocation::dumpPhases>},

      {"--quiet", "", "no progress on a terminal", G::General, all, setFlag<&Invocation::quiet>},
      {"--help", "", "print this", G::General, all,
       [](Invocation &i, const Option &, StringRef) -> Error {
         i.helpTopic = i.command;
         return Error::success();
       }},
  };
  return options;
}

ArrayRef<CommandInfo> allCommands() {
  static const CommandInfo commands[] = {
      {Command::Compile, "compile", "MODEL [-o OUT]", "make an executable, a library, or IR"},
      {Command::Run, "run", "MODEL --image FILE... | --input FILE", "run a model in memory"},
      {Command::Inspect, "inspect", "MODEL", "say what a model is and whether it compiles"},
      {Command::Verify, "verify", "MODEL", "compare optimised code with the f64 reference form"},
      {Command::Bench, "bench", "MODEL", "measure latency and share of the machine's peak"},
      {Command::Help, "help", "[COMMAND]", "print the options of a command"},
  };
  return commands;
}

const CommandInfo &commandInfo(Command command) {
  for (const CommandInfo &info : allCommands())
    if (info.command == command)
      return info;
  llvm_unreachable("a command without a name");
}

} // namespace vitc::driver
