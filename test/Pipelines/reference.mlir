// RUN: vitc-opt %s --vitc-reference-linalg-pipeline | FileCheck %s --check-prefix=LINALG
// RUN: vitc-opt %s --vitc-reference-pipeline=element-type=f64 | FileCheck %s
// RUN: vitc-opt %s --vitc-reference-pipeline=element-type=f64 --dump-pass-pipeline 2>&1 >%t | FileCheck %s --check-prefix=PASSES

// PASSES: convert-vit-to-linalg{element-type=f64}
// PASSES: vit-weights-to-arguments
// PASSES: convert-check-to-scf
// PASSES: one-shot-bufferize
// PASSES: buffer-results-to-out-params
// PASSES: optimize-allocation-liveness
// PASSES: convert-func-to-entry
// PASSES: convert-memref-copy-to-linalg
// PASSES: convert-linalg-to-calls
// PASSES: convert-linalg-to-loops
// PASSES: convert-func-to-llvm
// PASSES: vit-drop-weights

// LINALG: vit.weight @w
// LINALG-LABEL: func.func @forward(
// LINALG-SAME: %{{[^:]*}}: tensor<1x3x4xf32>, %{{[^:]*}}: tensor<5x4xf32> {vitc.weight = @w}) -> tensor<1x3x5xf32>

// CHECK-NOT: vit.weight
vit.weight @w : tensor<5x4xf32> in "model.safetensors"

// Two allocations (the weight in f64, its transpose), both freed.
// CHECK-LABEL: llvm.func @forward(
// CHECK-SAME: %{{[^:]*}}: !llvm.ptr) attributes {
// CHECK-SAME: {kind = "input", type = memref<1x3x4xf64>}
// CHECK-SAME: {kind = "output", type = memref<1x3x5xf64>}
// CHECK-SAME: {kind = "weight", type = memref<5x4xf32>, vitc.weight = @w}
// CHECK: llvm.call @malloc
// CHECK: llvm.call @malloc
// CHECK-NOT: llvm.call @malloc
// CHECK: llvm.call @free
// CHECK: llvm.call @free
// CHECK-NOT: llvm.call @free
// CHECK: llvm.return
func.func @forward(%x: tensor<1x3x4xf32>) -> tensor<1x3x5xf32> attributes {vitc.entry} {
  %w = vit.parameter @w : tensor<5x4xf32>
  %0 = vit.linear %x, %w : (tensor<1x3x4xf32>, tensor<5x4xf32>) -> tensor<1x3x5xf32>
  return %0 : tensor<1x3x5xf32>
}
