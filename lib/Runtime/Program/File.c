//===- File.c - whole files in, whole files out -----------------------------===//
#define _GNU_SOURCE
#include "File.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *kind_of(mode_t mode) {
  return S_ISDIR(mode)                    ? "a folder"
         : S_ISFIFO(mode)                 ? "a pipe"
         : S_ISSOCK(mode)                 ? "a socket"
         : S_ISCHR(mode) || S_ISBLK(mode) ? "a device"
                                          : "a special file";
}

/// Reads exactly `size` bytes from `file`.
static bool fill(int file, unsigned char *bytes, size_t size, vitc_message *error) {
  for (size_t done = 0; done < size;) {
    ssize_t got = read(file, bytes + done, size - done);
    if (got > 0)
      done += (size_t)got;
    else if (got == 0)
      return vitc_fail(error, "found the end after %zu bytes, expected %zu: the file shrank", done,
                       size);
    else if (errno != EINTR)
      return vitc_fail(error, "cannot be read: %s", strerror(errno));
  }
  return true;
}

static bool read_open_file(int file, uint64_t limit, unsigned char **bytes, size_t *size,
                           vitc_message *error) {
  struct stat status;
  if (fstat(file, &status) != 0)
    return vitc_fail(error, "cannot be read: %s", strerror(errno));
  if (!S_ISREG(status.st_mode))
    return vitc_fail(error, "found %s, expected a regular file", kind_of(status.st_mode));
  if ((uint64_t)status.st_size > limit)
    return vitc_fail(error, "found %lld bytes, expected at most %llu", (long long)status.st_size,
                     (unsigned long long)limit);
  *size = (size_t)status.st_size;
  *bytes = malloc(*size + 1); // one more: text readers stop at the zero
  if (!*bytes)
    return vitc_fail(error, "found %zu bytes, more than there is memory", *size);
  (*bytes)[*size] = 0;
  if (fill(file, *bytes, *size, error))
    return true;
  free(*bytes);
  return false;
}

bool vitc_read_file(const char *path, uint64_t limit, unsigned char **bytes, size_t *size,
                    vitc_message *error) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) {
    int reason = errno;
    if (reason == ENOENT)
      vitc_hint(error, "check the spelling and the current folder");
    return vitc_fail(error, "cannot be opened: %s", strerror(reason));
  }
  bool ok = read_open_file(file, limit, bytes, size, error);
  close(file);
  return ok;
}

static bool write_all(int file, const vitc_piece *pieces, size_t count) {
  for (size_t i = 0; i < count; ++i)
    for (size_t done = 0; done < pieces[i].size;) {
      ssize_t put = write(file, (const char *)pieces[i].bytes + done, pieces[i].size - done);
      if (put >= 0)
        done += (size_t)put;
      else if (errno != EINTR)
        return false;
    }
  return fsync(file) == 0;
}

/// Writes a temporary file and renames it. errno says why not.
static bool replace(const char *path, char *temporary, const vitc_piece *pieces, size_t count) {
  int file = mkostemp(temporary, O_CLOEXEC);
  if (file < 0)
    return false;
  mode_t mask = umask(0); // only to know it: mkostemp makes files private
  umask(mask);
  bool ok = write_all(file, pieces, count) && fchmod(file, 0666 & ~mask) == 0;
  int reason = errno;
  if (close(file) != 0 && ok) {
    ok = false;
    reason = errno;
  }
  if (ok && rename(temporary, path) != 0) {
    ok = false;
    reason = errno;
  }
  if (!ok)
    unlink(temporary);
  errno = reason;
  return ok;
}

bool vitc_write_file(const char *path, const vitc_piece *pieces, size_t count,
                     vitc_message *error) {
  struct stat status;
  if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
    return vitc_fail(error, "found %s, expected a regular file or a new name",
                     kind_of(status.st_mode));
  size_t length = strlen(path) + sizeof(".XXXXXX");
  char *temporary = malloc(length);
  if (!temporary)
    return vitc_fail(error, "out of memory");
  snprintf(temporary, length, "%s.XXXXXX", path);
  sigset_t ending, before;
  sigemptyset(&ending);
  for (const int *each = (const int[]){SIGINT, SIGTERM, SIGHUP, SIGQUIT, 0}; *each; ++each)
    sigaddset(&ending, *each);
  pthread_sigmask(SIG_BLOCK, &ending, &before);
  bool ok = replace(path, temporary, pieces, count);
  int reason = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  free(temporary);
  return ok || vitc_fail(error, "cannot be written: %s", strerror(reason));
}

bool vitc_same_file(const char *left, const char *right) {
  struct stat a, b;
  return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}
