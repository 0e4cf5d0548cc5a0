// RUN: vitc-opt %s --vitc-kernel-pipeline=gemm=strassen --dump-pass-pipeline -o /dev/null 2>&1 | FileCheck %s --check-prefix=PASSES
// RUN: vitc-opt %s --vitc-kernel-pipeline=gemm=strassen | FileCheck %s --implicit-check-not=kernel.gemm --implicit-check-not='kernel.pack '
// RUN: vitc-opt %s --vitc-kernel-pipeline=gemm=strassen --vitc-kernel-memory-pipeline | FileCheck %s --check-prefix=MEMORY

// PASSES:      kernel-fuse-epilogues
// PASSES:      kernel-use-strassen
// PASSES:      loop-invariant-code-motion,
// PASSES-NEXT: kernel-split-prepare,

// Factors are made in prepare of channels that are balanced there, sums of rows in forward.
// CHECK-LABEL: func.func @main.prepare(
// CHECK:       %[[CHANNELS:.*]] = kernel.strassen_channels
// CHECK:       kernel.strassen_pack ins(%{{.*}}, %[[CHANNELS]])
// CHECK:       return
// CHECK-LABEL: func.func @main(
// CHECK:       %[[SUMS:.*]] = kernel.strassen_sums
// CHECK:       kernel.strassen_gemm ins(%{{.*}}, %[[SUMS]], %{{.*}}) bias(%{{.*}}) activation({{ ?}}gelu)

// All lie where all memory lies: 4 · 7 · 129 · 48 numbers, 256 powers and a bias; 2 · 4 · 41 rows of 144.
// MEMORY-LABEL: func.func @main(
// MEMORY-SAME:  memref<696064xi8> {vitc.weights}
// MEMORY-SAME:  memref<188928xi8> {vitc.arena}
// MEMORY:       kernel.strassen_gemm {{.*}} schedule <rows = 8, vectors = 3, unroll = 4, restart = 128,

module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576>} {
  vit.weight @w : tensor<384x256xf32> in "model.safetensors" at 0
  vit.weight @b : tensor<384xf32> in "model.safetensors" at 393216

  func.func @main(%x: tensor<2x81x256xf32> {vitc.input = "tokens"})
      -> (tensor<2x81x384xf32> {vitc.output = "hidden"}) attributes {vitc.entry} {
    %w = vit.parameter @w : tensor<384x256xf32>
    %b = vit.parameter @b : tensor<384xf32>
    %0 = vit.linear %x, %w bias(%b) : (tensor<2x81x256xf32>, tensor<384x256xf32>, tensor<384xf32>) -> tensor<2x81x384xf32>
    %1 = vit.activation gelu %0 : (tensor<2x81x384xf32>) -> tensor<2x81x384xf32>
    return %1 : tensor<2x81x384xf32>
  }
}
