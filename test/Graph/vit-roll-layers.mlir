// RUN: vitc-opt %s --vit-roll-layers --split-input-file | FileCheck %s

vit.weight @s : tensor<8xf32> in "model.safetensors" at 0
vit.weight @g.0 : tensor<8xf32> in "model.safetensors" at 0
vit.weight @g.1 : tensor<8xf32> in "model.safetensors" at 0

// The shared weight @s is made inside the first block.
// CHECK-LABEL: func.func @two_blocks(
// CHECK-DAG:   %[[S:.*]] = vit.parameter @s : tensor<8xf32>
// CHECK-DAG:   %[[IN:.*]] = vit.activation relu
// CHECK-DAG:   %[[ZERO:.*]] = arith.constant 0 : index
// CHECK-DAG:   %[[ONE:.*]] = arith.constant 1 : index
// CHECK-DAG:   %[[TWO:.*]] = arith.constant 2 : index
// CHECK:       %[[OUT:.*]] = scf.for %[[I:.*]] = %[[ZERO]] to %[[TWO]] step %[[ONE]] iter_args(%[[X:.*]] = %[[IN]]) -> (tensor<1x5x8xf32>) {
// CHECK-NEXT:    %[[G:.*]] = vit.layer_parameter [@g.0, @g.1][%[[I]]] : tensor<8xf32>
// CHECK-NEXT:    %[[N:.*]] = vit.layer_norm %[[X]] affine(%[[G]], %[[S]])
// CHECK-NEXT:    %[[A:.*]] = vit.activation gelu %[[N]]
// CHECK-NEXT:    %[[Y:.*]] = vit.residual %[[X]], %[[A]]
// CHECK-NEXT:    scf.yield %[[Y]]
// CHECK:       return %[[OUT]]
func.func @two_blocks(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %x0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %g0 = vit.parameter @g.0 : tensor<8xf32>
  %s = vit.parameter @s : tensor<8xf32>
  %n0 = vit.layer_norm %x0 affine(%g0, %s) eps = 1.0e-6 : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %a0 = vit.activation gelu %n0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %x1 = vit.residual %x0, %a0 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %g1 = vit.parameter @g.1 : tensor<8xf32>
  %n1 = vit.layer_norm %x1 affine(%g1, %s) eps = 1.0e-6 : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %a1 = vit.activation gelu %n1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %x2 = vit.residual %x1, %a1 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %x2 : tensor<1x5x8xf32>
}

// -----

vit.weight @p : tensor<8xf32> in "model.safetensors" at 0
vit.weight @q : tensor<8xf32> in "model.safetensors" at 0

// One weight in two places of a block, other weights in the same places of others: every operand
// has a list of its own, and equal lists are one value.
// CHECK-LABEL: func.func @crossed(
// CHECK:       scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[X:.*]] = %{{.*}})
// CHECK-DAG:     %[[PPQ:.*]] = vit.layer_parameter [@p, @p, @q][%[[I]]]
// CHECK-DAG:     %[[PQP:.*]] = vit.layer_parameter [@p, @q, @p][%[[I]]]
// CHECK:         %[[N:.*]] = vit.layer_norm %[[X]] affine(%[[PQP]], %[[PPQ]])
// CHECK:         %[[Y:.*]] = vit.residual %[[X]], %[[N]] scale(%[[PPQ]])
func.func @crossed(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %p = vit.parameter @p : tensor<8xf32>
  %q = vit.parameter @q : tensor<8xf32>
  %x0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %n0 = vit.layer_norm %x0 affine(%p, %p) eps = 1.0e-6 : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %x1 = vit.residual %x0, %n0 scale(%p) : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %n1 = vit.layer_norm %x1 affine(%q, %p) eps = 1.0e-6 : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %x2 = vit.residual %x1, %n1 scale(%p) : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %n2 = vit.layer_norm %x2 affine(%p, %q) eps = 1.0e-6 : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %x3 = vit.residual %x2, %n2 scale(%q) : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  return %x3 : tensor<1x5x8xf32>
}

// -----

// The longest run lies behind two blocks of another activation and before one of a third.
// CHECK-LABEL: func.func @in_the_middle(
// CHECK-COUNT-2: vit.activation relu
// CHECK:         %[[TRIP:.*]] = arith.constant 3 : index
// CHECK:         scf.for %{{.*}} = %{{.*}} to %[[TRIP]]
// CHECK-NEXT:      vit.activation gelu
// CHECK-NEXT:      scf.yield
// CHECK:         vit.activation silu
// CHECK-NOT:     vit.activation
func.func @in_the_middle(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation relu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.activation gelu %2 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %4 = vit.activation gelu %3 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %5 = vit.activation silu %4 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %5 : tensor<1x5x8xf32>
}

// -----

// Another precision is another block: two loops, and the layer between them alone. What was measured
// is one entry for each layer of a loop.
// CHECK-LABEL: func.func @precisions(
// CHECK-DAG:   %[[IN:.*]] = vit.activation relu
// CHECK:       %[[A:.*]] = scf.for {{.*}} iter_args(%[[X:.*]] = %[[IN]]) -> (tensor<1x5x8xf32>) {
// CHECK:         vit.linear %[[X]], %{{.*}} {kernel.input = [#kernel.input<bound = 1.000000e+00>, #kernel.input<bound = 3.000000e+00>]}
// CHECK:       %[[B:.*]] = vit.linear %[[A]], %{{.*}} {kernel.input = [#kernel.input<bound = 5.000000e+00>], vitc.precision = "f32"}
// CHECK:       scf.for {{.*}} iter_args(%[[Y:.*]] = %[[B]]) -> (tensor<1x5x8xf32>) {
// CHECK:         vit.linear %[[Y]]
// CHECK-NOT:     kernel.input
// CHECK:         scf.yield
vit.weight @w.0 : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @w.1 : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @w.2 : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @w.3 : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @w.4 : tensor<8x8xf32> in "model.safetensors" at 0
func.func @precisions(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %w0 = vit.parameter @w.0 : tensor<8x8xf32>
  %w1 = vit.parameter @w.1 : tensor<8x8xf32>
  %w2 = vit.parameter @w.2 : tensor<8x8xf32>
  %w3 = vit.parameter @w.3 : tensor<8x8xf32>
  %w4 = vit.parameter @w.4 : tensor<8x8xf32>
  %1 = vit.linear %0, %w0 {kernel.input = [#kernel.input<bound = 1.0>]}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.linear %1, %w1 {kernel.input = [#kernel.input<bound = 3.0>]}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.linear %2, %w2 {kernel.input = [#kernel.input<bound = 5.0>], vitc.precision = "f32"}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %4 = vit.linear %3, %w3 {kernel.input = [#kernel.input<bound = 7.0>]}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %5 = vit.linear %4, %w4 : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %5 : tensor<1x5x8xf32>
}
