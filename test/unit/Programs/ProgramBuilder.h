//===- ProgramBuilder.h - vit programs written op by op -------------------===//
#ifndef VITC_TEST_UNIT_PROGRAMS_PROGRAMBUILDER_H
#define VITC_TEST_UNIT_PROGRAMS_PROGRAMBUILDER_H

#include "vitc/Import/Files/Safetensors.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitc::test {

using Shape = std::vector<int64_t>;

/// SplitMix64: the same numbers with every standard library.
class Random {
public:
  explicit Random(uint64_t state) : state(state) {}

  uint64_t next();
  /// From 0 to `end` − 1.
  uint64_t below(uint64_t end) { return next() % end; }
  /// True once in `times` on average.
  bool once(uint64_t times) { return below(times) == 0; }
  template <typename T>
  const T &pick(const std::vector<T> &list) {
    return list[below(list.size())];
  }

private:
  uint64_t state;
};

/// A value of a program: an f32 tensor.
struct Tensor {
  std::string name; ///< `%v3`
  Shape shape;
};

/// A vit program and the data of its weights, which it looks for in `weights.safetensors`.
struct Program {
  struct Weight {
    std::string name;
    Dtype dtype;
    Shape shape;
    std::vector<uint8_t> bytes;
  };

  std::string text;
  std::vector<Weight> weights;

  /// Writes `program.mlir` and `weights.safetensors` into `folder`; returns the program's path.
  Expected<std::string> write(StringRef folder) const;
};

/// The text of one op: `OpText("vit.linear") << x << ", " << w`. Values add their types.
class OpText {
public:
  explicit OpText(const char *mnemonic) : words(std::string(mnemonic) + " ") {}

  OpText &operator<<(const Tensor &operand);
  OpText &operator<<(const std::string &word) {
    words += word;
    return *this;
  }

  std::string words;
  std::vector<std::string> types; ///< Of the operands.
};

/// Writes @main.
class ProgramBuilder {
public:
  /// How elements of a weight are made: `constant + spread × z`, z of variance 1.
  struct Elements {
    double spread;
    double constant = 0;
  };

  /// `seed` of the weights' elements.
  explicit ProgramBuilder(uint64_t seed) : seed(seed) {}

  /// What weights made from now on are stored in.
  void storeWeightsAs(Dtype dtype) { stored = dtype; }

  Tensor input(Shape shape);
  Tensor weight(Shape shape, Elements elements);
  /// A mask [b, h, n, m]: zeros, numbers, and −∞, but not for the first key.
  Tensor mask(Shape shape);
  /// A weight whose elements are given.
  Tensor weightOf(Shape shape, const std::vector<float> &elements);

  /// Ends `op` with `: (types) -> type`.
  Tensor add(const OpText &op, Shape shape);
  /// Ends `op` with `: type`.
  Tensor addPlain(const OpText &op, Shape shape);
  /// `vit.top_k`: adds an output of the k largest entries and one of their indices.
  void addTopK(const Tensor &input, int64_t k);

  /// Returns `value`.
  void output(const Tensor &value);

  Program finish();

private:
  std::string fresh() { return "%v" + std::to_string(count++); }
  void addLine(const std::string &line) { body += "  " + line + "\n"; }

  uint64_t seed;
  Dtype stored = Dtype::F32;
  unsigned count = 0;
  Program program;
  std::string declarations, arguments, body, returned, returnedTypes, resultTypes;
  unsigned inputs = 0, outputs = 0;
};

/// `tensor<2x3xf32>`
std::string typeText(const Shape &shape, const std::string &element = "f32");

} // namespace vitc::test

#endif // VITC_TEST_UNIT_PROGRAMS_PROGRAMBUILDER_H
