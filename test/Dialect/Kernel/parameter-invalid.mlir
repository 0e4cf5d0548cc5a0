// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @parameter_c1() -> tensor<3xf32> {
  // expected-error@+1 {{found @missing, expected the name of a kernel.weight}}
  %0 = kernel.parameter [@missing] : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @parameter_c1_function() -> tensor<3xf32> {
  // expected-error@+1 {{found @parameter_c1_function, expected the name of a kernel.weight}}
  %0 = kernel.parameter [@parameter_c1_function] : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

kernel.weight @a : tensor<3xf16> in "model.safetensors" at 0
func.func @parameter_c2() -> tensor<3xf32> {
  // expected-error@+1 {{found result 'tensor<3xf32>', expected the shape and element type of @a, 'tensor<3xf16>'}}
  %0 = kernel.parameter [@a] : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

kernel.weight @a : tensor<3xf32> in "model.safetensors" at 0
kernel.weight @b : tensor<4xf32> in "model.safetensors" at 12
func.func @parameter_c2_layer(%layer: index) -> tensor<3xf32> {
  // expected-error@+1 {{found result 'tensor<3xf32>', expected the shape and element type of @b, 'tensor<4xf32>'}}
  %0 = kernel.parameter [@a, @b][%layer] : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

kernel.weight @a : tensor<3xf32> in "model.safetensors" at 0
func.func @parameter_c3() -> tensor<3xf32> {
  // expected-error@+1 {{found 2 weights, expected one without a layer}}
  %0 = kernel.parameter [@a, @a] : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @parameter_c3_empty(%layer: index) -> tensor<3xf32> {
  // expected-error@+1 {{found 0 weights, expected at least one with a layer}}
  %0 = kernel.parameter [][%layer] : tensor<3xf32>
  return %0 : tensor<3xf32>
}
