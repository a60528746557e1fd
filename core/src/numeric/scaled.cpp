// SPDX-License-Identifier: Apache-2.0
#include "numeric/scaled.h"

#include <algorithm>
#include <cstring>

#include "numeric/number_text.h"
#include "numeric/wide.h"

namespace tallyfold {

namespace {

constexpr std::uint64_t kMostPositive = 0x7FFFFFFFFFFFFFFF;

bool fitsInt64(UInt128 size, bool negative) {
  return size <= UInt128{kMostPositive} + (negative ? 1U : 0U);
}

std::int64_t withSign(UInt128 size, bool negative) {
  const auto bits = static_cast<std::uint64_t>(size);
  return static_cast<std::int64_t>(negative ? std::uint64_t{0} - bits : bits);
}

// Everything the fast pass leaves: exponents, many digits, words.
NumericRead readSlowly(std::string_view text) {
  NumericRead result;
  const NumberText number = splitNumber(text);
  if (number.kind != NumericKind::Big) {
    result.kind = number.kind;
    return result;
  }
  std::int64_t scale = number.scale();
  if (number.isZero()) {
    scale = std::clamp<std::int64_t>(scale, 0, kMaxScale);
    result.kind = NumericKind::Scaled;
    result.scaled = Scaled{0, static_cast<std::uint8_t>(scale)};
    result.canonical = isCanonicalText(text, result.scaled);
    return result;
  }
  result.kind = NumericKind::Big;
  if (scale > kMaxScale || scale < -kMaxPowerOfTen64 || number.significantDigits() > 19) {
    return result;
  }
  UInt128 size = number.leading19();
  if (scale < 0) size *= static_cast<std::uint64_t>(powerOfTen64(static_cast<int>(-scale)));
  if (!fitsInt64(size, number.negative)) return result;
  result.kind = NumericKind::Scaled;
  result.scaled = Scaled{withSign(size, number.negative),
                         static_cast<std::uint8_t>(std::max<std::int64_t>(scale, 0))};
  result.canonical = isCanonicalText(text, result.scaled);
  return result;
}

// Adds the digits from `at` on to `size` and returns where they end. The sum may wrap on long
// texts; those are read again, slowly.
inline const char* addDigits(const char* at, const char* end, std::uint64_t& size) {
  for (; at != end; ++at) {
    const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit > 9) break;
    size = size * 10 + digit;
  }
  return at;
}

}  // namespace

NumericRead readNumeric(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool signedText = at != end && (*at == '-' || *at == '+');
  const bool negative = signedText && *at == '-';
  if (signedText) ++at;

  std::uint64_t size = 0;
  const char* const whole = at;
  at = addDigits(at, end, size);
  const auto wholeDigits = at - whole;
  std::ptrdiff_t fractionDigits = 0;
  const bool pointed = at != end && *at == '.';
  if (pointed) {
    const char* const fraction = ++at;
    at = addDigits(at, end, size);
    fractionDigits = at - fraction;
  }
  const auto digits = wholeDigits + fractionDigits;
  if (at != end || digits == 0 || digits > kMaxPowerOfTen64 || fractionDigits > kMaxScale) {
    return readSlowly(text);
  }
  NumericRead result;
  result.kind = NumericKind::Scaled;
  result.scaled = Scaled{withSign(size, negative), static_cast<std::uint8_t>(fractionDigits)};
  const bool plainStart = wholeDigits == 1 || (wholeDigits > 1 && *whole != '0');
  result.canonical =
      plainStart && pointed == (fractionDigits != 0) && (!signedText || (negative && size != 0));
  return result;
}

bool isCanonicalText(std::string_view text, Scaled value) {
  char written[32];
  const std::size_t size = writeScaled(value, written);
  return size == text.size() && std::memcmp(written, text.data(), size) == 0;
}

std::size_t writeScaled(Scaled value, char (&out)[32]) {
  const bool negative = value.mantissa < 0;
  auto rest = static_cast<std::uint64_t>(magnitude(value.mantissa));
  char reversed[32];
  std::size_t size = 0;
  for (unsigned written = 0; rest != 0 || written <= value.scale; ++written, rest /= 10) {
    if (written == value.scale && written != 0) reversed[size++] = '.';
    reversed[size++] = static_cast<char>('0' + rest % 10);
  }
  if (negative) reversed[size++] = '-';
  std::reverse_copy(reversed, reversed + size, out);
  return size;
}

}  // namespace tallyfold
