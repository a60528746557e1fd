// SPDX-License-Identifier: Apache-2.0
// Which integer arithmetic do Decimal and Rational fall back on when 128 bits are too few?
//
// A thin wrapper round Boost's cpp_int, so that its templates are compiled in one place and every
// call that Boost could refuse (a division by zero, a shift by less than nothing) is guarded there.
// Only numeric/ includes this header. Text goes by blocks of 18 digits: Boost's own conversion
// would bring iostreams into the wasm file.
#pragma once

// Refusals trap without a word, so no file or function names need to be in the binary.
#define BOOST_DISABLE_CURRENT_LOCATION
#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "numeric/wide.h"

namespace tallyfold {

class BigInteger {
 public:
  /// Zero.
  BigInteger() = default;
  explicit BigInteger(Int128 value);
  /// Reads ASCII digits, at least none: fromDigits("007") is 7.
  static BigInteger fromDigits(std::string_view digits);
  /// 10^k, 0 for a negative k. Small powers come from a table.
  static BigInteger powerOfTen(int k);

  friend BigInteger operator+(const BigInteger& a, const BigInteger& b);
  friend BigInteger operator-(const BigInteger& a, const BigInteger& b);
  friend BigInteger operator*(const BigInteger& a, const BigInteger& b);
  BigInteger operator-() const;
  /// value * 2^bits, where bits >= 0.
  [[nodiscard]] BigInteger shiftedLeft(int bits) const;
  /// quotient and remainder of this / divisor, rounded towards zero: -7 by 2 is -3, rest -1.
  /// A zero divisor gives quotient 0 and rest 0.
  struct Division;
  [[nodiscard]] Division dividedBy(const BigInteger& divisor) const;
  /// The greatest common divisor of both magnitudes; of 0 and n it is n.
  [[nodiscard]] BigInteger gcd(const BigInteger& other) const;

  /// -1, 0 or 1.
  [[nodiscard]] int compare(const BigInteger& other) const;
  [[nodiscard]] int sign() const;
  [[nodiscard]] bool isZero() const { return sign() == 0; }
  [[nodiscard]] bool isOdd() const;
  /// Bits of the magnitude: 3 for 5 and -5, 0 for 0.
  [[nodiscard]] int bitLength() const;
  /// How often 2 divides the value; 0 for 0.
  [[nodiscard]] int trailingZeroBits() const;
  [[nodiscard]] BigInteger shiftedRight(int bits) const;
  [[nodiscard]] BigInteger abs() const { return sign() < 0 ? -*this : *this; }
  /// The low 128 bits of the magnitude.
  [[nodiscard]] UInt128 lowMagnitude() const;
  /// The value when it fits, else absent.
  [[nodiscard]] std::optional<Int128> toInt128() const;
  /// The digits, with "-" in front when below zero.
  [[nodiscard]] std::string toText() const;

 private:
  [[nodiscard]] std::uint64_t limb(unsigned index) const;

  // 512 bits inside the object: most intermediate values then need no heap.
  using Backend = boost::multiprecision::cpp_int_backend<512, 0>;
  using Number = boost::multiprecision::number<Backend, boost::multiprecision::et_off>;

  explicit BigInteger(Number value) : value_(std::move(value)) {}
  static const BigInteger& cachedPowerOfTen(int k);

  Number value_;
};

struct BigInteger::Division {
  BigInteger quotient;
  BigInteger remainder;
};

}  // namespace tallyfold
