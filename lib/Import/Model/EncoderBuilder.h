//===- EncoderBuilder.h - what the graphs of all families share -----------===//
#ifndef VITC_LIB_IMPORT_MODEL_ENCODERBUILDER_H
#define VITC_LIB_IMPORT_MODEL_ENCODERBUILDER_H

#include "WeightTable.h"

namespace vitc {

/// Writes vit ops under the module path of the reference implementation: every op is located at
/// `path`, every weight is called `path.weight`.
class EncoderBuilder {
public:
  EncoderBuilder(mlir::OpBuilder &builder, WeightTable &weights, const EncoderConfig &config,
                 int64_t batch, ImageSize imageSize)
      : b(builder), weights(weights), config(config), batch(batch), imageSize(imageSize) {}

  /// A weight and an optional bias of one layer.
  struct Affine {
    mlir::Value weight, bias;
  };

  Affine linearWeights(const Twine &path, int64_t outputs, int64_t inputs, bool bias = true);
  mlir::Value linear(const Twine &path, mlir::Value input, int64_t outputs);
  mlir::Value layerNorm(const Twine &path, mlir::Value input);
  mlir::Value attention(const Twine &path, mlir::Value input);

  /// Patch embedding at `path`.projection; tokens in row-major order.
  mlir::Value patches(const Twine &path, mlir::Value pixels);

  /// Puts the learned token `path` in front.
  mlir::Value prepend(const Twine &path, mlir::Value tokens);

  /// Adds the positions `path`, learned for the configuration's image_size with `prefix` tokens in
  /// front. With `always` they are resampled as DINOv2 does, else only for another size.
  mlir::Value addPositions(const Twine &path, mlir::Value tokens, int64_t prefix, bool always);

  /// One token of each sequence, [B, F].
  mlir::Value token(const Twine &path, mlir::Value tokens, int64_t index);

  /// The location of `path`.
  mlir::Location at(const Twine &path);

  /// Spread of fresh weights, and what norms begin with.
  Initial fresh() const { return {0.0, config.initializerRange}; }
  static Initial zeros() { return {0.0, 0.0}; }
  static Initial ones() { return {1.0, 0.0}; }

  mlir::OpBuilder &b;
  WeightTable &weights;
  const EncoderConfig &config;
  const int64_t batch;
  const ImageSize imageSize;
};

/// What an encoder makes; each is [B, N, F].
struct EncodedTokens {
  SmallVector<mlir::Value> hiddenStates; ///< After the embedding and after each block.
  mlir::Value last;                      ///< After the last norm.
};

vit::ActivationAttr activationAttr(mlir::MLIRContext *context, Activation activation);

/// The families. `pixels [B, C, H, W]`.
EncodedTokens buildViT(EncoderBuilder &e, const ViTConfig &config, StringRef prefix, bool distilled,
                       mlir::Value pixels);
EncodedTokens buildDinov2(EncoderBuilder &e, const Dinov2Config &config, StringRef prefix,
                          mlir::Value pixels);

} // namespace vitc

#endif // VITC_LIB_IMPORT_MODEL_ENCODERBUILDER_H
