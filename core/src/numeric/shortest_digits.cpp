// SPDX-License-Identifier: Apache-2.0
#include "numeric/shortest_digits.h"

#include <utility>

#include "numeric/big_integer.h"
#include "numeric/wide.h"

namespace tallyfold {

namespace {

constexpr std::uint64_t kHiddenBit = std::uint64_t{1} << 52;
constexpr int kMostDigits = 17;      // always enough for a double
constexpr int kSurelyDistinct = 15;  // two normal doubles never share this many digits
// Within these (4m + 2) * 10^power * 2^exponent and 4 * 10^-power * 2^-exponent fit 128 bits; a
// power above 0 never meets an exponent above 0.
constexpr int kSmallPower = 21;
constexpr int kSmallExponent = 64;

// The double is significand * 2^exponent, its neighbours' midpoints enclose what reads back as it.
struct Parts {
  std::uint64_t significand = 0;
  int exponent = 0;
  bool subnormal = false;
  bool nearBelow = false;  // a power of two: the neighbour below is half as far
};

Parts split(std::uint64_t double_bits) {
  const std::uint64_t fraction = double_bits & (kHiddenBit - 1);
  const int biased = static_cast<int>(double_bits >> 52 & 0x7FF);
  Parts parts;
  parts.subnormal = biased == 0;
  parts.significand = parts.subnormal ? fraction : fraction | kHiddenBit;
  parts.exponent = (parts.subnormal ? 1 : biased) - 1075;
  parts.nearBelow = fraction == 0 && biased > 1;
  return parts;
}

// floor(log10(2^power)); the factor is log10(2) * 2^18, right for every exponent of a double.
int log10OfPowerOfTwo(int power) { return power * 78913 >> 18; }

// The double and the midpoints, all times the same power of ten and over `unit`, as 128-bit
// integers or as BigIntegers.
template <typename Integer>
struct Interval {
  Integer low;
  Integer value;
  Integer high;
  Integer unit;
  bool inclusive = false;  // the midpoints read back as this double: ties go to the even one
};

std::pair<std::uint64_t, UInt128> divide(UInt128 a, UInt128 b) {
  const UInt128 quotient = a / b;
  return {static_cast<std::uint64_t>(quotient), a - quotient * b};
}

std::pair<std::uint64_t, BigInteger> divide(const BigInteger& a, const BigInteger& b) {
  BigInteger::Division division = a.dividedBy(b);
  return {static_cast<std::uint64_t>(division.quotient.lowMagnitude()),
          std::move(division.remainder)};
}

int order(UInt128 a, UInt128 b) { return a < b ? -1 : (a > b ? 1 : 0); }
int order(const BigInteger& a, const BigInteger& b) { return a.compare(b); }

UInt128 times(UInt128 a, std::uint64_t b) { return a * b; }
BigInteger times(const BigInteger& a, std::uint64_t b) {
  return a * BigInteger(static_cast<Int128>(b));
}

// With `coarse` = 10^j the candidates have j digits less. Nearest first; on a power of two the
// nearest may lie outside and the other inside.
template <typename Integer>
bool pickDigits(const Interval<Integer>& interval, std::uint64_t coarse, std::uint64_t& digits) {
  const Integer step = times(interval.unit, coarse);
  const auto [floor, rest] = divide(interval.value, step);
  const Integer below = interval.value - rest;
  const Integer above = below + step;
  const int least = interval.inclusive ? 0 : 1;
  const bool belowFits = order(below, interval.low) >= least;
  const bool aboveFits = order(interval.high, above) >= least;
  if (!belowFits && !aboveFits) return false;
  const int half = order(rest + rest, step);
  const bool preferAbove = half > 0 || (half == 0 && (floor & 1) != 0);
  const bool takeAbove = aboveFits && (preferAbove || !belowFits);
  digits = (floor + (takeAbove ? 1 : 0)) * coarse;
  return true;
}

template <typename Integer>
std::uint64_t pickShortest(const Interval<Integer>& interval, int fewest) {
  std::uint64_t digits = 0;
  for (int count = fewest; count < kMostDigits; ++count) {
    const auto coarse = static_cast<std::uint64_t>(powerOfTen64(kMostDigits - count));
    if (pickDigits(interval, coarse, digits)) return digits;
  }
  pickDigits(interval, 1, digits);
  return digits;
}

Interval<BigInteger> bigInterval(const Parts& parts, int power) {
  const auto quarters = static_cast<Int128>(parts.significand) * 4;
  const int shift = parts.exponent > 0 ? parts.exponent : 0;
  const BigInteger factor = BigInteger::powerOfTen(power > 0 ? power : 0).shiftedLeft(shift);
  Interval<BigInteger> interval;
  interval.low = BigInteger(quarters - (parts.nearBelow ? 1 : 2)) * factor;
  interval.value = BigInteger(quarters) * factor;
  interval.high = BigInteger(quarters + 2) * factor;
  interval.unit = BigInteger::powerOfTen(power < 0 ? -power : 0)
                      .shiftedLeft(2 + (parts.exponent < 0 ? -parts.exponent : 0));
  interval.inclusive = parts.significand % 2 == 0;
  return interval;
}

Interval<UInt128> smallInterval(const Parts& parts, int power) {
  Int128 up = 1;
  Int128 down = 4;
  mulByPowerOfTen(up, power > 0 ? power : 0);
  mulByPowerOfTen(down, power < 0 ? -power : 0);
  const UInt128 factor = static_cast<UInt128>(up) << (parts.exponent > 0 ? parts.exponent : 0);
  const UInt128 quarters = UInt128{parts.significand} * 4;
  Interval<UInt128> interval;
  interval.low = (quarters - (parts.nearBelow ? 1U : 2U)) * factor;
  interval.value = quarters * factor;
  interval.high = (quarters + 2) * factor;
  interval.unit = static_cast<UInt128>(down) << (parts.exponent < 0 ? -parts.exponent : 0);
  interval.inclusive = parts.significand % 2 == 0;
  return interval;
}

// The digits of value / unit, which has 17 digits before the point or, as the estimate of `power`
// ignores the significand, 18.
template <typename Integer>
ShortestDigits shortestAt(Interval<Integer> (*make)(const Parts&, int), const Parts& parts,
                          int power) {
  constexpr std::uint64_t kTooLong = 100000000000000000;  // 10^17
  Interval<Integer> interval = make(parts, power);
  if (order(interval.value, times(interval.unit, kTooLong)) >= 0) {
    interval = make(parts, --power);
  }
  return ShortestDigits{pickShortest(interval, parts.subnormal ? 1 : kSurelyDistinct), power};
}

}  // namespace

ShortestDigits shortestDigits(std::uint64_t double_bits) {
  const Parts parts = split(double_bits);
  const int leading = bitLength(parts.significand) - 1 + parts.exponent;
  const int power = kMostDigits - 1 - log10OfPowerOfTwo(leading);
  const bool fitsSmall = power > -kSmallPower && power <= kSmallPower &&
                         parts.exponent <= kSmallExponent && (power <= 0 || parts.exponent <= 0);
  return fitsSmall ? shortestAt(smallInterval, parts, power)
                   : shortestAt(bigInterval, parts, power);
}

}  // namespace tallyfold
