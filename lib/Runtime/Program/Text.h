//===- Text.h - UTF-8 and terminals -----------------------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_TEXT_H
#define VITC_LIB_RUNTIME_PROGRAM_TEXT_H

#include <stddef.h>
#include <stdio.h>

/// Length of the well-formed UTF-8 character at `bytes` (1 to 4), 0 when there is none: overlong
/// forms, surrogates and values above U+10FFFF do not count.
size_t vitc_utf8_length(const unsigned char *bytes, size_t size);

/// Writes text for a terminal: control characters as \xNN, all else as it is.
void vitc_print_plain(FILE *out, const char *text);

#endif
