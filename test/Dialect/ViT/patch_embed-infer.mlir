// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @overlapping(%x: tensor<1x3x8x9xf32>, %f: tensor<8x3x3x3xf32>) -> tensor<1x6x8xf32> {
  // expected-error@+1 {{expected a result of type 'tensor<1x9x8xf32>', found 'tensor<1x6x8xf32>'}}
  %0 = vit.patch_embed %x, %f strides = [2, 3]
      : (tensor<1x3x8x9xf32>, tensor<8x3x3x3xf32>) -> tensor<1x6x8xf32>
  return %0 : tensor<1x6x8xf32>
}

// -----

func.func @overflow(%x: tensor<1x1x4294967296x4294967296xf32>,
                    %f: tensor<1x1x1x1xf32>) -> tensor<1x1x1xf32> {
  // expected-error@+1 {{expected a result whose dimensions fit 63 bits}}
  %0 = vit.patch_embed %x, %f strides = [1, 1]
      : (tensor<1x1x4294967296x4294967296xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x1xf32>
  return %0 : tensor<1x1x1xf32>
}
