// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @classifier_c1(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>,
                         %b: tensor<10xf16>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected one element type for all operands, found 'f32' and 'f16'}}
  %0 = vit.classifier %x head(%w, %b)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf16>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c2(%x: tensor<2x8xf32>, %w: tensor<8x10xf32>) -> tensor<2x8xf32> {
  // expected-error@+1 {{expected the columns of weight to be 8 as the features, found 10}}
  %0 = vit.classifier %x head(%w) : (tensor<2x8xf32>, tensor<8x10xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}

// -----

func.func @classifier_c2_batch(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<1x8xf32>,
                               %v: tensor<10x8xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected the batch of distilled to be 2 as that of features, found 1}}
  %0 = vit.classifier %x head(%w) distilled %y head(%v)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<1x8xf32>, tensor<10x8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c2_distilled(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<2x6xf32>,
                                   %v: tensor<10x8xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected the columns of the distilled weight to be 6 as the features of distilled, found 8}}
  %0 = vit.classifier %x head(%w) distilled %y head(%v)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<2x6xf32>, tensor<10x8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c2_labels(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<2x8xf32>,
                                %v: tensor<9x8xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected the labels of the distilled weight to be 10 as those of weight, found 9}}
  %0 = vit.classifier %x head(%w) distilled %y head(%v)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<2x8xf32>, tensor<9x8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c3(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>,
                         %b: tensor<8xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected the elements of bias to be 10 as the rows of its weight, found 8}}
  %0 = vit.classifier %x head(%w, %b)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c3_distilled(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>, %y: tensor<2x8xf32>,
                                   %v: tensor<10x8xf32>, %c: tensor<9xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected the elements of the distilled bias to be 10 as the rows of its weight, found 9}}
  %0 = vit.classifier %x head(%w) distilled %y head(%v, %c)
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<2x8xf32>, tensor<10x8xf32>, tensor<9xf32>)
      -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c4(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>,
                         %y: tensor<2x8xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected distilled and its weight together, found only distilled}}
  %0 = "vit.classifier"(%x, %w, %y) <{operandSegmentSizes = array<i32: 1, 1, 0, 1, 0, 0>}>
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<2x8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c4_weight(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>,
                                %v: tensor<10x8xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected distilled and its weight together, found only the weight}}
  %0 = "vit.classifier"(%x, %w, %v) <{operandSegmentSizes = array<i32: 1, 1, 0, 0, 1, 0>}>
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10x8xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}

// -----

func.func @classifier_c4_bias(%x: tensor<2x8xf32>, %w: tensor<10x8xf32>,
                              %c: tensor<10xf32>) -> tensor<2x10xf32> {
  // expected-error@+1 {{expected distilled and its weight together, found only the bias}}
  %0 = "vit.classifier"(%x, %w, %c) <{operandSegmentSizes = array<i32: 1, 1, 0, 0, 0, 1>}>
      : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  return %0 : tensor<2x10xf32>
}
