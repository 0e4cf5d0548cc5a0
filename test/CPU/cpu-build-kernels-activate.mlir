// RUN: vitc-opt %s --cpu-build-kernels --canonicalize --cse | FileCheck %s

// Rows are the parallel items; 20 columns are one vector and the first 4 lanes of another. NaN stays:
// it is not less than zero.
// CHECK-LABEL: func @relu
// CHECK-SAME: (%[[IN:.*]]: memref<1x3x20xf32>, %[[OUT:.*]]: memref<1x3x20xf32>)
func.func @relu(%in: memref<1x3x20xf32>, %out: memref<1x3x20xf32>) {
  // CHECK-DAG: %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<16xf32>
  // CHECK-DAG: arith.constant dense<[true, true, true, true, false, {{.*}}]> : vector<16xi1>
  // CHECK: kernel.parallel count = 3 scratch = 0
  // CHECK: ^bb0(%[[BEGIN:.*]]: index, %{{.*}}: index,
  // CHECK: scf.for %[[ROW:.*]] = %[[BEGIN]] to
  // CHECK: %[[X:.*]] = vector.load %[[IN]][%{{.*}}, %[[ROW]], %{{.*}}] : memref<1x3x20xf32>, vector<16xf32>
  // CHECK: %[[NEGATIVE:.*]] = arith.cmpf olt, %[[X]], %[[ZERO]]
  // CHECK: arith.select %[[NEGATIVE]], %[[ZERO]], %[[X]]
  // CHECK: vector.store
  // CHECK: vector.maskedload %[[IN]]
  // CHECK: vector.maskedstore %[[OUT]]
  // CHECK-NOT: kernel.activate
  kernel.activate relu ins(%in) outs(%out) : (memref<1x3x20xf32>, memref<1x3x20xf32>) -> ()
  return
}

// CHECK-LABEL: func @gated
func.func @gated(%in: memref<1x3x32xf32>, %out: memref<1x3x16xf32>) {
  // The gate lies behind all values of the row.
  // CHECK-DAG: %[[GATE:.*]] = arith.constant 16 : index
  // CHECK: vector.load %{{.*}}[%{{.*}}, %{{.*}}, %[[GATE]]]
  // CHECK: arith.mulf
  // CHECK: vector.store
  kernel.activate gated silu ins(%in) outs(%out) : (memref<1x3x32xf32>, memref<1x3x16xf32>) -> ()
  return
}
