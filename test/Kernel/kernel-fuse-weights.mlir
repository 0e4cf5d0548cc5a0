// RUN: vitc-opt %s --kernel-fuse-weights | FileCheck %s

// One nest: extension, factor, product and rounding of one element.
// CHECK-LABEL: func.func @f.prepare(
// CHECK-SAME:  %[[W:[^:]*]]: tensor<8x4xf32>, %[[G:[^:]*]]: tensor<4xf32>
// CHECK:       linalg.generic {{.*}} ins(%[[W]], %[[G]] : tensor<8x4xf32>, tensor<4xf32>)
// CHECK-NEXT:  ^bb0(%[[A:[^:]*]]: f32, %[[B:[^:]*]]: f32, %{{.*}}: f32):
// CHECK-DAG:     %[[A64:.*]] = arith.extf %[[A]] : f32 to f64
// CHECK-DAG:     %[[B64:.*]] = arith.extf %[[B]] : f32 to f64
// CHECK:         %[[P:.*]] = arith.mulf %[[A64]], %[[B64]] : f64
// CHECK:         %[[R:.*]] = arith.truncf %[[P]] : f64 to f32
// CHECK:         linalg.yield %[[R]]
// CHECK-NOT:   linalg
// CHECK:       return
func.func @f.prepare(%w: tensor<8x4xf32>, %g: tensor<4xf32>) -> tensor<8x4xf32> {
  %0 = arith.extf %w : tensor<8x4xf32> to tensor<8x4xf64>
  %1 = arith.extf %g : tensor<4xf32> to tensor<4xf64>
  %space = tensor.empty() : tensor<8x4xf64>
  %2 = linalg.broadcast ins(%1 : tensor<4xf64>) outs(%space : tensor<8x4xf64>) dimensions = [0]
  %3 = arith.mulf %0, %2 : tensor<8x4xf64>
  %4 = arith.truncf %3 : tensor<8x4xf64> to tensor<8x4xf32>
  return %4 : tensor<8x4xf32>
}

// A sum is made once, however often it is read; what it sums is made inside.
// CHECK-LABEL: func.func @sum.prepare(
// CHECK:       %[[SUM:.*]] = linalg.generic {{.*}} iterator_types = ["parallel", "reduction"]
// CHECK:         arith.extf
// CHECK:       linalg.generic {{.*}} ins(%[[SUM]] : tensor<8xf64>)
// CHECK:       linalg.generic {{.*}} ins(%[[SUM]] : tensor<8xf64>)
// CHECK-NOT:   linalg.generic
// CHECK:       return
func.func @sum.prepare(%w: tensor<8x4xf32>, %v: tensor<4xf64>, %o: tensor<8xf64>)
    -> (tensor<8xf32>, tensor<8xf64>) {
  %0 = arith.extf %w : tensor<8x4xf32> to tensor<8x4xf64>
  %1 = linalg.matvec ins(%0, %v : tensor<8x4xf64>, tensor<4xf64>) outs(%o : tensor<8xf64>)
      -> tensor<8xf64>
  %2 = arith.truncf %1 : tensor<8xf64> to tensor<8xf32>
  %3 = arith.negf %1 : tensor<8xf64>
  return %2, %3 : tensor<8xf32>, tensor<8xf64>
}

// CHECK-LABEL: func.func @concat.prepare(
// CHECK-NOT:   tensor.concat
// CHECK:       tensor.insert_slice {{.*}}[0, 0] [8, 4]
// CHECK:       tensor.insert_slice {{.*}}[8, 0] [4, 4]
func.func @concat.prepare(%a: tensor<8x4xf32>, %b: tensor<4x4xf32>) -> tensor<12x4xf32> {
  %0 = tensor.concat dim(0) %a, %b : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<12x4xf32>
  return %0 : tensor<12x4xf32>
}

// CHECK-LABEL: func.func @forward(
// CHECK-NEXT:  linalg.add
// CHECK-NEXT:  return
func.func @forward(%a: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %0 = linalg.add ins(%a, %a : tensor<8x4xf32>, tensor<8x4xf32>) outs(%a : tensor<8x4xf32>)
      -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}
