// RUN: vitc-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{found bf16 with armv8_a, expected x86_64_v4: its products are on vectors of 512 bits}}
func.func private @target_c1() attributes {target = #kernel.target<isa = armv8_a, l1 = 32768, l2 = 1048576, bf16 = true>}

// -----

// expected-error@+1 {{found vnni with x86_64_v3, expected x86_64_v4}}
func.func private @target_c1_vnni() attributes {target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = 1048576, vnni = true>}

// -----

// expected-error@+1 {{found caches of 32768 and -1 bytes, expected positive numbers}}
func.func private @target_c2() attributes {target = #kernel.target<isa = x86_64_v3, l1 = 32768, l2 = -1>}

// -----

// expected-error@+1 {{found attribute `kernel.target` = "x86_64_v3", expected a #kernel.target}}
module attributes {kernel.target = "x86_64_v3"} {
}
