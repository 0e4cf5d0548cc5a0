// RUN: vitc-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{found bound -1.000000e+00, expected a finite number of at least 0}}
func.func private @input_c1_negative() attributes {kernel.input = [#kernel.input<bound = -1.0>]}

// -----

// expected-error@+1 {{expected a finite number of at least 0}}
func.func private @input_c1_infinite() attributes {kernel.input = [#kernel.input<bound = 0x7FF0000000000000>]}

// -----

// expected-error@+1 {{expected an array of #kernel.input, one for each layer}}
func.func private @no_array() attributes {kernel.input = 1.0 : f64}

// -----

// expected-error@+1 {{expected an array of #kernel.input, one for each layer}}
func.func private @empty() attributes {kernel.input = []}
