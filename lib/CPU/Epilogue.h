//===- Epilogue.h - what follows the sums of a product --------------------===//

#ifndef VITC_LIB_CPU_EPILOGUE_H
#define VITC_LIB_CPU_EPILOGUE_H

#include "Rows.h"

namespace vitc::cpu {

/// The part of a result that a register tile makes.
struct ResultTile {
  Value batch, row, column;
  int64_t height, vectors;
};

/// Bias, activation, residual and store, in this order.
struct Epilogue {
  /// Null or empty where there is none.
  Value bias;
  std::optional<kernel::Activation> activation;
  /// Whether the activation may be the short one.
  bool isShort = false;
  /// `residual.buffer()` is null where there is none.
  Rows residual, init;

  /// Of 16 sums, of which the first `lanes` are columns of the result.
  void emit(Emitter &e, Value sums, Value batch, Value row, Value column, int64_t lanes) const;

  /// Spreads evenly over `steps` steps of k, of which `span` pass between two calls, the fetching
  /// of what comes from L3 or memory when `tile` is through: its residual, or its result where
  /// there is none. All at once they would cost a tenth of a short product.
  void emitPrefetch(Emitter &e, const ResultTile &tile, Value k, int64_t steps, int64_t span) const;
};

} // namespace vitc::cpu

#endif // VITC_LIB_CPU_EPILOGUE_H
