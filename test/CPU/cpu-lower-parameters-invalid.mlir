// RUN: vitc-opt %s --split-input-file --cpu-lower-parameters --verify-diagnostics

kernel.weight @a : tensor<3xf32> in "m.safetensors" at 0
func.func @table() {
  // expected-error @below {{is in a function without an argument that has vitc.raw_weights}}
  %0 = kernel.parameter [@a] : memref<3xf32>
  return
}

// -----

kernel.weight @a : tensor<3xf32> in "m.safetensors" at 0
kernel.weight @b : tensor<3xf32> in "m.safetensors" at 12
func.func @missing(%raw: !llvm.ptr {vitc.raw_weights = [@b]}) {
  // expected-error @below {{reads @a, which is not in vitc.raw_weights}}
  %0 = kernel.parameter [@a] : memref<3xf32>
  return
}

// -----

kernel.weight @a : tensor<3xf32> in "m.safetensors" at 0
kernel.weight @b : tensor<3xf32> in "m.safetensors" at 12
func.func @order(%raw: !llvm.ptr {vitc.raw_weights = [@b, @a]}, %layer: index) {
  // expected-error @below {{reads layers that do not follow each other in vitc.raw_weights}}
  %0 = kernel.parameter [@a, @b][%layer] : memref<3xf32>
  return
}
