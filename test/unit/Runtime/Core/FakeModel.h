//===- FakeModel.h - a hand-written model for the runtime's tests ------------===//
//
// pixel_values [1, 3, 4, 4] f32 ─▶ logits [1, 5] f32: each logit is a dot product with one row of
// the weights, in a fixed order. Compiled "sizes" are 8 and 1.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_TEST_UNIT_RUNTIME_CORE_FAKEMODEL_H
#define VITC_TEST_UNIT_RUNTIME_CORE_FAKEMODEL_H

#include "vitc/Runtime/Model.h"

#include <atomic>
#include <cstring>
#include <vector>

namespace fake {

constexpr int64_t kPixels = 48, kClasses = 5, kScratch = 256, kArena = 4096;

/// How often each compiled size ran.
inline std::atomic<int> calls8{0}, calls1{0};

struct Loop {
  const float *pixels, *weights;
  float *logits;
};

/// Items are logits of all images; products go through scratch memory, so that two workers with the
/// same scratch memory would spoil each other's sums.
inline void body(void *context, int64_t begin, int64_t end, void *scratch) {
  auto *loop = static_cast<Loop *>(context);
  auto *products = static_cast<float *>(scratch);
  for (int64_t item = begin; item < end; ++item) {
    const float *pixels = loop->pixels + item / kClasses * kPixels;
    const float *row = loop->weights + item % kClasses * kPixels;
    for (int64_t i = 0; i < kPixels; ++i)
      products[i] = pixels[i] * row[i];
    float sum = 0;
    for (int64_t i = 0; i < kPixels; ++i)
      sum += products[i];
    loop->logits[item] = sum;
  }
}

template <int64_t Batch>
void forward(void **args) {
  (Batch == 8 ? calls8 : calls1)++;
  std::memset(args[3], 0x5a, kArena); // the arena is this run's own
  Loop loop{static_cast<float *>(args[0]), static_cast<float *>(args[2]),
            static_cast<float *>(args[1])};
  vitc_parallel_for(static_cast<vitc_run *>(args[4]), body, &loop, Batch * kClasses);
}

inline vitc_tensor_desc tensor(const char *name, std::vector<int64_t> shape) {
  vitc_tensor_desc desc{};
  desc.struct_size = sizeof(desc);
  desc.dtype = VITC_F32;
  desc.name = name;
  desc.rank = shape.size();
  std::copy(shape.begin(), shape.end(), desc.shape);
  return desc;
}

inline vitc_variant_desc variant(vitc_isa isa, uint64_t batch, void (*forward)(void **)) {
  return {sizeof(vitc_variant_desc), uint32_t(isa), batch, kArena, kScratch, forward};
}

/// A descriptor with everything it points to. Change what a test is about, then use `desc`.
struct Model {
  alignas(64) float weights[kClasses * kPixels];
  vitc_tensor_desc input = tensor("pixel_values", {1, 3, 4, 4});
  vitc_tensor_desc output = tensor("logits", {1, kClasses});
  std::vector<vitc_variant_desc> variants = {variant(VITC_ISA_X86_64, 8, forward<8>),
                                             variant(VITC_ISA_X86_64, 1, forward<1>)};
  const char *labels[kClasses] = {"circle", "square", "star", "cross", "ring"};
  vitc_model_desc desc{};

  Model() {
    for (int64_t i = 0; i < kClasses * kPixels; ++i)
      weights[i] = float((i * 37 + 11) % 101 - 50) / 64.0f;
    desc.struct_size = sizeof(desc);
    desc.abi_version = VITC_ABI_VERSION;
    desc.name = "fake";
    desc.num_inputs = desc.num_outputs = 1;
    desc.inputs = &input;
    desc.outputs = &output;
    desc.weights = weights;
    desc.weights_size = sizeof(weights);
    desc.num_variants = variants.size();
    desc.variants = variants.data();
    desc.num_labels = kClasses;
    desc.labels = labels;
    desc.answer = VITC_ANSWER_SOFTMAX;
  }
};

inline std::vector<float> pixels(int64_t batch) {
  std::vector<float> values(batch * kPixels);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = float((i * 7919) % 1009) / 1009.0f;
  return values;
}

inline std::vector<float> run(vitc_model *model, int64_t batch, const std::vector<float> &input) {
  std::vector<float> logits(batch * kClasses, -1.0f);
  const void *inputs[] = {input.data()};
  void *outputs[] = {logits.data()};
  if (vitc_model_run(model, batch, inputs, outputs) != VITC_OK)
    logits.clear();
  return logits;
}

} // namespace fake

#endif
