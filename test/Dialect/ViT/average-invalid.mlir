// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @types(%x: tensor<2x8xf32>, %y: tensor<2x8xf64>) -> tensor<2x8xf32> {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "vit.average"(%x, %y) : (tensor<2x8xf32>, tensor<2x8xf64>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
