//===- Products.cpp - a model's matrix products, and decisions on them ----===//
//
// Kinds follow from who makes and who reads what a product multiplies, not from names: any module
// in the vit dialect has them.
//
//===----------------------------------------------------------------------===//

#include "Products.h"

#include "Probes.h"
#include "Work.h"

#include "vitc/Dialect/Kernel/Kernel.h"
#include "vitc/Dialect/Kernel/Rows.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <map>

using namespace mlir;

namespace vitc::driver {

StringRef productKindName(ProductKind kind) {
  static constexpr StringLiteral names[] = {"projections", "attention",  "attention output",
                                            "ffn hidden",  "ffn output", "other"};
  return names[static_cast<size_t>(kind)];
}

/// Always in f32, as kernel-set-precision decides.
static bool isOutermost(vit::LinearOp linear) {
  return kernel::isRowPerImage(cast<RankedTensorType>(linear.getInput().getType()));
}

/// The attention whose query, key or value `linear` makes; none if it makes none.
static vit::SdpaOp attentionOf(vit::LinearOp linear) {
  for (Operation *user : linear->getUsers())
    if (auto heads = dyn_cast<vit::SplitHeadsOp>(user))
      for (Operation *reader : heads->getUsers())
        if (auto sdpa = dyn_cast<vit::SdpaOp>(reader))
          return sdpa;
  return {};
}

static ProductKind kindOf(vit::LinearOp linear) {
  if (attentionOf(linear))
    return ProductKind::Projections;
  Operation *maker = linear.getInput().getDefiningOp();
  if (isa_and_nonnull<vit::MergeHeadsOp>(maker))
    return ProductKind::Context;
  if (isa_and_nonnull<vit::ActivationOp, vit::GateOp>(maker))
    return ProductKind::Output;
  if (llvm::any_of(linear->getUsers(), llvm::IsaPred<vit::ActivationOp, vit::GateOp>))
    return ProductKind::Hidden;
  return ProductKind::Other;
}

std::vector<ProductUnit> findProducts(ModuleOp module) {
  pruneTokens(module); // which needs the composites
  auto main = module.lookupSymbol<func::FuncOp>("main");
  decomposeComposites(main);
  std::vector<ProductUnit> units;
  std::map<ProductKind, unsigned> counts;
  llvm::DenseMap<Operation *, size_t> projections; // units, by the attention they are for
  auto add = [&](ProductKind kind, Operation *op) {
    units.push_back({kind, counts[kind]++, 0, {op}});
  };
  main.walk([&](Operation *op) {
    if (isa<vit::SdpaOp>(op))
      return add(ProductKind::Attention, op);
    auto linear = dyn_cast<vit::LinearOp>(op);
    if (!linear || isOutermost(linear))
      return;
    vit::SdpaOp attention = attentionOf(linear);
    if (attention && !projections.try_emplace(attention, units.size()).second)
      units[projections[attention]].ops.push_back(op);
    else
      add(kindOf(linear), op);
  });
  for (ProductUnit &unit : units)
    for (Operation *op : unit.ops)
      unit.flops += cast<vit::WorkOpInterface>(op).getFlops();
  return units;
}

std::vector<vit::LinearOp> findLinears(ModuleOp module) {
  std::vector<vit::LinearOp> linears;
  module.lookupSymbol<func::FuncOp>("main").walk(
      [&](vit::LinearOp linear) { linears.push_back(linear); });
  return linears;
}

void Decisions::apply(ModuleOp module) const {
  if (precisions.empty() && bounds.empty())
    return;
  OpBuilder b(module.getContext());
  std::vector<ProductUnit> units = findProducts(module);
  if (!precisions.empty())
    for (auto [unit, precision] : llvm::zip_equal(units, precisions))
      if (!precision.empty())
        for (Operation *op : unit.ops)
          op->setAttr(vit::precisionAttr, b.getStringAttr(precision));
  if (bounds.empty())
    return;
  module.getContext()->getOrLoadDialect<kernel::KernelDialect>();
  for (auto [linear, bound] : llvm::zip_equal(findLinears(module), bounds)) {
    Attribute input = kernel::InputAttr::get(b.getContext(), bound);
    linear->setAttr("kernel.input", b.getArrayAttr(input));
  }
}

Decisions Decisions::carriedOver(ArrayRef<ProductUnit> units, ArrayRef<ProductUnit> others) const {
  Decisions made = *this;
  std::map<std::pair<ProductKind, unsigned>, StringRef> decided;
  for (auto [unit, precision] : llvm::zip_equal(units, precisions))
    decided[{unit.kind, unit.layer}] = precision;
  made.precisions.clear();
  for (const ProductUnit &unit : others) {
    auto found = decided.find({unit.kind, unit.layer});
    made.precisions.push_back(found == decided.end() ? "f32" : found->second.str());
  }
  return made;
}

} // namespace vitc::driver
