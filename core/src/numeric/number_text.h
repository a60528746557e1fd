// SPDX-License-Identifier: Apache-2.0
// Into which parts does the text of a number fall: sign, digits, point, exponent?
//
// The one place that knows the grammar of readNumeric in full; the fast pass in scaled.cpp knows
// only the usual case of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "numeric/scaled.h"

namespace tallyfold {

/// The parts of one number; views into the text that was split.
struct NumberText {
  /// Big for any number within the limits, else NotNumeric, NotFinite or TooLong.
  NumericKind kind = NumericKind::NotNumeric;
  bool negative = false;
  std::string_view whole;     ///< digits before the point, may be empty
  std::string_view fraction;  ///< digits after it, may be empty
  std::int64_t exponent = 0;  ///< after "e"; beyond 10^15 it is held at 10^15

  /// The value is all digits, read as one integer, times 10^-scale: 2 for "12.50", -3 for "1e3".
  [[nodiscard]] std::int64_t scale() const {
    return static_cast<std::int64_t>(fraction.size()) - exponent;
  }
  [[nodiscard]] bool isZero() const { return significantDigits() == 0; }
  /// Digits from the first that is not zero to the end: 3 for "0.0120".
  [[nodiscard]] std::int64_t significantDigits() const;
  /// The value of all digits as one integer, when significantDigits is at most 19.
  [[nodiscard]] std::uint64_t leading19() const;
  /// All digits, as one text.
  [[nodiscard]] std::string digits() const;
  /// The power of ten of the first digit that is not zero: 2 for "123", -3 for "0.0012".
  [[nodiscard]] std::int64_t leadingExponent() const { return significantDigits() - scale() - 1; }
};

/// Splits all of `text`. The parts are filled in for TooLong as well.
///   splitNumber("-1.5e3")   // negative, whole "1", fraction "5", exponent 3
NumberText splitNumber(std::string_view text);

}  // namespace tallyfold
