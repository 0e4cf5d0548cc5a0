// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @output(%x: tensor<2x5x4xf32>, %w1: tensor<8x4xf32>,
                  %w2: tensor<6x8xf32>) -> tensor<2x5x4xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x6xf32>', found 'tensor<2x5x4xf32>'}}
  %0 = vit.ffn gelu %x hidden(%w1) output(%w2)
      : (tensor<2x5x4xf32>, tensor<8x4xf32>, tensor<6x8xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}
