// SPDX-License-Identifier: Apache-2.0
#include "numeric/digit_text.h"

#include <utility>

namespace tallyfold {

namespace {

// Takes zeros off both ends; what is left is empty only for zero.
void trim(std::string& digits, std::int64_t& scale) {
  const std::size_t last = digits.find_last_not_of('0');
  const std::size_t kept = last == std::string::npos ? 0 : last + 1;
  scale -= static_cast<std::int64_t>(digits.size() - kept);
  digits.resize(kept);
  digits.erase(0, digits.find_first_not_of('0'));
}

// Lays out trimmed digits.
std::string layOut(bool negative, const std::string& digits, std::int64_t scale) {
  std::string text(negative ? "-" : "");
  const auto size = static_cast<std::int64_t>(digits.size());
  if (scale <= 0) {
    text.append(digits).append(static_cast<std::size_t>(-scale), '0');
  } else if (scale < size) {
    const auto whole = static_cast<std::size_t>(size - scale);
    text.append(digits, 0, whole).append(".").append(digits, whole);
  } else {
    text.append("0.").append(static_cast<std::size_t>(scale - size), '0').append(digits);
  }
  return text;
}

}  // namespace

std::string digitsOf(std::uint64_t value) {
  char reversed[20];
  std::size_t size = 0;
  do {
    reversed[size++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  std::string digits(size, '0');
  for (std::size_t i = 0; i < size; ++i) digits[i] = reversed[size - 1 - i];
  return digits;
}

std::string positionalText(bool negative, std::string digits, std::int64_t scale) {
  trim(digits, scale);
  return digits.empty() ? "0" : layOut(negative, digits, scale);
}

std::string doubleLayout(bool negative, std::string digits, std::int64_t scale) {
  trim(digits, scale);
  if (digits.empty()) return "0";
  const std::int64_t exponent = static_cast<std::int64_t>(digits.size()) - scale - 1;
  if (exponent >= -6 && exponent < 21) return layOut(negative, digits, scale);
  std::string text(negative ? "-" : "");
  text.push_back(digits.front());
  if (digits.size() > 1) text.append(".").append(digits, 1);
  text.append(exponent < 0 ? "e-" : "e+");
  text.append(digitsOf(static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent)));
  return text;
}

}  // namespace tallyfold
