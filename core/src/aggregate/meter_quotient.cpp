// SPDX-License-Identifier: Apache-2.0
#include "aggregate/meter_quotient.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "numeric/rational.h"
#include "numeric/wide.h"
#include "time/civil.h"

namespace tallyfold {
namespace {

constexpr int kGroup = 4;  // decimal digits that the database stores as one
constexpr int kLeastDigits = 16;
constexpr int kMostDecimals = 1000;

// The first group of digits and its place: 8640 and 1 for 86400000.
struct Leading {
  int64_t weight = 0;
  int64_t group = 0;
};

// How many decimal digits a number has; 0 for 0.
int digitsOf(UInt128 value) {
  int digits = 0;
  constexpr auto kStep = static_cast<UInt128>(powerOfTen64(kMaxPowerOfTen64));
  for (; value >= kStep; value /= kStep) digits += kMaxPowerOfTen64;
  for (int k = 0; k < kMaxPowerOfTen64 && value >= static_cast<UInt128>(powerOfTen64(k)); ++k)
    ++digits;
  return digits;
}

// Zero leads with nothing at the place of the ones.
Leading leadingOf(const Decimal& value) {
  if (value.isZero()) return {};
  const Int128* small = value.smallCoefficient();
  const int64_t digits = small != nullptr ? digitsOf(magnitude(*small)) : value.digitCount();
  const int64_t first = digits - value.scale() - 1;  // its power of ten
  const int64_t weight = floorDiv(first, kGroup);
  const int64_t dropped = digits - (first - weight * kGroup + 1);
  if (small != nullptr && dropped >= 0 && dropped <= kMaxPowerOfTen64) {
    const auto power = static_cast<UInt128>(powerOfTen64(static_cast<int>(dropped)));
    return {weight, static_cast<int64_t>(magnitude(*small) / power)};
  }
  const Rational shifted(value.abs().shifted(static_cast<int>(-weight * kGroup)));
  return {weight, shifted.rounded(0, Rounding::Down).toInteger64().value_or(0)};
}

// The same as Rational's, where everything fits 128 bits: a meter divides once an event.
std::optional<Decimal> smallQuotient(const Decimal& numerator, const Decimal& denominator,
                                     int decimals) {
  if (numerator.smallCoefficient() == nullptr) return std::nullopt;
  if (denominator.smallCoefficient() == nullptr) return std::nullopt;
  Int128 top = *numerator.smallCoefficient();
  const Int128 bottom = *denominator.smallCoefficient();
  const int places = decimals - numerator.scale() + denominator.scale();
  if (bottom <= 0 || places < 0 || !mulByPowerOfTen(top, places)) return std::nullopt;
  const UInt128 divisor = magnitude(bottom);
  const UInt128 size = magnitude(top);
  const UInt128 rest = size % divisor;
  const auto quotient = static_cast<Int128>(size / divisor + (rest >= divisor - rest ? 1 : 0));
  return Decimal::fromScaled(top < 0 ? -quotient : quotient, decimals);
}

}  // namespace

Decimal postgresQuotient(const Decimal& numerator, const Decimal& denominator) {
  const Leading top = leadingOf(numerator);
  const Leading bottom = leadingOf(denominator);
  // Of equal groups it is not known which side is smaller; the database assumes the numerator.
  const int64_t weight = top.weight - bottom.weight - (top.group <= bottom.group ? 1 : 0);
  const int64_t wanted = kLeastDigits - weight * kGroup;
  const int64_t written = std::max({numerator.scale(), denominator.scale(), 0});
  const auto decimals =
      static_cast<int>(std::min<int64_t>(std::max(wanted, written), kMostDecimals));
  if (const auto small = smallQuotient(numerator, denominator, decimals)) return *small;
  return Rational::of(numerator, denominator).rounded(decimals, Rounding::HalfUp);
}

Decimal clickHouseQuotient(const Decimal& numerator, const Decimal& denominator) {
  return Rational::of(numerator, denominator).rounded(kClickHouseDecimals, Rounding::Down);
}

}  // namespace tallyfold
