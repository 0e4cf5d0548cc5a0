// RUN: not vitc-opt %s --vitc-kernel-pipeline=gemm=strasen 2>&1 | FileCheck %s --check-prefix=GEMM
// RUN: not vitc-opt %s --vitc-kernel-pipeline=precision=int4 2>&1 | FileCheck %s --check-prefix=PRECISION

// GEMM: Cannot find option named 'strasen'!
// PRECISION: kernel-set-precision: found type 'int4', expected f32, bf16 or int8
func.func @main() {
  return
}
