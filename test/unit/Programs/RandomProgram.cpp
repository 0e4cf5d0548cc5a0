//===- RandomProgram.cpp - programs in the vit dialect, made at random ----===//

#include "RandomProgram.h"

#include "RandomOps.h"

#include <algorithm>

using namespace vitc;
using namespace vitc::test;

/// What a batch of activations may have: the f64 form must stay quick.
constexpr int64_t kMostElements = 40000;

//===----------------------------------------------------------------------===//
// Programs shaped like models
//===----------------------------------------------------------------------===//

namespace {
class ModelMaker {
public:
  explicit ModelMaker(uint64_t seed) : random(seed), builder(seed), ops(builder, random) {}

  Program make();

private:
  Tensor embed();
  Tensor embedPositions(Tensor x);
  Tensor runBlocks(Tensor x);
  Tensor runBlock(Tensor x, uint64_t structure);
  Tensor sublayer(RandomOps &ops, Random &random, const Tensor &x);
  void answer(const Tensor &x);
  Dtype dtype() { return random.pick(std::vector<Dtype>{Dtype::F32, Dtype::F16, Dtype::BF16}); }

  Random random;
  ProgramBuilder builder;
  RandomOps ops;
  int64_t prefix = 0, rows = 0, columns = 0; ///< Of the tokens.
};
} // namespace

Tensor ModelMaker::embed() {
  int64_t batch = 1 + random.below(3), features;
  do {
    rows = ops.size(17);
    columns = ops.size(17);
    features = ops.size(257);
  } while (batch * rows * columns * features > kMostElements);
  if (random.once(4))
    return builder.input({batch, rows * columns, features});
  return ops.patchEmbed(batch, rows, columns, features);
}

Tensor ModelMaker::embedPositions(Tensor x) {
  bool early = random.once(3);
  auto position = [&](const Tensor &tokens) {
    uint64_t kind = random.below(4);
    if (kind == 0 && prefix == 0 && tokens.shape[2] % 2 == 0)
      return ops.addSinusoid(tokens, rows, columns);
    if (kind == 1)
      return ops.addResampled(tokens, prefix, rows, columns);
    return ops.addPosition(tokens);
  };
  if (early)
    x = position(x);
  for (uint64_t each = random.below(3); each > 0; --each) {
    int64_t learned = 1 + random.below(4);
    x = ops.prepend(x, learned, random.below(prefix + 1));
    prefix += learned;
  }
  if (!early && !random.once(3))
    x = position(x);
  if (random.once(4)) { // registers, behind what has positions
    int64_t learned = 1 + random.below(4);
    x = ops.prepend(x, learned, random.once(4) ? x.shape[1] : prefix);
    prefix += learned;
  }
  return x;
}

Tensor ModelMaker::sublayer(RandomOps &ops, Random &random, const Tensor &x) {
  int64_t features = x.shape[2];
  bool before = !random.once(4);
  Tensor branch = before ? ops.norm(x) : x;
  switch (random.below(6)) {
  case 0:
  case 1:
    branch = ops.attention(branch, nullptr, features);
    break;
  case 2:
    branch = ops.attentionFromPieces(branch, nullptr, features);
    break;
  case 3:
    branch = ops.ffnFromPieces(branch, features);
    break;
  default:
    branch = ops.ffn(branch, features);
  }
  if (random.once(8))
    branch = ops.pointwise(branch);
  if (random.once(8))
    branch = ops.norm(branch);
  Tensor sum = random.once(8) ? ops.average(x, branch) : ops.residual(x, branch);
  return before || random.once(2) ? sum : ops.norm(sum);
}

Tensor ModelMaker::runBlock(Tensor x, uint64_t structure) {
  Random inner(structure); // equal blocks make equal choices
  RandomOps innerOps(builder, inner);
  for (uint64_t count = 1 + inner.below(2); count > 0; --count)
    x = sublayer(innerOps, inner, x);
  return x;
}

Tensor ModelMaker::runBlocks(Tensor x) {
  std::vector<Tensor> stream = {x};
  uint64_t structure = random.next();
  uint64_t depth = random.below(random.once(3) ? 5 : 3);
  for (uint64_t i = 0; i < depth; ++i) {
    if (random.once(8))
      structure = random.next();
    if (random.once(12))
      builder.storeWeightsAs(dtype());
    stream.push_back(x = runBlock(x, structure));
  }
  if (random.once(2)) {
    size_t first = random.once(3) ? random.below(stream.size()) : 0;
    builder.output(ops.stack({stream.begin() + first, stream.end()}));
  }
  if (random.once(6))
    builder.output(random.pick(stream));
  return x;
}

