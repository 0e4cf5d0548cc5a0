// RUN: vitc-opt %s --vit-roll-layers --split-input-file | FileCheck %s --implicit-check-not=scf.for

// CHECK-LABEL: func.func @one_block(
func.func @one_block(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %1 : tensor<1x5x8xf32>
}

// -----

// CHECK-LABEL: func.func @attributes(
func.func @attributes(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.layer_norm %0 eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.layer_norm %1 eps = 1.0e-5 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %2 : tensor<1x5x8xf32>
}

// -----

vit.weight @w.0 : tensor<8x8xf32> in "model.safetensors" at 0
vit.weight @w.1 : tensor<8x8xf16> in "model.safetensors" at 0

// Both values are f32, the files store different types: one load cannot serve both.
// CHECK-LABEL: func.func @stored_types(
func.func @stored_types(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %w0 = vit.parameter @w.0 : tensor<8x8xf32>
  %w1 = vit.parameter @w.1 : tensor<8x8xf32>
  %1 = vit.linear %0, %w0 : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.linear %1, %w1 : (tensor<1x5x8xf32>, tensor<8x8xf32>) -> tensor<1x5x8xf32>
  return %2 : tensor<1x5x8xf32>
}

// -----

vit.weight @w.0 : tensor<9x8xf32> in "model.safetensors" at 0
vit.weight @w.1 : tensor<8x9xf32> in "model.safetensors" at 0

// CHECK-LABEL: func.func @shapes(
func.func @shapes(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %w0 = vit.parameter @w.0 : tensor<9x8xf32>
  %w1 = vit.parameter @w.1 : tensor<8x9xf32>
  %1 = vit.linear %0, %w0 : (tensor<1x5x8xf32>, tensor<9x8xf32>) -> tensor<1x5x9xf32>
  %2 = vit.linear %1, %w1 : (tensor<1x5x9xf32>, tensor<8x9xf32>) -> tensor<1x5x8xf32>
  return %2 : tensor<1x5x8xf32>
}

// -----

// The second block reads what the first one read, not what it made.
// CHECK-LABEL: func.func @parallel_branches(
func.func @parallel_branches(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.residual %1, %2 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %3 : tensor<1x5x8xf32>
}

// -----

// The mask is an argument: it is alive beside the stream.
// CHECK-LABEL: func.func @two_inputs(
func.func @two_inputs(%x: tensor<1x5x8xf32>, %m: tensor<1x5x8xf32>) -> tensor<1x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.residual %0, %m : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.residual %1, %m : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %2 : tensor<1x5x8xf32>
}

// -----

// CHECK-LABEL: func.func private @external(
func.func private @external(%x: tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
