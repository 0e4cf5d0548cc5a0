//===- Depfile.cpp - which files an output was made from ------------------===//

#include "Depfile.h"

using namespace llvm;

namespace vitc::driver {

/// A name as gcc -MD writes it.
static std::string quoted(StringRef name) {
  std::string text;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (c == ' ' || c == '\t') {
      // Backslashes count only in front of a blank: there each needs one more.
      for (size_t before = i; before > 0 && name[before - 1] == '\\'; --before)
        text += '\\';
      text += '\\';
    } else if (c == '#') {
      text += '\\';
    } else if (c == '$') {
      text += '$';
    }
    text += c;
  }
  return text;
}

std::string dependencyRules(StringRef output, ArrayRef<std::string> files) {
  std::string rules = quoted(output) + ":";
  for (StringRef file : files)
    rules += " \\\n  " + quoted(file);
  rules += '\n';
  for (StringRef file : files)
    rules += '\n' + quoted(file) + ":\n";
  return rules;
}

} // namespace vitc::driver
