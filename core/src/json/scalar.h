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

/// Reads the text whose first character is at `at`, behind the quote, and moves behind the other
/// quote. False for an escape, a control character, what is no UTF-8, and a text that goes on
/// behind `last`.
inline bool scanText(const char*& at, const char* last, std::string_view& text) {
  const char* const begin = at;
  uint32_t high = 0;
  for (;;) {
    const TextMasks masks = textMasks(at);
    if (masks.stops != 0) {
      const int stop = __builtin_ctz(masks.stops);
      high |= masks.high & ((uint32_t{1} << stop) - 1);
      at += stop;
      break;
    }
    high |= masks.high;
    at += 16;
    if (at > last) return false;
  }
  if (*at != '"') return false;
  text = {begin, static_cast<size_t>(at - begin)};
  ++at;
  return high == 0 || findInvalidUtf8(text) == std::string_view::npos;
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

/// Reads the scalar at `at`, which is not behind `last`, and moves behind it. What may follow it is
/// the caller's to know: "1e3" is read as 1.
inline bool scanScalar(const char*& at, const char* last, Scalar& scalar) {
  if (*at == '"') {
    scalar.kind = Scalar::Kind::Text;
    return scanText(++at, last, scalar.text);
  }
  if ((*at < '0' || *at > '9') && *at != '-') return scanWord(at, scalar);
  const char* const begin = at;
  at = scanNumber(at, scalar.number);
  if (at == nullptr) return false;
  scalar.kind = Scalar::Kind::Number;
  scalar.text = {begin, static_cast<size_t>(at - begin)};
  return true;
}

}  // namespace tallyfold::json
