// SPDX-License-Identifier: Apache-2.0
// How does a number of any size stay exact?
//
// A Decimal is coefficient * 10^-scale. The coefficient sits in 128 bits and moves to the heap only
// when it outgrows them. A negative scale is allowed, so 1e400 stays small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "numeric/scaled.h"
#include "numeric/wide.h"

namespace tallyfold {

class BigInteger;

class Decimal {
 public:
  /// Zero.
  Decimal() = default;
  Decimal(const Decimal& other)
      : small_(other.small_), big_(copyOf(other.big_.get())), scale_(other.scale_) {}
  Decimal(Decimal&& other) noexcept = default;
  Decimal& operator=(const Decimal& other) { return *this = Decimal(other); }
  Decimal& operator=(Decimal&& other) noexcept = default;
  ~Decimal() = default;

  /// The integer itself: fromInteger(-7) is -7.
  static Decimal fromInteger(std::int64_t value) { return fromScaled(value, 0); }
  /// mantissa * 10^-scale, any scale: fromScaled(1250, 2) is 12.5.
  static Decimal fromScaled(Int128 mantissa, int scale);
  /// The same from the fast form.
  static Decimal fromScaled(Scaled value) { return fromScaled(value.mantissa, value.scale); }
  /// coefficient * 10^-scale. For the rooms' insides; others need no BigInteger.
  static Decimal fromBig(BigInteger coefficient, int scale);
  /// Reads readNumeric's grammar. Absent when that says NotNumeric, NotFinite or TooLong.
  ///   Decimal::parse("1e3")->toText()   // "1000"
  static std::optional<Decimal> parse(std::string_view text);
  /// Reads what toText wrote, of any length. Absent when `text` is not a finite number, or when
  /// its exponent is beyond kMaxExponent.
  static std::optional<Decimal> deserialize(std::string_view text);

  /// Exact; nothing is ever rounded. 0.1 + 0.2 is 0.3.
  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator-(const Decimal& a, const Decimal& b);
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  Decimal operator-() const;
  Decimal& operator+=(const Decimal& other) { return *this = *this + other; }
  Decimal& operator-=(const Decimal& other) { return *this = *this - other; }
  Decimal& operator*=(const Decimal& other) { return *this = *this * other; }
  /// The value without its sign: abs of -2 is 2.
  [[nodiscard]] Decimal abs() const { return sign() < 0 ? -*this : *this; }
  /// value * 10^places at no cost: 12.5 shifted by 2 is 1250, by -1 is 1.25.
  [[nodiscard]] Decimal shifted(int places) const;

  /// -1, 0 or 1 as this is below, equal to or above `other`. 1.0 equals 1.
  [[nodiscard]] int compare(const Decimal& other) const;
  friend bool operator==(const Decimal& a, const Decimal& b) { return a.compare(b) == 0; }
  friend bool operator!=(const Decimal& a, const Decimal& b) { return a.compare(b) != 0; }
  friend bool operator<(const Decimal& a, const Decimal& b) { return a.compare(b) < 0; }
  friend bool operator<=(const Decimal& a, const Decimal& b) { return a.compare(b) <= 0; }
  friend bool operator>(const Decimal& a, const Decimal& b) { return a.compare(b) > 0; }
  friend bool operator>=(const Decimal& a, const Decimal& b) { return a.compare(b) >= 0; }
  /// -1, 0 or 1.
  [[nodiscard]] int sign() const;
  [[nodiscard]] bool isZero() const { return sign() == 0; }
  /// Whether nothing stands after the point: 2.00 yes, 2.5 no.
  [[nodiscard]] bool isInteger() const;
  /// The value as int64. Absent when it has a fraction or does not fit.
  [[nodiscard]] std::optional<std::int64_t> toInteger64() const;

  /// Plain positional text without exponent, trailing zeros of the fraction or "-0": 12.50 gives
  /// "12.5", 1e400 gives 1 and 400 zeros. Equal values give equal text; also the serialised form.
  [[nodiscard]] std::string toText() const;

  /// The representation: value = coefficient * 10^-scale. Equal values may differ in it.
  [[nodiscard]] int scale() const { return scale_; }
  [[nodiscard]] BigInteger coefficient() const;
  /// The coefficient when it is in the small form, else null.
  [[nodiscard]] const Int128* smallCoefficient() const { return big_ ? nullptr : &small_; }
  /// Decimal digits of the coefficient: 3 for 12.5, 1 for 0. Lets a caller refuse what has grown
  /// too long before it works on it.
  [[nodiscard]] std::int64_t digitCount() const;

 private:
  struct FreeBig {
    void operator()(const BigInteger* big) const;
  };
  using Big = std::unique_ptr<const BigInteger, FreeBig>;

  static Big copyOf(const BigInteger* big) { return big == nullptr ? Big() : cloned(*big); }
  static Big cloned(const BigInteger& big);
  [[nodiscard]] std::string coefficientDigits() const;

  Int128 small_ = 0;  // the coefficient while big_ is null
  Big big_;           // the coefficient when it does not fit small_
  int scale_ = 0;
};

}  // namespace tallyfold
