// RUN: vitc-opt %s --kernel-place-results --verify-diagnostics

func.func @two_results(%x: tensor<1x5x32xf32>, %o: tensor<1x5x32xf32> {bufferization.writable = true})
    -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) attributes {vitc.entry} {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  // expected-error@+1 {{found 2 results and 1 destinations (`bufferization.writable`), expected one for each result}}
  return %0, %x : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}
