// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @unknown_kind(%x: tensor<3xf32>) -> tensor<3xf32> {
  // expected-error@+2 {{expected ::vitc::vit::Activation to be one of: relu, gelu, gelu_tanh, quick_gelu, silu, tanh}}
  // expected-error@+1 {{failed to parse ViT_ActivationAttr parameter 'value'}}
  %0 = vit.activation gelu_fast %x : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  // expected-error@+1 {{operand #0 must be floating-point tensor of static shape, but got 'tensor<?xf32>'}}
  %0 = vit.activation relu %x : (tensor<?xf32>) -> tensor<?xf32>
  return %0 : tensor<?xf32>
}
