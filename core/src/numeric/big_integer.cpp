// SPDX-License-Identifier: Apache-2.0
#include "numeric/big_integer.h"

#include <utility>
#include <vector>

namespace tallyfold {

namespace {

constexpr std::uint64_t kBlock = 1000000000000000000U;  // 10^18: the digits moved at once
constexpr std::size_t kBlockDigits = 18;
constexpr int kCachedPowers = 400;  // beyond the exponents of a double

}  // namespace

BigInteger::BigInteger(Int128 value) : value_(value) {}

BigInteger BigInteger::fromDigits(std::string_view digits) {
  BigInteger result;
  std::size_t size = digits.size() % kBlockDigits;  // the first block may be shorter
  if (size == 0) size = kBlockDigits;
  for (std::size_t at = 0; at < digits.size(); at += size, size = kBlockDigits) {
    std::uint64_t block = 0;
    for (char c : digits.substr(at, size)) block = block * 10 + static_cast<std::uint64_t>(c - '0');
    if (at != 0) result.value_ *= kBlock;
    result.value_ += block;
  }
  return result;
}

const BigInteger& BigInteger::cachedPowerOfTen(int k) {
  static const std::vector<BigInteger> powers = [] {
    std::vector<BigInteger> all;
    all.reserve(kCachedPowers + 1);
    all.emplace_back(Int128{1});
    for (int i = 1; i <= kCachedPowers; ++i) all.push_back(all.back() * BigInteger(Int128{10}));
    return all;
  }();
  return powers[static_cast<std::size_t>(k)];
}

BigInteger BigInteger::powerOfTen(int k) {
  if (k < 0) return BigInteger();
  if (k <= kMaxPowerOfTen64) return BigInteger(Int128{powerOfTen64(k)});
  if (k <= kCachedPowers) return cachedPowerOfTen(k);
  const BigInteger half = powerOfTen(k / 2);
  return k % 2 == 0 ? half * half : half * half * BigInteger(Int128{10});
}

BigInteger operator+(const BigInteger& a, const BigInteger& b) {
  return BigInteger(BigInteger::Number(a.value_ + b.value_));
}

BigInteger operator-(const BigInteger& a, const BigInteger& b) {
  return BigInteger(BigInteger::Number(a.value_ - b.value_));
}

BigInteger operator*(const BigInteger& a, const BigInteger& b) {
  return BigInteger(BigInteger::Number(a.value_ * b.value_));
}

BigInteger BigInteger::operator-() const { return BigInteger(Number(-value_)); }

// The backend's own shifts: the operators check their range by means of an exception.
BigInteger BigInteger::shiftedLeft(int bits) const {
  BigInteger result = *this;
  if (bits > 0) eval_left_shift(result.value_.backend(), static_cast<unsigned>(bits));
  return result;
}

BigInteger BigInteger::shiftedRight(int bits) const {
  BigInteger result = *this;
  if (bits > 0) eval_right_shift(result.value_.backend(), static_cast<unsigned>(bits));
  return result;
}

BigInteger::Division BigInteger::dividedBy(const BigInteger& divisor) const {
  Division result;
  if (divisor.isZero()) return result;
  boost::multiprecision::divide_qr(value_, divisor.value_, result.quotient.value_,
                                   result.remainder.value_);
  return result;
}

BigInteger BigInteger::gcd(const BigInteger& other) const {
  return BigInteger(Number(boost::multiprecision::gcd(value_, other.value_)));
}

int BigInteger::compare(const BigInteger& other) const {
  const int order = value_.compare(other.value_);
  return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

int BigInteger::sign() const { return value_.sign(); }

bool BigInteger::isOdd() const { return (lowMagnitude() & 1) != 0; }

std::uint64_t BigInteger::limb(unsigned index) const {
  static_assert(sizeof(boost::multiprecision::limb_type) == 8, "needs a compiler with __int128");
  return index < value_.backend().size() ? value_.backend().limbs()[index] : 0;
}

int BigInteger::bitLength() const {
  const unsigned last = value_.backend().size() - 1;
  return static_cast<int>(last) * 64 + tallyfold::bitLength(limb(last));
}

int BigInteger::trailingZeroBits() const {
  if (isZero()) return 0;
  unsigned index = 0;
  while (limb(index) == 0) ++index;
  return static_cast<int>(index) * 64 + __builtin_ctzll(limb(index));
}

UInt128 BigInteger::lowMagnitude() const { return UInt128{limb(1)} << 64 | limb(0); }

std::optional<Int128> BigInteger::toInt128() const {
  if (bitLength() > 127) return std::nullopt;
  const auto size = static_cast<Int128>(lowMagnitude());
  return sign() < 0 ? -size : size;
}

std::string BigInteger::toText() const {
  std::string reversed;
  const BigInteger block(Int128{kBlock});
  Division division{abs(), BigInteger()};
  while (!division.quotient.isZero()) {
    division = division.quotient.dividedBy(block);
    std::uint64_t digits = division.remainder.limb(0);
    const bool last = division.quotient.isZero();
    for (std::size_t i = 0; last ? digits != 0 : i < kBlockDigits; ++i, digits /= 10) {
      reversed.push_back(static_cast<char>('0' + digits % 10));
    }
  }
  if (reversed.empty()) reversed.push_back('0');
  if (sign() < 0) reversed.push_back('-');
  return std::string(reversed.rbegin(), reversed.rend());
}

}  // namespace tallyfold
