// RUN: vitc-opt %s --vitc-kernel-pipeline --vitc-kernel-memory-pipeline=copies=true --verify-diagnostics | FileCheck %s --implicit-check-not=memref.copy
// RUN: not vitc-opt %s --vitc-kernel-pipeline --vitc-kernel-memory-pipeline 2>&1 | FileCheck %s --check-prefix=STRICT

// A row is put into an argument, which must stay as it was.
// CHECK-LABEL: func.func @main(
// CHECK: linalg.copy ins(%{{.*}}) outs(%{{.*}})
// STRICT: error: found a copy made by bufferisation
module attributes {kernel.target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 1048576>} {
func.func @main(%x: tensor<3x7xf32>, %row: tensor<1x7xf32>) -> tensor<3x7xf32> attributes {vitc.entry} {
  // expected-remark @+2 {{this value is copied: 21 elements}}
  // expected-remark @+1 {{this value is copied: 7 elements}}
  %0 = tensor.insert_slice %row into %x[1, 0] [1, 7] [1, 1] : tensor<1x7xf32> into tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}
}
