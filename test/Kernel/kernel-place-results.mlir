// RUN: vitc-opt %s --kernel-place-results | FileCheck %s

// CHECK-LABEL: func.func @into_slice(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %[[DEST:[^:]*]]: tensor<1x6x32xf32>
// CHECK:       %[[SLICE:.*]] = tensor.extract_slice %[[DEST]][0, 1, 0] [1, 5, 32] [1, 1, 1]
// CHECK-NEXT:  %[[Y:.*]] = kernel.softmax ins(%[[X]]) outs(%[[SLICE]])
// CHECK-NEXT:  %[[ALL:.*]] = tensor.insert_slice %[[Y]] into %[[DEST]][0, 1, 0]
// CHECK-NEXT:  return %[[ALL]]
func.func @into_slice(%x: tensor<1x5x32xf32>, %dest: tensor<1x6x32xf32>) -> tensor<1x6x32xf32> {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = tensor.insert_slice %0 into %dest[0, 1, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x6x32xf32>
  return %1 : tensor<1x6x32xf32>
}

// Two parts of a tensor that is put together behind both makers: it moves up.
// CHECK-LABEL: func.func @chain(
// CHECK:       %[[ALL:.*]] = tensor.empty() : tensor<1x10x32xf32>
// CHECK:       %[[A:.*]] = tensor.extract_slice %[[ALL]][0, 0, 0] [1, 5, 32]
// CHECK:       %[[Y:.*]] = kernel.softmax ins(%{{.*}}) outs(%[[A]])
// CHECK:       %[[FIRST:.*]] = tensor.insert_slice %[[Y]] into %[[ALL]]
// CHECK:       %[[B:.*]] = tensor.extract_slice %[[FIRST]][0, 5, 0] [1, 5, 32]
// CHECK:       %[[Z:.*]] = kernel.activate relu ins(%{{.*}}) outs(%[[B]])
// CHECK-NOT:   linalg.copy
// CHECK:       return
func.func @chain(%x: tensor<1x5x32xf32>) -> tensor<1x10x32xf32> {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate relu ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %all = tensor.empty() : tensor<1x10x32xf32>
  %2 = tensor.insert_slice %0 into %all[0, 0, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x10x32xf32>
  %3 = tensor.insert_slice %1 into %2[0, 5, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x10x32xf32>
  return %3 : tensor<1x10x32xf32>
}

// A tensor put together in fresh memory and inserted as a whole is put together in the slice.
// CHECK-LABEL: func.func @nested(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %[[DEST:[^:]*]]: tensor<2x6x32xf32>
// CHECK:       %[[ONE:.*]] = tensor.extract_slice %[[DEST]][1, 0, 0] [1, 6, 32]
// CHECK:       %[[PART:.*]] = tensor.extract_slice %[[ONE]][0, 1, 0] [1, 5, 32]
// CHECK:       kernel.softmax ins(%[[X]]) outs(%[[PART]])
// CHECK-NOT:   linalg.copy
// CHECK:       return
func.func @nested(%x: tensor<1x5x32xf32>, %dest: tensor<2x6x32xf32>) -> tensor<2x6x32xf32> {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %six = tensor.empty() : tensor<1x6x32xf32>
  %1 = tensor.insert_slice %0 into %six[0, 1, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x6x32xf32>
  %2 = tensor.insert_slice %1 into %dest[1, 0, 0] [1, 6, 32] [1, 1, 1]
      : tensor<1x6x32xf32> into tensor<2x6x32xf32>
  return %2 : tensor<2x6x32xf32>
}

// CHECK-LABEL: func.func @second_use(
// CHECK:       %[[Y:.*]] = kernel.softmax
// CHECK:       %[[SLICE:.*]] = tensor.extract_slice
// CHECK:       %[[C:.*]] = linalg.copy ins(%[[Y]] : {{.*}}) outs(%[[SLICE]]
// CHECK:       tensor.insert_slice %[[C]]
func.func @second_use(%x: tensor<1x5x32xf32>, %dest: tensor<1x6x32xf32>) -> (tensor<1x6x32xf32>, tensor<1x5x32xf32>) {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = tensor.insert_slice %0 into %dest[0, 1, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x6x32xf32>
  return %1, %0 : tensor<1x6x32xf32>, tensor<1x5x32xf32>
}

// Memory that two writers share becomes two, as does a starting value.
// CHECK-LABEL: func.func @shared(
// CHECK-COUNT-2: tensor.empty()
// CHECK-NEXT:  kernel.softmax
// CHECK:       %[[B:.*]] = tensor.empty()
// CHECK-NEXT:  kernel.activate relu ins(%{{.*}}) outs(%[[B]])
// CHECK-COUNT-2: linalg.fill
func.func @shared(%x: tensor<1x5x32xf32>) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>, tensor<1x5xf32>, tensor<1x5xf32>) {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %1 = kernel.activate relu ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %zero = arith.constant 0.0 : f32
  %row = tensor.empty() : tensor<1x5xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%row : tensor<1x5xf32>) -> tensor<1x5xf32>
  %2 = linalg.reduce { arith.addf } ins(%x : tensor<1x5x32xf32>) outs(%zeros : tensor<1x5xf32>) dimensions = [2]
  %3 = linalg.reduce { arith.maximumf } ins(%x : tensor<1x5x32xf32>) outs(%zeros : tensor<1x5xf32>) dimensions = [2]
  return %0, %1, %2, %3 : tensor<1x5x32xf32>, tensor<1x5x32xf32>, tensor<1x5xf32>, tensor<1x5xf32>
}

// A sum overwrites what it starts from: where that is read again, by the next iteration or by another
// sum, it is copied first, and where it is not, it is not.
// CHECK-LABEL: func.func @starting_values(
// CHECK:       scf.for
// CHECK:         %[[A:.*]] = linalg.copy ins(%{{.*}} : tensor<1x5xf32>)
// CHECK:         %[[S:.*]] = linalg.reduce {{.*}} outs(%[[A]]
// CHECK-NOT:     linalg.copy
// CHECK:         linalg.reduce {{.*}} outs(%[[S]]
// CHECK:         scf.yield
func.func @starting_values(%x: tensor<1x5x32xf32>, %bias: tensor<1x5xf32>, %stack: tensor<1x5xf32>) -> tensor<1x5xf32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %0 = linalg.exp ins(%bias : tensor<1x5xf32>) outs(%bias : tensor<1x5xf32>) -> tensor<1x5xf32>
  %1 = scf.for %i = %zero to %two step %one iter_args(%s = %stack) -> tensor<1x5xf32> {
    %2 = linalg.reduce { arith.addf } ins(%x : tensor<1x5x32xf32>) outs(%0 : tensor<1x5xf32>) dimensions = [2]
    %3 = linalg.reduce { arith.addf } ins(%x : tensor<1x5x32xf32>) outs(%2 : tensor<1x5xf32>) dimensions = [2]
    scf.yield %3 : tensor<1x5xf32>
  }
  return %1 : tensor<1x5xf32>
}

// Results of an entry go where its caller wants them, directly or, read twice, by a copy.
// CHECK-LABEL: func.func @returned(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %[[A:[^:]*]]: tensor<1x5x32xf32> {{[^,]*}}, %[[B:[^:]*]]: tensor<1x5x32xf32>
// CHECK:       %[[Y:.*]] = kernel.softmax ins(%[[X]]) outs(%[[A]])
// CHECK:       %[[C:.*]] = linalg.copy ins(%[[X]] : {{.*}}) outs(%[[B]]
// CHECK:       return %[[Y]], %[[C]]
func.func @returned(%x: tensor<1x5x32xf32>, %a: tensor<1x5x32xf32> {bufferization.writable = true},
                    %b: tensor<1x5x32xf32> {bufferization.writable = true}) -> (tensor<1x5x32xf32>, tensor<1x5x32xf32>) attributes {vitc.entry} {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  return %0, %x : tensor<1x5x32xf32>, tensor<1x5x32xf32>
}

// CHECK-LABEL: func.func @returned_parts(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<1x5x32xf32>, %[[O:[^:]*]]: tensor<1x10x32xf32>
// CHECK:       %[[A:.*]] = tensor.extract_slice %[[O]][0, 0, 0]
// CHECK:       %[[Y:.*]] = kernel.softmax ins(%[[X]]) outs(%[[A]])
// CHECK:       %[[FIRST:.*]] = tensor.insert_slice %[[Y]] into %[[O]]
// CHECK:       %[[ALL:.*]] = tensor.insert_slice %{{.*}} into %[[FIRST]]
// CHECK:       return %[[ALL]]
func.func @returned_parts(%x: tensor<1x5x32xf32>, %o: tensor<1x10x32xf32> {bufferization.writable = true})
    -> tensor<1x10x32xf32> attributes {vitc.entry} {
  %space = tensor.empty() : tensor<1x5x32xf32>
  %0 = kernel.softmax ins(%x) outs(%space) : (tensor<1x5x32xf32>, tensor<1x5x32xf32>) -> tensor<1x5x32xf32>
  %all = tensor.empty() : tensor<1x10x32xf32>
  %1 = tensor.insert_slice %0 into %all[0, 0, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x10x32xf32>
  %2 = tensor.insert_slice %x into %1[0, 5, 0] [1, 5, 32] [1, 1, 1]
      : tensor<1x5x32xf32> into tensor<1x10x32xf32>
  return %2 : tensor<1x10x32xf32>
}

// What a loop starts from and somebody reads again when it is done is copied first.
// CHECK-LABEL: func.func @start_read_after(
// CHECK:         %[[N:.*]] = kernel.normalize
// CHECK:         %[[COPY:.*]] = linalg.copy ins(%[[N]] :
// CHECK:         scf.for {{.*}} iter_args(%{{.*}} = %[[COPY]])
func.func @start_read_after(%x: tensor<1x4x16xf32>) -> (tensor<1x4x16xf32>, tensor<1x4x16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %space = tensor.empty() : tensor<1x4x16xf32>
  %n = kernel.normalize ins(%x) outs(%space) eps = 1.0 : (tensor<1x4x16xf32>, tensor<1x4x16xf32>) -> tensor<1x4x16xf32>
  %y = scf.for %i = %c0 to %c3 step %c1 iter_args(%z = %n) -> (tensor<1x4x16xf32>) {
    %s = kernel.softmax ins(%z) outs(%z) : (tensor<1x4x16xf32>, tensor<1x4x16xf32>) -> tensor<1x4x16xf32>
    scf.yield %s : tensor<1x4x16xf32>
  }
  return %y, %n : tensor<1x4x16xf32>, tensor<1x4x16xf32>
}
