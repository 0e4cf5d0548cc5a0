// RUN: vitc-opt %s --vitc-graph-pipeline --vitc-kernel-pipeline --vitc-kernel-memory-pipeline --dump-pass-pipeline -o /dev/null 2>&1 | FileCheck %s --check-prefix=PASSES
// RUN: vitc-opt %s --vitc-graph-pipeline --vitc-kernel-pipeline --vitc-kernel-memory-pipeline | FileCheck %s --implicit-check-not=memref.alloc --implicit-check-not=memref.copy --implicit-check-not=tensor.

// PASSES:        kernel-select-schedules,
// PASSES-NEXT:   one-shot-bufferize{{.*}}bufferize-function-boundaries=true{{.*}}identity-layout-map
// PASSES-NEXT:   cse,
// PASSES-NEXT:   canonicalize
// PASSES-NEXT:   kernel-plan-memory,
// PASSES-NEXT:   canonicalize
// PASSES-NEXT:   cse,
// PASSES-NEXT:   verify-kernel-phase
// PASSES-NEXT: )

// CHECK-LABEL: func.func @main.prepare(
// CHECK-SAME:  !llvm.ptr {vitc.raw_weights = [{{.*}}]}, %{{[^:]*}}: memref<[[$WEIGHTS:[0-9]+]]xi8> {vitc.weights}, %{{[^:]*}}: memref<{{[0-9]+}}xi8> {vitc.arena}) attributes {vitc.entry}
// CHECK-LABEL: func.func @main(
// CHECK-SAME:  memref<1x4x32xf32> {vitc.input = "tokens"}, %{{[^:]*}}: memref<1x32xf32> {vitc.output = "token"}, %{{[^:]*}}: memref<[[$WEIGHTS]]xi8> {vitc.weights}, %[[ARENA:[^:]*]]: memref<{{[0-9]+}}xi8> {vitc.arena}) attributes {vitc.entry}
// CHECK:       memref.view %[[ARENA]]
// The stream has one place for the whole model.
// CHECK:       %[[STREAM:.*]] = memref.subview {{.*}} to memref<1x5x32xf32, strided<[240, 48, 1]>>
// CHECK:       scf.for %{{[^ ]*}} = %{{[^ ]*}} to %{{[^ ]*}} step %{{[^ ]*}} {
// CHECK:         kernel.normalize ins(%[[STREAM]])
// CHECK:         kernel.gemm {{.*}} residual(%[[STREAM]]) outs(%[[STREAM]]) schedule <
// CHECK:       }
// CHECK:       kernel.normalize
// CHECK:       return{{$}}
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 1048576>} {
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
}
