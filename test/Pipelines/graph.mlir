// RUN: vitc-opt %s --vitc-graph-pipeline --dump-pass-pipeline -o /dev/null 2>&1 | FileCheck %s --check-prefix=PASSES
// RUN: vitc-opt %s --vitc-graph-pipeline | FileCheck %s

// PASSES:      builtin.module(
// PASSES:        vit-prune-tokens
// PASSES:        vit-roll-layers
// PASSES:        vit-decompose
// PASSES:        vit-reorder-tokens
// PASSES:        vit-fold-weights
// PASSES:        cse
// PASSES:        vit-merge-projections
// PASSES:        canonicalize
// PASSES-NEXT:   cse{{$}}
// PASSES-NEXT: )

// Positions reach the tokens before they are joined, all layers but the last are one loop, the last one
// queries one token alone, the norm's affine part
// and the scale of the scores are in the weights, query and key and value are one product (CSE found
// key and value to be one already), and one row is normalised at the end.
// CHECK-LABEL: func.func @main(
// CHECK-COUNT-2: vit.add_position
// CHECK:       %[[IN:.*]] = vit.prepend_token
// CHECK:       %[[OUT:.*]] = scf.for %[[I:.*]] = %{{.*}} iter_args(%[[X:.*]] = %[[IN]])
// CHECK-DAG:     vit.layer_parameter [@gamma.0, @gamma.1][%[[I]]]
// CHECK-DAG:     vit.layer_parameter [@w.0, @w.1][%[[I]]]
// CHECK-DAG:     tensor.concat dim(0)
// CHECK-DAG:     %[[N:.*]] = vit.layer_norm %[[X]] eps =
// CHECK:         %[[QKV:.*]] = vit.linear %[[N]], %{{.*}} bias(%{{.*}}) : {{.*}} -> tensor<1x5x64xf32>
// CHECK-COUNT-2: tensor.extract_slice %[[QKV]]
// CHECK:         %[[A:.*]] = vit.sdpa {{.*}} scale = 1.000000e+00
// CHECK:         %[[H:.*]] = vit.merge_heads %[[A]]
// CHECK:         %[[L:.*]] = vit.linear %[[H]]
// CHECK:         %[[R:.*]] = vit.residual %[[X]], %[[L]]
// CHECK:         scf.yield %[[R]]
// CHECK:       %[[ONE:.*]] = tensor.extract_slice %[[OUT]][0, 0, 0] [1, 1, 32]
// CHECK:       vit.sdpa {{.*}} : (tensor<1x2x1x16xf32>, tensor<1x2x5x16xf32>, tensor<1x2x5x16xf32>)
// CHECK:       %[[LAST:.*]] = vit.residual %[[ONE]], {{.*}} -> tensor<1x1x32xf32>
// CHECK:       %[[T:.*]] = vit.pool token %[[LAST]]
// CHECK:       vit.layer_norm %[[T]] affine

vit.weight @cls : tensor<1x1x32xf32> in "model.safetensors" at 0
vit.weight @pos : tensor<1x5x32xf32> in "model.safetensors" at 0
vit.weight @gamma.0 : tensor<32xf32> in "model.safetensors" at 0
vit.weight @gamma.1 : tensor<32xf32> in "model.safetensors" at 0
vit.weight @gamma.2 : tensor<32xf32> in "model.safetensors" at 0
vit.weight @w.0 : tensor<32x32xf32> in "model.safetensors" at 0
vit.weight @w.1 : tensor<32x32xf32> in "model.safetensors" at 0
vit.weight @w.2 : tensor<32x32xf32> in "model.safetensors" at 0

func.func @main(%x: tensor<1x4x32xf32> {vitc.input = "tokens"})
    -> (tensor<1x32xf32> {vitc.output = "token"}) attributes {vitc.entry} {
  %cls = vit.parameter @cls : tensor<1x1x32xf32>
  %pos = vit.parameter @pos : tensor<1x5x32xf32>
  %all = vit.prepend_token %cls, %x : (tensor<1x1x32xf32>, tensor<1x4x32xf32>) -> tensor<1x5x32xf32>
  %x0 = vit.add_position %all, %pos : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %g0 = vit.parameter @gamma.0 : tensor<32xf32>
  %w0 = vit.parameter @w.0 : tensor<32x32xf32>
  %n0 = vit.layer_norm %x0 affine(%g0, %g0) eps = 1.0e-6 : (tensor<1x5x32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<1x5x32xf32>
  %a0 = vit.attention %n0 query(%w0) key(%w0) value(%w0) output(%w0) heads = 2 : (tensor<1x5x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<1x5x32xf32>
  %x1 = vit.residual %x0, %a0 : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %g1 = vit.parameter @gamma.1 : tensor<32xf32>
  %w1 = vit.parameter @w.1 : tensor<32x32xf32>
  %n1 = vit.layer_norm %x1 affine(%g1, %g1) eps = 1.0e-6 : (tensor<1x5x32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<1x5x32xf32>
  %a1 = vit.attention %n1 query(%w1) key(%w1) value(%w1) output(%w1) heads = 2 : (tensor<1x5x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<1x5x32xf32>
  %x2 = vit.residual %x1, %a1 : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %g2 = vit.parameter @gamma.2 : tensor<32xf32>
  %w2 = vit.parameter @w.2 : tensor<32x32xf32>
  %n2 = vit.layer_norm %x2 affine(%g2, %g2) eps = 1.0e-6 : (tensor<1x5x32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<1x5x32xf32>
  %a2 = vit.attention %n2 query(%w2) key(%w2) value(%w2) output(%w2) heads = 2 : (tensor<1x5x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<1x5x32xf32>
  %x3 = vit.residual %x2, %a2 : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %g = vit.parameter @gamma.0 : tensor<32xf32>
  %n = vit.layer_norm %x3 affine(%g, %g) eps = 1.0e-6 : (tensor<1x5x32xf32>, tensor<32xf32>, tensor<32xf32>) -> tensor<1x5x32xf32>
  %t = vit.pool token %n : (tensor<1x5x32xf32>) -> tensor<1x32xf32>
  return %t : tensor<1x32xf32>
}
