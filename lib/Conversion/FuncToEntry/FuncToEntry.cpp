//===- FuncToEntry.cpp - convert-func-to-entry ----------------------------===//
//
// The function stays a func.func; its body reads the pointers from the array and rebuilds the
// memref descriptors, which the conversion to the llvm dialect then takes apart again. So other
// functions of the module may keep whatever calling convention they have.
//
//===----------------------------------------------------------------------===//

#include "vitc/Conversion/Passes.h"

#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace vitc {
#define GEN_PASS_DEF_CONVERTFUNCTOENTRYPASS
#include "vitc/Conversion/Passes.h.inc"
} // namespace vitc

using namespace mlir;
using namespace vitc;

static constexpr StringLiteral kEntry = "vitc.entry";
static constexpr StringLiteral kArguments = "vitc.arguments";
static constexpr StringLiteral kWeight = "vitc.weight";
static constexpr StringLiteral kResult = "bufferize.result";

/// Whether a bare pointer says all about a value of type `type`.
static bool isPointerLike(Type type) {
  if (isa<LLVM::LLVMPointerType>(type))
    return true;
  auto memref = dyn_cast<MemRefType>(type);
  if (!memref || !memref.hasStaticShape())
    return false;
  int64_t offset;
  SmallVector<int64_t> strides;
  return succeeded(memref.getStridesAndOffset(strides, offset)) && !ShapedType::isDynamic(offset) &&
         !ShapedType::isDynamicShape(strides);
}

/// Says what keeps `func` from being an entry.
static LogicalResult checkEntry(func::FuncOp func, ModuleOp module) {
  if (func.isExternal())
    return func.emitError("found an entry without a body, expected its definition");
  if (func.getNumResults() != 0)
    return func.emitError("found an entry with results, expected memrefs as trailing arguments; "
                          "run buffer-results-to-out-params before");
  for (auto [index, type] : llvm::enumerate(func.getArgumentTypes()))
    if (!isPointerLike(type))
      return func.emitError("found ")
             << type << " as argument " << index
             << ", expected a memref of static shape, strides and offset or !llvm.ptr";
  if (!SymbolTable::symbolKnownUseEmpty(func, module))
    return func.emitError("found an entry that is called in its module, expected none");
  return success();
}

/// What `vitc.arguments` says about argument `index`.
static DictionaryAttr describeArgument(func::FuncOp func, unsigned index) {
  Builder builder(func.getContext());
  Type type = func.getArgumentTypes()[index];
  StringRef kind = func.getArgAttr(index, kWeight)    ? "weight"
                   : func.getArgAttr(index, kResult)  ? "output"
                   : isa<LLVM::LLVMPointerType>(type) ? "pointer"
                                                      : "input";
  NamedAttrList description(func.getArgAttrDict(index));
  description.erase(kResult);
  description.set("type", TypeAttr::get(type));
  description.set("kind", builder.getStringAttr(kind));
  return description.getDictionary(func.getContext());
}

/// Reads pointer `position` from `array` and makes it a value of type `type`.
static Value readArgument(OpBuilder &builder, Location loc, const LLVMTypeConverter &converter,
                          Value array, int64_t position, Type type) {
  Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
  Value slot = LLVM::GEPOp::create(builder, loc, pointer, pointer, array,
                                   ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(position)});
  Value address = LLVM::LoadOp::create(builder, loc, pointer, slot);
  auto memref = dyn_cast<MemRefType>(type);
  if (!memref)
    return address;
  Value descriptor = MemRefDescriptor::fromStaticShape(builder, loc, converter, memref, address);
  return UnrealizedConversionCastOp::create(builder, loc, memref, descriptor).getResult(0);
}

/// Arguments of `func` in the order of the pointer array: weights behind all others.
static SmallVector<unsigned> orderArguments(func::FuncOp func) {
  SmallVector<unsigned> order;
  for (bool weights : {false, true})
    for (unsigned index = 0; index < func.getNumArguments(); ++index)
      if (static_cast<bool>(func.getArgAttr(index, kWeight)) == weights)
        order.push_back(index);
  return order;
}

static void convertEntry(func::FuncOp func, const LLVMTypeConverter &converter) {
  MLIRContext *context = func.getContext();
  Location loc = func.getLoc();
  Block &body = func.getBody().front();
  unsigned numOld = func.getNumArguments();
  Value array = body.addArgument(LLVM::LLVMPointerType::get(context), loc);
  OpBuilder builder = OpBuilder::atBlockBegin(&body);
  SmallVector<Attribute> descriptions;
  for (auto [position, index] : llvm::enumerate(orderArguments(func))) {
    descriptions.push_back(describeArgument(func, index));
    BlockArgument old = body.getArgument(index);
    old.replaceAllUsesWith(
        readArgument(builder, old.getLoc(), converter, array, position, old.getType()));
  }
  body.eraseArguments(0, numOld);
  func.removeArgAttrsAttr();
  func.setFunctionType(FunctionType::get(context, {array.getType()}, {}));
  func->setAttr(kArguments, ArrayAttr::get(context, descriptions));
}

namespace {
struct ConvertFuncToEntry : vitc::impl::ConvertFuncToEntryPassBase<ConvertFuncToEntry> {
  void runOnOperation() override {
    LLVMTypeConverter converter(&getContext());
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (!func->hasAttr(kEntry))
        continue;
      if (failed(checkEntry(func, getOperation())))
        return signalPassFailure();
      convertEntry(func, converter);
      ++numEntries;
    }
  }
};
} // namespace
