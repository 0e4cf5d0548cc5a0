//===- Json.c - a strict reader for small JSON --------------------------------===//
#include "Json.h"
#include "Text.h"

#include <stdlib.h>
#include <string.h>

static bool unexpected(vitc_json *json, const char *expected) {
  vitc_place(json->error, "byte %zu", json->base + json->at);
  if (json->at >= json->size)
    return vitc_fail(json->error, "found the end of the header, expected %s", expected);
  unsigned char found = json->bytes[json->at];
  if (found >= 0x20 && found < 0x7f)
    return vitc_fail(json->error, "found '%c', expected %s", found, expected);
  return vitc_fail(json->error, "found byte 0x%02x, expected %s", found, expected);
}

int vitc_json_peek(vitc_json *json) {
  while (json->at < json->size && strchr(" \t\r\n", json->bytes[json->at]) && json->bytes[json->at])
    ++json->at;
  return json->at < json->size ? json->bytes[json->at] : -1;
}

bool vitc_json_mark(vitc_json *json, char mark, const char *what) {
  if (vitc_json_peek(json) != (unsigned char)mark)
    return unexpected(json, what);
  ++json->at;
  return true;
}

static bool hex4(vitc_json *json, unsigned *value) {
  *value = 0;
  for (int i = 0; i < 4; ++i, ++json->at) {
    int c = json->at < json->size ? json->bytes[json->at] : 0;
    int digit = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    if (digit < 0)
      return unexpected(json, "four hexadecimal digits");
    *value = *value * 16 + (unsigned)digit;
  }
  return true;
}

