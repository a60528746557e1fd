// SPDX-License-Identifier: Apache-2.0
// How do sums on the hot path use 128 bits without ever overflowing unseen?
//
// Every helper says "no" instead of wrapping; the caller then continues in Decimal.
// Signed 128-bit overflow builtins are avoided: Clang turns them into a call that libgcc lacks.
#pragma once

#include <cstdint>

namespace tallyfold {

using Int128 = __int128;
using UInt128 = unsigned __int128;

/// The largest k for which 10^k fits int64.
inline constexpr int kMaxPowerOfTen64 = 18;

/// The powers 10^0 to 10^18.
struct PowersOfTen64 {
  std::int64_t at[kMaxPowerOfTen64 + 1] = {1};

  constexpr PowersOfTen64() {
    for (int k = 1; k <= kMaxPowerOfTen64; ++k) at[k] = at[k - 1] * 10;
  }
};

inline constexpr PowersOfTen64 kPowersOfTen64;

/// 10^k for 0 <= k <= kMaxPowerOfTen64: powerOfTen64(3) is 1000.
constexpr std::int64_t powerOfTen64(int k) { return kPowersOfTen64.at[k]; }

/// |v| without the trap of the most negative value: magnitude(-5) is 5.
constexpr UInt128 magnitude(Int128 v) {
  return v < 0 ? UInt128{0} - static_cast<UInt128>(v) : static_cast<UInt128>(v);
}

/// Number of bits up to the highest one: bitLength(5) is 3, bitLength(0) is 0.
constexpr int bitLength(UInt128 v) {
  const auto high = static_cast<std::uint64_t>(v >> 64);
  const auto low = static_cast<std::uint64_t>(v);
  if (high != 0) return 128 - __builtin_clzll(high);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

/// sum += v. False, and sum untouched, when the result does not fit.
///   Int128 sum = 1; addTo(sum, 2);   // true, sum is 3
constexpr bool addTo(Int128& sum, Int128 v) {
  const auto wrapped = static_cast<Int128>(static_cast<UInt128>(sum) + static_cast<UInt128>(v));
  if (((sum ^ wrapped) & (v ^ wrapped)) < 0) return false;
  sum = wrapped;
  return true;
}

/// sum += v in 64 bits, for block-local sums. False, and sum untouched, when it does not fit.
inline bool addTo64(std::int64_t& sum, std::int64_t v) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(sum, v, &result)) return false;
  sum = result;
  return true;
}

/// v *= factor, where factor > 0. False, and v untouched, when the result does not fit.
///   Int128 v = -7; mulByPositive(v, 3);   // true, v is -21
constexpr bool mulByPositive(Int128& v, std::int64_t factor) {
  const UInt128 size = magnitude(v);
  const auto f = static_cast<std::uint64_t>(factor);
  const UInt128 low = UInt128{static_cast<std::uint64_t>(size)} * f;
  const UInt128 high = (size >> 64) * f + (low >> 64);
  if ((high >> 63) != 0) return false;
  const UInt128 product = (high << 64) | static_cast<std::uint64_t>(low);
  v = static_cast<Int128>(v < 0 ? UInt128{0} - product : product);
  return true;
}

/// v *= 10^k, where k >= 0. False, and v untouched, when the result does not fit.
///   Int128 v = 125; mulByPowerOfTen(v, 2);   // true, v is 12500
constexpr bool mulByPowerOfTen(Int128& v, int k) {
  if (v == 0) return true;
  if (k > 38) return false;
  Int128 result = v;
  for (; k > kMaxPowerOfTen64; k -= kMaxPowerOfTen64) {
    if (!mulByPositive(result, powerOfTen64(kMaxPowerOfTen64))) return false;
  }
  if (!mulByPositive(result, powerOfTen64(k))) return false;
  v = result;
  return true;
}

/// product = a * b. False when it might not fit (some products near 2^127 are refused too).
///   Int128 p; mulWide(3, -4, p);   // true, p is -12
constexpr bool mulWide(Int128 a, Int128 b, Int128& product) {
  if (bitLength(magnitude(a)) + bitLength(magnitude(b)) > 127) return false;
  product = a * b;
  return true;
}

}  // namespace tallyfold
