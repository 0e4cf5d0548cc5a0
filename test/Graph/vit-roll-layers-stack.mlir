// RUN: vitc-opt %s --vit-roll-layers --split-input-file | FileCheck %s

// What enters the run, leaves each block and follows the run is collected in order.
// CHECK-LABEL: func.func @hidden_states(
// CHECK:       %[[IN:.*]] = vit.activation relu
// CHECK:       %[[SPACE:.*]] = tensor.empty() : tensor<1x4x5x8xf32>
// CHECK:       %[[FIRST:.*]] = tensor.insert_slice %[[IN]] into %[[SPACE]][0, 0, 0, 0] [1, 1, 5, 8] [1, 1, 1, 1]
// CHECK:       %[[LOOP:.*]]:2 = scf.for %[[I:.*]] = %{{.*}} iter_args(%[[X:.*]] = %[[IN]], %[[STACK:.*]] = %[[FIRST]])
// CHECK:         %[[Y:.*]] = vit.activation gelu %[[X]]
// CHECK:         %[[ONE:.*]] = arith.constant 1 : index
// CHECK:         %[[PLACE:.*]] = arith.addi %[[I]], %[[ONE]]
// CHECK:         %[[MORE:.*]] = tensor.insert_slice %[[Y]] into %[[STACK]][0, %[[PLACE]], 0, 0] [1, 1, 5, 8] [1, 1, 1, 1]
// CHECK:         scf.yield %[[Y]], %[[MORE]]
// CHECK:       %[[NORM:.*]] = vit.layer_norm %[[LOOP]]#0
// CHECK:       %[[ALL:.*]] = tensor.insert_slice %[[NORM]] into %[[LOOP]]#1[0, 3, 0, 0] [1, 1, 5, 8] [1, 1, 1, 1]
// CHECK:       return %[[NORM]], %[[ALL]]
func.func @hidden_states(%x: tensor<1x5x8xf32>) -> (tensor<1x5x8xf32>, tensor<1x4x5x8xf32>) {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.layer_norm %2 eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %0, %1, %2, %3 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x4x5x8xf32>
  return %3, %s : tensor<1x5x8xf32>, tensor<1x4x5x8xf32>
}

// -----

// What enters the run is not collected: the first layer is entry 0.
// CHECK-LABEL: func.func @without_input(
// CHECK:       scf.for %[[I:.*]] = %{{.*}} iter_args(%[[X:.*]] = %{{.*}}, %[[STACK:.*]] = %{{.*}})
// CHECK:         %[[ZERO:.*]] = arith.constant 0 : index
// CHECK:         %[[PLACE:.*]] = arith.addi %[[I]], %[[ZERO]]
// CHECK:         tensor.insert_slice %{{.*}} into %[[STACK]][0, %[[PLACE]], 0, 0]
func.func @without_input(%x: tensor<1x5x8xf32>) -> tensor<1x2x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %1, %2 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x2x5x8xf32>
  return %s : tensor<1x2x5x8xf32>
}

// -----

// Every other value of the stream: a loop would have to fill the stack now and then.
// CHECK-LABEL: func.func @every_other(
// CHECK-NOT:   scf.for
// CHECK:       vit.stack
func.func @every_other(%x: tensor<1x5x8xf32>) -> (tensor<1x5x8xf32>, tensor<1x2x5x8xf32>) {
  %0 = vit.layer_norm %x eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.layer_norm %1 eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.activation gelu %2 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %4 = vit.layer_norm %3 eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %1, %3 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x2x5x8xf32>
  return %4, %s : tensor<1x5x8xf32>, tensor<1x2x5x8xf32>
}

// -----

// The collection starts with a value that is made after the run.
// CHECK-LABEL: func.func @late_value_first(
// CHECK-NOT:   scf.for
// CHECK:       vit.stack
func.func @late_value_first(%x: tensor<1x5x8xf32>) -> tensor<1x4x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.layer_norm %2 eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %3, %0, %1, %2 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x4x5x8xf32>
  return %s : tensor<1x4x5x8xf32>
}

