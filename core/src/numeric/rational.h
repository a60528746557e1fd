// SPDX-License-Identifier: Apache-2.0
// How does a quotient stay exact until the last step?
//
// Averages and weighted sums divide; a Rational keeps both sides, so that nothing is rounded before
// the answer is written and the order of additions never shows.
#pragma once

#include <optional>
#include <string>

#include "numeric/decimal.h"
#include "numeric/rounding.h"

namespace tallyfold {

/// A terminating quotient of at most this many significant digits is written exactly.
inline constexpr int kExactDigits = 4096;
/// Every other quotient is rounded to this many significant digits.
inline constexpr int kQuotientDigits = 34;

class Rational {
 public:
  /// Zero.
  Rational() : Rational(Decimal()) {}
  /// The decimal itself.
  Rational(const Decimal& value) : numerator_(value), denominator_(Decimal::fromInteger(1)) {}
  /// numerator / denominator: of(1, 4) is 0.25. The denominator must not be zero; if it is, the
  /// answer is zero, so that a broken promise cannot trap.
  static Rational of(const Decimal& numerator, const Decimal& denominator);

  /// Exact.
  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  Rational operator-() const;
  Rational& operator+=(const Rational& other) { return *this = *this + other; }
  Rational& operator*=(const Rational& other) { return *this = *this * other; }
  /// this / divisor. The divisor must not be zero; see `of`.
  [[nodiscard]] Rational dividedBy(const Rational& divisor) const;

  /// -1, 0 or 1 as this is below, equal to or above `other`. 2/4 equals 1/2.
  [[nodiscard]] int compare(const Rational& other) const;
  friend bool operator==(const Rational& a, const Rational& b) { return a.compare(b) == 0; }
  friend bool operator!=(const Rational& a, const Rational& b) { return a.compare(b) != 0; }
  friend bool operator<(const Rational& a, const Rational& b) { return a.compare(b) < 0; }
  /// -1, 0 or 1.
  [[nodiscard]] int sign() const { return numerator_.sign(); }
  [[nodiscard]] bool isZero() const { return numerator_.isZero(); }

  /// Whether the value has finitely many decimal digits: 1/8 yes, 1/3 no, 3/3 yes.
  [[nodiscard]] bool terminates() const { return toDecimal().has_value(); }
  /// The exact value. Absent when it does not terminate.
  [[nodiscard]] std::optional<Decimal> toDecimal() const;
  /// The value with at most `scale` digits after the point, by `rule`; a negative scale rounds to
  /// tens, hundreds ... of(2, 3).rounded(2, Rounding::HalfUp) is 0.67.
  [[nodiscard]] Decimal rounded(int scale, Rounding rule) const;
  /// The value with at most `digits` significant digits, at least 1, by `rule`; an integer's other
  /// digits become zeros. of(200, 3).toSignificant(4, Rounding::HalfUp) is 66.67.
  [[nodiscard]] Decimal toSignificant(int digits, Rounding rule) const;

  /// Plain positional text. Exact when the value terminates within kExactDigits significant digits
  /// (zeros at the end of an integer do not count), otherwise rounded half-even to kQuotientDigits
  /// significant digits: of(1.7, 5) gives "0.34", of(2, 3) gives
  /// 0.6666666666666666666666666666666667. Why: what ends stays exact, what does not must be cut
  /// somewhere; 34 is the precision of IEEE decimal128, twice that of a double, and the
  /// other bound only keeps hostile numbers from growing without end. Equal values give equal text.
  [[nodiscard]] std::string toText() const;

  /// The representation: value = numerator / denominator, and the denominator is an integer above
  /// zero. Not reduced; equal values may differ in it. Both texts together serialise it.
  [[nodiscard]] const Decimal& numerator() const { return numerator_; }
  [[nodiscard]] const Decimal& denominator() const { return denominator_; }

 private:
  // Most values are: sums, counts, numbers as they came.
  [[nodiscard]] bool hasDenominatorOne() const {
    const Int128* small = denominator_.smallCoefficient();
    return small != nullptr && *small == 1 && denominator_.scale() == 0;
  }

  Decimal numerator_;
  Decimal denominator_;
};

}  // namespace tallyfold
