//===- Diagnostics.cpp - MLIR's diagnostics as error values ---------------===//

#include "Diagnostics.h"

#include "vitc/Support/Errors.h"

#include "mlir/IR/Location.h"

using namespace mlir;

namespace vitc::driver {

/// The first file and the innermost module path of a location.
static void describe(LocationAttr location, std::string &file, std::string &where) {
  location.walk([&](Location each) {
    if (auto place = dyn_cast<FileLineColLoc>(each); place && file.empty()) {
      file = place.getFilename().str();
      where = std::to_string(place.getLine()) + ":" + std::to_string(place.getColumn());
    } else if (auto name = dyn_cast<NameLoc>(each); name && where.empty()) {
      where = name.getName().str();
    }
    return file.empty() ? WalkResult::advance() : WalkResult::interrupt();
  });
}

Place placeOf(Location location) {
  Place place;
  describe(location, place.file, place.where);
  return place;
}

DiagnosticCollector::DiagnosticCollector(MLIRContext &context)
    : handler(&context, [this](Diagnostic &diagnostic) {
        add(diagnostic);
        return success();
      }) {}

void DiagnosticCollector::add(Diagnostic &diagnostic) {
  for (Diagnostic &note : diagnostic.getNotes()) {
    // The pass manager says where its reproducer lies in words only.
    std::string text = note.str();
    auto [before, after] = StringRef(text).split("reproducer generated at `");
    if (!after.empty()) {
      reproducerPath = after.split('`').first.str();
      return;
    }
  }
  if (diagnostic.getSeverity() == DiagnosticSeverity::Remark) {
    std::string file, where;
    describe(diagnostic.getLocation(), file, where);
    remarkLines.push_back((file.empty() ? "" : file + ":") + (where.empty() ? "" : where + ": ") +
                          diagnostic.str());
  }
  if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
    return;
  Entry &entry = entries.emplace_back();
  describe(diagnostic.getLocation(), entry.file, entry.where);
  entry.message = diagnostic.str();
  for (Diagnostic &note : diagnostic.getNotes())
    entry.message += "\nnote: " + note.str();
}

Error DiagnosticCollector::take(const Twine &fallback) {
  if (entries.empty())
    return inputError({}, fallback);
  Error errors = Error::success();
  for (const Entry &entry : entries)
    errors =
        llvm::joinErrors(std::move(errors), inputError({entry.file, entry.where}, entry.message));
  entries.clear();
  return errors;
}

std::string DiagnosticCollector::text() const {
  std::string text;
  for (const Entry &entry : entries) {
    text += text.empty() ? "" : "\n";
    if (!entry.file.empty())
      text += entry.file + ":";
    if (!entry.where.empty())
      text += entry.where + ": ";
    text += entry.message;
  }
  return text;
}

} // namespace vitc::driver
