// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @parameter_c1() -> tensor<4xf32> {
  // expected-error@+1 {{expected @absent to name a vit.weight of the module, found no such symbol}}
  %0 = vit.parameter @absent : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @parameter_c1_function() -> tensor<4xf32> {
  // expected-error@+1 {{expected @parameter_c1_function to name a vit.weight of the module, found another op}}
  %0 = vit.parameter @parameter_c1_function : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// expected-note@+1 {{the weight has type 'tensor<2x3xf32>'}}
vit.weight @w : tensor<2x3xf32> in "model.safetensors"
func.func @parameter_c2() -> tensor<3x2xf32> {
  // expected-error@+1 {{expected a result of the shape of its weight, found 'tensor<3x2xf32>'}}
  %0 = vit.parameter @w : tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}

// -----

// expected-note@+1 {{the weight has type 'tensor<4xf32>'}}
vit.weight @w : tensor<4xf32> in "model.safetensors"
func.func @parameter_c3() -> tensor<4xbf16> {
  // expected-error@+1 {{expected a result whose element type is that of its weight or wider, found 'tensor<4xbf16>'}}
  %0 = vit.parameter @w : tensor<4xbf16>
  return %0 : tensor<4xbf16>
}

// -----

// expected-note@+1 {{the weight has type 'tensor<4xf16>'}}
vit.weight @w : tensor<4xf16> in "model.safetensors"
func.func @parameter_c3_half() -> tensor<4xbf16> {
  // expected-error@+1 {{expected a result whose element type is that of its weight or wider, found 'tensor<4xbf16>'}}
  %0 = vit.parameter @w : tensor<4xbf16>
  return %0 : tensor<4xbf16>
}
