// SPDX-License-Identifier: Apache-2.0
#include "expression/expression.h"
#include "numeric/digit_text.h"

namespace tallyfold {
namespace {

// From which number of zeros on an exponent takes their place. The service's decimals (the
// bigdecimal crate) print so, and a text that differs would be another value to count.
constexpr int64_t kMostLeadingZeros = 5;
constexpr int64_t kMostTrailingZeros = 15;

std::string numberText(const Decimal& value) {
  const std::string sign = value.sign() < 0 ? "-" : "";
  const int64_t scale = value.scale();
  std::string digits = value.abs().shifted(value.scale()).toText();
  const auto count = static_cast<int64_t>(digits.size());
  if (-scale > kMostTrailingZeros) return sign + digits + "e+" + std::to_string(-scale);
  if (scale <= 0) return sign + digits + std::string(static_cast<size_t>(-scale), '0');
  if (scale - count > kMostLeadingZeros) {
    if (count > 1) digits.insert(1, ".");
    return sign + digits + "E-" + std::to_string(scale - count + 1);
  }
  if (scale >= count) digits.insert(0, static_cast<size_t>(scale - count + 1), '0');
  digits.insert(digits.size() - static_cast<size_t>(scale), ".");
  return sign + digits;
}

}  // namespace

std::string expressionText(const ExpressionValue& value) {
  const Decimal* number = std::get_if<Decimal>(&value);
  return number != nullptr ? numberText(*number) : *std::get_if<std::string>(&value);
}

}  // namespace tallyfold
