// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @basic(
func.func @basic(%x: tensor<32x24xf32>, %o: tensor<2x24x16xf32>) -> tensor<2x24x16xf32> {
  // CHECK: kernel.pack ins(%{{.*}}) outs(%{{.*}}) : (tensor<32x24xf32>, tensor<2x24x16xf32>) -> tensor<2x24x16xf32>
  %0 = kernel.pack ins(%x) outs(%o)
      : (tensor<32x24xf32>, tensor<2x24x16xf32>) -> tensor<2x24x16xf32>
  return %0 : tensor<2x24x16xf32>
}

// CHECK-LABEL: func.func @padded(
func.func @padded(%x: memref<40x24xf32>, %o: memref<1x24x48xf32>) {
  // CHECK: kernel.pack ins(%{{.*}}) outs(%{{.*}}) : (memref<40x24xf32>, memref<1x24x48xf32>) -> ()
  kernel.pack ins(%x) outs(%o)
      : (memref<40x24xf32>, memref<1x24x48xf32>) -> ()
  return
}

// CHECK-LABEL: func.func @pairs(
func.func @pairs(%x: tensor<40x25xf32>, %o: tensor<1x13x96xbf16>) -> tensor<1x13x96xbf16> {
  // CHECK: kernel.pack ins(%{{.*}}) outs(%{{.*}}) : (tensor<40x25xf32>, tensor<1x13x96xbf16>) -> tensor<1x13x96xbf16>
  %0 = kernel.pack ins(%x) outs(%o)
      : (tensor<40x25xf32>, tensor<1x13x96xbf16>) -> tensor<1x13x96xbf16>
  return %0 : tensor<1x13x96xbf16>
}

// CHECK-LABEL: func.func @quads(
func.func @quads(%x: tensor<40x25xf32>, %o: tensor<1x7x192xi8>, %s: tensor<48xf32>, %c: tensor<48xi32>) -> tensor<1x7x192xi8> {
  // CHECK: kernel.pack ins(%{{.*}}) outs(%{{.*}}, %{{.*}}, %{{.*}}) : (tensor<40x25xf32>, tensor<1x7x192xi8>, tensor<48xf32>, tensor<48xi32>) -> (tensor<1x7x192xi8>, tensor<48xf32>, tensor<48xi32>)
  %0:3 = kernel.pack ins(%x) outs(%o, %s, %c)
      : (tensor<40x25xf32>, tensor<1x7x192xi8>, tensor<48xf32>, tensor<48xi32>) -> (tensor<1x7x192xi8>, tensor<48xf32>, tensor<48xi32>)
  return %0#0 : tensor<1x7x192xi8>
}
