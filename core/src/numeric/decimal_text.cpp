// SPDX-License-Identifier: Apache-2.0
// Decimal's way in from text and out to it.
#include <cstdlib>

#include "numeric/big_integer.h"
#include "numeric/decimal.h"
#include "numeric/digit_text.h"
#include "numeric/number_text.h"

namespace tallyfold {

namespace {

constexpr std::int64_t kDigitsIn64 = 19;

Decimal fromParts(const NumberText& number) {
  const int scale = static_cast<int>(number.scale());
  if (number.significantDigits() <= kDigitsIn64) {
    const auto size = static_cast<Int128>(number.leading19());
    return Decimal::fromScaled(number.negative ? -size : size, scale);
  }
  const BigInteger size = BigInteger::fromDigits(number.digits());
  return Decimal::fromBig(number.negative ? -size : size, scale);
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const NumericRead read = readNumeric(text);
  if (read.kind == NumericKind::Scaled) return fromScaled(read.scaled);
  if (read.kind != NumericKind::Big) return std::nullopt;
  return fromParts(splitNumber(text));
}

std::optional<Decimal> Decimal::deserialize(std::string_view text) {
  const NumberText number = splitNumber(text);
  const bool isNumber = number.kind == NumericKind::Big || number.kind == NumericKind::TooLong;
  if (!isNumber || std::llabs(number.exponent) > kMaxExponent) return std::nullopt;
  return fromParts(number);
}

std::string Decimal::coefficientDigits() const {
  const UInt128 size = magnitude(small_);
  if (big_) return big_->abs().toText();
  if ((size >> 64) != 0) return BigInteger(small_).abs().toText();
  return digitsOf(static_cast<std::uint64_t>(size));
}

std::string Decimal::toText() const {
  // Most values fit the fast form, whose text has all of its places.
  if (!big_ && scale_ >= 0 && scale_ <= kMaxScale && small_ <= INT64_MAX && small_ > INT64_MIN) {
    auto mantissa = static_cast<std::int64_t>(small_);
    auto scale = static_cast<std::uint8_t>(scale_);
    for (; scale > 0 && mantissa % 10 == 0; --scale) mantissa /= 10;
    char text[32];
    return {text, writeScaled({mantissa, scale}, text)};
  }
  return positionalText(sign() < 0, coefficientDigits(), scale_);
}

std::int64_t Decimal::digitCount() const {
  return static_cast<std::int64_t>(coefficientDigits().size());
}

}  // namespace tallyfold
