// RUN: vitc-opt %s --convert-linalg-to-calls | FileCheck %s

#map = affine_map<(d0) -> (d0)>

// CHECK-LABEL: func.func @shared(
// CHECK-SAME:  %[[X:[^:]*]]: memref<4xf32>, %[[Y:[^:]*]]: memref<4xf32>, %[[S:[^:]*]]: f32
func.func @shared(%x: memref<4xf32>, %y: memref<4xf32>, %s: f32) {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  // Other operands, the same function.
  // CHECK: call @[[$ZERO:.*]](%[[X]]) :
  linalg.fill ins(%zero : f32) outs(%x : memref<4xf32>)
  // CHECK: call @[[$ZERO]](%[[Y]]) :
  linalg.fill ins(%zero : f32) outs(%y : memref<4xf32>)
  // Another constant, another function.
  // CHECK: call @[[$ONE:.*]](%[[Y]]) :
  linalg.fill ins(%one : f32) outs(%y : memref<4xf32>)
  // What the body captures becomes an argument.
  // CHECK: call @[[$ADD:.*]](%[[X]], %[[Y]], %[[S]]) :
  linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]}
      ins(%x : memref<4xf32>) outs(%y : memref<4xf32>) {
  ^bb0(%a: f32, %b: f32):
    %0 = arith.addf %a, %s : f32
    linalg.yield %0 : f32
  }
  return
}

// CHECK-LABEL: func.func @tensors(
// CHECK: linalg.fill
func.func @tensors(%x: tensor<4xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  %0 = linalg.fill ins(%zero : f32) outs(%x : tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK: func.func private @[[$ZERO]](%{{.*}}: memref<4xf32>) attributes {passthrough = ["noinline"]}
// CHECK: arith.constant 0.0
// CHECK: linalg.fill
// CHECK: func.func private @[[$ONE]](
// CHECK: arith.constant 1.0
// CHECK: func.func private @[[$ADD]](
// CHECK: linalg.generic
// CHECK-NOT: func.func private
