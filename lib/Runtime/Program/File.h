//===- File.h - whole files in, whole files out -----------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_FILE_H
#define VITC_LIB_RUNTIME_PROGRAM_FILE_H

#include "Message.h"

#include <stddef.h>
#include <stdint.h>

/// Reads a regular file of at most `limit` bytes. FIFOs, folders and devices are refused, not
/// waited for; a file that shrinks meanwhile is an error. *bytes is the caller's to free; a zero
/// follows them.
bool vitc_read_file(const char *path, uint64_t limit, unsigned char **bytes, size_t *size,
                    vitc_message *error);

/// Bytes to write.
typedef struct vitc_piece {
  const void *bytes;
  size_t size;
} vitc_piece;

/// Writes the pieces one behind the other to `path`: first to a temporary file beside it, which is
/// renamed when it is complete and on disk. Signals that would end the process wait meanwhile, so
/// no part of a file is ever seen and no temporary file is left.
bool vitc_write_file(const char *path, const vitc_piece *pieces, size_t count, vitc_message *error);

/// True when both paths lead to one file.
bool vitc_same_file(const char *left, const char *right);

#endif
