// RUN: vitc-opt %s --split-input-file --cpu-build-kernels --verify-diagnostics

func.func @schedule(%x: memref<1x1x4xf32>, %w: memref<1x4x16xf32>, %y: memref<1x1x16xf32>) {
  // expected-error @below {{has no schedule: run kernel-select-schedules first}}
  kernel.gemm ins(%x, %w) outs(%y) : (memref<1x1x4xf32>, memref<1x4x16xf32>, memref<1x1x16xf32>) -> ()
  return
}

// -----

func.func @pieces(%x: memref<1x1x4xf32>, %w: memref<1x4x48xf32>, %y: memref<1x1x48xf32>) {
  // expected-error @below {{schedule has tiles of 2 vectors, which do not divide panels of 3}}
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 2, vectors = 1, unroll = 4, restart = 8, chunk = 1, prefetch = false, pieces = 2> : (memref<1x1x4xf32>, memref<1x4x48xf32>, memref<1x1x48xf32>) -> ()
  return
}

// -----

func.func @width(%x: memref<1x1x4xf32>, %w: memref<1x4x48xf32>, %y: memref<1x1x48xf32>) {
  // expected-error @below {{schedule has tiles of 2 vectors, which do not divide panels of 3}}
  kernel.gemm ins(%x, %w) outs(%y) schedule <rows = 2, vectors = 2, unroll = 4, restart = 8, chunk = 1, prefetch = false> : (memref<1x1x4xf32>, memref<1x4x48xf32>, memref<1x1x48xf32>) -> ()
  return
}

// -----

func.func @element_type(%x: memref<1x1x16xf64>) {
  // expected-error @below {{found element type 'f64', expected f32}}
  kernel.activate relu ins(%x) outs(%x) : (memref<1x1x16xf64>, memref<1x1x16xf64>) -> ()
  return
}

// -----

func.func @stride(%x: memref<1x1x16xf32, strided<[32, 32, 2]>>) {
  // expected-error @below {{expected a static shape and static strides, the innermost 1}}
  kernel.activate relu ins(%x) outs(%x) : (memref<1x1x16xf32, strided<[32, 32, 2]>>, memref<1x1x16xf32, strided<[32, 32, 2]>>) -> ()
  return
}

// -----

func.func @tensors(%x: tensor<1x1x16xf32>) -> tensor<1x1x16xf32> {
  // expected-error @below {{found a tensor operand, expected memrefs: bufferise first}}
  %0 = kernel.activate relu ins(%x) outs(%x) : (tensor<1x1x16xf32>, tensor<1x1x16xf32>) -> tensor<1x1x16xf32>
  return %0 : tensor<1x1x16xf32>
}

// -----

func.func @bf16_input(%x: memref<1x1x16xbf16>) {
  // expected-error @below {{found element type 'bf16', expected f32}}
  kernel.activate relu ins(%x) outs(%x) : (memref<1x1x16xbf16>, memref<1x1x16xbf16>) -> ()
  return
}
