// RUN: vitc-opt %s --kernel-set-precision=type=int8 | FileCheck %s

// What was measured of a product's input bounds its rows; the norm's own scales stay.
// CHECK-LABEL: func.func @outside_loops(
// CHECK:         %[[BOUND:.*]] = arith.constant 1.250000e+00 : f32
// CHECK:         kernel.quantize ins(%{{.*}}) bound(%[[BOUND]])
func.func @outside_loops(%x: tensor<1x5x64xf32>, %w: tensor<32x64xf32>) -> tensor<1x5x32xf32> {
  %p = tensor.empty() : tensor<1x64x32xf32>
  %packed = kernel.pack ins(%w) outs(%p) : (tensor<32x64xf32>, tensor<1x64x32xf32>) -> tensor<1x64x32xf32>
  %o = tensor.empty() : tensor<1x5x32xf32>
  %y = kernel.gemm ins(%x, %packed) outs(%o) {kernel.input = [#kernel.input<bound = 1.25>]} : (tensor<1x5x64xf32>, tensor<1x64x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %y : tensor<1x5x32xf32>
}

// In a loop over layers the layer chooses.
// CHECK-LABEL: func.func @layers(
// CHECK:         scf.for %[[LAYER:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args
// CHECK-DAG:       %[[FIRST:.*]] = arith.constant 1.250000e+00 : f32
// CHECK-DAG:       %[[SECOND:.*]] = arith.constant 2.500000e+00 : f32
// CHECK-DAG:       %[[HERE:.*]] = arith.cmpi eq, %[[LAYER]], %{{.*}} : index
// CHECK:           %[[BOUND:.*]] = arith.select %[[HERE]], %[[SECOND]], %[[FIRST]] : f32
// CHECK:           kernel.quantize ins(%{{.*}}) bound(%[[BOUND]])
func.func @layers(%x: tensor<1x5x64xf32>, %w: tensor<64x64xf32>) -> tensor<1x5x64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %y = scf.for %layer = %c0 to %c2 step %c1 iter_args(%rows = %x) -> (tensor<1x5x64xf32>) {
    %p = tensor.empty() : tensor<2x64x32xf32>
    %packed = kernel.pack ins(%w) outs(%p) : (tensor<64x64xf32>, tensor<2x64x32xf32>) -> tensor<2x64x32xf32>
    %o = tensor.empty() : tensor<1x5x64xf32>
    %z = kernel.gemm ins(%rows, %packed) outs(%o) {kernel.input = [#kernel.input<bound = 1.25>, #kernel.input<bound = 2.5>]} : (tensor<1x5x64xf32>, tensor<2x64x32xf32>, tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
    scf.yield %z : tensor<1x5x64xf32>
  }
  return %y : tensor<1x5x64xf32>
}

// Rows made before the loop are bounded once, by the greatest of all layers.
// CHECK-LABEL: func.func @before_loop(
// CHECK:         %[[ROWS:.*]] = kernel.activate
// CHECK:         %[[BOUND:.*]] = arith.constant 2.500000e+00 : f32
// CHECK-NEXT:    %[[Q:.*]]:2 = kernel.quantize ins(%[[ROWS]]) bound(%[[BOUND]])
// CHECK:         scf.for
// CHECK:           kernel.gemm ins(%[[Q]]#0, %{{.*}}) scales(%[[Q]]#1, %{{.*}})
func.func @before_loop(%x: tensor<1x5x64xf32>, %w: tensor<64x64xf32>) -> tensor<1x5x64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %a = tensor.empty() : tensor<1x5x64xf32>
  %n = kernel.activate tanh ins(%x) outs(%a) : (tensor<1x5x64xf32>, tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
  %y = scf.for %layer = %c0 to %c2 step %c1 iter_args(%rows = %x) -> (tensor<1x5x64xf32>) {
    %p = tensor.empty() : tensor<2x64x32xf32>
    %packed = kernel.pack ins(%w) outs(%p) : (tensor<64x64xf32>, tensor<2x64x32xf32>) -> tensor<2x64x32xf32>
    %z = kernel.gemm ins(%n, %packed) residual(%rows) outs(%rows) {kernel.input = [#kernel.input<bound = 1.25>, #kernel.input<bound = 2.5>]} : (tensor<1x5x64xf32>, tensor<2x64x32xf32>, tensor<1x5x64xf32>, tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
    scf.yield %z : tensor<1x5x64xf32>
  }
  return %y : tensor<1x5x64xf32>
}

// One entry holds for all layers.
// CHECK-LABEL: func.func @all_layers(
// CHECK:         scf.for
// CHECK:           %[[BOUND:.*]] = arith.constant 1.250000e+00 : f32
// CHECK-NOT:       arith.select
// CHECK:           kernel.quantize ins(%{{.*}}) bound(%[[BOUND]])
func.func @all_layers(%x: tensor<1x5x64xf32>, %w: tensor<64x64xf32>, %n: index) -> tensor<1x5x64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %y = scf.for %layer = %c0 to %n step %c1 iter_args(%rows = %x) -> (tensor<1x5x64xf32>) {
    %p = tensor.empty() : tensor<2x64x32xf32>
    %packed = kernel.pack ins(%w) outs(%p) : (tensor<64x64xf32>, tensor<2x64x32xf32>) -> tensor<2x64x32xf32>
    %o = tensor.empty() : tensor<1x5x64xf32>
    %z = kernel.gemm ins(%rows, %packed) outs(%o) {kernel.input = [#kernel.input<bound = 1.25>]} : (tensor<1x5x64xf32>, tensor<2x64x32xf32>, tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
    scf.yield %z : tensor<1x5x64xf32>
  }
  return %y : tensor<1x5x64xf32>
}

// Two products of the same rows: the greater bound holds of both.
// CHECK-LABEL: func.func @two_readers(
// CHECK:         %[[BOUND:.*]] = arith.constant 9.000000e+00 : f32
// CHECK:         %[[Q:.*]]:2 = kernel.quantize ins(%{{.*}}) bound(%[[BOUND]])
// CHECK:         kernel.gemm ins(%[[Q]]#0
// CHECK:         kernel.gemm ins(%[[Q]]#0
func.func @two_readers(%x: tensor<1x5x64xf32>, %w: tensor<32x64xf32>, %v: tensor<32x64xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %p = tensor.empty() : tensor<1x64x32xf32>
  %packed = kernel.pack ins(%w) outs(%p) : (tensor<32x64xf32>, tensor<1x64x32xf32>) -> tensor<1x64x32xf32>
  %q = tensor.empty() : tensor<1x64x32xf32>
  %packed2 = kernel.pack ins(%v) outs(%q) : (tensor<32x64xf32>, tensor<1x64x32xf32>) -> tensor<1x64x32xf32>
  %o = tensor.empty() : tensor<1x5x32xf32>
  %y = kernel.gemm ins(%x, %packed) outs(%o) {kernel.input = [#kernel.input<bound = 1.0>]} : (tensor<1x5x64xf32>, tensor<1x64x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %z = kernel.gemm ins(%x, %packed2) outs(%o) {kernel.input = [#kernel.input<bound = 9.0>]} : (tensor<1x5x64xf32>, tensor<1x64x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %y, %z : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// Of the other reader nothing was measured: nothing bounds the rows.
// CHECK-LABEL: func.func @one_measured(
// CHECK:         kernel.quantize ins(%{{[a-z0-9]*}}) outs(
func.func @one_measured(%x: tensor<1x5x64xf32>, %w: tensor<32x64xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %p = tensor.empty() : tensor<1x64x32xf32>
  %packed = kernel.pack ins(%w) outs(%p) : (tensor<32x64xf32>, tensor<1x64x32xf32>) -> tensor<1x64x32xf32>
  %o = tensor.empty() : tensor<1x5x32xf32>
  %y = kernel.gemm ins(%x, %packed) outs(%o) {kernel.input = [#kernel.input<bound = 1.25>]} : (tensor<1x5x64xf32>, tensor<1x64x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %z = kernel.gemm ins(%x, %packed) outs(%o) : (tensor<1x5x64xf32>, tensor<1x64x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %y, %z : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// Attention that stays f32 stores f32, whoever reads it.
// CHECK-LABEL: func.func @attention(
// CHECK:         kernel.attention {{.*}} -> tensor<1x5x64xf32>
// CHECK:         kernel.quantize
func.func @attention(%x: tensor<1x5x64xf32>, %w: tensor<32x64xf32>) -> tensor<1x5x32xf32> {
  %a = tensor.empty() : tensor<1x5x64xf32>
  %context = kernel.attention ins(%x, %x, %x) outs(%a) heads = 2 scale = 1.0 {vitc.precision = "f32"} : (tensor<1x5x64xf32>, tensor<1x5x64xf32>, tensor<1x5x64xf32>, tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
  %p = tensor.empty() : tensor<1x64x32xf32>
  %packed = kernel.pack ins(%w) outs(%p) : (tensor<32x64xf32>, tensor<1x64x32xf32>) -> tensor<1x64x32xf32>
  %o = tensor.empty() : tensor<1x5x32xf32>
  %y = kernel.gemm ins(%context, %packed) outs(%o) : (tensor<1x5x64xf32>, tensor<1x64x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %y : tensor<1x5x32xf32>
}
