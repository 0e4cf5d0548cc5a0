// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @convert_c1(%x: tensor<2x5x32xbf16>, %o: tensor<2x5x32xf32>) -> tensor<2x5x32xf32> {
  // expected-error@+1 {{found element types 'bf16' and 'f32', expected f32 and bf16}}
  %0 = kernel.convert ins(%x) outs(%o) : (tensor<2x5x32xbf16>, tensor<2x5x32xf32>) -> tensor<2x5x32xf32>
  return %0 : tensor<2x5x32xf32>
}

// -----

func.func @convert_c2(%x: tensor<2x5x31xf32>, %o: tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16> {
  // expected-error@+1 {{found input of shape [2, 5, 31], expected [2, 5, 32]}}
  %0 = kernel.convert ins(%x) outs(%o) : (tensor<2x5x31xf32>, tensor<2x5x32xbf16>) -> tensor<2x5x32xbf16>
  return %0 : tensor<2x5x32xbf16>
}
