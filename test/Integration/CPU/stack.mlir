// REQUIRES: vitc-run
// RUN: vitc run %s

// vit.stack; expected: PyTorch in float64.
func.func @main() {
  // two inputs
  %0 = arith.constant dense<[[-1.6704731, -0.643528759, -0.645616353], [0.529072046, -0.510997534,
      -0.892281711]]> : tensor<2x3xf32>
  %1 = check.opaque %0 : tensor<2x3xf32>
  %2 = arith.constant dense<[[-0.158063307, -1.1005944, 0.811983585], [-0.251019657, -2.29605222,
      0.419639617]]> : tensor<2x3xf32>
  %3 = check.opaque %2 : tensor<2x3xf32>
  %4 = vit.stack %1, %3 : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2x3xf32>
  %5 = arith.constant dense<[[[-1.6704731, -0.643528759, -0.645616353], [-0.158063307, -1.1005944,
      0.811983585]], [[0.529072046, -0.510997534, -0.892281711], [-0.251019657, -2.29605222,
      0.419639617]]]> : tensor<2x2x3xf32>
  check.expect_close %4, %5 {relative = 0.0, absolute = 0.0} : tensor<2x2x3xf32>
  // three inputs of rank 3
  %6 = arith.constant dense<[[[0.298654705, 0.422338694], [0.552966774, -0.623156071]],
      [[0.141398817, -0.510463238], [1.07107294, 0.431165308]]]> : tensor<2x2x2xf32>
  %7 = check.opaque %6 : tensor<2x2x2xf32>
  %8 = arith.constant dense<[[[-1.07283139, -1.54250371], [-0.1259657, 0.149152055]],
      [[-0.179277331, -0.869274735], [-0.377434254, 0.0991016403]]]> : tensor<2x2x2xf32>
  %9 = check.opaque %8 : tensor<2x2x2xf32>
  %10 = arith.constant dense<[[[-0.556854665, -2.19342232], [-2.15272474, -1.60330868]],
      [[-0.395588607, -1.14326429], [1.08530366, 2.72474551]]]> : tensor<2x2x2xf32>
  %11 = check.opaque %10 : tensor<2x2x2xf32>
  %12 = vit.stack %7, %9, %11 : (tensor<2x2x2xf32>, tensor<2x2x2xf32>, tensor<2x2x2xf32>) ->
      tensor<2x3x2x2xf32>
  %13 = arith.constant dense<[[[[0.298654705, 0.422338694], [0.552966774, -0.623156071]],
      [[-1.07283139, -1.54250371], [-0.1259657, 0.149152055]], [[-0.556854665, -2.19342232],
      [-2.15272474, -1.60330868]]], [[[0.141398817, -0.510463238], [1.07107294, 0.431165308]],
      [[-0.179277331, -0.869274735], [-0.377434254, 0.0991016403]], [[-0.395588607, -1.14326429],
      [1.08530366, 2.72474551]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %12, %13 {relative = 0.0, absolute = 0.0} : tensor<2x3x2x2xf32>
  return
}
