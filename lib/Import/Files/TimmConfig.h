//===- TimmConfig.h - timm's config.json -----------------------------------===//
#ifndef VITC_LIB_IMPORT_FILES_TIMMCONFIG_H
#define VITC_LIB_IMPORT_FILES_TIMMCONFIG_H

#include "FieldReader.h"

namespace vitc {

/// Whether this is the object that timm writes: `architecture` and no `model_type`.
bool isTimmConfig(const JsonValue &root);

/// Reads it: `architecture` gives the sizes, `model_args` what differs, `pretrained_cfg` the input.
Expected<ModelConfig> parseTimmConfig(const JsonValue &root, StringRef file);

/// An object inside another; nothing when it is absent, with a fault when it is something else.
std::optional<FieldReader> readObject(FieldReader &fields, StringRef key);

} // namespace vitc

#endif // VITC_LIB_IMPORT_FILES_TIMMCONFIG_H
