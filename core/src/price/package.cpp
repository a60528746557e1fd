// SPDX-License-Identifier: Apache-2.0
#include "price/package.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "numeric/double_text.h"

namespace tallyfold {

namespace {

// 2^exponent, exponent >= 0.
Decimal powerOfTwo(int exponent) {
  constexpr int kStep = 62;
  Decimal power = Decimal::fromInteger(1);
  while (exponent > 0) {
    const int step = std::min(exponent, kStep);
    power *= Decimal::fromInteger(std::int64_t{1} << step);
    exponent -= step;
  }
  return power;
}

// The exact value of the double nearest to a value above 0; absent when that is an infinity.
std::optional<Rational> throughDouble(const Rational& value) {
  constexpr int kFractionBits = 52;
  constexpr int kLeastExponent = -1074;
  const std::uint64_t bits = nearestDoubleBits(value);
  if (bits == kInfinityBits) return std::nullopt;
  const auto field = static_cast<int>(bits >> kFractionBits);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << kFractionBits) - 1);
  if (field != 0) mantissa |= std::uint64_t{1} << kFractionBits;
  const int exponent = kLeastExponent + std::max(field - 1, 0);
  const Decimal digits = Decimal::fromInteger(static_cast<std::int64_t>(mantissa));
  if (exponent >= 0) return Rational(digits * powerOfTwo(exponent));
  return Rational::of(digits, powerOfTwo(-exponent));
}

// a / b as a division of doubles gives it. What no double holds is divided exactly: Lago has no
// answer there.
Rational doubleQuotient(const Rational& a, const Rational& b) {
  const auto top = throughDouble(a);
  const auto bottom = throughDouble(b);
  if (!top || !bottom || bottom->isZero()) return a.dividedBy(b);
  const Rational exact = top->dividedBy(*bottom);
  return throughDouble(exact).value_or(exact);
}

}  // namespace

PackagePrice packagePrice(const PackageTerms& terms, const Rational& units, Mode mode) {
  PackagePrice price;
  const Rational paid = units - Rational(terms.free_units);
  if (paid.sign() <= 0) return price;
  const Rational size(terms.size);
  const Rational exact(paid.dividedBy(size).rounded(0, Rounding::Ceiling));
  price.paid_units = paid;
  price.packages = mode == Mode::Exact
                       ? exact
                       : Rational(doubleQuotient(paid, size).rounded(0, Rounding::Ceiling));
  price.is_by_doubles = price.packages != exact;
  price.amount = price.packages * Rational(terms.amount);
  return price;
}

}  // namespace tallyfold
