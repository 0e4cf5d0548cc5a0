//===- Patterns.h - the reference form of each family of vit ops ----------===//
//
// Every function adds patterns for dialect conversion without a type converter: operands and
// results keep their types, whatever floating-point type that is. The patterns need nothing but the
// op they match, so other conversions may take those whose op they have nothing better for.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_CONVERSION_VITTOLINALG_PATTERNS_H
#define VITC_CONVERSION_VITTOLINALG_PATTERNS_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace vitc {

/// vit.patch_embed, vit.prepend_token, vit.add_position.
void populateEmbeddingToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// vit.interpolate_position, vit.sinusoid_position: both computed in f64.
void populatePositionToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// vit.layer_norm, vit.softmax.
void populateNormToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// vit.linear, vit.residual.
void populateLinearToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// vit.activation, vit.gate.
void populateActivationToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// vit.split_heads, vit.merge_heads, vit.sdpa.
void populateAttentionToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// vit.pool, vit.average, vit.stack, vit.top_k.
void populateHeadToLinalgPatterns(mlir::RewritePatternSet &patterns);

/// Every op that decomposes becomes the smaller vit ops that its interface names.
void populateDecomposePatterns(mlir::RewritePatternSet &patterns);

/// All of the above.
void populateViTToLinalgPatterns(mlir::RewritePatternSet &patterns);

} // namespace vitc

#endif // VITC_CONVERSION_VITTOLINALG_PATTERNS_H
