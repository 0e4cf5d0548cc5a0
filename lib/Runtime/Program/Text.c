//===- Text.c - UTF-8, terminals, JSON text ---------------------------------===//
#include "Text.h"
#include "vitc/Runtime/Program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t vitc_utf8_length(const unsigned char *bytes, size_t size) {
  if (size == 0)
    return 0;
  unsigned char first = bytes[0];
  if (first < 0x80)
    return 1;
  size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || size < length)
    return 0;
  for (size_t i = 1; i < length; ++i)
    if ((bytes[i] & 0xc0) != 0x80)
      return 0;
  if ((first == 0xe0 && bytes[1] < 0xa0) || (first == 0xed && bytes[1] > 0x9f) ||
      (first == 0xf0 && bytes[1] < 0x90) || (first == 0xf4 && bytes[1] > 0x8f))
    return 0;
  return length;
}

void vitc_print_plain(FILE *out, const char *text) {
  for (const char *at = text; *at; ++at)
    if ((unsigned char)*at < 0x20 || *at == 0x7f)
      fprintf(out, "\\x%02x", (unsigned char)*at);
    else
      fputc(*at, out);
}

void vitc_print_json_string(FILE *out, const char *text) {
  static const char escapes[] = "\"\"\\\\\bb\ff\nn\rr\tt";
  size_t size = strlen(text);
  fputc('"', out);
  for (size_t at = 0; at < size;) {
    size_t length = vitc_utf8_length((const unsigned char *)text + at, size - at);
    const char *escape = NULL;
    for (const char *e = escapes; length == 1 && *e && !escape; e += 2)
      if (*e == text[at])
        escape = e + 1;
    if (length == 0)
      fputs("\\ufffd", out);
    else if (escape)
      fprintf(out, "\\%c", *escape);
    else if (length == 1 && (unsigned char)text[at] < 0x20)
      fprintf(out, "\\u%04x", text[at]);
    else
      fwrite(text + at, 1, length, out);
    at += length ? length : 1;
  }
  fputc('"', out);
}

void vitc_print_json_number(FILE *out, double value) {
  char text[40];
  if (isnan(value) || isinf(value)) { // what Python's json writes, and reads
    fputs(isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", out);
    return;
  }
  for (int digits = 1; digits <= 17; ++digits) {
    snprintf(text, sizeof(text), "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      break;
  }
  // repr switches to exponents at 1e16, %g at 10 ** digits.
  if (strchr(text, 'e') && fabs(value) >= 1 && fabs(value) < 1e16)
    snprintf(text, sizeof(text), "%.0f", value);
  fputs(text, out);
  if (!strpbrk(text, ".e"))
    fputs(".0", out);
}
