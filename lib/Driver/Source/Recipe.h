//===- Recipe.h - how a model's pictures become pixels --------------------===//
#ifndef VITC_LIB_DRIVER_SOURCE_RECIPE_H
#define VITC_LIB_DRIVER_SOURCE_RECIPE_H

#include "vitc/Import/Files/Preprocessor.h"
#include "vitc/Runtime/Image.h"

namespace vitc::driver {

/// `224x224`: height, then width.
std::string sizeText(ImageSize size);

/// What the runtime reads, for pixel_values of `pixels`.
vitc_image_recipe imageRecipe(const Preprocessor &made, ImageSize pixels);

/// The same for people: `ViTImageProcessor (Pillow arithmetic): resize to 224x224 (bilinear), …`.
std::string recipeText(const Preprocessor &made);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_RECIPE_H
