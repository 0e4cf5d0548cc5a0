// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @top_k_c1(%x: tensor<2x10xf32>) -> (tensor<2x0xf32>, tensor<2x0xi64>) {
  // expected-error@+1 {{expected k between 1 and 10, found 0}}
  %0:2 = vit.top_k %x k = 0 : (tensor<2x10xf32>) -> (tensor<2x0xf32>, tensor<2x0xi64>)
  return %0#0, %0#1 : tensor<2x0xf32>, tensor<2x0xi64>
}

// -----

func.func @top_k_c1_more(%x: tensor<2x10xf32>) -> (tensor<2x11xf32>, tensor<2x11xi64>) {
  // expected-error@+1 {{expected k between 1 and 10, found 11}}
  %0:2 = vit.top_k %x k = 11 : (tensor<2x10xf32>) -> (tensor<2x11xf32>, tensor<2x11xi64>)
  return %0#0, %0#1 : tensor<2x11xf32>, tensor<2x11xi64>
}
