// SPDX-License-Identifier: Apache-2.0
// What number do these characters spell, and does it fit the fast form?
//
// Decoding calls readNumeric for every numeric property, so it makes one pass and no allocation.
// The fast form keeps the written scale, so that "12.50" can be written back as "12.50".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tallyfold {

/// The most digits after the point that the fast form holds.
inline constexpr int kMaxScale = 15;
/// A number with more written digits than this, leading zeros included, is TooLong.
inline constexpr int kMaxDigits = 1000;
/// In scientific notation d.ddd * 10^x, a number with |x| above this is TooLong.
inline constexpr int kMaxExponent = 1000;

/// The number mantissa / 10^scale; {1250, 2} is 12.50.
struct Scaled {
  std::int64_t mantissa = 0;
  std::uint8_t scale = 0;  ///< 0 to kMaxScale
};

enum class NumericKind : std::uint8_t {
  NotNumeric,  ///< the text is not a number
  Scaled,      ///< a number in the fast form
  Big,         ///< a number that only Decimal holds; Decimal::parse never refuses it
  NotFinite,   ///< a spelling of NaN or infinity
  TooLong,     ///< a number beyond kMaxDigits or kMaxExponent
};

struct NumericRead {
  NumericKind kind = NumericKind::NotNumeric;
  bool canonical = false;  ///< writeScaled gives exactly the text back; only with kind Scaled
  Scaled scaled;           ///< only with kind Scaled
};

/// Reads all of `text` as [+-]? (digits [. digits?] | . digits) ([eE] [+-]? digits)?, or as
/// [+-]? (nan | inf | infinity) in any case. No spaces, hexadecimal or "_".
/// Zeros at the end of a fraction are kept, an exponent is folded in where that fits, and any
/// zero is Scaled.
///   readNumeric("12.50")  // Scaled {1250, 2}, canonical
///   readNumeric("1e3")    // Scaled {1000, 0}
///   readNumeric("1e400")  // Big
NumericRead readNumeric(std::string_view text);

/// Whether writeScaled(value) gives exactly `text`: "12.50" for {1250, 2} yes; "+5", ".5", "007",
/// "1e3", "-0" never. After readNumeric, its `canonical` says the same for nothing.
bool isCanonicalText(std::string_view text, Scaled value);

/// Writes the plain text of `value` to `out` and returns its length (at most 21, no terminator).
/// {1250, 2} is "12.50", {-5, 1} is "-0.5", {7, 0} is "7".
std::size_t writeScaled(Scaled value, char (&out)[32]);

}  // namespace tallyfold
