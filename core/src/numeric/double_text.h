// SPDX-License-Identifier: Apache-2.0
// Where an answer is a JSON double: which double is nearest, and how is it written?
//
// Everything is integer arithmetic on exact values, so native and wasm write the same bytes.
// A double appears only as its 64 bits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

/// The bits of plus infinity, which a value beyond the largest double rounds to.
inline constexpr std::uint64_t kInfinityBits = 0x7FF0000000000000;

/// The bits of the double nearest to the value, ties to even; subnormals included, infinity where
/// it overflows, and +0 for zero and what rounds to it from above (-0 from below).
///   nearestDoubleBits(Decimal::fromInteger(1))   // 0x3FF0000000000000
std::uint64_t nearestDoubleBits(const Rational& value);
std::uint64_t nearestDoubleBits(const Decimal& value);

/// Whether the nearest double is an infinity: 1e308 no, -1e309 yes.
bool roundsToInfinity(const Decimal& value);

/// The shortest digits that read back as the same double, the closest among those, laid out as
/// JavaScript and Go's encoding/json do: positional for 1e-6 <= |x| < 1e21, otherwise "1e-7",
/// "1.5e+21". "0" for zero of either sign. Empty when the bits are not finite.
///   shortestText(0x3FB999999999999A)   // "0.1"
std::string shortestText(std::uint64_t double_bits);

/// shortestText of the nearest double; empty when that is an infinity.
///   doubleText(Rational::of(one, three))   // "0.3333333333333333"
std::string doubleText(const Rational& value);
std::string doubleText(const Decimal& value);

/// The text of a JSON number (or any text of readNumeric's grammar, of any length) after a trip
/// through a double: "10.0" gives "10", "9007199254740993" gives "9007199254740992".
/// Empty when it overflows or is not a finite number.
std::string doubleTextOfNumber(std::string_view number);

}  // namespace tallyfold
