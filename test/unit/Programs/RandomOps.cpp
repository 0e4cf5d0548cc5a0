//===- RandomOps.cpp - vit ops with random attributes and weights ---------===//

#include "RandomOps.h"

#include <cmath>

using namespace vitc;
using namespace vitc::test;

/// `shape` with another last dimension.
static Shape withFeatures(Shape shape, int64_t features) {
  shape.back() = features;
  return shape;
}

static std::string pairText(int64_t first, int64_t second) {
  return "[" + std::to_string(first) + ", " + std::to_string(second) + "]";
}

int64_t RandomOps::size(int64_t most) {
  static const std::vector<int64_t> sizes = {1,  2,  3,  7,  8,  15,  16,  17,  31,
                                             33, 63, 64, 65, 72, 127, 128, 197, 257};
  for (;;)
    if (int64_t chosen = random.pick(sizes); chosen <= most)
      return chosen;
}

std::string RandomOps::activation() {
  return random.pick(
      std::vector<std::string>{"relu", "gelu", "gelu_tanh", "quick_gelu", "silu", "tanh"});
}

Tensor RandomOps::bias(int64_t features) { return builder.weight({features}, {0.3}); }

Tensor RandomOps::matrix(int64_t outputs, int64_t inputs) {
  return builder.weight({outputs, inputs}, {1 / std::sqrt(double(inputs))});
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

Tensor RandomOps::linear(const Tensor &x, int64_t features) {
  Tensor weight = matrix(features, x.shape.back());
  OpText op("vit.linear");
  if (random.once(4))
    return builder.add(op << x << ", " << weight, withFeatures(x.shape, features));
  Tensor added = bias(features);
  return builder.add(op << x << ", " << weight << " bias(" << added << ")",
                     withFeatures(x.shape, features));
}

Tensor RandomOps::norm(const Tensor &x) {
  std::string eps =
      " eps = " + random.pick(std::vector<std::string>{"1.0e-12", "1.0e-06", "1.0e-05", "0.125"});
  OpText op("vit.layer_norm");
  if (random.once(5))
    return builder.add(op << x << eps, x.shape);
  Tensor gamma = builder.weight({x.shape.back()}, {0.3, 1});
  Tensor beta = builder.weight({x.shape.back()}, {0.3});
  return builder.add(op << x << " affine(" << gamma << ", " << beta << ")" << eps, x.shape);
}

Tensor RandomOps::pointwise(const Tensor &x) {
  return builder.add(OpText("vit.activation") << activation() << " " << x, x.shape);
}

Tensor RandomOps::gate(const Tensor &x) {
  return builder.add(OpText("vit.gate") << activation() << " " << x,
                     withFeatures(x.shape, x.shape.back() / 2));
}

Tensor RandomOps::softmax(const Tensor &x) {
  return builder.add(OpText("vit.softmax") << x, x.shape);
}

Tensor RandomOps::average(const Tensor &x, const Tensor &y) {
  return builder.addPlain(OpText("vit.average") << x << ", " << y, x.shape);
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

Tensor RandomOps::residual(const Tensor &skip, const Tensor &branch) {
  OpText op("vit.residual");
  op << skip << ", " << branch;
  if (!random.once(3))
    return builder.add(op, skip.shape);
  Tensor scale = builder.weight({skip.shape.back()}, {0.3, 0.5});
  return builder.add(op << " scale(" << scale << ")", skip.shape);
}

void RandomOps::addProjection(OpText &op, const char *word, int64_t outputs, int64_t inputs) {
  Tensor weight = matrix(outputs, inputs);
  op << " " + std::string(word) + "(" << weight;
  if (!random.once(4)) {
    Tensor added = bias(outputs);
    op << ", " << added;
  }
  op << ")";
}

Tensor RandomOps::ffn(const Tensor &x, int64_t features) {
  int64_t hidden = size(257);
  bool gated = random.once(3);
  OpText op("vit.ffn");
  op << (gated ? "gated " : "") << activation() << " " << x;
  addProjection(op, "hidden", gated ? 2 * hidden : hidden, x.shape.back());
  addProjection(op, "output", features, hidden);
  return builder.add(op, withFeatures(x.shape, features));
}

Tensor RandomOps::ffnFromPieces(const Tensor &x, int64_t features) {
  int64_t hidden = size(257);
  if (random.once(3))
    return linear(gate(linear(x, 2 * hidden)), features);
  return linear(pointwise(linear(x, hidden)), features);
}

Tensor RandomOps::attention(const Tensor &x, const Tensor *memory, int64_t features) {
  const Tensor &seen = memory ? *memory : x;
  int64_t heads = 1 + random.below(4), width = heads * size(80);
  int64_t batch = x.shape[0], queries = x.shape[1], keys = seen.shape[1];
  Tensor mask;
  bool masked = random.once(3);
  if (masked)
    mask = builder.mask({oneOr(batch), oneOr(heads), queries, keys});
  OpText op("vit.attention");
  op << (wantsCausal(queries, keys) ? "causal " : "") << x;
  if (memory)
    op << " memory(" << *memory << ")";
  addProjection(op, "query", width, x.shape.back());
  addProjection(op, "key", width, seen.shape.back());
  addProjection(op, "value", width, seen.shape.back());
  addProjection(op, "output", features, width);
  if (masked)
    op << " mask(" << mask << ")";
  return builder.add(op << " heads = " + std::to_string(heads), withFeatures(x.shape, features));
}

Tensor RandomOps::sdpa(const Tensor &query, const Tensor &key, const Tensor &value) {
  Shape shape = withFeatures(query.shape, value.shape.back());
  int64_t queries = query.shape[2], keys = key.shape[2];
  OpText op("vit.sdpa");
  op << (wantsCausal(queries, keys) ? "causal " : "") << query << ", " << key << ", " << value;
  if (random.once(3)) {
    Tensor mask = builder.mask({oneOr(query.shape[0]), oneOr(query.shape[1]), queries, keys});
    op << " mask(" << mask << ")";
  }
  std::string scale = random.pick(std::vector<std::string>{"0.125", "0.25", "0.33", "1.0"});
  return builder.add(op << " scale = " << scale, shape);
}

Tensor RandomOps::attentionFromPieces(const Tensor &x, const Tensor *memory, int64_t features) {
  const Tensor &seen = memory ? *memory : x;
  int64_t heads = 1 + random.below(4), depth = size(80);
  int64_t valueDepth = random.once(3) ? size(80) : depth;
  auto split = [&](const Tensor &rows) {
    Shape shape = {rows.shape[0], heads, rows.shape[1], rows.shape[2] / heads};
    return builder.add(OpText("vit.split_heads") << rows << " heads = " + std::to_string(heads),
                       shape);
  };
  Tensor query = split(linear(x, heads * depth));
  Tensor key = split(linear(seen, heads * depth));
  Tensor value = split(linear(seen, heads * valueDepth));
  Tensor context = sdpa(query, key, value);
  Tensor merged = builder.add(OpText("vit.merge_heads") << context,
                              {x.shape[0], x.shape[1], heads * valueDepth});
  return linear(merged, features);
}

//===----------------------------------------------------------------------===//
// Embedding
//===----------------------------------------------------------------------===//

Tensor RandomOps::addPosition(const Tensor &x) {
  Tensor positions = builder.weight({1, x.shape[1], x.shape[2]}, {0.5});
  return builder.add(OpText("vit.add_position") << x << ", " << positions, x.shape);
}

Tensor RandomOps::addSinusoid(const Tensor &x, int64_t rows, int64_t columns) {
  int64_t features = x.shape[2];
  std::string kind = "transformer";
  if (features % 4 == 0)
    kind = random.pick(std::vector<std::string>{"transformer", "mae", "detr"});
  if (kind == "transformer") {
    columns = rows * columns;
    rows = 1;
  }
  OpText op("vit.sinusoid_position");
  op << kind << " grid = " << pairText(rows, columns);
  if (random.once(3))
    op << " temperature = 100.0";
  Tensor positions = builder.addPlain(op, {1, rows * columns, features});
  return builder.add(OpText("vit.add_position") << x << ", " << positions, x.shape);
}

Tensor RandomOps::addResampled(const Tensor &x, int64_t prefix, int64_t rows, int64_t columns) {
  int64_t sourceRows = 1 + random.below(9), sourceColumns = 1 + random.below(9);
  Tensor learned = builder.weight({1, prefix + sourceRows * sourceColumns, x.shape[2]}, {0.5});
  OpText op("vit.interpolate_position");
  op << random.pick(std::vector<std::string>{"bicubic", "bicubic_antialias", "bilinear"}) << " "
     << learned << " prefix = " + std::to_string(prefix) << " from "
     << pairText(sourceRows, sourceColumns) << " to " << pairText(rows, columns);
  Tensor positions = builder.add(op, {1, prefix + rows * columns, x.shape[2]});
  return builder.add(OpText("vit.add_position") << x << ", " << positions, x.shape);
}

Tensor RandomOps::prepend(const Tensor &x, int64_t learned, int64_t at) {
  Tensor tokens = builder.weight({1, learned, x.shape[2]}, {0.5});
  OpText op("vit.prepend_token");
  op << tokens << ", " << x;
  if (at != 0)
    op << " at " + std::to_string(at);
  return builder.add(op, {x.shape[0], learned + x.shape[1], x.shape[2]});
}

Tensor RandomOps::patchEmbed(int64_t batch, int64_t rows, int64_t columns, int64_t features) {
  int64_t channels = random.once(3) ? 1 : 3, high = 1 + random.below(9), wide = 1 + random.below(9);
  int64_t down = random.once(3) ? 1 + random.below(high + 2) : high;
  int64_t right = random.once(3) ? 1 + random.below(wide + 2) : wide;
  // A border that no patch covers is dropped.
  int64_t height = (rows - 1) * down + high + (random.once(4) ? random.below(down) : 0);
  int64_t width = (columns - 1) * right + wide + (random.once(4) ? random.below(right) : 0);
  Tensor pixels = builder.input({batch, channels, height, width});
  Tensor filter = builder.weight({features, channels, high, wide},
                                 {1 / std::sqrt(double(channels * high * wide))});
  OpText op("vit.patch_embed");
  op << pixels << ", " << filter;
  if (!random.once(4)) {
    Tensor added = bias(features);
    op << " bias(" << added << ")";
  }
  return builder.add(op << " strides = " << pairText(down, right),
                     {batch, rows * columns, features});
}

//===----------------------------------------------------------------------===//
// Heads
//===----------------------------------------------------------------------===//

Tensor RandomOps::pool(const Tensor &x) {
  std::string kind = random.pick(std::vector<std::string>{"token", "mean", "token_mean"});
  int64_t first = random.once(2) ? 0 : random.below(x.shape[1]);
  OpText op("vit.pool");
  op << kind << " " << x;
  if (first != 0)
    op << " first = " + std::to_string(first);
  return builder.add(op, {x.shape[0], kind == "token_mean" ? 2 * x.shape[2] : x.shape[2]});
}

Tensor RandomOps::stack(const std::vector<Tensor> &parts) {
  OpText op("vit.stack");
  for (size_t i = 0; i < parts.size(); ++i)
    op << (i ? ", " : "") << parts[i];
  Shape shape = parts.front().shape;
  shape.insert(shape.begin() + 1, parts.size());
  return builder.add(op, shape);
}

Tensor RandomOps::classifier(const Tensor &x, const Tensor *distilled, int64_t labels) {
  OpText op("vit.classifier");
  op << x;
  addProjection(op, "head", labels, x.shape[1]);
  if (distilled) {
    op << " distilled " << *distilled;
    addProjection(op, "head", labels, distilled->shape[1]);
  }
  return builder.add(op, {x.shape[0], labels});
}
