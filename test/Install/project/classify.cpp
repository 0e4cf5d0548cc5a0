//===- classify.cpp - the same in C++, all in one batch ------------------===//
#include "archived.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <vector>

int main(int argc, char **argv) {
  const auto images = static_cast<std::size_t>(argc - 1);
  std::vector<float> pixels(images * ARCHIVED_PIXEL_VALUES_ELEMENTS);
  for (std::size_t i = 0; i < images; ++i) {
    std::ifstream file(argv[i + 1], std::ios::binary);
    auto *begin = reinterpret_cast<char *>(&pixels[i * ARCHIVED_PIXEL_VALUES_ELEMENTS]);
    if (!file.read(begin, ARCHIVED_PIXEL_VALUES_ELEMENTS * sizeof(float)))
      return 1;
  }

  archived_options options = {};
  options.struct_size = sizeof(options);
  options.threads = 2;
  archived *created = nullptr;
  if (archived_create(&options, &created) != ARCHIVED_OK)
    return 1;
  std::unique_ptr<archived, decltype(&archived_destroy)> model(created, archived_destroy);

  std::vector<float> logits(images * ARCHIVED_LOGITS_ELEMENTS);
  if (archived_run(model.get(), static_cast<std::int64_t>(images), pixels.data(), logits.data()) !=
      ARCHIVED_OK)
    return 1;
  for (std::size_t i = 0; i < images; ++i) {
    const float *row = &logits[i * ARCHIVED_LOGITS_ELEMENTS];
    std::cout << archived_label(std::max_element(row, row + ARCHIVED_NUM_LABELS) - row) << '\n';
  }
}
