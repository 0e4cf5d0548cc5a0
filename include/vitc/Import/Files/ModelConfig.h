//===- ModelConfig.h - config.json as plain structs ------------------------===//
//
// Fields keep transformers' meaning; class defaults (of transformers 4.57) are compiled in, and
// the report says which were used. timm's config.json is read into the same structs.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_IMPORT_FILES_MODELCONFIG_H
#define VITC_IMPORT_FILES_MODELCONFIG_H

#include "vitc/Support/LLVM.h"

#include <string>
#include <variant>
#include <vector>

namespace vitc {

/// A size in pixels.
struct ImageSize {
  int64_t height = 0, width = 0;
  bool operator==(const ImageSize &other) const {
    return height == other.height && width == other.width;
  }
};

enum class Activation { Gelu, GeluTanh, QuickGelu, Relu, Silu, Tanh };

/// What follows the encoder.
enum class HeadKind {
  None,                 ///< `…Model`: last_hidden_state and pooler_output.
  Classifier,           ///< `…ForImageClassification`: logits.
  ClassifierWithTeacher ///< DeiT: the mean of the class and the distillation classifier.
};

enum class ProblemType { SingleLabel, MultiLabel, Regression };

/// What all three encoders share.
struct EncoderConfig {
  int64_t hiddenSize, layers, heads;
  Activation hiddenAct;
  double layerNormEps;
  ImageSize imageSize, patchSize;
  int64_t channels;
  bool qkvBias;
  double initializerRange; ///< Spread of random weights.

  int64_t headSize() const { return hiddenSize / heads; }
  /// Patches in a picture of `size`, per axis; what is left over at the edge is not seen.
  ImageSize grid(ImageSize size) const {
    return {size.height / patchSize.height, size.width / patchSize.width};
  }
};

/// `vit` and `deit`.
struct ViTConfig : EncoderConfig {
  int64_t intermediateSize;
  int64_t poolerOutputSize; ///< Of the dense layer of a model without a head.
  Activation poolerAct;     ///< Tanh usually.

  // Only timm's models vary these.
  bool classToken = true;
  int64_t registerTokens = 0;      ///< After the class token.
  bool positionsOnPatches = false; ///< Tokens in front get no position.
  bool layerScale = false;         ///< On both branches of a block.
  double initialLayerScale = 1.0;  ///< Of fresh weights; the checkpoint's are read.
  bool averagePool = false;        ///< Of the patches, instead of the class token.
  bool normAfterPool = false;      ///< The last norm is applied to what was pooled.

  /// Tokens in front of the patches, without DeiT's.
  int64_t frontTokens() const { return classToken + registerTokens; }
};

/// `deit`: as ViT, with a distillation token after the class token.
struct DeiTConfig : ViTConfig {};

/// `dinov2` and `dinov2_with_registers`.
struct Dinov2Config : EncoderConfig {
  int64_t registerTokens = 0; ///< After the class token, without positions.
  double mlpRatio;
  bool useSwigluFfn;
  double layerscaleValue; ///< Of fresh weights; the checkpoint's are read.

  /// Width inside the FFN: of fc1, or of each half of `weights_in` when it is gated.
  int64_t ffnSize() const;
};

/// config.json of one model.
struct ModelConfig {
  std::string file;         ///< Its path, for messages.
  std::string modelType;    ///< `vit`, `deit`, `dinov2`, `dinov2_with_registers`.
  std::string architecture; ///< `ViTForImageClassification`, …; timm: `vit_base_patch16_224`.
  bool timm = false;        ///< timm's file: `pretrained_cfg` has the preprocessing.
  HeadKind head;
  std::variant<ViTConfig, DeiTConfig, Dinov2Config> family;
  std::vector<std::string> labels; ///< By class index; empty without a head.
  ProblemType problemType;

  std::vector<std::string> defaulted; ///< `field = value`: absent, class default taken.
  std::vector<std::string> ignored;   ///< Fields of the file that change nothing here.

  const EncoderConfig &encoder() const {
    return std::visit([](const auto &each) -> const EncoderConfig & { return each; }, family);
  }
  /// The prefix of the base model's tensors in a checkpoint with a head: `vit.`.
  std::string basePrefix() const { return modelType + "."; }

  /// Reads and checks a file's text; all faults at once.
  static Expected<ModelConfig> parse(StringRef text, StringRef file);
};

/// Families that config.json may name in `model_type`.
ArrayRef<StringRef> supportedModelTypes();

} // namespace vitc

#endif // VITC_IMPORT_FILES_MODELCONFIG_H
