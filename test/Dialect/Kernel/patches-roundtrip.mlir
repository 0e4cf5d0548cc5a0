// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<2x3x16x24xf32>, %o: tensor<2x6x192xf32>) -> tensor<2x6x192xf32> {
  // CHECK: kernel.patches ins(%{{.*}}) outs(%{{.*}}) patch = [8, 8] strides = [8, 8] : (tensor<2x3x16x24xf32>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  %0 = kernel.patches ins(%x) outs(%o) patch = [8, 8] strides = [8, 8]
      : (tensor<2x3x16x24xf32>, tensor<2x6x192xf32>) -> tensor<2x6x192xf32>
  return %0 : tensor<2x6x192xf32>
}

// CHECK-LABEL: func.func @overlapping(
func.func @overlapping(%x: memref<1x3x17x9xf32>,
                       %o: memref<1x9x96xf32, strided<[1008, 112, 1]>>) {
  // CHECK: kernel.patches ins(%{{.*}}) outs(%{{.*}}) patch = [8, 4] strides = [4, 2] : (memref<1x3x17x9xf32>, memref<1x9x96xf32, strided<[1008, 112, 1]>>) -> ()
  kernel.patches ins(%x) outs(%o) patch = [8, 4] strides = [4, 2]
      : (memref<1x3x17x9xf32>, memref<1x9x96xf32, strided<[1008, 112, 1]>>) -> ()
  return
}
