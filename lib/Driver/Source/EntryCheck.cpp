//===- EntryCheck.cpp - what a function of an .mlir file may hold ---------===//
//
// The phases are made for what importers write. A program of a user's may hold any op of MLIR: what
// no phase knows is said here, in the user's words and with its place, before a pass stumbles.
//
//===----------------------------------------------------------------------===//

#include "EntryFunction.h"

#include "Diagnostics.h"

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Support/Errors.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace vitc::driver {

static std::string textOf(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// Elements that a value may have; more would not fit the memory of machines that compile.
static constexpr double mostElements = 1u << 31, mostConstants = 1u << 24;

/// As a double, which does not overflow where the number of elements does.
static double elementsOf(RankedTensorType tensor) {
  double elements = 1;
  for (int64_t extent : tensor.getShape())
    elements *= double(extent);
  return elements;
}

//===----------------------------------------------------------------------===//
// The boundary
//===----------------------------------------------------------------------===//

/// What a tensor at the boundary has to be; empty when `type` is that.
static StringRef faultOf(Type type, bool isInput, EntryForm form) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape() || tensor.getRank() < 1 || tensor.getRank() > 8 ||
      elementsOf(tensor) == 0)
    return "a tensor of static shape with 1 to 8 dimensions, none of them 0";
  if (elementsOf(tensor) > mostElements)
    return "at most 2147483648 elements";
  Type element = tensor.getElementType();
  bool isIndex = !isInput && (element.isInteger(64) || element.isInteger(32));
  if (form == EntryForm::Optimised && !element.isF32() && !isIndex)
    return isInput ? "f32 elements" : "f32, i64 or i32 elements";
  if (!element.isF32() && !element.isF64() && !element.isInteger(64) && !element.isInteger(32))
    return "f32, f64, i64 or i32 elements";
  return "";
}

/// The name that an attribute gives, else `otherwise`; errors when it is none or there already.
static Error addName(func::FuncOp main, Attribute given, const Twine &otherwise, const Twine &what,
                     llvm::StringSet<> &names) {
  StringAttr name =
      given ? dyn_cast<StringAttr>(given) : StringAttr::get(main.getContext(), otherwise);
  if (!name || name.getValue().empty())
    return foundExpected(placeOf(main.getLoc()), what + " with a name that is no text",
                         "vitc.input and vitc.output in double quotes, not empty");
  if (!names.insert(name.getValue()).second)
    return foundExpected(placeOf(main.getLoc()),
                         what + " with the name " + inQuotes(name) + ", which another one has",
                         "a name for each");
  return Error::success();
}

static Error checkBoundary(func::FuncOp main, EntryForm form) {
  if (main.getNumArguments() == 0 || main.getNumResults() == 0)
    return foundExpected(placeOf(main.getLoc()),
                         main.getNumResults() ? "a function without arguments"
                                              : "a function without results",
                         "tensors in and tensors out, or neither");
  llvm::StringSet<> inputs, outputs;
  for (auto [index, type] : llvm::enumerate(main.getArgumentTypes())) {
    std::string what = "argument " + std::to_string(index);
    if (StringRef expected = faultOf(type, true, form); !expected.empty())
      return foundExpected(placeOf(main.getArgument(index).getLoc()),
                           what + " of type " + textOf(type), expected);
    if (Error error = addName(main, main.getArgAttr(index, "vitc.input"), "input" + Twine(index),
                              what, inputs))
      return error;
  }
  for (auto [index, type] : llvm::enumerate(main.getResultTypes())) {
    std::string what = "result " + std::to_string(index);
    if (StringRef expected = faultOf(type, false, form); !expected.empty())
      return foundExpected(placeOf(main.getLoc()), what + " of type " + textOf(type), expected);
    if (Error error = addName(main, main.getResultAttr(index, "vitc.output"),
                              "output" + Twine(index), what, outputs))
      return error;
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// The body
//===----------------------------------------------------------------------===//

static bool hasTensors(Operation *op) {
  return llvm::all_of(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>) &&
         llvm::all_of(op->getResultTypes(), llvm::IsaPred<RankedTensorType>);
}

/// Arithmetic that both forms bring to their element type.
static bool isElementwise(Operation *op) {
  return isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp, arith::NegFOp,
             arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp, arith::MinNumFOp>(op) &&
         hasTensors(op);
}

static bool isKnown(Operation *op, EntryForm form) {
  if (isa<func::ReturnOp, arith::ConstantOp>(op) || isElementwise(op))
    return true;
  if (isa<tensor::ExtractSliceOp, tensor::InsertSliceOp, tensor::ConcatOp, tensor::ExpandShapeOp,
          tensor::CollapseShapeOp, tensor::EmptyOp>(op))
    return hasTensors(op); // no sizes that are computed
  if (isa_and_nonnull<vit::ViTDialect>(op->getDialect()))
    return form == EntryForm::Reference || !isa<vit::LayerParameterOp>(op);
  return form == EntryForm::Reference && op->getDialect() &&
         llvm::is_contained({"arith", "tensor", "scf", "check"}, op->getDialect()->getNamespace());
}

/// What is wrong with the elements of a value that kernels work on; empty when nothing is.
static std::string elementFault(Operation *op) {
  if (isa<vit::TopKOp, func::ReturnOp>(op))
    return "";
  for (Type type : llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes())) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (tensor && (!tensor.getElementType().isF32() || !tensor.hasStaticShape()))
      return textOf(type);
  }
  return "";
}

static Error checkOp(Operation *op, EntryForm form) {
  bool optimised = form == EntryForm::Optimised;
  if (!isKnown(op, form))
    return foundExpected(placeOf(op->getLoc()), op->getName().getStringRef(),
                         optimised ? "ops of vit, slices and shapes of tensor, sums and products "
                                     "of arith on whole tensors"
                                   : "ops of vit, arith, tensor, scf and check",
                         optimised && isKnown(op, EntryForm::Reference)
                             ? "'vitc run --reference=f32' runs it, in the reference form"
                             : "");
  if (!optimised)
    return Error::success();
  std::string type = elementFault(op);
  return type.empty()
             ? Error::success()
             : foundExpected(placeOf(op->getLoc()), op->getName().getStringRef() + " on " + type,
                             "f32 tensors of static shape");
}

static Error checkSizes(Operation *op) {
  double most = isa<arith::ConstantOp>(op) ? mostConstants : mostElements;
  for (Type type : llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes())) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (tensor && tensor.hasStaticShape() && elementsOf(tensor) > most)
      return foundExpected(
          placeOf(op->getLoc()), op->getName().getStringRef() + " on " + textOf(type),
          "at most " + Twine(int64_t(most)) + " elements",
          isa<arith::ConstantOp>(op) ? "vit.weight reads large ones from a file" : "");
  }
  return Error::success();
}

Error checkEntry(func::FuncOp main, EntryForm form) {
  if (form == EntryForm::Text || isProgram(main))
    return Error::success();
  if (!llvm::hasSingleElement(main.getBody()))
    return foundExpected(placeOf(main.getLoc()), "a function of several blocks", "one block");
  if (Error error = checkBoundary(main, form))
    return error;
  SmallVector<Operation *> ops;
  main.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) { ops.push_back(op); });
  for (Operation *op : ops)
    if (Error error = llvm::joinErrors(checkOp(op, form), checkSizes(op)))
      return error;
  return Error::success();
}

} // namespace vitc::driver