void ModelMaker::answer(const Tensor &x) {
  Tensor normed = random.once(4) ? x : ops.norm(x);
  if (random.once(4)) {
    builder.output(normed);
    if (random.once(2))
      return;
  }
  Tensor pooled = ops.pool(normed);
  if (random.once(4))
    pooled = ops.norm(pooled);
  if (random.once(4))
    pooled = ops.pointwise(ops.linear(pooled, ops.size(257)));
  Tensor second = ops.pool(normed);
  Tensor logits = ops.classifier(pooled, random.once(4) ? &second : nullptr, ops.size(257));
  builder.output(logits);
  if (random.once(4))
    builder.output(ops.softmax(logits));
  if (random.once(4))
    builder.addTopK(logits, 1 + random.below(std::min<int64_t>(5, logits.shape[1])));
}

Program ModelMaker::make() {
  builder.storeWeightsAs(dtype());
  answer(runBlocks(embedPositions(embed())));
  return builder.finish();
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

namespace {
class GraphMaker {
public:
  explicit GraphMaker(uint64_t seed) : random(seed), builder(seed), ops(builder, random) {}

  Program make();

private:
  Tensor addTokenOp(const Tensor &x);
  Tensor addRowOp(const Tensor &x);
  /// Another value of this shape, or one made from `x`.
  Tensor likeness(const Tensor &x);

  Random random;
  ProgramBuilder builder;
  RandomOps ops;
  std::vector<Tensor> pool;
};
} // namespace

Tensor GraphMaker::likeness(const Tensor &x) {
  std::vector<Tensor> others;
  for (const Tensor &value : pool)
    if (value.shape == x.shape)
      others.push_back(value);
  const Tensor &other = random.pick(others);
  // The average of a value with itself folds to it.
  return random.once(3) || other.name == x.name ? ops.pointwise(x) : other;
}

Tensor GraphMaker::addTokenOp(const Tensor &x) {
  const Tensor &other = random.pick(pool);
  const Tensor *memory = other.shape.size() == 3 && random.once(2) ? &other : nullptr;
  switch (random.below(10)) {
  case 0:
    return ops.attention(x, memory, ops.size(128));
  case 1:
    return ops.attentionFromPieces(x, memory, ops.size(128));
  case 2:
    return ops.ffn(x, ops.size(128));
  case 3:
    return ops.addPosition(x);
  case 4:
    return ops.addResampled(x, x.shape[1] - 1, 1, 1);
  case 5:
    return ops.prepend(x, 1 + random.below(3), random.below(x.shape[1] + 1));
  case 6:
    return ops.residual(x, likeness(x));
  case 7:
    return ops.pool(x);
  case 8:
    if (x.shape[2] % 2 == 0)
      return ops.addSinusoid(x, 1, x.shape[1]);
    return ops.pool(x);
  default:
    return addRowOp(x);
  }
}

Tensor GraphMaker::addRowOp(const Tensor &x) {
  switch (random.below(6)) {
  case 0:
    return ops.norm(x);
  case 1:
    return ops.pointwise(x);
  case 2:
    return ops.average(x, likeness(x));
  case 3:
    if (x.shape.back() % 2 == 0)
      return ops.gate(x);
    return ops.softmax(x);
  default:
    return ops.linear(x, ops.size(197));
  }
}

Program GraphMaker::make() {
  builder.storeWeightsAs(random.pick(std::vector<Dtype>{Dtype::F32, Dtype::F16, Dtype::BF16}));
  int64_t batch = 1 + random.below(3);
  for (uint64_t count = 1 + random.below(2); count > 0; --count) {
    Shape shape;
    do
      shape = {batch, ops.size(197), ops.size(197)};
    while (batch * shape[1] * shape[2] > kMostElements);
    pool.push_back(builder.input(shape));
  }
  size_t inputs = pool.size();
  // What a program costs is LLVM's time for its kernels: most have few.
  for (uint64_t count = 1 + random.below(random.once(3) ? 5 : 3); count > 0; --count) {
    Tensor x = random.once(3) ? random.pick(pool) : pool.back(); // copied: the pool grows
    pool.push_back(x.shape.size() == 3 ? addTokenOp(x) : addRowOp(x));
  }
  builder.output(pool.back());
  for (size_t i = inputs; i + 1 < pool.size(); ++i)
    if (random.once(3))
      builder.output(pool[i]);
  if (random.once(4)) {
    Tensor last = pool.back();
    builder.output(ops.stack({last, likeness(last), last}));
  }
  return builder.finish();
}

Program vitc::test::makeRandomProgram(uint64_t seed) {
  return Random(seed).once(5) ? ModelMaker(seed).make() : GraphMaker(seed).make();
}
