//===- Json.h - a strict reader for small JSON --------------------------------===//
//
// Pull style: the caller says what it expects next. RFC 8259, nothing more: no comments, no
// trailing commas, valid UTF-8 only.
//
//===----------------------------------------------------------------------===//
#ifndef VITC_LIB_RUNTIME_PROGRAM_JSON_H
#define VITC_LIB_RUNTIME_PROGRAM_JSON_H

#include "Message.h"

#include <stddef.h>
#include <stdint.h>

/// Deeper nesting is refused.
#define VITC_JSON_DEPTH 64

typedef struct vitc_json {
  const unsigned char *bytes; ///< a zero follows somewhere behind
  size_t size, at;
  size_t base; ///< offset of `bytes` in the file, for places
  vitc_message *error;
} vitc_json;

/// Skips white space; the next byte, or -1 at the end.
int vitc_json_peek(vitc_json *json);

/// Reads `mark` after white space, or fails saying that `what` was expected.
bool vitc_json_mark(vitc_json *json, char mark, const char *what);

/// Reads a string into memory of its own. Escapes are decoded; U+0000 is refused.
bool vitc_json_string(vitc_json *json, char **text);

/// Reads an integer in [0, 2^63). Signs, fractions and exponents are refused.
bool vitc_json_unsigned(vitc_json *json, uint64_t *value);

/// Between two members: true when another one follows, false at `close` or on failure; *ok tells
/// which. Starts with `first` true.
bool vitc_json_next(vitc_json *json, char close, bool *first, bool *ok);

/// Reads any value and forgets it. `depth` counts the nesting around it.
bool vitc_json_skip(vitc_json *json, int depth);

#endif
