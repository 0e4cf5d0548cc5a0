// RUN: vitc-opt %s --vit-weights-to-arguments --split-input-file --verify-diagnostics

vit.weight @a : tensor<4xf32> in "model.safetensors"

func.func @rolled(%layer: index) -> tensor<4xf32> {
  // expected-error@+1 {{found a layer that is not a constant, expected unrolled blocks}}
  %0 = vit.layer_parameter [@a][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

vit.weight @a : tensor<4xf32> in "model.safetensors"

func.func @beyond() -> tensor<4xf32> {
  %layer = arith.constant 1 : index
  // expected-error@+1 {{found layer 1, expected 0 to 0}}
  %0 = vit.layer_parameter [@a][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

vit.weight @a : tensor<4xf32> in "model.safetensors"

// expected-error@+1 {{found a function with weights that is called, expected it inlined}}
func.func @called() -> tensor<4xf32> {
  %0 = vit.parameter @a : tensor<4xf32>
  return %0 : tensor<4xf32>
}

func.func @caller() -> tensor<4xf32> {
  %0 = func.call @called() : () -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
