// RUN: vitc-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func.func @self(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x6xf32>
// CHECK-SAME:  %[[WQ:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[BQ:[^:]*]]: tensor<8xf32>
// CHECK-SAME:  %[[WK:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[BK:[^:]*]]: tensor<8xf32>
// CHECK-SAME:  %[[WV:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[BV:[^:]*]]: tensor<8xf32>
// CHECK-SAME:  %[[WO:[^:]*]]: tensor<6x8xf32>
// CHECK-SAME:  %[[BO:[^:]*]]: tensor<6xf32>
func.func @self(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %bq: tensor<8xf32>,
                %wk: tensor<8x6xf32>, %bk: tensor<8xf32>, %wv: tensor<8x6xf32>, %bv: tensor<8xf32>,
                %wo: tensor<6x8xf32>, %bo: tensor<6xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.attention %[[X]] query(%[[WQ]], %[[BQ]]) key(%[[WK]], %[[BK]]) value(%[[WV]], %[[BV]]) output(%[[WO]], %[[BO]]) heads = 2 : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<6x8xf32>, tensor<6xf32>) -> tensor<2x5x6xf32>
  %0 = vit.attention %x query(%wq, %bq) key(%wk, %bk) value(%wv, %bv) output(%wo, %bo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<8x6xf32>, tensor<8xf32>,
         tensor<8x6xf32>, tensor<8xf32>, tensor<6x8xf32>, tensor<6xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// CHECK-LABEL: func.func @without_biases(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x6xf32>
// CHECK-SAME:  %[[WQ:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WK:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WV:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WO:[^:]*]]: tensor<6x8xf32>
func.func @without_biases(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                          %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.attention %[[X]] query(%[[WQ]]) key(%[[WK]]) value(%[[WV]]) output(%[[WO]]) heads = 4 : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  %0 = vit.attention %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 4
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// CHECK-LABEL: func.func @query_bias_only(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x6xf32>
// CHECK-SAME:  %[[WQ:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[BQ:[^:]*]]: tensor<8xf32>
// CHECK-SAME:  %[[WK:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WV:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WO:[^:]*]]: tensor<6x8xf32>
func.func @query_bias_only(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %bq: tensor<8xf32>,
                           %wk: tensor<8x6xf32>, %wv: tensor<8x6xf32>,
                           %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.attention %[[X]] query(%[[WQ]], %[[BQ]]) key(%[[WK]]) value(%[[WV]]) output(%[[WO]]) heads = 1 : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  %0 = vit.attention %x query(%wq, %bq) key(%wk) value(%wv) output(%wo) heads = 1
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8xf32>, tensor<8x6xf32>, tensor<8x6xf32>,
         tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}

// CHECK-LABEL: func.func @cross(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x6xf32>
// CHECK-SAME:  %[[M:[^:]*]]: tensor<2x9x7xf32>
// CHECK-SAME:  %[[WQ:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WK:[^:]*]]: tensor<8x7xf32>
// CHECK-SAME:  %[[WV:[^:]*]]: tensor<8x7xf32>
// CHECK-SAME:  %[[WO:[^:]*]]: tensor<3x8xf32>
// CHECK-SAME:  %[[MASK:[^:]*]]: tensor<1x2x5x9xf32>
func.func @cross(%x: tensor<2x5x6xf32>, %m: tensor<2x9x7xf32>, %wq: tensor<8x6xf32>,
                 %wk: tensor<8x7xf32>, %wv: tensor<8x7xf32>, %wo: tensor<3x8xf32>,
                 %mask: tensor<1x2x5x9xf32>) -> tensor<2x5x3xf32> {
  // CHECK: vit.attention %[[X]] memory(%[[M]]) query(%[[WQ]]) key(%[[WK]]) value(%[[WV]]) output(%[[WO]]) mask(%[[MASK]]) heads = 2 : (tensor<2x5x6xf32>, tensor<2x9x7xf32>, tensor<8x6xf32>, tensor<8x7xf32>, tensor<8x7xf32>, tensor<3x8xf32>, tensor<1x2x5x9xf32>) -> tensor<2x5x3xf32>
  %0 = vit.attention %x memory(%m) query(%wq) key(%wk) value(%wv) output(%wo) mask(%mask) heads = 2
      : (tensor<2x5x6xf32>, tensor<2x9x7xf32>, tensor<8x6xf32>, tensor<8x7xf32>, tensor<8x7xf32>,
         tensor<3x8xf32>, tensor<1x2x5x9xf32>)
      -> tensor<2x5x3xf32>
  return %0 : tensor<2x5x3xf32>
}

// CHECK-LABEL: func.func @causal(
// CHECK-SAME:  %[[X:[^:]*]]: tensor<2x5x6xf32>
// CHECK-SAME:  %[[WQ:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WK:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WV:[^:]*]]: tensor<8x6xf32>
// CHECK-SAME:  %[[WO:[^:]*]]: tensor<6x8xf32>
func.func @causal(%x: tensor<2x5x6xf32>, %wq: tensor<8x6xf32>, %wk: tensor<8x6xf32>,
                  %wv: tensor<8x6xf32>, %wo: tensor<6x8xf32>) -> tensor<2x5x6xf32> {
  // CHECK: vit.attention causal %[[X]] query(%[[WQ]]) key(%[[WK]]) value(%[[WV]]) output(%[[WO]]) heads = 2 : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>) -> tensor<2x5x6xf32>
  %0 = vit.attention causal %x query(%wq) key(%wk) value(%wv) output(%wo) heads = 2
      : (tensor<2x5x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<8x6xf32>, tensor<6x8xf32>)
      -> tensor<2x5x6xf32>
  return %0 : tensor<2x5x6xf32>
}
