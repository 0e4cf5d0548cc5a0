//===- Products.h - a model's matrix products, and decisions on them ------===//
#ifndef VITC_LIB_DRIVER_SOURCE_PRODUCTS_H
#define VITC_LIB_DRIVER_SOURCE_PRODUCTS_H

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Support/LLVM.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace vitc::driver {

/// What a product does in its layer.
enum class ProductKind { Projections, Attention, Context, Hidden, Output, Other };

/// `projections`, `attention`, `attention output`, `ffn hidden`, `ffn output`, `other`.
StringRef productKindName(ProductKind kind);

/// The products of one kind in one layer, which have one precision: query, key and value together.
/// Not the first and the last product of a model, which are always in f32.
struct ProductUnit {
  ProductKind kind;
  unsigned layer; ///< The kind's units before this one.
  int64_t flops = 0;
  std::vector<mlir::Operation *> ops; ///< `vit.linear` or `vit.sdpa`, of the module asked for.
};

/// Decomposes the composite ops of @main and finds its products. Units have the same order in every
/// module of a model that returns the same.
std::vector<ProductUnit> findProducts(ModuleOp module);

/// The linears of @main in order. After `findProducts`.
std::vector<vit::LinearOp> findLinears(ModuleOp module);

/// What measurements decided. Empty lists decide nothing.
struct Decisions {
  std::vector<std::string> precisions; ///< Of each unit; empty text: the model's.
  std::vector<double> bounds;          ///< Of each linear's input; see `#kernel.input`.

  /// Writes them on the products of `module`, a module of the model they were made for.
  void apply(ModuleOp module) const;

  /// The same, precisions being decided, for `others`: the units of a module that returns more than
  /// the one that has `units`. What is a unit there alone is computed for single rows here, in f32,
  /// and stays so.
  Decisions carriedOver(ArrayRef<ProductUnit> units, ArrayRef<ProductUnit> others) const;
};

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_PRODUCTS_H
