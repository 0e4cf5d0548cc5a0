//===- Precompiled.cpp - gives Precompiled.h a target -----------------------===//
// Empty on purpose: CMake compiles Precompiled.h for the target that owns this source.
