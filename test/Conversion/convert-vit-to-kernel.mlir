// RUN: vitc-opt %s --convert-vit-to-kernel --split-input-file | FileCheck %s

vit.weight @w : tensor<40x24xf16> in "model.safetensors" at 64
vit.weight @b : tensor<40xf32> in "model.safetensors" at 0

// 40 columns are one panel of 48; the bias is padded with zeros as well; rows lie 48 floats apart, an
// odd multiple of 64 bytes. The raw weight is f16, its extension ordinary arithmetic.
// CHECK:       kernel.weight @w : tensor<40x24xf16> in "model.safetensors" at 64
// CHECK-LABEL: func.func @linear(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x24xf32>) -> tensor<2x5x40xf32>
// CHECK-DAG:   %[[RAW:.*]] = kernel.parameter [@w] : tensor<40x24xf16>
// CHECK-DAG:   %[[W:.*]] = arith.extf %[[RAW]] : tensor<40x24xf16> to tensor<40x24xf32>
// CHECK-DAG:   %[[P:.*]] = kernel.pack ins(%[[W]]) outs(%{{.*}}) : (tensor<40x24xf32>, tensor<1x24x48xf32>)
// CHECK-DAG:   %[[B:.*]] = kernel.parameter [@b] : tensor<40xf32>
// CHECK-DAG:   %[[ZEROS:.*]] = linalg.fill {{.*}} -> tensor<48xf32>
// CHECK-DAG:   %[[PADDED:.*]] = tensor.insert_slice %[[B]] into %[[ZEROS]][0] [40] [1]
// CHECK-DAG:   %[[SPACE:.*]] = tensor.empty() : tensor<2x5x48xf32>
// CHECK-DAG:   %[[ROWS:.*]] = tensor.extract_slice %[[SPACE]][0, 0, 0] [2, 5, 40] [1, 1, 1]
// CHECK:       kernel.gemm ins(%[[X]], %[[P]]) bias(%[[PADDED]]) outs(%[[ROWS]]) : (tensor<2x5x24xf32>
func.func @linear(%x: tensor<2x5x24xf32>) -> tensor<2x5x40xf32> {
  %w = vit.parameter @w : tensor<40x24xf32>
  %b = vit.parameter @b : tensor<40xf32>
  %0 = vit.linear %x, %w bias(%b)
      : (tensor<2x5x24xf32>, tensor<40x24xf32>, tensor<40xf32>) -> tensor<2x5x40xf32>
  return %0 : tensor<2x5x40xf32>
}

// -----

// Panel widths follow from the number of columns: the least padding, the widest of equals.
// CHECK-LABEL: func.func @widths(
// CHECK:       kernel.pack {{.*}}, tensor<16x8x48xf32>)
// CHECK:       kernel.pack {{.*}}, tensor<2x8x32xf32>)
// CHECK:       kernel.pack {{.*}}, tensor<1x8x16xf32>)
// CHECK:       kernel.pack {{.*}}, tensor<1x8x32xf32>)
func.func @widths(%x: tensor<1x5x8xf32>, %a: tensor<768x8xf32>, %b: tensor<64x8xf32>,
                  %c: tensor<3x8xf32>, %d: tensor<17x8xf32>)
    -> (tensor<1x5x768xf32>, tensor<1x5x64xf32>, tensor<1x5x3xf32>, tensor<1x5x17xf32>) {
  %0 = vit.linear %x, %a : (tensor<1x5x8xf32>, tensor<768x8xf32>) -> tensor<1x5x768xf32>
  %1 = vit.linear %x, %b : (tensor<1x5x8xf32>, tensor<64x8xf32>) -> tensor<1x5x64xf32>
  %2 = vit.linear %x, %c : (tensor<1x5x8xf32>, tensor<3x8xf32>) -> tensor<1x5x3xf32>
  %3 = vit.linear %x, %d : (tensor<1x5x8xf32>, tensor<17x8xf32>) -> tensor<1x5x17xf32>
  return %0, %1, %2, %3 : tensor<1x5x768xf32>, tensor<1x5x64xf32>, tensor<1x5x3xf32>, tensor<1x5x17xf32>
}

// -----

// One row of each image, whatever the function's other arguments are.
// CHECK-LABEL: func.func @row_per_image(
// CHECK:       kernel.gemm row_per_image ins({{.*}} : (tensor<1x3x8xf32>
// CHECK:       kernel.gemm row_per_image ins({{.*}} : (tensor<3x1x8xf32>
// CHECK:       kernel.gemm ins({{.*}} : (tensor<3x5x8xf32>
func.func @row_per_image(%s: tensor<15x4xf32>, %x: tensor<3x8xf32>, %y: tensor<3x1x8xf32>, %z: tensor<3x5x8xf32>, %w: tensor<16x8xf32>)
    -> (tensor<3x16xf32>, tensor<3x1x16xf32>, tensor<3x5x16xf32>) {
  %0 = vit.linear %x, %w : (tensor<3x8xf32>, tensor<16x8xf32>) -> tensor<3x16xf32>
  %1 = vit.linear %y, %w : (tensor<3x1x8xf32>, tensor<16x8xf32>) -> tensor<3x1x16xf32>
  %2 = vit.linear %z, %w : (tensor<3x5x8xf32>, tensor<16x8xf32>) -> tensor<3x5x16xf32>
  return %0, %1, %2 : tensor<3x16xf32>, tensor<3x1x16xf32>, tensor<3x5x16xf32>
}

// -----

// Rank 2 is one batch of rows.
// CHECK-LABEL: func.func @pooled(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<3x8xf32>
// CHECK:       %[[ROWS:.*]] = tensor.expand_shape %[[X]] {{.*}} into tensor<1x3x8xf32>
// CHECK:       %[[Y:.*]] = kernel.normalize ins(%[[ROWS]])
// CHECK:       tensor.collapse_shape %{{.*}} into tensor<3x8xf32>
func.func @pooled(%x: tensor<3x8xf32>) -> tensor<3x8xf32> {
  %0 = vit.layer_norm %x eps = 1.250000e-01 : (tensor<3x8xf32>) -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}

// -----

// Weights of layers; a function that is an entry gets destinations for its results.
vit.weight @g.0 : tensor<8xf32> in "model.safetensors" at 0
vit.weight @g.1 : tensor<8xf32> in "model.safetensors" at 32
// CHECK-LABEL: func.func @entry(
// CHECK-SAME:  tensor<1x5x8xf32> {bufferization.writable = false, vitc.input = "x"}
// CHECK-SAME:  index {bufferization.writable = false}
// CHECK-SAME:  tensor<1x5x8xf32> {bufferization.writable = true, vitc.output = "y"}
// CHECK-SAME:  tensor<8xf32> {bufferization.writable = true}) -> (tensor<1x5x8xf32>, tensor<8xf32>) attributes {vitc.entry}
// CHECK:       kernel.parameter [@g.0, @g.1][%{{.*}}] : tensor<8xf32>
// CHECK:       kernel.activate gelu
func.func @entry(%x: tensor<1x5x8xf32> {vitc.input = "x"}, %layer: index)
    -> (tensor<1x5x8xf32> {vitc.output = "y"}, tensor<8xf32>) attributes {vitc.entry} {
  %g = vit.layer_parameter [@g.0, @g.1][%layer] : tensor<8xf32>
  %0 = vit.activation gelu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  return %0, %g : tensor<1x5x8xf32>, tensor<8xf32>
}
