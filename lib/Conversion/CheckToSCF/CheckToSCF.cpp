//===- CheckToSCF.cpp - convert-check-to-scf ------------------------------===//

#include "vitc/Conversion/Passes.h"
#include "vitc/Dialect/Check/Check.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"

namespace vitc {
#define GEN_PASS_DEF_CONVERTCHECKTOSCFPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

namespace {

/// Writes checks as loops; makes the constants and declarations that they need in `module`.
class CheckLowering {
public:
  CheckLowering(ModuleOp module) : module(module), builder(module.getContext()), symbols(module) {}

  void lower(check::ExpectCloseOp op) {
    buildLoops(op, op.getActual(), op.getExpected(),
               [&](Value actual, Value expected) { return isClose(op, actual, expected); });
  }

  void lower(check::ExpectEqOp op) {
    buildLoops(op, op.getActual(), op.getExpected(), [&](Value actual, Value expected) -> Value {
      if (isa<FloatType>(actual.getType()))
        return arith::CmpFOp::create(builder, op.getLoc(), arith::CmpFPredicate::OEQ, actual,
                                     expected);
      return arith::CmpIOp::create(builder, op.getLoc(), arith::CmpIPredicate::eq, actual,
                                   expected);
    });
  }

private:
  using Comparison = function_ref<Value(Value actual, Value expected)>;

  void buildLoops(Operation *op, Value actual, Value expected, Comparison compare);
  void buildCall(Location loc, RankedTensorType type, Value index, Value actual, Value expected);
  Value isClose(check::ExpectCloseOp op, Value actual, Value expected);
  Value toNumber(Location loc, Value value);
  Value getPlace(Location loc);
  Value getShape(Location loc, ArrayRef<int64_t> shape);
  Value getGlobal(Location loc, StringRef name, Type type, Attribute value);
  func::FuncOp getReporter(StringRef name, Type number);

  ModuleOp module;
  OpBuilder builder;
  SymbolTable symbols;
};

} // namespace

/// `value` as the reports take it: f64 or i64.
Value CheckLowering::toNumber(Location loc, Value value) {
  Type type = value.getType();
  if (isa<FloatType>(type))
    return type.isF64() ? value : arith::ExtFOp::create(builder, loc, builder.getF64Type(), value);
  return type.isInteger(64) ? value
                            : arith::ExtSIOp::create(builder, loc, builder.getI64Type(), value);
}

Value CheckLowering::isClose(check::ExpectCloseOp op, Value actual, Value expected) {
  Location loc = op.getLoc();
  actual = toNumber(loc, actual);
  expected = toNumber(loc, expected);
  auto constant = [&](const APFloat &value) -> Value {
    return arith::ConstantOp::create(builder, loc,
                                     builder.getF64FloatAttr(value.convertToDouble()));
  };
  Value error =
      math::AbsFOp::create(builder, loc, arith::SubFOp::create(builder, loc, actual, expected));
  Value bound = arith::MulFOp::create(builder, loc, constant(op.getRelative()),
                                      math::AbsFOp::create(builder, loc, expected));
  bound = arith::AddFOp::create(builder, loc, bound, constant(op.getAbsolute()));
  // An infinite bound must not accept a finite number.
  Value inside = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OLE, error, bound);
  Value infinity = constant(APFloat::getInf(APFloat::IEEEdouble()));
  Value finite = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OLT,
                                       math::AbsFOp::create(builder, loc, expected), infinity);
  inside = arith::AndIOp::create(builder, loc, inside, finite);
  Value equal = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OEQ, actual, expected);
  Value close = arith::OrIOp::create(builder, loc, inside, equal);
  if (!op.getEqualNan())
    return close;
  auto isNaN = [&](Value value) -> Value {
    return arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNO, value, value);
  };
  Value both = arith::AndIOp::create(builder, loc, isNaN(actual), isNaN(expected));
  return arith::OrIOp::create(builder, loc, close, both);
}

