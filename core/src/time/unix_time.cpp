// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "time/instant.h"

namespace tallyfold {
namespace {

/// A decimal number taken apart: sign, digits before and after the point, power of ten.
struct DecimalText {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  int64_t exponent = 0;
};

/// No text is long enough for its digits to make up for an exponent of this size.
constexpr int64_t kHugeExponent = std::numeric_limits<int64_t>::max() / 100;

/// Digits that always fit in 64 bits, and of which any int64_t has no more.
constexpr int64_t kMostDigits = 19;

/// Takes a sign if there is one; true for '-'.
bool takeSign(std::string_view& text) {
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

std::string_view takeDigits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

/// The number after an 'e', held at ±kHugeExponent; absent without digits.
std::optional<int64_t> takeExponent(std::string_view& text) {
  const bool negative = takeSign(text);
  const std::string_view digits = takeDigits(text);
  if (digits.empty()) return std::nullopt;
  int64_t exponent = 0;
  for (const char digit : digits) {
    exponent = exponent * 10 + (digit - '0');
    if (exponent > kHugeExponent) exponent = kHugeExponent;
  }
  return negative ? -exponent : exponent;
}

std::optional<DecimalText> takeApart(std::string_view text) {
  DecimalText number;
  number.negative = takeSign(text);
  number.whole = takeDigits(text);
  if (number.whole.empty()) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    number.fraction = takeDigits(text);
    if (number.fraction.empty()) return std::nullopt;
  }
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    const std::optional<int64_t> exponent = takeExponent(text);
    if (!exponent) return std::nullopt;
    number.exponent = *exponent;
  }
  if (!text.empty()) return std::nullopt;
  return number;
}

int64_t powerOfUnit(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::Seconds:
      return 9;
    case TimeUnit::Milliseconds:
      return 6;
    case TimeUnit::Microseconds:
      return 3;
    case TimeUnit::Nanoseconds:
      break;
  }
  return 0;
}

/// Collects nanoseconds digit by digit, each with its place: 0 for the ones, -1 for the tenths.
struct Magnitude {
  uint64_t whole_ns = 0;
  bool has_rest = false;  ///< something not zero lies below a nanosecond
  bool too_large = false;
  int64_t last_place = 0;  ///< of the digits added so far

  void add(std::string_view digits, int64_t place) {
    for (const char digit : digits) {
      if (place < 0) {
        has_rest |= digit != '0';
      } else if (whole_ns != 0 || digit != '0') {
        too_large |= place >= kMostDigits;
        whole_ns = too_large ? 1 : whole_ns * 10 + static_cast<uint64_t>(digit - '0');
      }
      --place;
    }
    last_place = place + 1;
  }

  /// Fills up with zeros to the ones' place.
  void finish() {
    for (; last_place > 0 && whole_ns != 0 && !too_large; --last_place) whole_ns *= 10;
  }
};

}  // namespace

std::optional<int64_t> readUnixTime(std::string_view decimal_text, TimeUnit unit) {
  const std::optional<DecimalText> number = takeApart(decimal_text);
  if (!number) return std::nullopt;
  const int64_t ones_place = number->exponent + powerOfUnit(unit);
  Magnitude magnitude;
  magnitude.add(number->whole, ones_place + static_cast<int64_t>(number->whole.size()) - 1);
  magnitude.add(number->fraction, ones_place - 1);
  magnitude.finish();
  if (magnitude.too_large) return std::nullopt;

  constexpr auto max_ns = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (!number->negative) {
    if (magnitude.whole_ns > max_ns) return std::nullopt;
    return static_cast<int64_t>(magnitude.whole_ns);
  }
  const uint64_t distance_ns = magnitude.whole_ns + (magnitude.has_rest ? 1 : 0);
  if (distance_ns > max_ns + 1) return std::nullopt;
  return static_cast<int64_t>(~distance_ns + 1);
}

}  // namespace tallyfold
