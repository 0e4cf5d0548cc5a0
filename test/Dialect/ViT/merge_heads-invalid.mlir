// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @rank(%x: tensor<4x5x2xf32>) -> tensor<4x5x2xf32> {
  // expected-error@+1 {{operand #0 must be [batch, heads, tokens, head_dim] floating-point tensor of static shape, but got 'tensor<4x5x2xf32>'}}
  %0 = vit.merge_heads %x : (tensor<4x5x2xf32>) -> tensor<4x5x2xf32>
  return %0 : tensor<4x5x2xf32>
}
