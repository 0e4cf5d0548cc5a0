// RUN: vitc-opt %s --kernel-select-schedules --verify-diagnostics

// expected-error @below {{module has no `kernel.target`: schedules depend on the machine}}
module {
}
