//===- vitc-opt.cpp - runs passes on a file -------------------------------===//

#include "vitc/RegisterAll.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  vitc::registerAllDialects(registry);
  vitc::registerAllPasses();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "vitc's passes, one at a time\n", registry));
}
