// RUN: vitc-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{found type 'tensor<3xi32>', expected a static shape and element type f64, f32, bf16 or f16}}
kernel.weight @weight_c1 : tensor<3xi32> in "model.safetensors" at 0

// -----

// expected-error@+1 {{found type 'tensor<?xf32>', expected a static shape and element type}}
kernel.weight @weight_c1_shape : tensor<?xf32> in "model.safetensors" at 0

// -----

// expected-error@+1 {{found offset -1, expected 0 or more}}
kernel.weight @weight_c2 : tensor<3xf32> in "model.safetensors" at -1
