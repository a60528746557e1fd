// SPDX-License-Identifier: Apache-2.0
#include "numeric/rational.h"

#include <cstdlib>
#include <utility>

#include "numeric/big_integer.h"

namespace tallyfold {

namespace {

// From this size on, both sides are reduced by their common divisor; below it that costs more than
// it saves.
constexpr int kReduceBits = 96;

bool isLarge(const Decimal& value) {
  const Int128* small = value.smallCoefficient();
  return small == nullptr || bitLength(magnitude(*small)) > kReduceBits;
}

// numerator / denominator, the denominator an integer of scale 0 above zero.
Rational reduced(const Decimal& numerator, const Decimal& denominator) {
  if (numerator.isZero()) return Rational();
  if (!isLarge(denominator) || !isLarge(numerator)) return Rational::of(numerator, denominator);
  const BigInteger top = numerator.coefficient();
  const BigInteger bottom = denominator.coefficient();
  const BigInteger common = top.gcd(bottom);
  return Rational::of(Decimal::fromBig(top.dividedBy(common).quotient, numerator.scale()),
                      Decimal::fromBig(bottom.dividedBy(common).quotient, 0));
}

// Whether a quotient rounded towards zero moves one away from it. `half` compares the rest with
// one half: -1, 0, 1; `exact` says that there is no rest.
bool movesAway(Rounding rule, bool negative, bool odd, bool exact, int half) {
  if (exact) return false;
  switch (rule) {
    case Rounding::HalfUp:
      return half >= 0;
    case Rounding::HalfEven:
      return half > 0 || (half == 0 && odd);
    case Rounding::Up:
      return true;
    case Rounding::Down:
      return false;
    case Rounding::Ceiling:
      return !negative;
    case Rounding::Floor:
      return negative;
  }
  return false;
}

// Takes every factor `divisor` out of `value` and counts them.
int takeFactors(BigInteger& value, const BigInteger& divisor) {
  int count = 0;
  for (;; ++count) {
    BigInteger::Division division = value.dividedBy(divisor);
    if (!division.remainder.isZero()) return count;
    value = std::move(division.quotient);
  }
}

}  // namespace

Rational Rational::of(const Decimal& numerator, const Decimal& denominator) {
  Rational result;
  if (numerator.isZero() || denominator.isZero()) return result;
  result.numerator_ = numerator.shifted(denominator.scale());
  if (denominator.sign() < 0) result.numerator_ = -result.numerator_;
  result.denominator_ = denominator.abs().shifted(denominator.scale());
  return result;
}

Rational operator+(const Rational& a, const Rational& b) {
  if (a.denominator_ == b.denominator_) {
    return Rational::of(a.numerator_ + b.numerator_, a.denominator_);
  }
  return reduced(a.numerator_ * b.denominator_ + b.numerator_ * a.denominator_,
                 a.denominator_ * b.denominator_);
}

Rational operator-(const Rational& a, const Rational& b) { return a + -b; }

Rational operator*(const Rational& a, const Rational& b) {
  return reduced(a.numerator_ * b.numerator_, a.denominator_ * b.denominator_);
}

Rational Rational::operator-() const {
  Rational result = *this;
  result.numerator_ = -numerator_;
  return result;
}

Rational Rational::dividedBy(const Rational& divisor) const {
  if (divisor.isZero()) return Rational();
  return *this * of(divisor.denominator_, divisor.numerator_);
}

int Rational::compare(const Rational& other) const {
  if (hasDenominatorOne() && other.hasDenominatorOne()) return numerator_.compare(other.numerator_);
  return (numerator_ * other.denominator_).compare(other.numerator_ * denominator_);
}

std::optional<Decimal> Rational::toDecimal() const {
  if (hasDenominatorOne()) return numerator_;
  // Only the factors 2 and 5 of the denominator can become places after the point.
  BigInteger rest = denominator_.coefficient();
  const int twos = rest.trailingZeroBits();
  rest = rest.shiftedRight(twos);
  const int fives = takeFactors(rest, BigInteger(Int128{5}));
  const BigInteger::Division division = numerator_.coefficient().dividedBy(rest);
  if (!division.remainder.isZero()) return std::nullopt;
  // n / (2^a * 5^b) = n * 5^(a-b) / 10^a, or n * 2^(b-a) / 10^b.
  BigInteger top = division.quotient;
  for (int i = fives; i < twos; ++i) top = top * BigInteger(Int128{5});
  top = top.shiftedLeft(fives - twos);
  return Decimal::fromBig(std::move(top), numerator_.scale() + (twos > fives ? twos : fives));
}

Decimal Rational::rounded(int scale, Rounding rule) const {
  if (isZero()) return Decimal();
  const bool negative = sign() < 0;
  const int places = scale - numerator_.scale();
  const BigInteger top =
      numerator_.coefficient().abs() * BigInteger::powerOfTen(places > 0 ? places : 0);
  const BigInteger bottom =
      denominator_.coefficient() * BigInteger::powerOfTen(places < 0 ? -places : 0);
  BigInteger::Division division = top.dividedBy(bottom);
  const int half = division.remainder.shiftedLeft(1).compare(bottom);
  if (movesAway(rule, negative, division.quotient.isOdd(), division.remainder.isZero(), half)) {
    division.quotient = division.quotient + BigInteger(Int128{1});
  }
  return Decimal::fromBig(negative ? -division.quotient : division.quotient, scale);
}

Decimal Rational::toSignificant(int digits, Rounding rule) const {
  if (isZero()) return Decimal();
  // The first digit stands at 10^estimate or one place below it.
  std::int64_t first = numerator_.digitCount() - numerator_.scale() - denominator_.digitCount();
  const Decimal bound = denominator_.shifted(static_cast<int>(first));
  if (numerator_.abs().compare(bound) < 0) --first;
  return rounded(digits - 1 - static_cast<int>(first), rule);
}

std::string Rational::toText() const {
  if (isZero()) return "0";
  if (hasDenominatorOne() && numerator_.smallCoefficient() != nullptr &&
      std::abs(numerator_.scale()) < kExactDigits / 2)
    return numerator_.toText();
  if (const std::optional<Decimal> exact = toDecimal()) {
    const std::string text = exact->coefficient().abs().toText();
    if (text.find_last_not_of('0') < static_cast<std::size_t>(kExactDigits)) return exact->toText();
  }
  return toSignificant(kQuotientDigits, Rounding::HalfEven).toText();
}

}  // namespace tallyfold
