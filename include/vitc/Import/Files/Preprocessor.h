//===- Preprocessor.h - preprocessor_config.json as a plain recipe ---------===//
#ifndef VITC_IMPORT_FILES_PREPROCESSOR_H
#define VITC_IMPORT_FILES_PREPROCESSOR_H

#include "vitc/Import/Files/ModelConfig.h"

#include <array>
#include <string>
#include <vector>

namespace vitc {

/// Pillow's numbers, as the file spells them.
enum class ResizeFilter { Nearest = 0, Lanczos, Bilinear, Bicubic, Box, Hamming };

enum class ResizeMode {
  None,
  Exact,   ///< To resizeTo, whatever the aspect ratio.
  Shortest ///< The shorter edge to resizeShortest, the other by truncation.
};

/// Whose rounding: Pillow's and numpy's, or torchvision's.
enum class PixelArithmetic { Pil, Torchvision };

/// `--preprocess`: Auto follows `image_processor_type` (`…Fast` is torchvision's).
enum class PreprocessChoice { Auto, Pil, Torchvision };

/// From a picture to pixel_values [3, H, W]: resize, centre crop, rescale, normalise, in this
/// order. Equal in meaning to the runtime's vitc_image_recipe.
struct Preprocessor {
  PixelArithmetic arithmetic = PixelArithmetic::Pil;
  ResizeMode resize = ResizeMode::None;
  ResizeFilter filter = ResizeFilter::Bilinear;
  ImageSize resizeTo;         ///< When Exact.
  int64_t resizeShortest = 0; ///< When Shortest, in pixels.
  bool centerCrop = false;    ///< To cropTo, zero padded where the picture is smaller.
  ImageSize cropTo;
  bool cropRounds = false; ///< Half an odd rest goes to even (torchvision's), not down.
  double cropFraction = 0; ///< timm: what is resized is the crop divided by it; 0: it is not so.
  bool rescale = true;
  double rescaleFactor = 1.0 / 255.0;
  bool normalize = true;
  std::array<double, 3> mean = {0.5, 0.5, 0.5}, std = {0.5, 0.5, 0.5};

  std::string file;                   ///< Which says so; empty: the family's usual recipe.
  std::string processorType;          ///< `ViTImageProcessor`, …
  std::vector<std::string> defaulted; ///< `field = value`: absent, class default taken.
  std::vector<std::string> ignored;   ///< Fields of the file that change nothing here.

  /// Height and width of pixel_values; 0 × 0 when they depend on the picture.
  ImageSize outputSize() const;

  /// The same recipe for pixel_values of another size (`--image-size`): the crop becomes `size`,
  /// and what was resized before it grows or shrinks in proportion (by the taller ratio, rounded).
  Preprocessor withOutputSize(ImageSize size) const;

  /// Reads and checks a file's text; all faults at once.
  static Expected<Preprocessor> parse(StringRef text, StringRef file, const ModelConfig &model,
                                      PreprocessChoice choice = PreprocessChoice::Auto);

  /// Reads `pretrained_cfg` of timm's config.json as timm's evaluation transform does: Pillow's
  /// resize, torchvision's crop.
  static Expected<Preprocessor> parseTimm(StringRef text, StringRef file, const ModelConfig &model,
                                          PreprocessChoice choice = PreprocessChoice::Auto);

  /// For a model without the file: the usual recipe of the published models of its family, at
  /// the image_size of the configuration.
  static Preprocessor usual(const ModelConfig &model,
                            PreprocessChoice choice = PreprocessChoice::Auto);
};

} // namespace vitc

#endif // VITC_IMPORT_FILES_PREPROCESSOR_H
