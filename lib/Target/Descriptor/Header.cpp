//===- Header.cpp - the C header of a library -----------------------------===//

#include "CInterface.h"

#include "vitc/Runtime/Model.h"
#include "vitc/Support/Errors.h"
#include "vitc/Target/Descriptor/Descriptor.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace vitc::target {

// The header repeats these layouts under the library's own prefix.
static_assert(sizeof(vitc_model_options) == 24 && offsetof(vitc_model_options, threads) == 4 &&
              offsetof(vitc_model_options, executor) == 8 &&
              offsetof(vitc_model_options, weights_path) == 16);
static_assert(sizeof(vitc_executor) == 24 && offsetof(vitc_executor, workers) == 4 &&
              offsetof(vitc_executor, self) == 8 && offsetof(vitc_executor, run) == 16);
static_assert(VITC_OK == 0 && VITC_BAD_ARGUMENT == 1 && VITC_NO_MEMORY == 2 && VITC_NO_ISA == 3 &&
              VITC_NO_WEIGHTS == 4 && VITC_ABI_MISMATCH == 5);

static StringRef cType(ElementType type) {
  switch (type) {
  case ElementType::F64:
    return "double";
  case ElementType::I64:
    return "int64_t";
  case ElementType::I32:
    return "int32_t";
  default: // orderedForwards refused the others
    return "float";
  }
}

/// Text of the user's inside a C comment.
static std::string commentText(StringRef text) {
  std::string safe;
  for (char c : text)
    safe += isPrint(c) ? c : '?';
  size_t at;
  while ((at = safe.find("*/")) != std::string::npos || (at = safe.find("/*")) != std::string::npos)
    safe[at + 1] = '?';
  return safe;
}

/// Everything before `<prefix>_run`; `@` stands for the prefix, `^` for it in upper case.
static constexpr StringLiteral types = R"(
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A loaded model. Immutable after creation. */
typedef struct @ @;

/** What every call returns. */
typedef enum @_status {
  ^_OK = 0,
  ^_BAD_ARGUMENT = 1,
  ^_NO_MEMORY = 2,
  ^_NO_ISA = 3,     /**< this processor has none of the compiled instruction set levels */
  ^_NO_WEIGHTS = 4, /**< the file of weights is missing, unreadable or another model's */
  ^_ABI_MISMATCH = 5
} @_status;

/** A host application's own threads. `task(argument, worker)` must be called exactly once for each
 *  worker in [0, workers), from any threads; `run` returns when all calls have returned. */
typedef struct @_executor {
  uint32_t struct_size; /**< sizeof(@_executor) */
  uint32_t workers;     /**< at most this many at a time */
  void *self;
  void (*run)(void *self, uint32_t workers, void (*task)(void *argument, uint32_t worker),
              void *argument);
} @_executor;

/** How to load a model. Zero everything, then set struct_size and what you need. */
typedef struct @_options {
  uint32_t struct_size;            /**< sizeof(@_options) */
  uint32_t threads;                /**< 0: one for each processor that this process may keep busy */
  const struct @_executor *executor; /**< null: one pool of threads for all models of this library */
  const char *weights_path;        /**< null: where the library expects its weights */
} @_options;

/** Loads the model. `options` may be null. On failure *model is null. */
@_status @_create(const @_options *options, @ **model);

)";

static constexpr StringLiteral functions = R"(
/** Frees everything; no run may be under way. Null is allowed. */
void @_destroy(@ *model);

/** One English sentence, never null. */
const char *@_status_string(@_status status);

/** The instruction set level in use, for example "x86-64-v3". */
const char *@_isa(const @ *model);

/** The name of a class, null when `index` is outside of [0, ^_NUM_LABELS). */
const char *@_label(int64_t index);

/** The config.json the model was compiled from. */
const char *@_config_json(void);

/** Everything above as data, for programs that use vitc's own vitc/Runtime/Model.h. */
const struct vitc_model_desc *@_describe(void);

#ifdef __cplusplus
}
#endif
)";

static void expand(raw_ostream &os, StringRef text, StringRef prefix) {
  for (char c : text) {
    if (c == '@')
      os << prefix;
    else if (c == '^')
      os << prefix.upper();
    else
      os << c;
  }
}

static void writeConstants(raw_ostream &os, const ModelInfo &info, ArrayRef<std::string> names,
                           StringRef upper) {
  os << "\n/** Classes with names. */\n#define " << upper << "_NUM_LABELS " << info.labels.size()
     << "\n";
  auto one = [&](const TensorInfo &tensor, StringRef name) {
    uint64_t count = 1;
    for (int64_t extent : tensor.shape)
      count *= extent;
    os << "\n/** Elements of `" << name << "` for one image. */\n#define " << upper << "_"
       << StringRef(name).upper() << "_ELEMENTS " << count << "\n";
  };
  for (auto [i, tensor] : enumerate(info.inputs))
    one(tensor, names[i]);
  for (auto [i, tensor] : enumerate(info.outputs))
    one(tensor, names[info.inputs.size() + i]);
}

static void writeRun(raw_ostream &os, const ModelInfo &info, ArrayRef<std::string> names,
                     StringRef prefix) {
  std::string declaration, comment;
  auto argument = [&](const TensorInfo &tensor, const std::string &name, bool input) {
    std::string type = (input ? "const " : "") + cType(tensor.type).str();
    comment += " *  - `" + name + "`: " + (input ? "read, " : "written, ") +
               elementName(tensor.type).str() + " " + batchShape(tensor) + ".\n";
    declaration += ",\n    " + type + " *" + name;
  };
  for (auto [i, tensor] : enumerate(info.inputs))
    argument(tensor, names[i], true);
  for (auto [i, tensor] : enumerate(info.outputs))
    argument(tensor, names[info.inputs.size() + i], false);
  os << "/** Runs `batch` images (at least 1). Tensors are contiguous, row major, at any "
        "alignment\n"
        " *  of at least 4 bytes:\n"
     << comment
     << " *  May be called from several threads at once on one model. The bits of an image's\n"
        " *  outputs depend on that image alone, never on threads or batch mates. */\n"
     << prefix << "_status " << prefix << "_run(" << prefix << " *model, int64_t batch"
     << declaration << ");\n";
}

Expected<std::string> generateHeader(const ModelInfo &info, StringRef prefix) {
  if (Expected<std::vector<const EntryDesc *>> checked = orderedForwards(info); !checked)
    return checked.takeError();
  std::vector<std::string> names = argumentNames(info);
  std::string text, upper = prefix.upper();
  raw_string_ostream os(text);
  os << "/* " << prefix << ".h - " << commentText(info.name)
     << ", compiled by vitc\n *\n * Link with lib" << prefix << ".so or lib" << prefix
     << ".a (then also -lm -lpthread).\n */\n#ifndef " << upper << "_H\n#define " << upper
     << "_H\n";
  expand(os, types, prefix);
  writeRun(os, info, names, prefix);
  expand(os, functions, prefix);
  writeConstants(os, info, names, upper);
  os << "\n#endif /* " << upper << "_H */\n";
  return text;
}

} // namespace vitc::target
