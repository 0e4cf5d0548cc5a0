//===- KernelBufferize.cpp - kernel ops from tensors to memrefs -----------===//

#include "vitc/Dialect/Kernel/Kernel.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"

using namespace mlir;
using namespace mlir::bufferization;
using namespace vitc::kernel;

namespace {

/// Kernels read every input wholly and overwrite their inits without reading them. Where
/// `elementwise`, an input may be the very buffer that is written: element i is read before it is
/// written and nothing else of that input is read afterwards.
template <typename OpTy>
struct KernelModel : DstBufferizableOpInterfaceExternalModel<KernelModel<OpTy>, OpTy> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand, const AnalysisState &) const {
    return !cast<DestinationStyleOpInterface>(op).isDpsInit(&operand);
  }

  bool bufferizesToElementwiseAccess(Operation *op, const AnalysisState &,
                                     ArrayRef<OpOperand *> operands) const {
    return llvm::all_of(operands, [&](OpOperand *operand) { return isElementwise(op, *operand); });
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options, BufferizationState &state) const {
    SmallVector<Value> buffers;
    for (Value operand : op->getOperands()) {
      if (!isa<TensorType>(operand.getType())) {
        buffers.push_back(operand);
        continue;
      }
      FailureOr<Value> buffer = getBuffer(rewriter, operand, options, state);
      if (failed(buffer))
        return failure();
      buffers.push_back(*buffer);
    }
    auto kernel = cast<DestinationStyleOpInterface>(op);
    SmallVector<Value> inits;
    for (OpOperand &init : kernel.getDpsInitsMutable())
      inits.push_back(buffers[init.getOperandNumber()]);
    rewriter.setInsertionPoint(op);
    rewriter.insert(Operation::create(op->getLoc(), op->getName(), TypeRange{}, buffers,
                                      op->getDiscardableAttrDictionary(),
                                      op->getPropertiesStorage(), BlockRange{}, 0));
    replaceOpWithBufferizedValues(rewriter, op, inits);
    return success();
  }

private:
  static bool isElementwise(Operation *op, OpOperand &operand) {
    if (cast<DestinationStyleOpInterface>(op).isDpsInit(&operand))
      return true;
    if (auto gemm = dyn_cast<GemmOp>(op))
      return operand.get() == gemm.getResidual() && operand.get() != gemm.getLhs();
    if (auto gemm = dyn_cast<StrassenGemmOp>(op))
      return operand.get() == gemm.getResidual() && operand.get() != gemm.getLhs();
    if (auto activate = dyn_cast<ActivateOp>(op))
      return !activate.getGated();
    return false;
  }
};

/// A raw weight is memory that exists already and is never written.
struct ParameterModel : BufferizableOpInterface::ExternalModel<ParameterModel, ParameterOp> {
  bool isWritable(Operation *, Value, const AnalysisState &) const { return false; }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter, const BufferizationOptions &,
                          BufferizationState &) const {
    auto parameter = cast<ParameterOp>(op);
    auto type = dyn_cast<RankedTensorType>(parameter.getType());
    if (!type)
      return success();
    auto memref = ParameterOp::create(rewriter, op->getLoc(),
                                      MemRefType::get(type.getShape(), type.getElementType()),
                                      parameter.getWeights(), parameter.getLayer());
    replaceOpWithBufferizedValues(rewriter, op, memref.getResult());
    return success();
  }
};

template <typename... Kernels>
void attachModels(MLIRContext &context) {
  (Kernels::template attachInterface<KernelModel<Kernels>>(context), ...);
}

} // namespace

void vitc::kernel::registerBufferizableOpInterfaceExternalModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, KernelDialect *) {
    context->loadDialect<BufferizationDialect>();
    attachModels<PackOp, GemmOp, AttentionOp, NormalizeOp, SoftmaxOp, ActivateOp, PatchesOp,
                 ConvertOp, QuantizeOp, StrassenChannelsOp, StrassenPackOp, StrassenSumsOp,
                 StrassenGemmOp>(*context);
    ParameterOp::attachInterface<ParameterModel>(*context);
  });
}
