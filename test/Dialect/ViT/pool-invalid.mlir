// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @pool_c1(%x: tensor<2x5x8xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected first to number one of the 5 tokens, found 5}}
  %0 = vit.pool mean %x first = 5 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// -----

func.func @pool_c1_empty(%x: tensor<2x0x8xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected first to number one of the 0 tokens, found 0}}
  %0 = vit.pool mean %x : (tensor<2x0x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// -----

func.func @pool_c1_negative(%x: tensor<2x5x8xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected first to number one of the 5 tokens, found -1}}
  %0 = vit.pool token %x first = -1 : (tensor<2x5x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
