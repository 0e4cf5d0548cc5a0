//===- LoadedModel.h - what a handle holds ----------------------------------===//
#ifndef VITC_LIB_RUNTIME_CORE_LOADEDMODEL_H
#define VITC_LIB_RUNTIME_CORE_LOADEDMODEL_H

#include "Weights.h"
#include "Workspace.h"

/// Nothing but `idle` changes after creation.
struct vitc_model {
  const vitc_model_desc *desc;
  const vitc_variant_desc *variants; ///< of the bound level, batch descending
  uint32_t num_variants;
  vitc_weights weights;
  vitc_workspace_shape shape;
  bool has_executor;
  vitc_executor executor; ///< a copy: the caller's may go
  vitc_workspace_pool idle;
  uint64_t image_bytes[]; ///< of one image of every input, then of every output
};

#endif
