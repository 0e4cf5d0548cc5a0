// RUN: vitc-opt %s --verify-diagnostics

func.func @expect_eq_c1(%a: tensor<2xi64>, %e: tensor<2xi32>) {
  // expected-error@+1 {{failed to verify that all of {actual, expected} have same type}}
  "check.expect_eq"(%a, %e) : (tensor<2xi64>, tensor<2xi32>) -> ()
  return
}
