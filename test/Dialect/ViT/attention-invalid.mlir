// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @attention_c1(%x: tensor<2x5x6xf16>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                        %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf16> {
  // expected-error@+1 {{expected one element type for all operands, found 'f16' and 'f32'}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf16>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf16>
  return %0 : tensor<2x5x6xf16>
}

// -----

func.func @attention_c2(%x: tensor<2x5x6xf32>, %wq: tensor<8x7xf32>, %wk: tensor<8x6xf32>,
                        %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the columns of wq to be 6 as the features of input, found 7}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x7xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c2_key(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x7xf32>,
                            %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the columns of wk to be 6 as the features of input, found 7}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x7xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c2_memory(%x: tensor<2x5x6xf32>, %m: tensor<2x9x7xf32>, %wq: tensor<8x6xf32>,
                               %wk: tensor<8x7xf32>, %wv: tensor<8x6xf32>,
                               %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the columns of wv to be 7 as the features of memory, found 6}}
  %0 = vit.attention %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<2x9x7xf32>, tensor<8x6xf32>, tensor<8x7xf32>, tensor<8x6xf32>,
         tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c2_key_rows(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<4x6xf32>,
                                 %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the rows of wk to be 8 as those of wq, found 4}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<4x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c2_value_rows(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>,
                                   %wk: tensor<8x6xf32>, %wv: tensor<4x6xf32>,
                                   %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the rows of wv to be 8 as those of wq, found 4}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<4x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c2_output(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                               %wv: tensor<8x6xf32>, %wo: tensor<8x6xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the columns of wo to be 8 as the rows of wq, found 6}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c3(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                        %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected heads to be positive and to divide the 8 features, found 3}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 3
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c3_zero(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                             %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected heads to be positive and to divide the 8 features, found 0}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 0
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c4(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                        %wv: tensor<8x6xf32>, %bv: tensor<6xf32>,
                        %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the elements of bv to be 8 as the rows of its weight, found 6}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv, %bv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6xf32>,
         tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c4_output(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                               %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>,
                               %bo: tensor<8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the elements of bo to be 6 as the rows of its weight, found 8}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo, %bo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>,
         tensor<8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c5(%x: tensor<2x5x6xf32>, %m: tensor<1x9x6xf32>, %wq: tensor<8x6xf32>,
                        %wk: tensor<8x6xf32>, %wv: tensor<8x6xf32>,
                        %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the batch of memory to be 2 as that of input, found 1}}
  %0 = vit.attention %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<1x9x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>,
         tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c6(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                        %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>,
                        %mask: tensor<1x3x5x5xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected mask to be [1 or 2, 1 or 2, 5, 5], found [1, 3, 5, 5]}}
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) mask(%mask) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>,
         tensor<1x3x5x5xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// -----

func.func @attention_c7(%x: tensor<2x5x6xf32>, %m: tensor<2x9x6xf32>, %wq: tensor<8x6xf32>,
                        %wk: tensor<8x6xf32>, %wv: tensor<8x6xf32>,
                        %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // expected-error@+1 {{expected the number of keys to be 5 as the number of queries of a causal attention, found 9}}
  %0 = vit.attention causal %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<2x9x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>,
         tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}
