// SPDX-License-Identifier: Apache-2.0
#include "numeric/double_text.h"

#include <algorithm>

#include "numeric/digit_text.h"
#include "numeric/number_text.h"
#include "numeric/shortest_digits.h"

namespace tallyfold {

namespace {

constexpr std::uint64_t kSignBit = 0x8000000000000000;
constexpr std::uint64_t kFifteenDigits = 1000000000000000;  // 10^15: fewer digits below it
// Scales between which a number of at most 15 digits is surely a normal double.
constexpr int kSafeScale = 290;
// The midpoint of two doubles has at most 767 significant digits, so that what follows them
// matters only by not being zero.
constexpr std::size_t kEnoughDigits = 800;
// Keeps exponents of cut texts within int.
constexpr std::int64_t kFarAway = 100000;

// A number of at most 15 significant digits names its double already: two different such
// numbers never share one.
bool isOwnText(UInt128 size, int scale) {
  return size < kFifteenDigits && scale >= -kSafeScale && scale <= kSafeScale;
}

// A number too long for Decimal::parse, with its digits cut after the ones that decide.
std::string textOfCut(const NumberText& number) {
  std::string digits = number.digits();
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return "0";
  std::int64_t scale = number.scale();
  if (digits.size() > kEnoughDigits) {
    const bool more = digits.find_first_not_of('0', kEnoughDigits) != std::string::npos;
    scale -= static_cast<std::int64_t>(digits.size() - kEnoughDigits);
    digits.resize(kEnoughDigits);
    if (more && digits.back() == '0') digits.back() = '1';
  }
  const auto cut = Decimal::deserialize(digits);
  if (!cut) return std::string();
  const auto places = static_cast<int>(std::clamp(scale, -kFarAway, kFarAway));
  const Decimal value = cut->shifted(-places);
  return doubleText(number.negative ? -value : value);
}

}  // namespace

std::string shortestText(std::uint64_t double_bits) {
  const std::uint64_t size = double_bits & ~kSignBit;
  if (size >= kInfinityBits) return std::string();
  if (size == 0) return "0";
  const ShortestDigits shortest = shortestDigits(size);
  return doubleLayout(size != double_bits, digitsOf(shortest.digits), shortest.scale);
}

std::string doubleText(const Rational& value) {
  if (value.denominator() == Decimal::fromInteger(1)) return doubleText(value.numerator());
  return shortestText(nearestDoubleBits(value));
}

std::string doubleText(const Decimal& value) {
  const Int128* small = value.smallCoefficient();
  if (small != nullptr && isOwnText(magnitude(*small), value.scale())) {
    const auto size = static_cast<std::uint64_t>(magnitude(*small));
    return doubleLayout(*small < 0, digitsOf(size), value.scale());
  }
  return shortestText(nearestDoubleBits(value));
}

std::string doubleTextOfNumber(std::string_view number) {
  const NumericRead read = readNumeric(number);
  switch (read.kind) {
    case NumericKind::Scaled:
      return doubleText(Decimal::fromScaled(read.scaled));
    case NumericKind::Big:
      return doubleText(*Decimal::parse(number));
    case NumericKind::TooLong:
      return textOfCut(splitNumber(number));
    case NumericKind::NotNumeric:
    case NumericKind::NotFinite:
      break;
  }
  return std::string();
}

}  // namespace tallyfold
