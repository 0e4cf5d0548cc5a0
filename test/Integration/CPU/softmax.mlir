// REQUIRES: vitc-run
// RUN: vitc run %s

// vit.softmax; expected: PyTorch in float64.
func.func @main() {
  // rows
  %0 = arith.constant dense<[[0.44181475, -0.311112285, 0.154643416, 1.04899585, 0.0306072887],
      [0.122202985, -1.35879052, -0.652735591, -1.72151899, -0.132486001]]> : tensor<2x5xf32>
  %1 = check.opaque %0 : tensor<2x5xf32>
  %2 = vit.softmax %1 : (tensor<2x5xf32>) -> tensor<2x5xf32>
  %3 = arith.constant dense<[[0.211888239, 0.0997963771, 0.158997357, 0.388868034, 0.140449986],
      [0.381456822, 0.0867477208, 0.175749391, 0.0603569262, 0.295689136]]> : tensor<2x5xf32>
  check.expect_close %2, %3 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<2x5xf32>
  // one axis
  %4 = arith.constant dense<[1.52080274, 0.581772149, 0.522446752, -0.7889027]> : tensor<4xf32>
  %5 = check.opaque %4 : tensor<4xf32>
  %6 = vit.softmax %5 : (tensor<4xf32>) -> tensor<4xf32>
  %7 = arith.constant dense<[0.537986696, 0.210356414, 0.198239893, 0.0534169674]> : tensor<4xf32>
  check.expect_close %6, %7 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<4xf32>
  // beyond exp's range
  %8 = arith.constant dense<[[-1730.29236, 1163.85522, 282.436035, 30.5861855], [907.847839,
      -1074.84204, -761.295654, -130.802368], [-101.002975, -1289.86389, -984.066406, 1039.1886]]>
      : tensor<3x4xf32>
  %9 = check.opaque %8 : tensor<3x4xf32>
  %10 = vit.softmax %9 : (tensor<3x4xf32>) -> tensor<3x4xf32>
  %11 = arith.constant dense<[[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]> :
      tensor<3x4xf32>
  check.expect_close %10, %11 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<3x4xf32>
  // NaN stays, a row of -inf is NaN
  %12 = arith.constant dense<[[0.0, 0x7FC00000], [0xFF800000, 0xFF800000], [0xFF800000, 1.0]]> :
      tensor<3x2xf32>
  %13 = check.opaque %12 : tensor<3x2xf32>
  %14 = vit.softmax %13 : (tensor<3x2xf32>) -> tensor<3x2xf32>
  %15 = arith.constant dense<[[0x7FC00000, 0x7FC00000], [0x7FC00000, 0x7FC00000], [0.0, 1.0]]> :
      tensor<3x2xf32>
  check.expect_close %14, %15 {relative = 1.0e-05, absolute = 1.0e-06, equal_nan} :
      tensor<3x2xf32>
  return
}
