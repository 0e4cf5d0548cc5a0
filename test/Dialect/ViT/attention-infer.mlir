// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @output(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                  %wv: tensor<8x6xf32>, %wo: tensor<7x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x7xf32>', found 'tensor<2x5x6xf32>'}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<7x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @cross(%x: tensor<2x5x6xf32>, %m: tensor<2x9x6xf32>, %wq: tensor<8x6xf32>,
                 %wk: tensor<8x6xf32>, %wv: tensor<8x6xf32>,
                 %wo: tensor<6x8xf32>) -> tensor<2x9x6xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<2x5x6xf32>', found 'tensor<2x9x6xf32>'}}
  %0 = vit.attention %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<2x9x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>,
         tensor<6x8xf32>)
      -> tensor<2x9x6xf32>
  return %0 : tensor<2x9x6xf32>
}