static char *put_utf8(char *out, unsigned code) {
  if (code < 0x80) {
    *out++ = (char)code;
  } else if (code < 0x800) {
    *out++ = (char)(0xc0 | code >> 6);
    *out++ = (char)(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    *out++ = (char)(0xe0 | code >> 12);
    *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    *out++ = (char)(0x80 | (code & 0x3f));
  } else {
    *out++ = (char)(0xf0 | code >> 18);
    *out++ = (char)(0x80 | (code >> 12 & 0x3f));
    *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    *out++ = (char)(0x80 | (code & 0x3f));
  }
  return out;
}

/// After the backslash and the u.
static bool unicode_escape(vitc_json *json, char **out) {
  unsigned code, low;
  if (!hex4(json, &code))
    return false;
  if (code >= 0xd800 && code < 0xdc00) {
    if (json->size - json->at < 2 || json->bytes[json->at] != '\\' ||
        json->bytes[json->at + 1] != 'u')
      return unexpected(json, "the second half of a surrogate pair");
    json->at += 2;
    if (!hex4(json, &low))
      return false;
    if (low < 0xdc00 || low > 0xdfff)
      return unexpected(json, "the second half of a surrogate pair");
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code <= 0xdfff) {
    return unexpected(json, "the first half of a surrogate pair before the second");
  }
  if (code == 0)
    return unexpected(json, "a string without U+0000");
  *out = put_utf8(*out, code);
  return true;
}

static bool escape(vitc_json *json, char **out) {
  static const char letters[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  int letter = json->at < json->size ? json->bytes[json->at] : 0;
  if (letter == 'u') {
    ++json->at;
    return unicode_escape(json, out);
  }
  for (const char *each = letters; letter && *each; each += 2)
    if (*each == letter) {
      *(*out)++ = each[1];
      ++json->at;
      return true;
    }
  return unexpected(json, "an escape that JSON knows");
}

/// Up to the closing quote. What is written is never longer than what is read.
static bool string_body(vitc_json *json, char *out) {
  while (json->at < json->size && json->bytes[json->at] != '"') {
    if (json->bytes[json->at] == '\\') {
      ++json->at;
      if (!escape(json, &out))
        return false;
      continue;
    }
    size_t length = vitc_utf8_length(json->bytes + json->at, json->size - json->at);
    if (length == 0)
      return unexpected(json, "valid UTF-8");
    if (json->bytes[json->at] < 0x20)
      return unexpected(json, "a string without control characters");
    memcpy(out, json->bytes + json->at, length);
    out += length;
    json->at += length;
  }
  *out = 0;
  return vitc_json_mark(json, '"', "the '\"' that ends the string");
}

bool vitc_json_string(vitc_json *json, char **text) {
  if (!vitc_json_mark(json, '"', "a string"))
    return false;
  const unsigned char *begin = json->bytes + json->at;
  size_t length = 0, left = json->size - json->at; // with escapes: at least the decoded length
  while (length < left && begin[length] != '"')
    length += begin[length] == '\\' ? 2 : 1;
  *text = malloc((length < left ? length : left) + 1);
  if (!*text)
    return vitc_fail(json->error, "out of memory");
  if (string_body(json, *text))
    return true;
  free(*text);
  *text = NULL;
  return false;
}

bool vitc_json_unsigned(vitc_json *json, uint64_t *value) {
  int next = vitc_json_peek(json);
  if (next < '0' || next > '9')
    return unexpected(json, "an integer that is not negative");
  *value = 0;
  size_t begin = json->at;
  for (; json->at < json->size && json->bytes[json->at] >= '0' && json->bytes[json->at] <= '9';
       ++json->at) {
    if (json->at > begin && json->bytes[begin] == '0')
      return unexpected(json, "an integer without leading zeros");
    if (__builtin_mul_overflow(*value, (uint64_t)10, value) ||
        __builtin_add_overflow(*value, (uint64_t)(json->bytes[json->at] - '0'), value) ||
        *value > INT64_MAX)
      return unexpected(json, "an integer below 2^63");
  }
  if (json->at < json->size && strchr(".eE", json->bytes[json->at]) && json->bytes[json->at])
    return unexpected(json, "an integer, not a fraction");
  return true;
}

bool vitc_json_next(vitc_json *json, char close, bool *first, bool *ok) {
  *ok = true;
  bool start = *first;
  *first = false;
  if (vitc_json_peek(json) == (unsigned char)close) {
    ++json->at;
    return false;
  }
  if (start)
    return true;
  char what[] = "',' or '?'";
  what[8] = close;
  *ok = vitc_json_mark(json, ',', what);
  return *ok;
}

static bool skip_number(vitc_json *json) {
  size_t begin = json->at;
  while (json->at < json->size && json->bytes[json->at] &&
         strchr("+-.0123456789eE", json->bytes[json->at]))
    ++json->at;
  const char *text = (const char *)json->bytes + begin, *end = text + (json->at - begin);
  text += *text == '-';
  size_t digits = strspn(text, "0123456789");
  bool ok = text + digits <= end && digits > 0 && (digits == 1 || *text != '0');
  text += digits;
  if (ok && text < end && *text == '.') {
    digits = strspn(++text, "0123456789");
    ok = digits > 0;
    text += digits;
  }
  if (ok && text < end && (*text == 'e' || *text == 'E')) {
    ++text;
    text += text < end && (*text == '+' || *text == '-');
    digits = strspn(text, "0123456789");
    ok = digits > 0;
    text += digits;
  }
  if (ok && text == end)
    return true;
  json->at = begin;
  return unexpected(json, "a value");
}

static bool skip_members(vitc_json *json, char close, int depth) {
  bool first = true, ok;
  ++json->at;
  while (vitc_json_next(json, close, &first, &ok)) {
    char *key;
    if (close == '}') {
      if (!vitc_json_string(json, &key))
        return false;
      free(key);
      if (!vitc_json_mark(json, ':', "':'"))
        return false;
    }
    if (!vitc_json_skip(json, depth + 1))
      return false;
  }
  return ok;
}

bool vitc_json_skip(vitc_json *json, int depth) {
  static const char *const words[] = {"true", "false", "null"};
  if (depth > VITC_JSON_DEPTH) {
    vitc_place(json->error, "byte %zu", json->base + json->at);
    return vitc_fail(json->error, "found more than %d nested values, expected fewer",
                     VITC_JSON_DEPTH);
  }
  int next = vitc_json_peek(json);
  if (next == '{' || next == '[')
    return skip_members(json, next == '{' ? '}' : ']', depth);
  if (next == '"') {
    char *text;
    if (!vitc_json_string(json, &text))
      return false;
    free(text);
    return true;
  }
  for (size_t i = 0; i < 3; ++i) {
    size_t length = strlen(words[i]);
    if (json->size - json->at >= length && memcmp(json->bytes + json->at, words[i], length) == 0) {
      json->at += length;
      return true;
    }
  }
  if (next == '-' || (next >= '0' && next <= '9'))
    return skip_number(json);
  return unexpected(json, "a value");
}
