//===- EncoderBuilder.cpp - what the graphs of all families share ---------===//

#include "EncoderBuilder.h"

#include <cmath>

using namespace mlir;
using namespace vitc;

Location EncoderBuilder::at(const Twine &path) { return NameLoc::get(b.getStringAttr(path)); }

EncoderBuilder::Affine EncoderBuilder::linearWeights(const Twine &path, int64_t outputs,
                                                     int64_t inputs, bool bias) {
  std::string name = path.str();
  Value weight = weights.use(name + ".weight", {outputs, inputs}, fresh());
  return {weight, bias ? weights.use(name + ".bias", {outputs}, zeros()) : Value()};
}

Value EncoderBuilder::linear(const Twine &path, Value input, int64_t outputs) {
  int64_t inputs = cast<ShapedType>(input.getType()).getShape().back();
  Affine affine = linearWeights(path, outputs, inputs);
  return vit::LinearOp::create(b, at(path), input, affine.weight, affine.bias).getResult();
}

Value EncoderBuilder::layerNorm(const Twine &path, Value input) {
  std::string name = path.str();
  int64_t features = cast<ShapedType>(input.getType()).getShape().back();
  Value gamma = weights.use(name + ".weight", {features}, ones());
  Value beta = weights.use(name + ".bias", {features}, zeros());
  return vit::LayerNormOp::create(b, at(name), input, gamma, beta,
                                  b.getF64FloatAttr(config.layerNormEps))
      .getResult();
}

Value EncoderBuilder::attention(const Twine &path, Value input) {
  std::string name = path.str();
  int64_t width = config.hiddenSize;
  auto project = [&](StringRef part) {
    return linearWeights(name + ".attention." + part, width, width, config.qkvBias);
  };
  Affine query = project("query"), key = project("key"), value = project("value");
  Affine output = linearWeights(name + ".output.dense", width, width);
  return vit::AttentionOp::create(b, at(name), input, /*memory=*/Value(), query.weight, query.bias,
                                  key.weight, key.bias, value.weight, value.bias, output.weight,
                                  output.bias, /*mask=*/Value(), b.getI64IntegerAttr(config.heads),
                                  /*causal=*/UnitAttr())
      .getResult();
}

Value EncoderBuilder::patches(const Twine &path, Value pixels) {
  std::string name = (path + ".projection").str();
  int64_t height = config.patchSize.height, width = config.patchSize.width;
  Value filter =
      weights.use(name + ".weight", {config.hiddenSize, config.channels, height, width}, fresh());
  Value bias = weights.use(name + ".bias", {config.hiddenSize}, zeros());
  return vit::PatchEmbedOp::create(b, at(path), pixels, filter, bias,
                                   b.getDenseI64ArrayAttr({height, width}))
      .getResult();
}

Value EncoderBuilder::prepend(const Twine &path, Value tokens, int64_t count, int64_t at) {
  std::string name = path.str();
  Value learned = weights.use(name, {1, count, config.hiddenSize}, fresh());
  return vit::PrependTokenOp::create(b, this->at(name), learned, tokens, b.getI64IntegerAttr(at))
      .getResult();
}

Value EncoderBuilder::addPositions(const Twine &path, Value tokens, const PositionRule &rule) {
  std::string name = path.str();
  ImageSize native = config.grid(config.imageSize), wanted = config.grid(imageSize);
  int64_t count = native.height * native.width;
  Value positions = weights.use(name, {1, rule.prefix + count, config.hiddenSize}, fresh());
  // transformers takes the learned grid for a square one, and leaves positions alone where counts
  // agree on a square picture (always = DINOv2) or where nobody asked for another size.
  bool same = rule.anyGrid ? native == wanted
              : rule.always
                  ? wanted.height * wanted.width == count && imageSize.height == imageSize.width
                  : imageSize == config.imageSize;
  if (!same) {
    int64_t side = std::llround(std::sqrt(static_cast<double>(count)));
    ImageSize source = rule.anyGrid ? native : ImageSize{side, side};
    auto mode = rule.antialias ? vit::Interpolation::BicubicAntialias : vit::Interpolation::Bicubic;
    positions =
        vit::InterpolatePositionOp::create(
            b, at(name), positions, vit::InterpolationAttr::get(b.getContext(), mode),
            b.getI64IntegerAttr(rule.prefix), b.getDenseI64ArrayAttr({source.height, source.width}),
            b.getDenseI64ArrayAttr({wanted.height, wanted.width}))
            .getResult();
  }
  return vit::AddPositionOp::create(b, at(name), tokens, positions).getResult();
}

static Value pool(EncoderBuilder &e, const Twine &path, vit::Pooling kind, Value tokens,
                  int64_t first) {
  return vit::PoolOp::create(e.b, e.at(path), vit::PoolingAttr::get(e.b.getContext(), kind), tokens,
                             e.b.getI64IntegerAttr(first))
      .getResult();
}

Value EncoderBuilder::token(const Twine &path, Value tokens, int64_t index) {
  return pool(*this, path, vit::Pooling::Token, tokens, index);
}

Value EncoderBuilder::mean(const Twine &path, Value tokens, int64_t first) {
  return pool(*this, path, vit::Pooling::Mean, tokens, first);
}

vit::ActivationAttr vitc::activationAttr(MLIRContext *context, Activation activation) {
  auto get = [&](vit::Activation value) { return vit::ActivationAttr::get(context, value); };
  switch (activation) {
  case Activation::Gelu:
    return get(vit::Activation::GELU);
  case Activation::GeluTanh:
    return get(vit::Activation::GELUTanh);
  case Activation::QuickGelu:
    return get(vit::Activation::QuickGELU);
  case Activation::Relu:
    return get(vit::Activation::ReLU);
  case Activation::Silu:
    return get(vit::Activation::SiLU);
  case Activation::Tanh:
    return get(vit::Activation::Tanh);
  }
  llvm_unreachable("unknown activation");
}
