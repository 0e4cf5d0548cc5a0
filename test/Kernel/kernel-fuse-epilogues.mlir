// RUN: vitc-opt %s --kernel-fuse-epilogues | FileCheck %s

// CHECK-LABEL: func.func @activation(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %[[W:[^:]*]]: tensor<1x32x32xf32>, %[[B:[^:]*]]: tensor<32xf32>, %{{[^:]*}}: tensor<1x5x32xf32>, %[[O:[^:]*]]: tensor<1x5x32xf32>
// CHECK-NEXT:  %[[Y:.*]] = kernel.gemm ins(%[[X]], %[[W]]) bias(%[[B]]) activation({{ ?}}gelu) outs(%[[O]])
// CHECK-NEXT:  return %[[Y]]
func.func @activation(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %b: tensor<32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.gemm ins(%x, %w) bias(%b) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate gelu ins(%0) outs(%o) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1 : tensor<1x5x32xf32>
}

// The activation comes first, then the sum; the stream, a value of this call, is overwritten.
// CHECK-LABEL: func.func @activation_then_residual(
// CHECK:       %[[STREAM:.*]] = kernel.softmax
// CHECK-NEXT:  %[[Y:.*]] = kernel.gemm ins(%{{.*}}, %{{.*}}) activation({{ ?}}relu) residual(%[[STREAM]]) outs(%[[STREAM]])
// CHECK-NEXT:  return %[[Y]]
func.func @activation_then_residual(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %s = kernel.softmax ins(%x) outs(%i) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate relu ins(%0) outs(%i) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %2 = linalg.add ins(%s, %1 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %2 : tensor<1x5x32xf32>
}

// What a product says besides goes along: scales, corrections, attributes.
// CHECK-LABEL: func.func @quantized(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x64xi8>, %[[W:[^:]*]]: tensor<1x16x128xi8>, %[[A:[^:]*]]: tensor<1x5x1xf32>, %[[B:[^:]*]]: tensor<32xf32>, %[[C:[^:]*]]: tensor<32xi32>
// CHECK:       %[[Y:.*]] = kernel.gemm row_per_image ins(%[[X]], %[[W]]) scales(%[[A]], %[[B]]) correction(%[[C]]) activation({{ ?}}relu) residual(%{{.*}}) outs(%{{.*}}) {vitc.precision = "int8"}
// CHECK-NEXT:  return %[[Y]]
func.func @quantized(%x: tensor<1x5x64xi8>, %w: tensor<1x16x128xi8>, %a: tensor<1x5x1xf32>, %b: tensor<32xf32>, %c: tensor<32xi32>, %r: tensor<1x5x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.gemm row_per_image ins(%x, %w) scales(%a, %b) correction(%c) outs(%i) {vitc.precision = "int8"}
      : (tensor<1x5x64xi8>, tensor<1x16x128xi8>, tensor<1x5x1xf32>, tensor<32xf32>, tensor<32xi32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate relu ins(%0) outs(%i) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %2 = linalg.add ins(%r, %1 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %2 : tensor<1x5x32xf32>
}

// act(a + r) is not act(a) + r.
// CHECK-LABEL: func.func @residual_then_activation(
// CHECK:       kernel.gemm ins(%{{.*}}, %{{.*}}) residual(
// CHECK-NEXT:  kernel.activate relu
func.func @residual_then_activation(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = linalg.add ins(%x, %0 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%i : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %2 = kernel.activate relu ins(%1) outs(%o) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %2 : tensor<1x5x32xf32>
}

// CHECK-LABEL: func.func @gated(
// CHECK-NEXT:  kernel.gemm
// CHECK-NEXT:  kernel.activate gated
func.func @gated(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x16xf32>) -> tensor<1x5x16xf32> {
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate gated silu ins(%0) outs(%o)
      : (tensor<1x5x32xf32>, tensor<1x5x16xf32>) -> tensor<1x5x16xf32>
  return %1 : tensor<1x5x16xf32>
}

// CHECK-LABEL: func.func @second_use(
// CHECK-NEXT:  kernel.gemm ins(%{{[^ ]*}}, %{{[^ ]*}}) outs
// CHECK-NEXT:  kernel.activate
// CHECK-NEXT:  linalg.add
func.func @second_use(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) {
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate gelu ins(%0) outs(%o) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %2 = linalg.add ins(%x, %0 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1, %2 : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// CHECK-LABEL: func.func @doubled(
// CHECK-NEXT:  kernel.gemm
// CHECK-NEXT:  linalg.add
func.func @doubled(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = linalg.add ins(%0, %0 : tensor<1x5x32xf32>, tensor<1x5x32xf32>) outs(%o : tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %1 : tensor<1x5x32xf32>
}

// The product runs once, the activation twice: it stays outside.
// CHECK-LABEL: func.func @before_loop(
// CHECK:       kernel.gemm
// CHECK:       scf.for
// CHECK-NEXT:    kernel.activate
func.func @before_loop(%x: tensor<1x5x32xf32>, %w: tensor<1x32x32xf32>, %i: tensor<1x5x32xf32>) -> tensor<1x5x32xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = kernel.gemm ins(%x, %w) outs(%i) : (tensor<1x5x32xf32>, tensor<1x32x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = scf.for %l = %zero to %two step %one iter_args(%y = %i) -> tensor<1x5x32xf32> {
    %2 = kernel.activate gelu ins(%0) outs(%y) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
    scf.yield %2 : tensor<1x5x32xf32>
  }
  return %1 : tensor<1x5x32xf32>
}
