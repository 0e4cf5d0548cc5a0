//===- RandomOps.h - vit ops with random attributes and weights -----------===//
#ifndef VITC_TEST_UNIT_PROGRAMS_RANDOMOPS_H
#define VITC_TEST_UNIT_PROGRAMS_RANDOMOPS_H

#include "ProgramBuilder.h"

namespace vitc::test {

/// Adds single ops; what an op leaves open, `random` decides.
class RandomOps {
public:
  RandomOps(ProgramBuilder &builder, Random &random) : builder(builder), random(random) {}

  /// A size on or beside the edges of registers, panels and tiles, at most `most`.
  int64_t size(int64_t most);
  /// An activation's name.
  std::string activation();

  // x [B, N, F] or [B, F].
  Tensor linear(const Tensor &x, int64_t features);
  Tensor norm(const Tensor &x);
  Tensor pointwise(const Tensor &x);
  Tensor gate(const Tensor &x); ///< F even.
  Tensor softmax(const Tensor &x);
  Tensor average(const Tensor &x, const Tensor &y);

  // x [B, N, F].
  Tensor residual(const Tensor &skip, const Tensor &branch);
  Tensor ffn(const Tensor &x, int64_t features);
  Tensor ffnFromPieces(const Tensor &x, int64_t features);
  /// `memory` null: attention of x to itself.
  Tensor attention(const Tensor &x, const Tensor *memory, int64_t features);
  Tensor attentionFromPieces(const Tensor &x, const Tensor *memory, int64_t features);
  Tensor sdpa(const Tensor &query, const Tensor &key, const Tensor &value);
  Tensor addPosition(const Tensor &x);
  Tensor addSinusoid(const Tensor &x, int64_t rows, int64_t columns);
  /// Positions of another grid, resampled; the first `prefix` are kept.
  Tensor addResampled(const Tensor &x, int64_t prefix, int64_t rows, int64_t columns);
  Tensor prepend(const Tensor &x, int64_t learned, int64_t at);
  Tensor pool(const Tensor &x);
  Tensor stack(const std::vector<Tensor> &parts);

  Tensor patchEmbed(int64_t batch, int64_t rows, int64_t columns, int64_t features);

  // x [B, F].
  Tensor classifier(const Tensor &x, const Tensor *distilled, int64_t labels);

private:
  /// ` word(weight)`-style projection: `(w)` or `(w, b)`.
  void addProjection(OpText &op, const char *word, int64_t outputs, int64_t inputs);
  Tensor bias(int64_t features);
  Tensor matrix(int64_t outputs, int64_t inputs);
  /// 1 or what it stands for.
  int64_t oneOr(int64_t size) { return random.once(2) ? 1 : size; }
  bool wantsCausal(int64_t queries, int64_t keys) { return queries == keys && random.once(4); }

  ProgramBuilder &builder;
  Random &random;
};

} // namespace vitc::test

#endif // VITC_TEST_UNIT_PROGRAMS_RANDOMOPS_H
