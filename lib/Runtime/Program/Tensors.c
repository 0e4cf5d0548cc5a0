//===- Tensors.c - reading safetensors ----------------------------------------===//
#include "Tensors.h"
#include "File.h"
#include "Json.h"

#include <stdlib.h>
#include <string.h>

#define MAX_HEADER 100000000u        // the format's own limit
#define MAX_FILE ((uint64_t)1 << 36) // 64 GiB: inputs of a vision model are pictures

static const struct {
  const char *name;
  unsigned bits;
} dtypes[] = {{"BOOL", 8}, {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6}, {"U8", 8},
              {"I8", 8},   {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"I16", 16},
              {"U16", 16}, {"F16", 16},    {"BF16", 16},   {"I32", 32},    {"U32", 32},
              {"F32", 32}, {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64}};

enum { SEEN_DTYPE = 1, SEEN_SHAPE = 2, SEEN_OFFSETS = 4 };

/// A tensor while its description is being read.
typedef struct draft {
  vitc_file_tensor *tensor;
  unsigned seen, bits;
  uint64_t elements; // with `overflow` when there are 2^64 or more
  bool overflow;
} draft;

static bool read_dtype(vitc_json *json, draft *draft) {
  char *text;
  if (!vitc_json_string(json, &text))
    return false;
  for (size_t i = 0; i < sizeof(dtypes) / sizeof(*dtypes); ++i)
    if (strcmp(text, dtypes[i].name) == 0) {
      draft->tensor->dtype = dtypes[i].name;
      draft->bits = dtypes[i].bits;
    }
  bool ok = draft->bits != 0;
  if (!ok) {
    vitc_place(json->error, "%.80s.dtype", draft->tensor->name);
    vitc_fail(json->error, "found \"%.40s\", expected a data type such as \"F32\"", text);
  }
  free(text);
  return ok;
}

static bool read_shape(vitc_json *json, draft *draft) {
  bool first = true, ok;
  draft->elements = 1;
  if (!vitc_json_mark(json, '[', "'[' and the shape"))
    return false;
  while (vitc_json_next(json, ']', &first, &ok)) {
    uint64_t size;
    if (!vitc_json_unsigned(json, &size))
      return false;
    if (draft->tensor->rank < VITC_MAX_RANK)
      draft->tensor->shape[draft->tensor->rank] = size;
    ++draft->tensor->rank;
    // As the reference does: an overflow counts even when a later dimension is zero.
    draft->overflow |= __builtin_mul_overflow(draft->elements, size, &draft->elements);
  }
  return ok;
}

static bool read_offsets(vitc_json *json, draft *draft) {
  return vitc_json_mark(json, '[', "'[' and two offsets") &&
         vitc_json_unsigned(json, &draft->tensor->begin) &&
         vitc_json_mark(json, ',', "',' and the second offset") &&
         vitc_json_unsigned(json, &draft->tensor->end) &&
         vitc_json_mark(json, ']', "']' after two offsets");
}

static bool read_field(vitc_json *json, draft *draft) {
  char *key;
  if (!vitc_json_string(json, &key))
    return false;
  unsigned field = strcmp(key, "dtype") == 0          ? SEEN_DTYPE
                   : strcmp(key, "shape") == 0        ? SEEN_SHAPE
                   : strcmp(key, "data_offsets") == 0 ? SEEN_OFFSETS
                                                      : 0;
  bool ok = !(draft->seen & field);
  if (!ok) {
    vitc_place(json->error, "%.80s", draft->tensor->name);
    vitc_fail(json->error, "found a second \"%s\", expected one", key);
  }
  free(key);
  draft->seen |= field;
  if (!ok || !vitc_json_mark(json, ':', "':'"))
    return false;
  switch (field) {
  case SEEN_DTYPE:
    return read_dtype(json, draft);
  case SEEN_SHAPE:
    return read_shape(json, draft);
  case SEEN_OFFSETS:
    return read_offsets(json, draft);
  }
  return vitc_json_skip(json, 2);
}

