// REQUIRES: vitc-run
// RUN: vitc run %s

// vit.classifier; expected: PyTorch in float64.
func.func @main() {
  // one head
  %0 = arith.constant dense<[[1.24911988, -1.10743415, -0.366054267, 0.481471747], [0.518759251,
      0.150086775, -0.284642279, 0.318269581]]> : tensor<2x4xf32>
  %1 = check.opaque %0 : tensor<2x4xf32>
  %2 = arith.constant dense<[[0.641104877, -0.224119231, -0.0658897087, 1.48328078], [2.02749085,
      0.432317793, 0.99339807, -2.13768697], [0.0320480801, 2.25668526, 0.600993454,
      0.251030654]]> : tensor<3x4xf32>
  %3 = check.opaque %2 : tensor<3x4xf32>
  %4 = arith.constant dense<[0.252918571, 0.213706046, 0.539154172]> : tensor<3xf32>
  %5 = check.opaque %4 : tensor<3xf32>
  %6 = vit.classifier %1 head(%3, %5) : (tensor<2x4xf32>, tensor<3x4xf32>, tensor<3xf32>) ->
      tensor<2x3xf32>
  %7 = arith.constant dense<[[2.04020977, 0.874648213, -2.01907635], [1.0426985, 0.367247045,
      0.803305268]]> : tensor<2x3xf32>
  check.expect_close %6, %7 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<2x3xf32>
  // a distilled head
  %8 = arith.constant dense<[[1.24911988, -1.10743415, -0.366054267, 0.481471747], [0.518759251,
      0.150086775, -0.284642279, 0.318269581]]> : tensor<2x4xf32>
  %9 = check.opaque %8 : tensor<2x4xf32>
  %10 = arith.constant dense<[[0.641104877, -0.224119231, -0.0658897087, 1.48328078], [2.02749085,
      0.432317793, 0.99339807, -2.13768697], [0.0320480801, 2.25668526, 0.600993454,
      0.251030654]]> : tensor<3x4xf32>
  %11 = check.opaque %10 : tensor<3x4xf32>
  %12 = arith.constant dense<[0.252918571, 0.213706046, 0.539154172]> : tensor<3xf32>
  %13 = check.opaque %12 : tensor<3xf32>
  %14 = arith.constant dense<[[-0.95623368, 1.12790847, -0.154840305, -1.4233588], [-0.829654038,
      1.00417042, 0.605602801, 0.48457396]]> : tensor<2x4xf32>
  %15 = check.opaque %14 : tensor<2x4xf32>
  %16 = arith.constant dense<[[0.339254022, 0.150310919, -0.0498759672, 0.798071742], [1.00782919,
      -0.0571005493, -0.602382839, 0.683015108], [-0.597434402, 0.0367906727, -0.0440261066,
      0.264009833]]> : tensor<3x4xf32>
  %17 = check.opaque %16 : tensor<3x4xf32>
  %18 = arith.constant dense<[0.0136164483, 0.455060035, 0.287618101]> : tensor<3xf32>
  %19 = check.opaque %18 : tensor<3xf32>
  %20 = vit.classifier %9 head(%11, %13) distilled %15 head(%17, %19) : (tensor<2x4xf32>,
      tensor<3x4xf32>, tensor<3xf32>, tensor<2x4xf32>, tensor<3x4xf32>, tensor<3xf32>) ->
      tensor<2x3xf32>
  %21 = arith.constant dense<[[0.385368675, -0.288659304, -0.743819237], [0.641154468,
      -0.0525072813, 0.862400651]]> : tensor<2x3xf32>
  check.expect_close %20, %21 {relative = 1.0e-05, absolute = 1.0e-06} : tensor<2x3xf32>
  return
}
