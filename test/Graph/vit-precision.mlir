// RUN: vitc-opt %s --vit-decompose --vit-fold-weights --cse --vit-merge-projections --split-input-file | FileCheck %s
// RUN: vitc-opt %s --vit-decompose --vit-fold-weights --cse --vit-merge-projections --convert-vit-to-kernel --split-input-file | FileCheck %s --check-prefix=KERNEL

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @g : tensor<8xf32> in "model.safetensors" at 0

// A composite's precision is that of all its products; merged projections (key and value are one) keep it.
// CHECK-LABEL: func.func @attention(
// CHECK:         vit.linear %{{.*}} {vitc.precision = "bf16"}
// CHECK-SAME:      -> tensor<1x5x16xf32>
// CHECK:         vit.sdpa {{.*}} {vitc.precision = "bf16"}
// CHECK:         vit.linear %{{.*}} {vitc.precision = "bf16"}
// KERNEL-LABEL: func.func @attention(
// KERNEL:         kernel.gemm {{.*}} {vitc.precision = "bf16"}
// KERNEL:         kernel.attention {{.*}} {vitc.precision = "bf16"}
// KERNEL:         kernel.gemm {{.*}} {vitc.precision = "bf16"}
func.func @attention(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %w = vit.parameter @w : tensor<8x8xf32>
  %0 = vit.attention %x query(%w) key(%w) value(%w) output(%w) heads = 2 {vitc.precision = "bf16"}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %0 : tensor<1x5x8xf32>
}

// -----

vit.weight @w : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @g : tensor<8xf32> in "model.safetensors" at 0

// Linears of one input and two precisions stay two; folding a norm into them loses nothing.
// CHECK-LABEL: func.func @two_precisions(
// CHECK-DAG:     vit.linear %{{.*}} {kernel.input = [#kernel.input<bound = 2.000000e+00>], vitc.precision = "f32"}
// CHECK-DAG:     vit.linear %{{.*}} {kernel.input = [#kernel.input<bound = 2.000000e+00>]}
// KERNEL-LABEL: func.func @two_precisions(
// KERNEL-DAG:     kernel.gemm {{.*}} {kernel.input = [#kernel.input<bound = 2.000000e+00>], vitc.precision = "f32"}
// KERNEL-DAG:     kernel.gemm {{.*}} {kernel.input = [#kernel.input<bound = 2.000000e+00>]}
func.func @two_precisions(%x: tensor<1x5x8xf32>) -> (tensor<1x5x8xf32>, tensor<1x5x8xf32>) {
  %w = vit.parameter @w : tensor<8x8xf32>
  %g = vit.parameter @g : tensor<8xf32>
  %n = vit.layer_norm %x affine(%g, %g) eps = 1.0e-6 : (tensor<1x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<1x5x8xf32>
  %0 = vit.linear %n, %w {kernel.input = [#kernel.input<bound = 2.0>], vitc.precision = "f32"}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.linear %n, %w {kernel.input = [#kernel.input<bound = 2.0>]}
      : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %0, %1 : tensor<1x5x8xf32>, tensor<1x5x8xf32>
}
