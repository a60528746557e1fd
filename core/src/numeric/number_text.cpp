// SPDX-License-Identifier: Apache-2.0
#include "numeric/number_text.h"

#include <cstdlib>

namespace tallyfold {

namespace {

constexpr std::int64_t kExponentCap = 1000000000000000;

// Takes the digits at the front of `text` off it.
std::string_view takeDigits(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] >= '0' && text[size] <= '9') ++size;
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

// Takes a sign off the front of `text`; true for "-".
bool takeSign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

bool isWord(std::string_view text, std::string_view lowerWord) {
  if (text.size() != lowerWord.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != lowerWord[i]) return false;
  }
  return true;
}

// Reads what follows the digits. False when it is not an exponent.
bool readExponent(std::string_view text, std::int64_t& exponent) {
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  const bool negative = takeSign(text);
  const std::string_view digits = takeDigits(text);
  if (digits.empty() || !text.empty()) return false;
  for (char c : digits) {
    exponent = exponent * 10 + (c - '0');
    if (exponent > kExponentCap) exponent = kExponentCap;
  }
  if (negative) exponent = -exponent;
  return true;
}

}  // namespace

std::int64_t NumberText::significantDigits() const {
  std::size_t zeros = whole.find_first_not_of('0');
  if (zeros != std::string_view::npos) {
    return static_cast<std::int64_t>(whole.size() - zeros + fraction.size());
  }
  zeros = fraction.find_first_not_of('0');
  if (zeros == std::string_view::npos) return 0;
  return static_cast<std::int64_t>(fraction.size() - zeros);
}

std::uint64_t NumberText::leading19() const {
  std::uint64_t value = 0;
  for (char c : whole) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  for (char c : fraction) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

std::string NumberText::digits() const {
  std::string all(whole);
  all.append(fraction);
  return all;
}

NumberText splitNumber(std::string_view text) {
  NumberText number;
  number.negative = takeSign(text);
  if (isWord(text, "nan") || isWord(text, "inf") || isWord(text, "infinity")) {
    number.kind = NumericKind::NotFinite;
    return number;
  }
  number.whole = takeDigits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    number.fraction = takeDigits(text);
  }
  if (number.whole.empty() && number.fraction.empty()) return number;
  if (!readExponent(text, number.exponent)) return number;
  const bool tooManyDigits = number.whole.size() + number.fraction.size() > kMaxDigits;
  const bool tooFar = !number.isZero() && std::llabs(number.leadingExponent()) > kMaxExponent;
  number.kind = tooManyDigits || tooFar ? NumericKind::TooLong : NumericKind::Big;
  return number;
}

}  // namespace tallyfold
