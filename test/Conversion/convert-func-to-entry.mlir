// RUN: vitc-opt %s --convert-func-to-entry | FileCheck %s

// Inputs, outputs, raw weights, whatever the order of the arguments.
// CHECK-LABEL: func.func @weights_last(
// CHECK-SAME: %[[ARRAY:[^:]*]]: !llvm.ptr) attributes {
// CHECK-SAME: vitc.arguments = [
// CHECK-SAME: {kind = "input", type = memref<4xf64>},
// CHECK-SAME: {kind = "output", type = memref<2x2xf64>},
// CHECK-SAME: {kind = "weight", type = memref<4xf32>, vitc.weight = @w}]
// CHECK-SAME: vitc.entry
func.func @weights_last(%x: memref<4xf64>, %w: memref<4xf32> {vitc.weight = @w},
                        %y: memref<2x2xf64> {bufferize.result}) attributes {vitc.entry} {
  // CHECK: %[[P0:.*]] = llvm.getelementptr %[[ARRAY]][0]
  // CHECK: %[[X:.*]] = llvm.load %[[P0]]
  // CHECK: %[[P1:.*]] = llvm.getelementptr %[[ARRAY]][1]
  // CHECK: llvm.load %[[P1]]
  // CHECK: builtin.unrealized_conversion_cast %{{.*}} to memref<2x2xf64>
  // CHECK: %[[P2:.*]] = llvm.getelementptr %[[ARRAY]][2]
  // CHECK: llvm.load %[[P2]]
  // CHECK: %[[W:.*]] = builtin.unrealized_conversion_cast %{{.*}} to memref<4xf32>
  // CHECK: %[[I:.*]] = arith.constant
  // CHECK: memref.load %[[W]][%[[I]]]
  %c0 = arith.constant 0 : index
  %0 = memref.load %w[%c0] : memref<4xf32>
  %1 = arith.extf %0 : f32 to f64
  memref.store %1, %x[%c0] : memref<4xf64>
  memref.store %1, %y[%c0, %c0] : memref<2x2xf64>
  return
}

// CHECK-LABEL: func.func @pointer(
// CHECK-SAME: vitc.arguments = [{kind = "input", type = memref<64xi8>}, {kind = "pointer", type = !llvm.ptr}]
// CHECK: %[[P:.*]] = llvm.getelementptr %{{.*}}[1]
// CHECK: %[[STATE:.*]] = llvm.load %[[P]]
// CHECK: llvm.load volatile %[[STATE]]
func.func @pointer(%arena: memref<64xi8>, %run: !llvm.ptr) attributes {vitc.entry} {
  %0 = llvm.load volatile %run : !llvm.ptr -> i64
  return
}

// CHECK-LABEL: func.func @other(
// CHECK-SAME: %{{[^:]*}}: memref<4xf32>) {
func.func @other(%x: memref<4xf32>) {
  return
}
