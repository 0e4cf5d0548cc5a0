//===- JsonSyntax.cpp - where a JSON text goes wrong ------------------------===//

#include "JsonSyntax.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

#include <vector>

using namespace llvm;

namespace vitc {

namespace {
/// A scanner over one text; it stops at the first fault.
class Scanner {
public:
  Scanner(StringRef text, size_t depthLimit) : text(text), depthLimit(depthLimit) {}

  JsonFault run() {
    if (text.starts_with("\xEF\xBB\xBF"))
      fail("a byte order mark", "JSON text without one");
    else if (value())
      document();
    return fault;
  }

private:
  bool fail(std::string found, std::string expected) {
    fault = {at, std::move(found), std::move(expected)};
    return false;
  }
  bool unexpected(std::string expected) {
    if (at >= text.size())
      return fail("the end of the text", std::move(expected));
    return fail(inQuotes(text.substr(at, isPrint(text[at]) ? wordLength() : 1)),
                std::move(expected));
  }
  /// The length of a word at `at`, to show `NaN` rather than `N`.
  size_t wordLength() const {
    size_t length = text.substr(at).find_if_not([](char c) { return isAlnum(c) || c == '_'; });
    return std::max<size_t>(1, std::min<size_t>(length, text.size() - at));
  }
  void skipSpace() {
    while (at < text.size() && StringRef(" \t\r\n").contains(text[at]))
      ++at;
  }
  bool peek(char c) const { return at < text.size() && text[at] == c; }

  /// After a value: what follows in the containers that are open.
  bool document() {
    while (true) {
      skipSpace();
      if (closers.empty())
        return at == text.size() || unexpected("the end of the text");
      if (peek(closers.back())) {
        closers.pop_back();
        ++at;
        continue;
      }
      if (!peek(','))
        return unexpected(formatted("',' or '{}'", closers.back()));
      ++at;
      if (closers.back() == '}' && !key())
        return false;
      if (!value())
        return false;
    }
  }

  bool key() {
    skipSpace();
    if (!peek('"'))
      return unexpected("a key in double quotes");
    if (!string())
      return false;
    skipSpace();
    if (!peek(':'))
      return unexpected("':'");
    ++at;
    return true;
  }

  /// A scalar or an empty container; or the start of a container down to its first scalar.
  bool value() {
    while (true) {
      skipSpace();
      if (!peek('{') && !peek('['))
        return scalar();
      if (closers.size() == depthLimit)
        return fail(formatted("more than {} nested arrays and objects", depthLimit),
                    "less nesting");
      char closer = text[at++] == '{' ? '}' : ']';
      skipSpace();
      if (peek(closer)) {
        ++at;
        return true;
      }
      closers.push_back(closer);
      if (closer == '}' && !key())
        return false;
    }
  }

  bool scalar() {
    if (peek('"'))
      return string();
    if (at < text.size() && (isDigit(text[at]) || text[at] == '-'))
      return number();
    for (StringRef word : {"true", "false", "null"})
      if (text.substr(at, wordLengthAt()) == word) {
        at += word.size();
        return true;
      }
    return unexpected("a JSON value");
  }
  size_t wordLengthAt() const { return at < text.size() ? wordLength() : 0; }

  bool number() {
    size_t start = at;
    auto digits = [&] {
      size_t first = at;
      while (at < text.size() && isDigit(text[at]))
        ++at;
      return at > first;
    };
    at += peek('-');
    bool leadingZero = peek('0');
    size_t integer = at;
    bool good = digits() && !(leadingZero && at - integer > 1);
    if (good && peek('.'))
      good = (++at, digits());
    if (good && (peek('e') || peek('E'))) {
      ++at;
      at += peek('+') || peek('-');
      good = digits();
    }
    StringRef spelling = text.slice(start, at);
    double real;
    bool finite = good && !spelling.getAsDouble(real, /*AllowInexact=*/true) && std::isfinite(real);
    bool integral = spelling.find_first_of(".eE") == StringRef::npos;
    int64_t narrow;
    uint64_t wide;
    bool tooLarge =
        integral && spelling.getAsInteger(10, narrow) && spelling.getAsInteger(10, wide);
    if (good && finite && !tooLarge)
      return true;
    at = start;
    return fail(spelling.empty() ? "'-'" : "the number " + inQuotes(spelling),
                good ? "a number that fits 64 bits" : "a number as JSON writes it");
  }

  bool string() {
    size_t start = at++;
    while (at < text.size() && text[at] != '"') {
      unsigned char byte = text[at];
      if (byte < 0x20)
        return fail(formatted("the byte 0x{:02x} in a string", byte), "\\u00xx for it");
      if (byte == '\\') {
        if (at + 1 < text.size() && !StringRef("\"\\/bfnrtu").contains(text[at + 1]))
          return fail("the escape " + inQuotes(text.substr(at, 2)), "an escape of JSON");
        at += 2;
        continue;
      }
      size_t length = getNumBytesForUTF8(byte);
      const auto *begin = reinterpret_cast<const UTF8 *>(text.data()) + at;
      if (at + length > text.size() || !isLegalUTF8Sequence(begin, begin + length))
        return fail(formatted("the byte 0x{:02x}", byte), "UTF-8 text");
      at += length;
    }
    if (at < text.size()) {
      ++at;
      return true;
    }
    at = start;
    return fail("a string without an end", "a closing '\"'");
  }

  StringRef text;
  size_t depthLimit;
  size_t at = 0;
  std::vector<char> closers;
  JsonFault fault;
};
} // namespace

JsonFault findJsonFault(StringRef text, size_t depthLimit) {
  return Scanner(text, depthLimit).run();
}

} // namespace vitc
