// SPDX-License-Identifier: Apache-2.0
// From an exact quotient to the bits of the nearest double.
#include <cstring>

#include "numeric/big_integer.h"
#include "numeric/double_text.h"
#include "numeric/quick_double.h"

namespace tallyfold {

namespace {

constexpr int kPrecision = 53;           // bits of a normal double's significand
constexpr int kLeastExponent = -1022;    // of the smallest normal double
constexpr int kGreatestExponent = 1023;  // of the largest double
constexpr int kWantedBits = 66;          // of a quotient: precision, rounding bit and to spare
constexpr std::uint64_t kSignBit = 0x8000000000000000;
// Beyond these powers of ten the answer is infinity or zero without a division.
constexpr std::int64_t kSurelyInfinite = 310;
constexpr std::int64_t kSurelyZero = -330;

// Rounds (quotient + rest) * 2^exponent, 0 <= rest < 1, where `inexact` says that rest > 0 and
// quotient has more bits than any significand.
std::uint64_t roundToBits(UInt128 quotient, int exponent, bool inexact) {
  const int bits = bitLength(quotient);
  const int leading = bits - 1 + exponent;
  if (leading > kGreatestExponent) return kInfinityBits;
  // Subnormals have a fixed last place, so they keep fewer bits, down to none.
  const bool normal = leading >= kLeastExponent;
  const int kept = normal ? kPrecision : kPrecision - (kLeastExponent - leading);
  if (kept < 0) return 0;
  const int dropped = bits - kept;
  const UInt128 half = UInt128{1} << (dropped - 1);
  const UInt128 rest = quotient & ((half << 1) - 1);
  // All bits dropped: shifting by the full width of the type would be undefined.
  auto significand = kept == 0 ? std::uint64_t{0} : static_cast<std::uint64_t>(quotient >> dropped);
  if (rest > half || (rest == half && (inexact || (significand & 1) != 0))) ++significand;
  if (!normal) return significand;
  // The hidden bit is taken off by adding one exponent less; a carry moves the exponent up by
  // itself, into infinity too.
  const auto biased = static_cast<std::uint64_t>(leading - kLeastExponent);
  return (biased << (kPrecision - 1)) + significand;
}

// top / bottom with the fast 128-bit division; top is not zero.
std::uint64_t divideSmall(UInt128 top, std::uint64_t bottom) {
  const int shift = 127 - bitLength(top);
  top <<= shift;
  const UInt128 quotient = top / bottom;
  return roundToBits(quotient, -shift, top - quotient * bottom != 0);
}

std::uint64_t divideBig(BigInteger top, BigInteger bottom) {
  const int shift = kWantedBits - (top.bitLength() - bottom.bitLength());
  if (shift > 0) top = top.shiftedLeft(shift);
  if (shift < 0) bottom = bottom.shiftedLeft(-shift);
  const BigInteger::Division division = top.dividedBy(bottom);
  return roundToBits(division.quotient.lowMagnitude(), -shift, !division.remainder.isZero());
}

// Whether numerator * 10^-scale / denominator fits divideSmall, and then its two sides.
bool fitSmall(const Decimal& numerator, const Decimal& denominator, UInt128& top,
              std::uint64_t& bottom) {
  if (numerator.smallCoefficient() == nullptr || denominator.smallCoefficient() == nullptr) {
    return false;
  }
  Int128 above = *numerator.smallCoefficient();
  Int128 below = *denominator.smallCoefficient();
  const int scale = numerator.scale();
  if (scale >= 0 ? !mulByPowerOfTen(below, scale) : !mulByPowerOfTen(above, -scale)) return false;
  top = magnitude(above);
  bottom = static_cast<std::uint64_t>(below);
  return bitLength(top) <= 127 && below > 0 && below == static_cast<Int128>(bottom);
}

// The bits of |numerator / denominator|; neither is zero, the denominator is an integer.
std::uint64_t divide(const Decimal& numerator, const Decimal& denominator) {
  UInt128 top = 0;
  std::uint64_t bottom = 0;
  if (fitSmall(numerator, denominator, top, bottom)) return divideSmall(top, bottom);
  const int scale = numerator.scale();
  const std::int64_t power = numerator.digitCount() - scale - denominator.digitCount();
  if (power > kSurelyInfinite) return kInfinityBits;
  if (power < kSurelyZero) return 0;
  return divideBig(numerator.coefficient().abs() * BigInteger::powerOfTen(scale < 0 ? -scale : 0),
                   denominator.coefficient() * BigInteger::powerOfTen(scale > 0 ? scale : 0));
}

// The same with one division of doubles, where that is exact.
bool divideQuickly(const Decimal& numerator, const Decimal& denominator, double& quotient) {
  const Int128* small = numerator.smallCoefficient();
  const Int128* one = denominator.smallCoefficient();
  if (small == nullptr || one == nullptr || *one != 1 || denominator.scale() != 0) return false;
  const auto coefficient = static_cast<std::int64_t>(*small);
  return coefficient == *small && quickDouble(coefficient, numerator.scale(), quotient);
}

std::uint64_t signedBits(const Decimal& numerator, const Decimal& denominator) {
  if (numerator.isZero()) return 0;
  double quotient = 0;
  if (divideQuickly(numerator, denominator, quotient)) {
    std::uint64_t bits;
    std::memcpy(&bits, &quotient, sizeof(bits));
    return bits;
  }
  return divide(numerator, denominator) | (numerator.sign() < 0 ? kSignBit : 0);
}

}  // namespace

std::uint64_t nearestDoubleBits(const Rational& value) {
  return signedBits(value.numerator(), value.denominator());
}

std::uint64_t nearestDoubleBits(const Decimal& value) {
  return signedBits(value, Decimal::fromInteger(1));
}

bool roundsToInfinity(const Decimal& value) {
  return (nearestDoubleBits(value) & ~kSignBit) == kInfinityBits;
}

}  // namespace tallyfold
