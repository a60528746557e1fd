// SPDX-License-Identifier: Apache-2.0
// Reading one scalar of JSON in passing, where it stands.
//
// Everything usual is read: a text without escapes, a number of at most 18 digits without exponent,
// true, false, null. Anything else is left, valid or not. So many bytes must be readable behind
// `last` as kScalarSlack says.
#pragma once

#include <cstring>
#include <string_view>

#include "json/bytes16.h"
#include "json/utf8.h"
#include "numeric/digit_scan.h"

namespace tallyfold::json {

struct Scalar {
  enum class Kind : uint8_t { Null, Bool, Number, Text };
  Kind kind = Kind::Null;
  bool is_true = false;
  std::string_view text;  ///< of a text, or the characters of a number
  Scaled number;
};

inline constexpr size_t kScalarSlack = 64;

/// Goes on with a text that is not ASCII where it begins not to be; see `scanText`.
[[gnu::noinline]] inline bool scanWideText(const char*& at, const char* begin, const char* last,
                                           std::string_view& text) {
  for (; *at != '"'; ++at) {
    const auto byte = static_cast<unsigned char>(*at);
    if (at > last || byte == '\\' || byte < 0x20) return false;
  }
  text = {begin, static_cast<size_t>(at - begin)};
  ++at;
  return findInvalidUtf8(text) == std::string_view::npos;
}

/// Reads the text whose first character is at `at`, behind the quote, and moves behind the other
/// quote. False for an escape, a control character, what is no UTF-8, and a text that goes on
/// behind `last`.
inline bool scanText(const char*& at, const char* last, std::string_view& text) {
  const char* const begin = at;
  uint32_t stops = stopMask(at);
  while (stops == 0) {
    at += 16;
    if (at > last) return false;
    stops = stopMask(at);
  }
  at += __builtin_ctz(stops);
  if (*at != '"') return scanWideText(at, begin, last, text);
  text = {begin, static_cast<size_t>(at - begin)};
  ++at;
  return true;
}

inline bool scanWord(const char*& at, Scalar& scalar) {
  const auto take = [&at](const char* word, size_t size) {
    if (std::memcmp(at, word, size) != 0) return false;
    at += size;
    return true;
  };
  scalar.text = {};
  scalar.kind = Scalar::Kind::Null;
  if (take("null", 4)) return true;
  scalar.kind = Scalar::Kind::Bool;
  scalar.is_true = take("true", 4);
  return scalar.is_true || take("false", 5);
}

/// Reads the scalar at `at` that is no text, and moves behind it. What may follow it is the
/// caller's to know: "1e3" is read as 1.
inline bool scanBare(const char*& at, Scalar& scalar) {
  if ((*at < '0' || *at > '9') && *at != '-') return scanWord(at, scalar);
  const char* const begin = at;
  at = scanNumber(at, scalar.number);
  if (at == nullptr) return false;
  scalar.kind = Scalar::Kind::Number;
  scalar.text = {begin, static_cast<size_t>(at - begin)};
  return true;
}

/// Reads the scalar at `at`, which is not behind `last`, whatever it is.
inline bool scanScalar(const char*& at, const char* last, Scalar& scalar) {
  if (*at != '"') return scanBare(at, scalar);
  scalar.kind = Scalar::Kind::Text;
  return scanText(++at, last, scalar.text);
}

}  // namespace tallyfold::json
