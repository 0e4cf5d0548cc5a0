//===- Patterns.h - patterns of convert-vit-to-kernel ---------------------===//

#ifndef VITC_LIB_CONVERSION_VITTOKERNEL_PATTERNS_H
#define VITC_LIB_CONVERSION_VITTOKERNEL_PATTERNS_H

#include "mlir/IR/PatternMatch.h"

namespace vitc {

/// Before the conversion: `vit.sdpa` becomes `kernel.attention` between `vit.merge_heads` and
/// `vit.split_heads`, which cancel against those around it.
void populateAttentionToKernelPatterns(mlir::RewritePatternSet &patterns);

/// Linears, norms, activations, residuals.
void populateBlockToKernelPatterns(mlir::RewritePatternSet &patterns);

/// Patch embedding, positions, learned tokens, pooling of one token.
void populateEmbeddingToKernelPatterns(mlir::RewritePatternSet &patterns);

/// Weight declarations and their values.
void populateWeightToKernelPatterns(mlir::RewritePatternSet &patterns);

} // namespace vitc

#endif // VITC_LIB_CONVERSION_VITTOKERNEL_PATTERNS_H
