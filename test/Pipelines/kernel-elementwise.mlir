// RUN: vitc-opt %s --vitc-kernel-pipeline | FileCheck %s
// RUN: vitc-opt %s --vitc-kernel-pipeline --vitc-kernel-memory-pipeline | FileCheck %s --check-prefix=MEMORY

// A program may use arith on tensors: it gets a destination like all else.
// CHECK-LABEL: func.func @main(
// CHECK:         %[[Y:.*]] = linalg.generic {{.*}} outs(%arg1 : tensor<1x4x16xf32>)
// CHECK:           arith.mulf
// CHECK:         return %[[Y]]
// MEMORY-LABEL: func.func @main(
// MEMORY:         linalg.generic {{.*}} outs(%arg1 : memref<1x4x16xf32>)
// MEMORY:         return{{$}}
module attributes {kernel.target = #kernel.target<isa = x86_64_v4, l1 = 32768, l2 = 1048576>} {
  func.func @main(%x: tensor<1x4x16xf32> {vitc.input = "x"})
      -> (tensor<1x4x16xf32> {vitc.output = "y"}) attributes {vitc.entry} {
    %two = arith.constant dense<2.0> : tensor<1x4x16xf32>
    %y = arith.mulf %x, %two : tensor<1x4x16xf32>
    return %y : tensor<1x4x16xf32>
  }
}
