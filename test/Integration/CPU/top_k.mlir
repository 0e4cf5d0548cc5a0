// REQUIRES: vitc-run
// RUN: vitc run %s

// vit.top_k; expected: PyTorch in float64.
func.func @main() {
  // random
  %0 = arith.constant dense<[[-0.268236667, 0.231552809, -0.22997199, 0.2092489, -1.17511654,
      1.04166007], [1.6181165, 0.281937718, 0.438029528, 0.996794224, 1.5475477, -0.635710418]]> :
      tensor<2x6xf32>
  %1 = check.opaque %0 : tensor<2x6xf32>
  %2, %3 = vit.top_k %1 k = 3 : (tensor<2x6xf32>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
  %4 = arith.constant dense<[[1.04166007, 0.231552809, 0.2092489], [1.6181165, 1.5475477,
      0.996794224]]> : tensor<2x3xf32>
  check.expect_close %2, %4 {relative = 0.0, absolute = 0.0} : tensor<2x3xf32>
  %5 = arith.constant dense<[[5, 1, 3], [0, 4, 3]]> : tensor<2x3xi64>
  check.expect_eq %3, %5 : tensor<2x3xi64>
  // equal values by rising index
  %6 = arith.constant dense<[[1.0, 3.0, 3.0, 0xFF800000, 3.0]]> : tensor<1x5xf32>
  %7 = check.opaque %6 : tensor<1x5xf32>
  %8, %9 = vit.top_k %7 k = 5 : (tensor<1x5xf32>) -> (tensor<1x5xf32>, tensor<1x5xi64>)
  %10 = arith.constant dense<[[3.0, 3.0, 3.0, 1.0, 0xFF800000]]> : tensor<1x5xf32>
  check.expect_close %8, %10 {relative = 0.0, absolute = 0.0} : tensor<1x5xf32>
  %11 = arith.constant dense<[[1, 2, 4, 0, 3]]> : tensor<1x5xi64>
  check.expect_eq %9, %11 : tensor<1x5xi64>
  return
}
