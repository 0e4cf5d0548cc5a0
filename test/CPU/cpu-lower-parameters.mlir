// RUN: vitc-opt %s --cpu-lower-parameters | FileCheck %s

// CHECK-NOT: kernel.weight
kernel.weight @b : tensor<3xf32> in "m.safetensors" at 0
kernel.weight @w.0 : tensor<2x3xbf16> in "m.safetensors" at 12
kernel.weight @w.1 : tensor<2x3xbf16> in "m.safetensors" at 24

// CHECK-LABEL: func @layer
// CHECK-SAME: (%[[RAW:.*]]: !llvm.ptr
func.func @layer(%raw: !llvm.ptr {vitc.raw_weights = [@b, @w.0, @w.1]}, %layer: index) -> bf16 {
  %c0 = arith.constant 0 : index
  // CHECK: %[[FIRST:.*]] = llvm.getelementptr %[[RAW]][1]
  // CHECK: %[[LAYER:.*]] = arith.index_cast
  // CHECK: %[[ENTRY:.*]] = llvm.getelementptr %[[FIRST]][%[[LAYER]]]
  // CHECK: llvm.load %[[ENTRY]] : !llvm.ptr -> !llvm.ptr
  // CHECK: %[[VIEW:.*]] = builtin.unrealized_conversion_cast %{{.*}} to memref<2x3xbf16>
  // CHECK: memref.load %[[VIEW]]
  %w = kernel.parameter [@w.0, @w.1][%layer] : memref<2x3xbf16>
  %v = memref.load %w[%c0, %c0] : memref<2x3xbf16>
  return %v : bf16
}
