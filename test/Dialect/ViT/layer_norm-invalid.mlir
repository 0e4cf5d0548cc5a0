// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @layer_norm_c1(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf16>,
                         %beta: tensor<8xf16>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f16'}}
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.0e-6
      : (tensor<2x5x8xf32>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @layer_norm_c2(%x: tensor<2x5x8xf32>, %gamma: tensor<7xf32>,
                         %beta: tensor<8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the elements of gamma to be 8 as the features of input, found 7}}
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.0e-6
      : (tensor<2x5x8xf32>, tensor<7xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @layer_norm_c2_beta(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf32>,
                              %beta: tensor<9xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the elements of beta to be 8 as the features of input, found 9}}
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 1.0e-6
      : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<9xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @layer_norm_c3(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf32>,
                         %beta: tensor<8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected eps to be finite and positive, found 0.0}}
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 0.0
      : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @layer_norm_c3_infinite(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf32>,
                                  %beta: tensor<8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected eps to be finite and positive, found INF}}
  %0 = vit.layer_norm %x affine(%gamma, %beta) eps = 0x7FF0000000000000
      : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @layer_norm_c4(%x: tensor<2x5x8xf32>, %gamma: tensor<8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected gamma and beta together, found only gamma}}
  %0 = "vit.layer_norm"(%x, %gamma) <{eps = 1.0e-6 : f64, operandSegmentSizes = array<i32: 1, 1,
      0>}>
      : (tensor<2x5x8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
