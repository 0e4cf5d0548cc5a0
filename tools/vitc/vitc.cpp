//===- vitc.cpp - the compiler's main -------------------------------------===//

#include "vitc/Driver/Driver.h"

int main(int argc, char **argv) { return vitc::driver::main(argc, argv); }
