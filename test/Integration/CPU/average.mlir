// REQUIRES: vitc-run
// RUN: vitc run %s

// vit.average; expected: PyTorch in float64.
func.func @main() {
  // two tensors
  %0 = arith.constant dense<[[-0.351738453, -0.707343519, -2.05879879], [0.575096726,
      -0.498738915, 0.607923031]]> : tensor<2x3xf32>
  %1 = check.opaque %0 : tensor<2x3xf32>
  %2 = arith.constant dense<[[0.536755383, 1.81053519, -0.421764076], [0.180031344, 0.282213211,
      -0.751761198]]> : tensor<2x3xf32>
  %3 = check.opaque %2 : tensor<2x3xf32>
  %4 = vit.average %1, %3 : tensor<2x3xf32>
  %5 = arith.constant dense<[[0.0925084651, 0.551595807, -1.24028146], [0.377564043, -0.108262852,
      -0.0719190836]]> : tensor<2x3xf32>
  check.expect_close %4, %5 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<2x3xf32>
  return
}
