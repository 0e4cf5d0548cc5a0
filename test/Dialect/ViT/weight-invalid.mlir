// RUN: vitc-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{expected a static shape of f64, f32, bf16 or f16, found 'tensor<2xi8>'}}
vit.weight @weight_c1 : tensor<2xi8> in "model.safetensors"

// -----

// expected-error@+1 {{expected a static shape of f64, f32, bf16 or f16, found 'tensor<?xf32>'}}
vit.weight @weight_c1_dynamic : tensor<?xf32> in "model.safetensors"

// -----

// expected-error@+1 {{expected offset not to be negative, found -8}}
vit.weight @weight_c2 : tensor<2xf32> in "model.safetensors" at -8
