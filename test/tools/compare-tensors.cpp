//===- compare-tensors.cpp - are two files of tensors nearly equal? -------===//
//
//   compare-tensors FOUND EXPECTED --max-error=E [--max-error=NAME=E]... [--same-bits]
//
// Prints the relative L2 error of every tensor of EXPECTED. Exit code 1 when one of them is absent
// from FOUND, has another shape, or an error above E; with --same-bits, when bytes differ.
//
//===----------------------------------------------------------------------===//

#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/Errors.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>
#include <cstring>

using namespace llvm;
using namespace vitc;

namespace {
struct Options {
  SmallVector<StringRef> files;
  StringMap<double> limits; ///< By name; "" for all others.
  bool sameBits = false;
};
} // namespace

static bool parse(ArrayRef<char *> args, Options &options) {
  for (StringRef arg : args) {
    if (arg == "--same-bits") {
      options.sameBits = true;
    } else if (arg.consume_front("--max-error=")) {
      auto [name, number] = arg.rsplit('=');
      if (number.empty())
        std::swap(name, number);
      if (number.getAsDouble(options.limits[name]))
        return false;
    } else {
      options.files.push_back(arg);
    }
  }
  return options.files.size() == 2 && (options.sameBits || !options.limits.empty());
}

static double element(ArrayRef<uint8_t> bytes, Dtype dtype, uint64_t index) {
  if (dtype == Dtype::F64) {
    double value;
    std::memcpy(&value, bytes.data() + index * sizeof(value), sizeof(value));
    return value;
  }
  float value;
  std::memcpy(&value, bytes.data() + index * sizeof(value), sizeof(value));
  return value;
}

/// ‖found − expected‖ / ‖expected‖; NaN when a number is none.
static double relativeError(const SafetensorsFile &foundFile, const SafetensorsEntry &found,
                            const SafetensorsFile &expectedFile, const SafetensorsEntry &expected) {
  double difference = 0, norm = 0;
  uint64_t count = expected.size * 8 / dtypeBits(expected.dtype);
  for (uint64_t i = 0; i < count; ++i) {
    double a = element(foundFile.bytes(found), found.dtype, i);
    double b = element(expectedFile.bytes(expected), expected.dtype, i);
    difference += (a - b) * (a - b);
    norm += b * b;
  }
  return difference == 0 ? 0 : std::sqrt(difference / norm);
}

static bool isFloat(Dtype dtype) { return dtype == Dtype::F32 || dtype == Dtype::F64; }

static bool compare(const Options &options, const SafetensorsFile &foundFile,
                    const SafetensorsFile &expectedFile, const SafetensorsEntry &expected) {
  outs() << expected.name << "  ";
  const SafetensorsEntry *found = foundFile.find(expected.name);
  if (!found || found->shape != expected.shape) {
    outs() << (found ? "found shape " + shapeText(found->shape) : "absent") << ", expected "
           << shapeText(expected.shape) << '\n';
    return false;
  }
  if (options.sameBits) {
    bool same =
        found->dtype == expected.dtype && foundFile.bytes(*found) == expectedFile.bytes(expected);
    outs() << (same ? "same bits\n" : "other bits\n");
    return same;
  }
  if (!isFloat(found->dtype) || !isFloat(expected.dtype)) {
    outs() << "found " << dtypeName(found->dtype) << " and " << dtypeName(expected.dtype)
           << ", expected F32 or F64\n";
    return false;
  }
  auto limit = options.limits.find(expected.name);
  if (limit == options.limits.end())
    limit = options.limits.find("");
  if (limit == options.limits.end())
    return true;
  double error = relativeError(foundFile, *found, expectedFile, expected);
  bool good = error <= limit->second; // false for NaN
  outs() << "relative error " << format("%.3e", error) << (good ? "" : "  above the limit") << '\n';
  return good;
}

int main(int argc, char **argv) {
  Options options;
  if (!parse(ArrayRef(argv, argc).drop_front(), options)) {
    errs() << "usage: compare-tensors FOUND EXPECTED --max-error=[NAME=]E... | --same-bits\n";
    return 2;
  }
  Expected<SafetensorsFile> found = SafetensorsFile::open(options.files[0]);
  Expected<SafetensorsFile> expected = SafetensorsFile::open(options.files[1]);
  if (printErrors(joinErrors(found.takeError(), expected.takeError()), errs()))
    return 1;
  bool good = true;
  for (const SafetensorsEntry &entry : expected->entries())
    good &= compare(options, *found, *expected, entry);
  return good ? 0 : 1;
}
