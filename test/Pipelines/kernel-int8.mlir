// RUN: vitc-opt %s --vitc-kernel-pipeline=precision=int8 --dump-pass-pipeline -o /dev/null 2>&1 | FileCheck %s --check-prefix=PASSES
// RUN: vitc-opt %s --vitc-kernel-pipeline=precision=int8 | FileCheck %s
// RUN: vitc-opt %s --vitc-kernel-pipeline=precision=int8 --vitc-kernel-memory-pipeline | FileCheck %s --check-prefix=MEMORY

// PASSES:      kernel-fuse-epilogues
// PASSES:      kernel-set-precision{type=int8}
// PASSES:      kernel-split-prepare,

// Prepare makes integers, scales and sums of columns, and the bias of what an activation made; of
// the second product's sums forward sees nothing.
// CHECK-LABEL: func.func @main.prepare(
// CHECK-DAG:   kernel.pack {{.*}} : (tensor<96x64xf32>, tensor<2x16x192xi8>, tensor<96xf32>, tensor<96xi32>)
// CHECK-DAG:   kernel.pack {{.*}} : (tensor<64x96xf32>, tensor<2x24x128xi8>, tensor<64xf32>, tensor<64xi32>)
// CHECK:       arith.sitofp
// CHECK:       return
// CHECK-LABEL: func.func @main(
// CHECK:       %[[NORM:.*]]:2 = kernel.normalize {{.*}} -> (tensor<1x5x64xi8>, tensor<1x5x1xf32>)
// CHECK:       %[[HIDDEN:.*]] = kernel.gemm ins(%[[NORM]]#0, %{{.*}}) scales(%[[NORM]]#1, %{{.*}}) correction(%{{.*}}) bias(%{{.*}}) activation({{ ?}}gelu) {{.*}} -> tensor<1x5x96xbf16>
// CHECK:       %[[INTEGERS:.*]]:2 = kernel.quantize ins(%[[HIDDEN]]) {{.*}} lowest
// CHECK-NEXT:  kernel.gemm ins(%[[INTEGERS]]#0, %{{.*}}) scales(%[[INTEGERS]]#1, %{{.*}}) bias(%{{.*}}) residual(%{{.*}}) {{.*}} -> tensor<1x5x64xf32>
// CHECK-NOT:   arith.sitofp

// MEMORY-LABEL: func.func @main(
// MEMORY-SAME:  memref<{{[0-9]+}}xi8> {vitc.weights}
// MEMORY:       kernel.gemm {{.*}} vnni = true>
// MEMORY:       kernel.gemm {{.*}} vnni = true>

module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576, bf16 = true, vnni = true>} {
  vit.weight @w : tensor<96x64xf32> in "model.safetensors" at 0
  vit.weight @b : tensor<96xf32> in "model.safetensors" at 24576
  vit.weight @v : tensor<64x96xf32> in "model.safetensors" at 24960
  vit.weight @c : tensor<64xf32> in "model.safetensors" at 49536

  func.func @main(%x: tensor<1x5x64xf32> {vitc.input = "tokens"})
      -> (tensor<1x5x64xf32> {vitc.output = "hidden"}) attributes {vitc.entry} {
    %w = vit.parameter @w : tensor<96x64xf32>
    %b = vit.parameter @b : tensor<96xf32>
    %v = vit.parameter @v : tensor<64x96xf32>
    %c = vit.parameter @c : tensor<64xf32>
    %n = vit.layer_norm %x eps = 1.0e-6 : (tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
    %0 = vit.linear %n, %w bias(%b) : (tensor<1x5x64xf32>, tensor<96x64xf32>, tensor<96xf32>) -> tensor<1x5x96xf32>
    %1 = vit.activation gelu %0 : (tensor<1x5x96xf32>) -> tensor<1x5x96xf32>
    %2 = vit.linear %1, %v bias(%c) : (tensor<1x5x96xf32>, tensor<64x96xf32>, tensor<64xf32>) -> tensor<1x5x64xf32>
    %3 = vit.residual %x, %2 : (tensor<1x5x64xf32>, tensor<1x5x64xf32>) -> tensor<1x5x64xf32>
    return %3 : tensor<1x5x64xf32>
  }
}
