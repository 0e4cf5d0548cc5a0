//===- LLVM.h - the names of LLVM and MLIR that vitc uses everywhere -------===//
//
// The only header of Support that includes MLIR. Dialect namespaces below vitc inherit these names.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_SUPPORT_LLVM_H
#define VITC_SUPPORT_LLVM_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

namespace mlir {
class Attribute;
class Block;
class DictionaryAttr;
class DialectRegistry;
class InFlightDiagnostic;
class Location;
class MLIRContext;
class ModuleOp;
class NamedAttribute;
class OpAsmParser;
class OpAsmPrinter;
class OpBuilder;
class Operation;
class OpPassManager;
class PassManager;
class PatternRewriter;
class RankedTensorType;
class Region;
class RewritePatternSet;
class RewriterBase;
class SymbolTable;
class Type;
class TypeRange;
class Value;
class ValueRange;
template <typename OpTy>
class OwningOpRef;
} // namespace mlir

// vitc uses these names as its own, as every MLIR project does.
namespace vitc {
using llvm::ArrayRef;
using llvm::cast;
using llvm::cast_if_present;
using llvm::DenseMap;
using llvm::DenseSet;
using llvm::dyn_cast;
using llvm::dyn_cast_if_present;
using llvm::Error;
using llvm::Expected;
using llvm::failed;
using llvm::failure;
using llvm::FailureOr;
using llvm::function_ref;
using llvm::isa;
using llvm::isa_and_present;
using llvm::LogicalResult;
using llvm::MutableArrayRef;
using llvm::raw_ostream;
using llvm::SetVector;
using llvm::SmallString;
using llvm::SmallVector;
using llvm::SmallVectorImpl;
using llvm::StringLiteral;
using llvm::StringRef;
using llvm::StringSet;
using llvm::succeeded;
using llvm::success;
using llvm::Twine;

using mlir::Attribute;
using mlir::Block;
using mlir::DialectRegistry;
using mlir::DictionaryAttr;
using mlir::InFlightDiagnostic;
using mlir::Location;
using mlir::MLIRContext;
using mlir::ModuleOp;
using mlir::NamedAttribute;
using mlir::OpAsmParser;
using mlir::OpAsmPrinter;
using mlir::OpBuilder;
using mlir::Operation;
using mlir::OpPassManager;
using mlir::OwningOpRef;
using mlir::ParseResult;
using mlir::PassManager;
using mlir::PatternRewriter;
using mlir::RankedTensorType;
using mlir::Region;
using mlir::RewritePatternSet;
using mlir::RewriterBase;
using mlir::SymbolTable;
using mlir::Type;
using mlir::TypeRange;
using mlir::Value;
using mlir::ValueRange;
} // namespace vitc

#endif // VITC_SUPPORT_LLVM_H
