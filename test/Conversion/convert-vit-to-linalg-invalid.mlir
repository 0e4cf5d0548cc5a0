// RUN: vitc-opt %s --convert-vit-to-linalg --split-input-file --verify-diagnostics

vit.weight @w : tensor<4xf64> in "model.safetensors"

func.func @narrower_than_stored() -> tensor<4xf64> {
  // expected-error@+1 {{found weight @w stored in 'f64', expected at most 'f32'; use element-type='f64'}}
  %0 = vit.parameter @w : tensor<4xf64>
  return %0 : tensor<4xf64>
}

// -----

func.func @cast(%x: tensor<4xbf16>) -> tensor<4xf32> {
  // expected-error@+1 {{found floating-point tensors of another type in an op that vitc cannot bring to 'f32'}}
  %0 = arith.extf %x : tensor<4xbf16> to tensor<4xf32>
  return %0 : tensor<4xf32>
}
