//===- Labels.h - names of classes ------------------------------------------===//
#ifndef VITC_LIB_IMPORT_FILES_LABELS_H
#define VITC_LIB_IMPORT_FILES_LABELS_H

#include "FieldReader.h"

namespace vitc {

/// The class names of `id2label`, by index; `LABEL_<i>` for `num_labels` classes (2 when that is
/// absent too), as transformers makes them up.
std::vector<std::string> readLabels(FieldReader &fields);

} // namespace vitc

#endif // VITC_LIB_IMPORT_FILES_LABELS_H
