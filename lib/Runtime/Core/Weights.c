//===- Weights.c - where packed weights come from ---------------------------===//
#define _GNU_SOURCE
#include "Weights.h"

#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_HEADER 100000000u // the format's own limit
#define HASH_KEY "\"vitc.blake3\""

typedef struct owner {
  uintptr_t address; // of the descriptor
  char *path;        // of the object that holds it
  size_t size;
  bool found;
} owner;

/// The loader lists the executable first and without a name.
static int holds_address(struct dl_phdr_info *object, size_t size, void *argument) {
  (void)size;
  owner *wanted = argument;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD ||
        wanted->address - (object->dlpi_addr + segment->p_vaddr) >= segment->p_memsz)
      continue;
    if (object->dlpi_name && *object->dlpi_name) {
      wanted->found = strlen(object->dlpi_name) < wanted->size;
      if (wanted->found)
        strcpy(wanted->path, object->dlpi_name);
    } else {
      ssize_t length = readlink("/proc/self/exe", wanted->path, wanted->size - 1);
      wanted->found = length > 0;
      wanted->path[length > 0 ? length : 0] = 0;
    }
    return 1;
  }
  return 0;
}

vitc_status vitc_weights_locate(const vitc_model_desc *desc, const char *weights_path, char *path,
                                size_t size) {
  const char *file = weights_path ? weights_path : desc->weights_file;
  if (!file || strlen(file) >= size)
    return VITC_NO_WEIGHTS;
  if (weights_path || *file == '/') {
    strcpy(path, file);
    return VITC_OK;
  }
  owner wanted = {(uintptr_t)desc, path, size, false};
  dl_iterate_phdr(holds_address, &wanted);
  if (!wanted.found) // made in memory: the current folder is as good as any
    *path = 0;
  char *slash = strrchr(path, '/');
  size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
  if (folder + strlen(file) >= size)
    return VITC_NO_WEIGHTS;
  strcpy(path + folder, file);
  return VITC_OK;
}

/// The header's metadata names the hash of the weights this model was compiled with.
static bool names_hash(const unsigned char *header, size_t size, const uint8_t hash[32]) {
  char digits[65];
  for (int i = 0; i < 32; ++i)
    snprintf(digits + 2 * i, 3, "%02x", hash[i]);
  const unsigned char *key = memmem(header, size, HASH_KEY, strlen(HASH_KEY));
  if (!key)
    return false;
  const unsigned char *at = key + strlen(HASH_KEY), *end = header + size;
  while (at < end && (*at == ' ' || *at == ':'))
    ++at;
  return end - at >= 66 && at[0] == '"' && memcmp(at + 1, digits, 64) == 0 && at[65] == '"';
}

/// Checks the mapped file's frame; returns its data or null.
static const void *data_of(const unsigned char *file, size_t size, const vitc_model_desc *desc) {
  uint64_t header;
  if (size < 8)
    return NULL;
  header = 0;
  for (int i = 7; i >= 0; --i) // little endian, as the format says
    header = header << 8 | file[i];
  if (header > MAX_HEADER || header + 8 > size || (header + 8) % 64 != 0 ||
      size - 8 - header != desc->weights_size)
    return NULL;
  return names_hash(file + 8, header, desc->weights_hash) ? file + 8 + header : NULL;
}

/// Asks for large pages where weights fill some: reads from disk come in larger pieces, and what is
/// in the page cache afterwards is mapped with fewer faults. A wish: without it everything works.
static void prefer_large_pages(const void *data, uint64_t size) {
  const uintptr_t page = 4096; // on a machine with larger ones the wish may be refused
  uintptr_t begin = (uintptr_t)data / page * page;
  if (size >= 4u << 20)
    madvise((void *)begin, (uintptr_t)data + size - begin, MADV_HUGEPAGE);
}

vitc_status vitc_weights_open(const vitc_model_desc *desc, const char *weights_path,
                              vitc_weights *weights) {
  *weights = (vitc_weights){desc->weights, NULL, 0};
  if (desc->weights && !weights_path)
    prefer_large_pages(desc->weights, desc->weights_size);
  if ((desc->weights && !weights_path) || (!desc->weights_file && desc->weights_size == 0))
    return VITC_OK;
  char path[PATH_MAX];
  if (vitc_weights_locate(desc, weights_path, path, sizeof(path)) != VITC_OK)
    return VITC_NO_WEIGHTS;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return VITC_NO_WEIGHTS;
  struct stat status;
  void *mapping = MAP_FAILED;
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
    mapping = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (mapping == MAP_FAILED)
    return VITC_NO_WEIGHTS;
  prefer_large_pages(mapping, (uint64_t)status.st_size);
  *weights = (vitc_weights){data_of(mapping, (size_t)status.st_size, desc), mapping,
                            (size_t)status.st_size};
  if (weights->data)
    return VITC_OK;
  vitc_weights_close(weights);
  return VITC_NO_WEIGHTS;
}

void vitc_weights_close(vitc_weights *weights) {
  if (weights->mapping)
    munmap(weights->mapping, weights->mapping_bytes);
  *weights = (vitc_weights){0};
}
