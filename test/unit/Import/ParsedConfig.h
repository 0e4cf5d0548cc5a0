//===- ParsedConfig.h - a config.json called c, as tests write it ---------===//
#ifndef VITC_TEST_UNIT_IMPORT_PARSEDCONFIG_H
#define VITC_TEST_UNIT_IMPORT_PARSEDCONFIG_H

#include "vitc/Import/Files/ModelConfig.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

namespace vitc::test {

/// The configuration; a refusal fails the test.
inline ModelConfig accept(llvm::StringRef text) {
  llvm::Expected<ModelConfig> config = ModelConfig::parse(text, "c");
  if (config)
    return std::move(*config);
  ADD_FAILURE() << errorText(config.takeError());
  return {};
}

/// The message of the refusal.
inline std::string refusal(llvm::StringRef text) {
  llvm::Expected<ModelConfig> config = ModelConfig::parse(text, "c");
  return config ? "accepted" : errorText(config.takeError());
}

} // namespace vitc::test

#endif // VITC_TEST_UNIT_IMPORT_PARSEDCONFIG_H
