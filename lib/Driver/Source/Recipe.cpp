//===- Recipe.cpp - how a model's pictures become pixels ------------------===//

#include "Recipe.h"

#include "vitc/Support/Format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace vitc::driver {

std::string sizeText(ImageSize size) { return formatted("{}x{}", size.height, size.width); }

vitc_image_recipe imageRecipe(const Preprocessor &made, ImageSize pixels) {
  vitc_image_recipe recipe = {};
  recipe.struct_size = sizeof(recipe);
  recipe.arithmetic = made.arithmetic == PixelArithmetic::Pil ? VITC_PIL : VITC_TORCHVISION;
  recipe.resize = made.resize == ResizeMode::None    ? VITC_RESIZE_NONE
                  : made.resize == ResizeMode::Exact ? VITC_RESIZE_EXACT
                                                     : VITC_RESIZE_SHORTEST;
  recipe.filter = static_cast<uint32_t>(made.filter);
  recipe.resize_height = made.resizeTo.height;
  recipe.resize_width = made.resizeTo.width;
  recipe.resize_shortest = made.resizeShortest;
  recipe.crop = !made.centerCrop  ? VITC_CROP_NONE
                : made.cropRounds ? VITC_CROP_TO_EVEN
                                  : VITC_CROP_DOWN;
  recipe.crop_height = made.cropTo.height;
  recipe.crop_width = made.cropTo.width;
  recipe.rescale = made.rescale;
  recipe.normalize = made.normalize;
  recipe.rescale_factor = made.rescaleFactor;
  copy(made.mean, recipe.mean);
  copy(made.std, recipe.std);
  recipe.height = pixels.height;
  recipe.width = pixels.width;
  return recipe;
}

static StringRef filterName(ResizeFilter filter) {
  static constexpr StringRef names[] = {"nearest", "lanczos", "bilinear",
                                        "bicubic", "box",     "hamming"};
  return names[static_cast<size_t>(filter)];
}

std::string recipeText(const Preprocessor &made) {
  std::vector<std::string> steps;
  if (made.resize == ResizeMode::Exact)
    steps.push_back(
        formatted("resize to {} ({})", sizeText(made.resizeTo), filterName(made.filter)));
  if (made.resize == ResizeMode::Shortest)
    steps.push_back(formatted("resize the shorter edge to {} ({})", made.resizeShortest,
                              filterName(made.filter)));
  if (made.centerCrop)
    steps.push_back("crop to " + sizeText(made.cropTo));
  if (made.rescale)
    steps.push_back(formatted("times {:.6g}", made.rescaleFactor));
  if (made.normalize)
    steps.push_back(formatted("mean ({:.4g}, {:.4g}, {:.4g}), std ({:.4g}, {:.4g}, {:.4g})",
                              made.mean[0], made.mean[1], made.mean[2], made.std[0], made.std[1],
                              made.std[2]));
  StringRef arithmetic = made.arithmetic == PixelArithmetic::Pil ? "Pillow" : "torchvision";
  return formatted("{} ({} arithmetic): {}", made.processorType, arithmetic,
                   steps.empty() ? "nothing" : join(steps, ", "));
}

} // namespace vitc::driver
