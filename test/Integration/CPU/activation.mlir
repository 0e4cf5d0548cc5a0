// REQUIRES: vitc-run
// RUN: vitc run %s

// vit.activation; expected: PyTorch in float64.
func.func @main() {
  // relu
  %0 = arith.constant dense<[-30.0, -6.0, -3.0, -1.0, -0.5, -9.99999975e-05, 0.0, 9.99999975e-05,
      0.5, 1.0, 3.0, 6.0, 30.0]> : tensor<13xf32>
  %1 = check.opaque %0 : tensor<13xf32>
  %2 = vit.activation relu %1 : (tensor<13xf32>) -> tensor<13xf32>
  %3 = arith.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.99999975e-05, 0.5, 1.0, 3.0,
      6.0, 30.0]> : tensor<13xf32>
  check.expect_close %2, %3 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<13xf32>
  // gelu
  %4 = arith.constant dense<[-30.0, -6.0, -3.0, -1.0, -0.5, -9.99999975e-05, 0.0, 9.99999975e-05,
      0.5, 1.0, 3.0, 6.0, 30.0]> : tensor<13xf32>
  %5 = check.opaque %4 : tensor<13xf32>
  %6 = vit.activation gelu %5 : (tensor<13xf32>) -> tensor<13xf32>
  %7 = arith.constant dense<[-0.0, -5.91952576e-09, -0.00404969417, -0.158655256, -0.154268771,
      -4.99960079e-05, 0.0, 5.00039896e-05, 0.345731229, 0.841344774, 2.99595022, 6.0, 30.0]> :
      tensor<13xf32>
  check.expect_close %6, %7 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<13xf32>
  // gelu_tanh
  %8 = arith.constant dense<[-30.0, -6.0, -3.0, -1.0, -0.5, -9.99999975e-05, 0.0, 9.99999975e-05,
      0.5, 1.0, 3.0, 6.0, 30.0]> : tensor<13xf32>
  %9 = check.opaque %8 : tensor<13xf32>
  %10 = vit.activation gelu_tanh %9 : (tensor<13xf32>) -> tensor<13xf32>
  %11 = arith.constant dense<[-0.0, -8.43964898e-11, -0.00363739207, -0.158808008, -0.154285997,
      -4.99960079e-05, 0.0, 5.00039896e-05, 0.345714003, 0.841192007, 2.99636269, 6.0, 30.0]> :
      tensor<13xf32>
  check.expect_close %10, %11 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<13xf32>
  // quick_gelu
  %12 = arith.constant dense<[-30.0, -6.0, -3.0, -1.0, -0.5, -9.99999975e-05, 0.0, 9.99999975e-05,
      0.5, 1.0, 3.0, 6.0, 30.0]> : tensor<13xf32>
  %13 = check.opaque %12 : tensor<13xf32>
  %14 = vit.activation quick_gelu %13 : (tensor<13xf32>) -> tensor<13xf32>
  %15 = arith.constant dense<[-2.00467969e-21, -0.000220353555, -0.0180713106, -0.154204234,
      -0.149611562, -4.99957423e-05, 0.0, 5.00042552e-05, 0.350388438, 0.845795751, 2.98192859,
      5.9997797, 30.0]> : tensor<13xf32>
  check.expect_close %14, %15 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<13xf32>
  // silu
  %16 = arith.constant dense<[-30.0, -6.0, -3.0, -1.0, -0.5, -9.99999975e-05, 0.0, 9.99999975e-05,
      0.5, 1.0, 3.0, 6.0, 30.0]> : tensor<13xf32>
  %17 = check.opaque %16 : tensor<13xf32>
  %18 = vit.activation silu %17 : (tensor<13xf32>) -> tensor<13xf32>
  %19 = arith.constant dense<[-2.80728695e-12, -0.0148357386, -0.142277613, -0.268941432,
      -0.188770339, -4.99974994e-05, 0.0, 5.0002498e-05, 0.311229676, 0.731058598, 2.85772228,
      5.98516417, 30.0]> : tensor<13xf32>
  check.expect_close %18, %19 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<13xf32>
  // tanh
  %20 = arith.constant dense<[-30.0, -6.0, -3.0, -1.0, -0.5, -9.99999975e-05, 0.0, 9.99999975e-05,
      0.5, 1.0, 3.0, 6.0, 30.0]> : tensor<13xf32>
  %21 = check.opaque %20 : tensor<13xf32>
  %22 = vit.activation tanh %21 : (tensor<13xf32>) -> tensor<13xf32>
  %23 = arith.constant dense<[-1.0, -0.999987721, -0.995054781, -0.761594176, -0.462117165,
      -9.99999975e-05, 0.0, 9.99999975e-05, 0.462117165, 0.761594176, 0.995054781, 0.999987721,
      1.0]> : tensor<13xf32>
  check.expect_close %22, %23 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<13xf32>
  return
}
