//===- PreprocessorFields.h - fields that all recipes have -----------------===//
#ifndef VITC_LIB_IMPORT_FILES_PREPROCESSORFIELDS_H
#define VITC_LIB_IMPORT_FILES_PREPROCESSORFIELDS_H

#include "FieldReader.h"
#include "vitc/Import/Files/Preprocessor.h"

namespace vitc {

/// A number for red, green and blue.
using Channels = std::array<double, 3>;

constexpr Channels imageNetMean = {0.485, 0.456, 0.406};
constexpr Channels imageNetStd = {0.229, 0.224, 0.225};

/// A number for all channels or [r, g, b]; `divisor` refuses values at or below zero.
void readChannels(FieldReader &fields, StringRef key, const Channels &fallback, bool divisor,
                  Channels &channels);

} // namespace vitc

#endif // VITC_LIB_IMPORT_FILES_PREPROCESSORFIELDS_H
