//===- ConfigLimits.h - sizes beyond which a configuration is absurd -------===//
//
// An order of magnitude beyond the largest published vision transformer (ViT-22B: hidden 6144, 48
// layers, FFN 24576), so that an absurd value is an error rather than an endless compile.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_LIB_IMPORT_FILES_CONFIGLIMITS_H
#define VITC_LIB_IMPORT_FILES_CONFIGLIMITS_H

#include <cstdint>

namespace vitc {

constexpr int64_t mostHidden = 1 << 16;
constexpr int64_t mostLayers = 1024;
constexpr int64_t mostIntermediate = 1 << 20;
constexpr int64_t mostPixels = 1 << 14; ///< Of an edge.
constexpr int64_t mostChannels = 64;
constexpr int64_t mostRegisters = 4096;
constexpr int64_t mostLabels = 1'000'000;

} // namespace vitc

#endif // VITC_LIB_IMPORT_FILES_CONFIGLIMITS_H
