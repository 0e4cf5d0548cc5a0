//===- CheckOps.td - the check dialect: expectations of numeric tests -----===//

#ifndef VITC_DIALECT_CHECK_OPS
#define VITC_DIALECT_CHECK_OPS

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Check_Dialect : Dialect {
  let name = "check";
  let cppNamespace = "::vitc::check";
  let summary = "what a numeric test expects";
  let description = [{
    Ops that compare tensors while the program runs. A check that fails prints the first places that
    differ and makes `vitc run` exit with 1. Only tests use them.
  }];
}

class Check_Op<string mnemonic, list<Trait> traits = []> : Op<Check_Dialect, mnemonic, traits>;

def Check_Tensor : ConfinedType<TensorOf<[AnyFloat, AnySignlessInteger]>, [HasStaticShapePred],
                                "tensor of static shape of floating-point numbers or integers">;
def Check_FloatTensor : ConfinedType<TensorOf<[AnyFloat]>, [HasStaticShapePred],
                                     "floating-point tensor of static shape">;

def Check_ExpectCloseOp : Check_Op<"expect_close",
    [AllTypesMatch<["actual", "expected"]>]> { // expect_close_c1
  let summary = "expect two tensors to be equal up to a tolerance";
  let description = [{
    Fails where not `|actual − expected| ≤ absolute + relative · |expected|`, computed in f64. Equal
    infinities are close. A NaN is close to nothing; with `equal_nan`, to a NaN.

    Constraints
    - C1 `actual` and `expected` have one type.
    - C2 `relative` and `absolute` are finite and not negative.

    (* example test/Dialect/Check/expect_close-roundtrip.mlir @tolerances *)
  }];
  let arguments = (ins Check_FloatTensor:$actual, Check_FloatTensor:$expected,
                       DefaultValuedAttr<F64Attr, "0.0">:$relative,
                       DefaultValuedAttr<F64Attr, "0.0">:$absolute, UnitAttr:$equal_nan);
  let assemblyFormat = "$actual `,` $expected attr-dict `:` type($actual)";
  let hasVerifier = 1;
}

def Check_ExpectEqOp : Check_Op<"expect_eq",
    [AllTypesMatch<["actual", "expected"]>]> { // expect_eq_c1
  let summary = "expect two tensors to be equal";
  let description = [{
    Fails where `actual` and `expected` differ as numbers: 0 equals −0, a NaN equals nothing.

    Constraints
    - C1 `actual` and `expected` have one type.

    (* example test/Dialect/Check/expect_eq-roundtrip.mlir @integers *)
  }];
  let arguments = (ins Check_Tensor:$actual, Check_Tensor:$expected);
  let assemblyFormat = "$actual `,` $expected attr-dict `:` type($actual)";
}

def Check_OpaqueOp : Check_Op<"opaque", [Pure, AllTypesMatch<["input", "result"]>]> {
  let summary = "a value that nothing may see through";
  let description = [{
    `result = input`, without a folder: what is computed from `result` is computed when the program
    runs, even if `input` is a constant.

    (* example test/Dialect/Check/opaque-roundtrip.mlir @constant *)
  }];
  let arguments = (ins Check_Tensor:$input);
  let results = (outs Check_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input)";
}

#endif // VITC_DIALECT_CHECK_OPS
