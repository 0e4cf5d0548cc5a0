// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @axis(%x: tensor<2x5x8xf32>, %y: tensor<2x5x8xf32>,
                %z: tensor<2x5x8xf32>) -> tensor<3x2x5x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x3x5x8xf32>', found 'tensor<3x2x5x8xf32>'}}
  %0 = vit.stack %x, %y, %z
      : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x5x8xf32>) -> tensor<3x2x5x8xf32>
  return %0 : tensor<3x2x5x8xf32>
}
