//===- Status.c - what a status says ----------------------------------------===//
#include "vitc/Runtime/Model.h"

const char *vitc_status_string(vitc_status status) {
  switch (status) {
  case VITC_OK:
    return "done";
  case VITC_BAD_ARGUMENT:
    return "an argument is null, out of range or of another size than its type";
  case VITC_NO_MEMORY:
    return "out of memory";
  case VITC_NO_ISA:
    return "this processor has none of the instruction set levels the model was compiled for";
  case VITC_NO_WEIGHTS:
    return "the file of weights is missing, unreadable or another model's";
  case VITC_ABI_MISMATCH:
    return "the model was compiled by another version of vitc";
  }
  return "unknown status";
}
