//===- Message.c - what went wrong, where, and what to do --------------------===//
#include "Message.h"
#include "Text.h"

#include <stdarg.h>
#include <stdio.h>

#define FORMAT_INTO(buffer, format)                                                                \
  do {                                                                                             \
    va_list list;                                                                                  \
    va_start(list, format);                                                                        \
    vsnprintf(buffer, sizeof(buffer), format, list);                                               \
    va_end(list);                                                                                  \
  } while (0)

vitc_message *vitc_place(vitc_message *message, const char *format, ...) {
  FORMAT_INTO(message->place, format);
  return message;
}

bool vitc_fail(vitc_message *message, const char *format, ...) {
  FORMAT_INTO(message->text, format);
  return false;
}

void vitc_hint(vitc_message *message, const char *format, ...) {
  FORMAT_INTO(message->hint, format);
}

void vitc_print_message(const char *file, const vitc_message *message) {
  vitc_print_plain(stderr, file);
  if (*message->place) {
    fputc(':', stderr);
    vitc_print_plain(stderr, message->place);
  }
  fputs(": error: ", stderr);
  vitc_print_plain(stderr, message->text);
  fputc('\n', stderr);
  if (*message->hint) {
    fputs("  hint: ", stderr);
    vitc_print_plain(stderr, message->hint);
    fputc('\n', stderr);
  }
}
