// RUN: vitc-opt %s --split-input-file --verify-diagnostics

func.func @expect_close_c1(%a: tensor<2xf32>, %e: tensor<3xf32>) {
  // expected-error@+1 {{failed to verify that all of {actual, expected} have same type}}
  "check.expect_close"(%a, %e) : (tensor<2xf32>, tensor<3xf32>) -> ()
  return
}

// -----

func.func @expect_close_c2_relative(%a: tensor<2xf32>) {
  // expected-error@+1 {{found relative = -1.000000e+00, expected a finite number that is not negative}}
  check.expect_close %a, %a {relative = -1.0} : tensor<2xf32>
  return
}

// -----

func.func @expect_close_c2_absolute(%a: tensor<2xf32>) {
  // expected-error@+1 {{expected a finite number that is not negative}}
  check.expect_close %a, %a {absolute = 0x7FF0000000000000 : f64} : tensor<2xf32>
  return
}
