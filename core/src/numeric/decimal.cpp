// SPDX-License-Identifier: Apache-2.0
#include "numeric/decimal.h"

#include <algorithm>
#include <utility>

#include "numeric/big_integer.h"

namespace tallyfold {

namespace {

// Both coefficients written at the larger of the two scales, when that stays within 128 bits.
bool alignSmall(const Decimal& a, const Decimal& b, Int128& left, Int128& right) {
  if (a.smallCoefficient() == nullptr || b.smallCoefficient() == nullptr) return false;
  left = *a.smallCoefficient();
  right = *b.smallCoefficient();
  if (a.scale() == b.scale()) return true;
  const int scale = std::max(a.scale(), b.scale());
  return mulByPowerOfTen(left, scale - a.scale()) && mulByPowerOfTen(right, scale - b.scale());
}

BigInteger coefficientAt(const Decimal& value, int scale) {
  const BigInteger coefficient = value.coefficient();
  if (scale == value.scale() || coefficient.isZero()) return coefficient;
  return coefficient * BigInteger::powerOfTen(scale - value.scale());
}

// The power of ten just above the value's first digit: 3 for 123, -2 for 0.00123. Not for zero.
std::int64_t digitsBeforePoint(const Decimal& value) { return value.digitCount() - value.scale(); }

}  // namespace

void Decimal::FreeBig::operator()(const BigInteger* big) const { delete big; }

Decimal::Big Decimal::cloned(const BigInteger& big) { return Big(new BigInteger(big)); }

Decimal Decimal::fromScaled(Int128 mantissa, int scale) {
  Decimal result;
  result.small_ = mantissa;
  result.scale_ = mantissa == 0 ? 0 : scale;
  return result;
}

Decimal Decimal::fromBig(BigInteger coefficient, int scale) {
  if (const auto small = coefficient.toInt128()) return fromScaled(*small, scale);
  Decimal result;
  result.big_ = Big(new BigInteger(std::move(coefficient)));
  result.scale_ = scale;
  return result;
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  if (a.isZero()) return b;
  if (b.isZero()) return a;
  const int scale = std::max(a.scale_, b.scale_);
  Int128 left = 0;
  Int128 right = 0;
  if (alignSmall(a, b, left, right) && addTo(left, right)) return Decimal::fromScaled(left, scale);
  return Decimal::fromBig(coefficientAt(a, scale) + coefficientAt(b, scale), scale);
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }

Decimal operator*(const Decimal& a, const Decimal& b) {
  if (a.isZero() || b.isZero()) return Decimal();
  const int scale = a.scale_ + b.scale_;
  Int128 product = 0;
  if (!a.big_ && !b.big_ && mulWide(a.small_, b.small_, product)) {
    return Decimal::fromScaled(product, scale);
  }
  return Decimal::fromBig(a.coefficient() * b.coefficient(), scale);
}

Decimal Decimal::operator-() const {
  // The most negative value has no small counterpart; toInt128 never lets it in, sums may.
  if (big_ || bitLength(magnitude(small_)) > 127) return fromBig(-coefficient(), scale_);
  return fromScaled(-small_, scale_);
}

Decimal Decimal::shifted(int places) const {
  Decimal result = *this;
  if (!isZero()) result.scale_ -= places;
  return result;
}

int Decimal::compare(const Decimal& other) const {
  const int signs = sign() - other.sign();
  if (signs != 0) return signs < 0 ? -1 : 1;
  if (isZero()) return 0;
  Int128 left = 0;
  Int128 right = 0;
  if (alignSmall(*this, other, left, right)) return left < right ? -1 : (left > right ? 1 : 0);
  const std::int64_t longer = digitsBeforePoint(*this) - digitsBeforePoint(other);
  if (longer != 0) return (longer > 0) == (sign() > 0) ? 1 : -1;
  const int scale = std::max(scale_, other.scale_);
  return coefficientAt(*this, scale).compare(coefficientAt(other, scale));
}

int Decimal::sign() const {
  if (big_) return big_->sign();
  return small_ < 0 ? -1 : (small_ > 0 ? 1 : 0);
}

bool Decimal::isInteger() const {
  if (scale_ <= 0) return true;
  // More places than digits: a fraction, told without a huge power of ten.
  if (scale_ >= digitCount()) return isZero();
  return coefficient().dividedBy(BigInteger::powerOfTen(scale_)).remainder.isZero();
}

std::optional<std::int64_t> Decimal::toInteger64() const {
  constexpr int kMostDigits = 19;
  if (isZero()) return 0;
  if (digitsBeforePoint(*this) > kMostDigits || !isInteger()) return std::nullopt;
  const BigInteger value = scale_ > 0
                               ? coefficient().dividedBy(BigInteger::powerOfTen(scale_)).quotient
                               : coefficientAt(*this, 0);
  const std::optional<Int128> wide = value.toInt128();
  if (!wide || *wide != static_cast<std::int64_t>(*wide)) return std::nullopt;
  return static_cast<std::int64_t>(*wide);
}

BigInteger Decimal::coefficient() const { return big_ ? *big_ : BigInteger(small_); }

}  // namespace tallyfold
