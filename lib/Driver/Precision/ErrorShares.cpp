//===- ErrorShares.cpp - which products an error comes from ---------------===//

#include "ErrorShares.h"

#include "vitc/Support/Format.h"

#include "llvm/Support/raw_ostream.h"

#include <cmath>
#include <set>

using namespace llvm;
using mlir::ModuleOp;
using mlir::OwningOpRef;

namespace vitc::driver {

/// Adds a part with what it adds to the square of the error.
static void addPart(std::vector<ErrorShare> &parts, std::string name, double square) {
  parts.push_back({std::move(name), std::sqrt(square), square});
}

static void makeShares(std::vector<ErrorShare> &parts) {
  double total = 0;
  for (const ErrorShare &part : parts)
    total += part.share;
  for (ErrorShare &part : parts)
    part.share = total == 0 ? 0 : part.share / total;
}

Expected<ErrorShares> measureShares(const Invocation &invocation, SourceModel &source,
                                    ArrayRef<Sample> samples) {
  Expected<OwningOpRef<ModuleOp>> module = source.build(1);
  if (!module)
    return module.takeError();
  std::vector<ProductUnit> units = findProducts(**module);
  unsigned threads = invocation.threads.empty() ? 0 : invocation.threads.front();
  ErrorMeter meter(source, samples, source.decided(), threads);
  if (Error error = meter.compareWithF32())
    return std::move(error);
  ErrorShares shares;
  Expected<SampleError> whole =
      meter.measure(std::vector<std::string>(units.size(), invocation.precision));
  if (!whole)
    return whole.takeError();
  shares.whole = whole->overall;
  Expected<Sensitivities> costs =
      measureSensitivities(meter, units, invocation.precision, "f32", /*error=*/0);
  if (!costs)
    return costs.takeError();
  std::set<ProductKind> kinds;
  for (const ProductUnit &unit : units)
    kinds.insert(unit.kind);
  for (ProductKind kind : kinds)
    addPart(shares.kinds, productKindName(kind).str(), costs->kinds[static_cast<size_t>(kind)]);
  for (auto [layer, square] : enumerate(costs->layers))
    addPart(shares.layers, formatted("layer {}", layer), square);
  makeShares(shares.kinds);
  makeShares(shares.layers);
  return shares;
}

void printShares(raw_ostream &os, const ErrorShares &shares) {
  os << formatted("\nin this precision alone   relative error    share   (all: {:.3e})\n",
                  shares.whole);
  for (ArrayRef<ErrorShare> parts : {ArrayRef(shares.kinds), ArrayRef(shares.layers)})
    for (const ErrorShare &part : parts)
      os << formatted("{:<24}  {:>14.3e}  {:>5.1f} %\n", part.name, part.error, part.share * 100);
}

void writeShares(json::OStream &json, const ErrorShares &shares) {
  auto list = [&](StringRef key, ArrayRef<ErrorShare> parts) {
    json.attributeArray(key, [&] {
      for (const ErrorShare &part : parts)
        json.object([&] {
          json.attribute("name", part.name);
          json.attribute("relative_error", part.error);
          json.attribute("share", part.share);
        });
    });
  };
  json.attributeObject("shares", [&] {
    json.attribute("relative_error", shares.whole);
    list("kinds", shares.kinds);
    list("layers", shares.layers);
  });
}

} // namespace vitc::driver
