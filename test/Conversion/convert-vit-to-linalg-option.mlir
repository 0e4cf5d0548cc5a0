// RUN: not vitc-opt %s --convert-vit-to-linalg=element-type=bf16 2>&1 | FileCheck %s

// CHECK: error: found element-type=bf16, expected f32 or f64
func.func @nothing() {
  return
}
