// RUN: vitc-opt %s --kernel-split-prepare --split-input-file --verify-diagnostics

kernel.weight @w.0 : tensor<5x32xf32> in "model.safetensors" at 0
kernel.weight @w.1 : tensor<5x32xf32> in "model.safetensors" at 640

func.func @from_one(%x: tensor<5x32xf32>) -> tensor<5x32xf32> attributes {vitc.entry} {
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  // expected-error@+1 {{counts from 0 by 1 to a constant}}
  %0 = scf.for %i = %one to %two step %one iter_args(%y = %x) -> tensor<5x32xf32> {
    %w = kernel.parameter [@w.0, @w.1][%i] : tensor<5x32xf32>
    %1 = arith.addf %w, %y : tensor<5x32xf32>
    scf.yield %1 : tensor<5x32xf32>
  }
  return %0 : tensor<5x32xf32>
}

// -----

kernel.weight @w.0 : tensor<5x32xf32> in "model.safetensors" at 0
kernel.weight @w.1 : tensor<5x32xf32> in "model.safetensors" at 640

func.func @nested(%x: tensor<5x32xf32>) -> tensor<5x32xf32> attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = scf.for %j = %zero to %two step %one iter_args(%z = %x) -> tensor<5x32xf32> {
    // expected-error@+1 {{expected a loop over layers at the top of the function}}
    %1 = scf.for %i = %zero to %two step %one iter_args(%y = %z) -> tensor<5x32xf32> {
      %w = kernel.parameter [@w.0, @w.1][%i] : tensor<5x32xf32>
      %2 = arith.addf %w, %y : tensor<5x32xf32>
      scf.yield %2 : tensor<5x32xf32>
    }
    scf.yield %1 : tensor<5x32xf32>
  }
  return %0 : tensor<5x32xf32>
}

// -----

kernel.weight @w.0 : tensor<5x32xf32> in "model.safetensors" at 0
kernel.weight @w.1 : tensor<5x32xf32> in "model.safetensors" at 640

func.func @sum_of_layers(%x: tensor<5x32xf32>, %o: tensor<5x32xf32>) -> tensor<5x32xf32> attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %z = arith.constant dense<0.0> : tensor<5x32xf32>
  // expected-error@+1 {{found a loop that carries a value of weights alone from layer to layer, expected weight arithmetic that reads one layer}}
  %s = scf.for %i = %zero to %two step %one iter_args(%sum = %z) -> tensor<5x32xf32> {
    %w = kernel.parameter [@w.0, @w.1][%i] : tensor<5x32xf32>
    %1 = arith.addf %w, %sum : tensor<5x32xf32>
    scf.yield %1 : tensor<5x32xf32>
  }
  %r = linalg.add ins(%s, %x : tensor<5x32xf32>, tensor<5x32xf32>) outs(%o : tensor<5x32xf32>) -> tensor<5x32xf32>
  return %r : tensor<5x32xf32>
}

// -----

kernel.weight @w.0 : tensor<5x32xf32> in "model.safetensors" at 0
kernel.weight @w.1 : tensor<5x32xf32> in "model.safetensors" at 640

func.func @sum_so_far(%x: tensor<5x32xf32>) -> tensor<5x32xf32> attributes {vitc.entry} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %z = arith.constant dense<0.0> : tensor<5x32xf32>
  // expected-error@+1 {{found a loop that carries a value of weights alone from layer to layer}}
  %s:2 = scf.for %i = %zero to %two step %one iter_args(%sum = %z, %y = %x) -> (tensor<5x32xf32>, tensor<5x32xf32>) {
    %w = kernel.parameter [@w.0, @w.1][%i] : tensor<5x32xf32>
    %1 = arith.addf %w, %sum : tensor<5x32xf32>
    %2 = arith.mulf %1, %y : tensor<5x32xf32>
    scf.yield %1, %2 : tensor<5x32xf32>, tensor<5x32xf32>
  }
  return %s#1 : tensor<5x32xf32>
}

// -----

kernel.weight @w : tensor<32x32xf32> in "model.safetensors" at 0

func.func @f.prepare() {
  return
}
// expected-error@+1 {{found a symbol @f.prepare, expected none: what is done to weights ahead of time has that name}}
func.func @f(%x: tensor<32x32xf32>) -> tensor<32x32xf32> attributes {vitc.entry} {
  %w = kernel.parameter [@w] : tensor<32x32xf32>
  %0 = arith.addf %w, %w : tensor<32x32xf32>
  %1 = arith.addf %x, %0 : tensor<32x32xf32>
  return %1 : tensor<32x32xf32>
}