/// The shape's bytes must be those between the offsets.
static bool check_size(const draft *draft, vitc_message *error) {
  const vitc_file_tensor *tensor = draft->tensor;
  static const char *const names[] = {"dtype", "shape", "data_offsets"};
  vitc_place(error, "%.80s", tensor->name);
  for (int i = 0; i < 3; ++i)
    if (!(draft->seen & 1u << i))
      return vitc_fail(error, "found no \"%s\", expected one", names[i]);
  uint64_t bits;
  if (draft->overflow || __builtin_mul_overflow(draft->elements, draft->bits, &bits))
    return vitc_fail(error, "found a shape with 2^64 bits or more, expected a tensor of this file");
  if (bits % 8 != 0)
    return vitc_fail(error, "found %llu bits, expected whole bytes", (unsigned long long)bits);
  if (tensor->end < tensor->begin)
    return vitc_fail(error, "found the end %llu before the begin %llu, expected rising offsets",
                     (unsigned long long)tensor->end, (unsigned long long)tensor->begin);
  if (tensor->end - tensor->begin != bits / 8)
    return vitc_fail(error, "found %llu bytes between the offsets, expected the shape's %llu",
                     (unsigned long long)(tensor->end - tensor->begin),
                     (unsigned long long)(bits / 8));
  return true;
}

static bool read_tensor(vitc_json *json, vitc_file_tensor *tensor) {
  draft draft = {.tensor = tensor};
  bool first = true, ok;
  if (!vitc_json_mark(json, '{', "'{' and a tensor"))
    return false;
  while (vitc_json_next(json, '}', &first, &ok))
    if (!read_field(json, &draft))
      return false;
  return ok && check_size(&draft, json->error);
}

static bool read_metadata(vitc_json *json) {
  bool first = true, ok;
  if (!vitc_json_mark(json, '{', "'{' and the metadata"))
    return false;
  while (vitc_json_next(json, '}', &first, &ok)) {
    char *key, *value;
    if (!vitc_json_string(json, &key))
      return false;
    free(key);
    if (!vitc_json_mark(json, ':', "':'") || !vitc_json_string(json, &value))
      return false;
    free(value);
  }
  return ok;
}

/// Room for one more tensor; null when there is no memory.
static vitc_file_tensor *add_tensor(vitc_tensor_file *file) {
  if ((file->count & (file->count - 1)) == 0) { // full: the room doubles
    size_t room = file->count ? 2 * file->count : 1;
    vitc_file_tensor *grown = realloc(file->tensors, room * sizeof(*grown));
    if (!grown)
      return NULL;
    file->tensors = grown;
  }
  vitc_file_tensor *added = &file->tensors[file->count++];
  *added = (vitc_file_tensor){0};
  return added;
}

static bool read_header(vitc_json *json, vitc_tensor_file *file) {
  bool first = true, ok, metadata = false;
  if (json->size == 0 || json->bytes[0] != '{') {
    vitc_place(json->error, "byte 8");
    return vitc_fail(json->error, "found no '{', expected a JSON header");
  }
  ++json->at;
  while (vitc_json_next(json, '}', &first, &ok)) {
    char *name;
    if (!vitc_json_string(json, &name))
      return false;
    if (strcmp(name, "__metadata__") == 0) {
      free(name);
      if (metadata)
        return vitc_fail(vitc_place(json->error, "__metadata__"),
                         "found a second \"__metadata__\", expected one");
      metadata = true;
      if (!vitc_json_mark(json, ':', "':'") || !read_metadata(json))
        return false;
      continue;
    }
    vitc_file_tensor *tensor = add_tensor(file);
    if (!tensor) {
      free(name);
      return vitc_fail(json->error, "out of memory");
    }
    tensor->name = name;
    if (!vitc_json_mark(json, ':', "':'") || !read_tensor(json, tensor))
      return false;
  }
  if (ok && vitc_json_peek(json) != -1) {
    vitc_place(json->error, "byte %zu", json->base + json->at);
    return vitc_fail(json->error, "found more text behind the header's '}', expected spaces");
  }
  return ok;
}

