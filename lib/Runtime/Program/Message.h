//===- Message.h - what went wrong, where, and what to do --------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_MESSAGE_H
#define VITC_LIB_RUNTIME_PROGRAM_MESSAGE_H

#include <stdbool.h>

/// One error. Empty strings are left out when it is printed.
typedef struct vitc_message {
  char place[128]; ///< inside the file: "byte 17", "pixel_values.shape"
  char text[512];  ///< "found …, expected …"
  char hint[256];  ///< what the user can do
} vitc_message;

/// Sets the place; returns the message.
__attribute__((format(printf, 2, 3))) vitc_message *vitc_place(vitc_message *message,
                                                               const char *format, ...);

/// Sets the text; always false, so that a check can `return vitc_fail(…)`.
__attribute__((format(printf, 2, 3))) bool vitc_fail(vitc_message *message, const char *format,
                                                     ...);

/// Sets the hint.
__attribute__((format(printf, 2, 3))) void vitc_hint(vitc_message *message, const char *format,
                                                     ...);

/// Prints `file:place: error: text` and the hint to stderr. Control characters are shown as \xNN.
void vitc_print_message(const char *file, const vitc_message *message);

#endif
