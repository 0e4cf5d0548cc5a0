// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @residual_c1(%x: tensor<2x5x8xf32>, %y: tensor<2x1x8xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected branch to have the type of skip, 'tensor<2x5x8xf32>', found 'tensor<2x1x8xf32>'}}
  %0 = vit.residual %x, %y : (tensor<2x5x8xf32>, tensor<2x1x8xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @residual_c2(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>,
                       %s: tensor<5xf32>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected the elements of scale to be 8 as the features of skip, found 5}}
  %0 = vit.residual %x, %y scale(%s)
      : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<5xf32>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}

// -----

func.func @residual_c2_type(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>,
                            %s: tensor<8xf16>) -> tensor<2x5x8xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f16'}}
  %0 = vit.residual %x, %y scale(%s)
      : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<8xf16>) -> tensor<2x5x8xf32>
  return %0 : tensor<2x5x8xf32>
}
