//===- RegisterAll.h - every dialect and pass of the project ----*- C++ -*-===//
//
// The only list. vitc, vitc-opt, vitc-lsp-server and the unit tests call it, so they agree on what
// a file may contain.
//
//===----------------------------------------------------------------------===//

#ifndef VITC_REGISTERALL_H
#define VITC_REGISTERALL_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace vitc {

/// Adds the project's dialects, those of MLIR it lowers to, and the interfaces of both
/// (bufferisation, conversion to llvm, inlining, translation to LLVM IR) to `registry`.
void registerAllDialects(mlir::DialectRegistry &registry);

/// Makes the project's passes and pipelines, and those of MLIR they are made of, known by name.
/// Call once in a process.
void registerAllPasses();

} // namespace vitc

#endif // VITC_REGISTERALL_H
