//===- Isa.h - what the processor can do ------------------------------------===//
#ifndef VITC_LIB_RUNTIME_CORE_ISA_H
#define VITC_LIB_RUNTIME_CORE_ISA_H

#include "vitc/Runtime/Model.h"

/// The highest level that the processor and the operating system support.
vitc_isa vitc_isa_of_processor(void);

/// The level to bind at most: the processor's, or what the environment variable VITC_ISA forces.
/// VITC_BAD_ARGUMENT for a word that names no level, VITC_NO_ISA for a level above the processor's.
vitc_status vitc_isa_limit(vitc_isa *limit);

#endif
