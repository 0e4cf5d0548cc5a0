//===- LowerLaunch.cpp - kernel.launch to a call of the runtime -----------===//

#include "LowerLaunch.h"

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Dialect/LLVMIR/FunctionCallUtils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace vitc;

namespace {

class LaunchLowering : public ConvertOpToLLVMPattern<kernel::LaunchOp> {
public:
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(kernel::LaunchOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    SmallVector<Value> arguments;
    for (auto [value, converted] : llvm::zip_equal(op.getArguments(), adaptor.getArguments()))
      arguments.push_back(isa<MemRefType>(value.getType())
                              ? MemRefDescriptor(converted).alignedPtr(rewriter, loc)
                              : converted);
    SmallVector<Type> types(ValueRange(arguments).getTypes());
    auto table = LLVM::LLVMStructType::getLiteral(getContext(), types);
    Value context = storeTable(op, table, arguments, rewriter);
    // Launches of one callee share a task: the types of its arguments are those of theirs.
    LLVM::LLVMFuncOp &task = tasks[op.getCalleeAttr().getAttr()];
    if (!task)
      task = createTask(op, table, rewriter);

    auto module = op->getParentOfType<ModuleOp>();
    auto parallelFor = module.lookupSymbol<LLVM::LLVMFuncOp>("vitc_parallel_for");
    Value body = LLVM::AddressOfOp::create(rewriter, loc, task);
    Value count = LLVM::ConstantOp::create(rewriter, loc, rewriter.getI64Type(), op.getCount());
    LLVM::CallOp::create(rewriter, loc, parallelFor,
                         ValueRange{adaptor.getRun(), body, context, count});
    rewriter.eraseOp(op);
    return success();
  }

private:
  LLVM::LLVMPointerType pointer() const { return LLVM::LLVMPointerType::get(getContext()); }

  /// The table lives in the function's entry block: a launch in a loop must not grow the stack.
  Value storeTable(kernel::LaunchOp op, Type table, ValueRange arguments,
                   ConversionPatternRewriter &rewriter) const {
    Location loc = op.getLoc();
    Value context;
    {
      OpBuilder::InsertionGuard guard(rewriter);
      auto function = op->getParentOfType<FunctionOpInterface>();
      rewriter.setInsertionPointToStart(&function.getFunctionBody().front());
      Value one = LLVM::ConstantOp::create(rewriter, loc, rewriter.getI64Type(), 1);
      context = LLVM::AllocaOp::create(rewriter, loc, pointer(), table, one);
    }
    for (auto [n, argument] : llvm::enumerate(arguments)) {
      Value field = LLVM::GEPOp::create(rewriter, loc, pointer(), table, context,
                                        ArrayRef<LLVM::GEPArg>{0, static_cast<int32_t>(n)});
      LLVM::StoreOp::create(rewriter, loc, argument, field);
    }
    return context;
  }

  /// `void task(ptr context, i64 begin, i64 end, ptr scratch)`.
  LLVM::LLVMFuncOp createTask(kernel::LaunchOp op, LLVM::LLVMStructType table,
                              ConversionPatternRewriter &rewriter) const {
    OpBuilder::InsertionGuard guard(rewriter);
    Location loc = op.getLoc();
    rewriter.setInsertionPointToEnd(op->getParentOfType<ModuleOp>().getBody());
    auto none = LLVM::LLVMVoidType::get(getContext());
    Type number = rewriter.getI64Type();
    auto type = LLVM::LLVMFunctionType::get(none, {pointer(), number, number, pointer()});
    auto task = LLVM::LLVMFuncOp::create(rewriter, loc, (op.getCallee() + ".task").str(), type,
                                         LLVM::Linkage::Internal);
    Block *entry = task.addEntryBlock(rewriter);
    rewriter.setInsertionPointToStart(entry);
    SmallVector<Value> arguments;
    for (auto [n, field] : llvm::enumerate(table.getBody())) {
      Value address = LLVM::GEPOp::create(rewriter, loc, pointer(), table, entry->getArgument(0),
                                          ArrayRef<LLVM::GEPArg>{0, static_cast<int32_t>(n)});
      arguments.push_back(LLVM::LoadOp::create(rewriter, loc, field, address));
    }
    llvm::append_range(arguments, entry->getArguments().drop_front());
    LLVM::CallOp::create(rewriter, loc, TypeRange(), op.getCallee(), arguments);
    LLVM::ReturnOp::create(rewriter, loc, ValueRange());
    return task;
  }

  /// By callee. Not looked up by name: a body may be called as another one's task would be.
  mutable llvm::DenseMap<StringAttr, LLVM::LLVMFuncOp> tasks;
};

} // namespace

void vitc::cpu::populateLaunchPatterns(const LLVMTypeConverter &converter,
                                       RewritePatternSet &patterns) {
  patterns.add<LaunchLowering>(converter);
}