void CheckLowering::buildLoops(Operation *op, Value actual, Value expected, Comparison compare) {
  builder.setInsertionPoint(op);
  Location loc = op->getLoc();
  auto type = cast<RankedTensorType>(actual.getType());
  auto index = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(builder, loc, value);
  };
  SmallVector<Value> position;
  Value number = index(0);
  for (int64_t size : type.getShape()) {
    auto loop = scf::ForOp::create(builder, loc, index(0), index(size), index(1));
    builder.setInsertionPointToStart(loop.getBody());
    position.push_back(loop.getInductionVar());
    number = arith::AddIOp::create(builder, loc,
                                   arith::MulIOp::create(builder, loc, number, index(size)),
                                   loop.getInductionVar());
  }
  Value found = tensor::ExtractOp::create(builder, loc, actual, position);
  Value wanted = tensor::ExtractOp::create(builder, loc, expected, position);
  Value isTrue = arith::ConstantIntOp::create(builder, loc, 1, 1);
  Value wrong = arith::XOrIOp::create(builder, loc, compare(found, wanted), isTrue);
  auto branch = scf::IfOp::create(builder, loc, wrong);
  builder.setInsertionPointToStart(branch.thenBlock());
  buildCall(loc, type, number, found, wanted);
  op->erase();
}

void CheckLowering::buildCall(Location loc, RankedTensorType type, Value index, Value actual,
                              Value expected) {
  bool isFloat = isa<FloatType>(type.getElementType());
  func::FuncOp reporter =
      getReporter(isFloat ? "vitc_check_failed_float" : "vitc_check_failed_integer",
                  isFloat ? Type(builder.getF64Type()) : Type(builder.getI64Type()));
  Value rank = arith::ConstantIntOp::create(builder, loc, type.getRank(), 64);
  index = arith::IndexCastOp::create(builder, loc, builder.getI64Type(), index);
  Value operands[] = {
      getPlace(loc),          rank, getShape(loc, type.getShape()), index, toNumber(loc, actual),
      toNumber(loc, expected)};
  func::CallOp::create(builder, loc, reporter, operands);
}

/// The address of a new constant of the module.
Value CheckLowering::getGlobal(Location loc, StringRef name, Type type, Attribute value) {
  OpBuilder top = OpBuilder::atBlockBegin(module.getBody());
  auto global = LLVM::GlobalOp::create(top, loc, type, /*isConstant=*/true, LLVM::Linkage::Internal,
                                       name, value);
  symbols.insert(global); // renames where the name is taken
  return LLVM::AddressOfOp::create(builder, loc, global);
}

/// The first place in a file that `loc` knows.
static FileLineColLoc findFile(Location loc) {
  FileLineColLoc found;
  loc->walk([&](Location inner) {
    found = dyn_cast<FileLineColLoc>(inner);
    return found ? WalkResult::interrupt() : WalkResult::advance();
  });
  return found;
}

/// The address of `file:line`, zero terminated.
Value CheckLowering::getPlace(Location loc) {
  std::string place = "an unknown place";
  if (FileLineColLoc file = findFile(loc))
    place = (file.getFilename().getValue() + ":" + Twine(file.getLine())).str();
  place.push_back('\0');
  Type type = LLVM::LLVMArrayType::get(builder.getI8Type(), place.size());
  return getGlobal(loc, "check_place", type, builder.getStringAttr(place));
}

/// The address of the sizes of `shape`, one i64 for each axis.
Value CheckLowering::getShape(Location loc, ArrayRef<int64_t> shape) {
  if (shape.empty())
    return LLVM::ZeroOp::create(builder, loc, LLVM::LLVMPointerType::get(module.getContext()));
  Type type = LLVM::LLVMArrayType::get(builder.getI64Type(), shape.size());
  return getGlobal(loc, "check_shape", type, builder.getI64TensorAttr(shape));
}

/// The runtime function `name`, declared on its first use.
func::FuncOp CheckLowering::getReporter(StringRef name, Type number) {
  if (auto known = symbols.lookup<func::FuncOp>(name))
    return known;
  Type pointer = LLVM::LLVMPointerType::get(module.getContext());
  Type word = builder.getI64Type();
  auto type = builder.getFunctionType({pointer, word, pointer, word, number, number}, {});
  auto declared = func::FuncOp::create(builder.getUnknownLoc(), name, type);
  declared.setPrivate();
  symbols.insert(declared);
  return declared;
}

namespace {
struct ConvertCheckToSCF : vitc::impl::ConvertCheckToSCFPassBase<ConvertCheckToSCF> {
  void runOnOperation() override {
    CheckLowering lowering(getOperation());
    getOperation().walk([&](Operation *op) {
      if (auto close = dyn_cast<check::ExpectCloseOp>(op))
        ++numChecks, lowering.lower(close);
      else if (auto equal = dyn_cast<check::ExpectEqOp>(op))
        ++numChecks, lowering.lower(equal);
      else if (auto opaque = dyn_cast<check::OpaqueOp>(op)) {
        opaque.replaceAllUsesWith(opaque.getInput());
        opaque.erase();
      }
    });
  }
};
} // namespace