// -----

// CHECK-LABEL: func.func @collected_twice(
// CHECK-NOT:   scf.for
// CHECK:       vit.stack
func.func @collected_twice(%x: tensor<1x5x8xf32>) -> tensor<1x4x5x8xf32> {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %1, %2, %1, %2 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x4x5x8xf32>
  return %s : tensor<1x4x5x8xf32>
}

// -----

// Two runs of one stream: each loop fills its part of the stack, the layer between them its entry.
// CHECK-LABEL: func.func @two_runs(
// CHECK:       %[[IN:.*]] = vit.activation relu
// CHECK:       %[[SPACE:.*]] = tensor.empty() : tensor<1x6x5x8xf32>
// CHECK:       %[[FIRST:.*]] = tensor.insert_slice %[[IN]] into %[[SPACE]][0, 0, 0, 0]
// CHECK:       %[[A:.*]]:2 = scf.for %[[I:.*]] = %{{.*}} iter_args(%{{.*}} = %[[IN]], %[[S:.*]] = %[[FIRST]])
// CHECK:         vit.activation gelu
// CHECK:         %[[ONE:.*]] = arith.constant 1 : index
// CHECK:         %[[PLACE:.*]] = arith.addi %[[I]], %[[ONE]]
// CHECK:         tensor.insert_slice %{{.*}} into %[[S]][0, %[[PLACE]], 0, 0]
// CHECK:       %[[B:.*]] = vit.layer_norm %[[A]]#0
// CHECK:       %[[THIRD:.*]] = tensor.insert_slice %[[B]] into %[[A]]#1[0, 3, 0, 0]
// CHECK:       %[[C:.*]]:2 = scf.for %[[J:.*]] = %{{.*}} iter_args(%{{.*}} = %[[B]], %[[T:.*]] = %[[THIRD]])
// CHECK:         vit.activation silu
// CHECK:         %[[FOUR:.*]] = arith.constant 4 : index
// CHECK:         %[[NEXT:.*]] = arith.addi %[[J]], %[[FOUR]]
// CHECK:         tensor.insert_slice %{{.*}} into %[[T]][0, %[[NEXT]], 0, 0]
// CHECK:       return %[[C]]#0, %[[C]]#1
func.func @two_runs(%x: tensor<1x5x8xf32>) -> (tensor<1x5x8xf32>, tensor<1x6x5x8xf32>) {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.layer_norm %2 eps = 1.0e-6 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %4 = vit.activation silu %3 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %5 = vit.activation silu %4 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %0, %1, %2, %3, %4, %5 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x6x5x8xf32>
  return %5, %s : tensor<1x5x8xf32>, tensor<1x6x5x8xf32>
}

// -----

// The later run is the longer one and rolled first; the stack then starts before the other one.
// CHECK-LABEL: func.func @longer_behind(
// CHECK:       %[[A:.*]]:2 = scf.for {{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}})
// CHECK:         vit.activation gelu
// CHECK:       %[[C:.*]]:2 = scf.for {{.*}} iter_args(%{{.*}} = %[[A]]#0, %{{.*}} = %[[A]]#1)
// CHECK:         vit.activation silu
// CHECK:       return %[[C]]#0, %[[C]]#1
func.func @longer_behind(%x: tensor<1x5x8xf32>) -> (tensor<1x5x8xf32>, tensor<1x5x5x8xf32>) {
  %0 = vit.activation relu %x : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %1 = vit.activation gelu %0 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %2 = vit.activation gelu %1 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %3 = vit.activation silu %2 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %4 = vit.activation silu %3 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %5 = vit.activation silu %4 : (tensor<1x5x8xf32>) -> tensor<1x5x8xf32>
  %s = vit.stack %1, %2, %3, %4, %5 : (tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>, tensor<1x5x8xf32>) -> tensor<1x5x5x8xf32>
  return %5, %s : tensor<1x5x8xf32>, tensor<1x5x5x8xf32>
}
