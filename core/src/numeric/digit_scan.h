// SPDX-License-Identifier: Apache-2.0
// Reading short runs of digits eight at a time. At least eight bytes must be readable from wherever
// the digits end, and 32 from where they begin.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "numeric/scaled.h"
#include "numeric/wide.h"

namespace tallyfold {

/// Appends the digits at `at` to `value` and answers where they end; gives up after 24. A value
/// of more than 19 digits wraps.
inline const char* scanDigits(const char* at, uint64_t& value) {
  for (int words = 0; words < 3; ++words, at += 8) {
    uint64_t digits;
    std::memcpy(&digits, at, sizeof(digits));
    if constexpr (std::endian::native == std::endian::big) digits = __builtin_bswap64(digits);
    digits ^= 0x3030303030303030;
    // The high bit of each byte above 9, right up to the first of them.
    const uint64_t others = ((digits + 0x7676767676767676) | digits) & uint64_t{0x8080808080808080};
    const int count = others == 0 ? 8 : __builtin_ctzll(others) / 8;
    if (count == 0) return at;
    digits <<= 64 - 8 * count;  // zeros in front
    digits = digits * 10 + (digits >> 8);
    digits = ((digits & 0x000000FF000000FF) * 0x000F424000000064 +
              ((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >>
             32;
    value = value * static_cast<uint64_t>(powerOfTen64(count)) + digits;
    if (count < 8) return at + count;
  }
  return at;
}

/// Reads `-? digits (. digits)?` with at most 18 digits, 15 of them behind the point, and a zero
/// in front only where it stands alone. Answers where it ends; null for anything else. What reads
/// on there is the caller's to judge.
inline const char* scanNumber(const char* at, Scaled& number) {
  const bool negative = *at == '-';
  if (negative) ++at;
  const char* const whole = at;
  uint64_t size = 0;
  at = scanDigits(at, size);
  auto digits = at - whole;
  if (digits == 0 || (digits > 1 && *whole == '0')) return nullptr;
  std::ptrdiff_t scale = 0;
  if (*at == '.') {
    const char* const fraction = ++at;
    at = scanDigits(at, size);
    scale = at - fraction;
    digits += scale;
    if (scale == 0) return nullptr;
  }
  if (digits > 18 || scale > kMaxScale) return nullptr;
  const auto mantissa = static_cast<int64_t>(size);
  number = {negative ? -mantissa : mantissa, static_cast<uint8_t>(scale)};
  return at;
}

}  // namespace tallyfold
