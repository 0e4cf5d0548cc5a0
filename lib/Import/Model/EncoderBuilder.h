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

  /// Puts `count` learned tokens, the tensor `path`, before token number `at`.
  mlir::Value prepend(const Twine &path, mlir::Value tokens, int64_t count = 1, int64_t at = 0);

  /// How positions are resampled to another picture.
  struct PositionRule {
    int64_t prefix = 1;     ///< Tokens in front that have a position of their own.
    bool always = false;    ///< As DINOv2: also where only the grid's shape differs.
    bool antialias = false; ///< timm, DINOv2 with registers.
    bool anyGrid = false;   ///< timm: the learned grid is the configuration's, else a square.
  };

  /// Adds the positions `path`, learned for the configuration's image_size.
  mlir::Value addPositions(const Twine &path, mlir::Value tokens, const PositionRule &rule);

  /// One token of each sequence, [B, F].
  mlir::Value token(const Twine &path, mlir::Value tokens, int64_t index);
  /// The mean of the tokens from number `first` on, [B, F].
  mlir::Value mean(const Twine &path, mlir::Value tokens, int64_t first);

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
struct ViTStyle {
  bool distilled = false; ///< DeiT's token after the class token.
  bool timm = false;      ///< Positions are resampled as timm does.
};
EncodedTokens buildViT(EncoderBuilder &e, const ViTConfig &config, StringRef prefix, ViTStyle style,
                       mlir::Value pixels);
EncodedTokens buildDinov2(EncoderBuilder &e, const Dinov2Config &config, StringRef prefix,
                          bool registers, mlir::Value pixels);

} // namespace vitc

#endif // VITC_LIB_IMPORT_MODEL_ENCODERBUILDER_H
