// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @gate_c1(%x: tensor<2x5x7xf32>) -> tensor<2x5x3xf32> {
  // expected-error@+1 {{expected an even number of features, found 7}}
  %0 = vit.gate silu %x : (tensor<2x5x7xf32>) -> tensor<2x5x3xf32>
  return %0 : tensor<2x5x3xf32>
}
