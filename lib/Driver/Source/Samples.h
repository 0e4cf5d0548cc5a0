//===- Samples.h - inputs that stand for those a model will see -----------===//
#ifndef VITC_LIB_DRIVER_SOURCE_SAMPLES_H
#define VITC_LIB_DRIVER_SOURCE_SAMPLES_H

#include "SourceModel.h"
#include "Tensors.h"

namespace vitc::driver {

/// The pictures of `folder` by their suffixes, in the order of their names, not those of folders in
/// it. Errors: no such folder, no picture in it.
Expected<std::vector<std::string>> listPictures(StringRef folder);

/// Inputs of one image each.
using Sample = std::vector<HostTensor>;

/// The first `most` pictures of --calibrate, prepared as the model asks; without the option eight
/// images of random numbers, which --seed decides. Errors: a picture that cannot be read, a model
/// that takes none.
Expected<std::vector<Sample>> takeSamples(const Invocation &invocation, SourceModel &source,
                                          size_t most);

/// What `takeSamples` took, for messages: `10 pictures of DIR`, `8 random inputs`.
std::string describeSamples(const Invocation &invocation, size_t count);

} // namespace vitc::driver

#endif // VITC_LIB_DRIVER_SOURCE_SAMPLES_H