static int by_offset(const void *left, const void *right) {
  const vitc_file_tensor *a = left, *b = right;
  if (a->begin != b->begin)
    return a->begin < b->begin ? -1 : 1;
  return a->end < b->end ? -1 : a->end > b->end;
}

static int by_name(const void *left, const void *right) {
  return strcmp(((const vitc_file_tensor *)left)->name, ((const vitc_file_tensor *)right)->name);
}

/// No hole, no overlap, nothing behind the last tensor, no name twice.
static bool check_layout(vitc_tensor_file *file, uint64_t data_size, vitc_message *error) {
  uint64_t end = 0;
  if (file->count > 1)
    qsort(file->tensors, file->count, sizeof(*file->tensors), by_offset);
  for (size_t i = 0; i < file->count; ++i) {
    const vitc_file_tensor *tensor = &file->tensors[i];
    if (tensor->begin != end)
      return vitc_fail(vitc_place(error, "%.80s", tensor->name),
                       "found data at offset %llu, expected %llu (%s)",
                       (unsigned long long)tensor->begin, (unsigned long long)end,
                       tensor->begin < end ? "tensors overlap" : "there is a hole");
    end = tensor->end;
  }
  *error->place = 0;
  if (end != data_size)
    return vitc_fail(error, "found %llu bytes of data, expected the %llu of the header%s",
                     (unsigned long long)data_size, (unsigned long long)end,
                     data_size < end ? ": the file is cut off" : "");
  if (file->count > 1)
    qsort(file->tensors, file->count, sizeof(*file->tensors), by_name);
  for (size_t i = 1; i < file->count; ++i)
    if (by_name(&file->tensors[i - 1], &file->tensors[i]) == 0)
      return vitc_fail(vitc_place(error, "%.80s", file->tensors[i].name),
                       "found two tensors of this name, expected one");
  return true;
}

static bool parse(vitc_tensor_file *file, size_t size, vitc_message *error) {
  if (size < 8)
    return vitc_fail(error, "found %zu bytes, expected at least the 8 of a safetensors file", size);
  uint64_t header = 0;
  for (int i = 7; i >= 0; --i)
    header = header << 8 | file->bytes[i];
  vitc_place(error, "byte 0");
  if (header > MAX_HEADER)
    return vitc_fail(error, "found a header of %llu bytes, expected at most %u",
                     (unsigned long long)header, MAX_HEADER);
  if (header > size - 8)
    return vitc_fail(error, "found a header of %llu bytes, expected at most the file's other %zu",
                     (unsigned long long)header, size - 8);
  *error->place = 0;
  vitc_json json = {file->bytes + 8, (size_t)header, 0, 8, error};
  file->data = file->bytes + 8 + header;
  return read_header(&json, file) && check_layout(file, size - 8 - header, error);
}

bool vitc_tensors_read(const char *path, vitc_tensor_file *file, vitc_message *error) {
  size_t size;
  *file = (vitc_tensor_file){0};
  if (!vitc_read_file(path, MAX_FILE, &file->bytes, &size, error))
    return false;
  if (parse(file, size, error))
    return true;
  vitc_hint(error, "is this a safetensors file? safetensors.torch.save_file writes one");
  vitc_tensors_free(file);
  return false;
}

const vitc_file_tensor *vitc_tensors_find(const vitc_tensor_file *file, const char *name) {
  vitc_file_tensor wanted = {.name = (char *)name};
  return file->count == 0 ? NULL
                          : bsearch(&wanted, file->tensors, file->count, sizeof(wanted), by_name);
}

void vitc_tensors_free(vitc_tensor_file *file) {
  for (size_t i = 0; i < file->count; ++i)
    free(file->tensors[i].name);
  free(file->tensors);
  free(file->bytes);
  *file = (vitc_tensor_file){0};
}
