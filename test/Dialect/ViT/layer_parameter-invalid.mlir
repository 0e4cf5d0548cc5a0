// RUN: vitc-opt %s --split-input-file --verify-diagnostics

vit.weight @a : tensor<4xf32> in "model.safetensors"
func.func @layer_parameter_c1(%layer: index) -> tensor<4xf32> {
  // expected-error@+1 {{expected @b to name a vit.weight of the module, found no such symbol}}
  %0 = vit.layer_parameter [@a, @b][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

vit.weight @a : tensor<4xf32> in "model.safetensors"
// expected-note@+1 {{the weight has type 'tensor<5xf32>'}}
vit.weight @b : tensor<5xf32> in "model.safetensors"
func.func @layer_parameter_c2(%layer: index) -> tensor<4xf32> {
  // expected-error@+1 {{expected a result of the shape of its weight, found 'tensor<4xf32>'}}
  %0 = vit.layer_parameter [@a, @b][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

vit.weight @a : tensor<4xf32> in "model.safetensors"
// expected-note@+1 {{the weight has type 'tensor<4xf64>'}}
vit.weight @b : tensor<4xf64> in "model.safetensors"
func.func @layer_parameter_c3(%layer: index) -> tensor<4xf32> {
  // expected-error@+1 {{expected a result whose element type is that of its weight or wider, found 'tensor<4xf32>'}}
  %0 = vit.layer_parameter [@a, @b][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @layer_parameter_c4(%layer: index) -> tensor<4xf32> {
  // expected-error@+1 {{expected at least one weight, found none}}
  %0 = vit.layer_parameter [][%layer] : tensor<4xf32>
  return %0 : tensor<4xf32>
}
