// SPDX-License-Identifier: Apache-2.0
// How do a row of digits and the place of the point become text?
#pragma once

#include <cstdint>
#include <string>

namespace tallyfold {

/// The digits of `value`: "0" for 0, "120" for 120.
std::string digitsOf(std::uint64_t value);

/// digits * 10^-scale in plain positional text, without zeros at the end of the fraction or "-0":
/// (true, "1250", 2) is "-12.5", (false, "1", -3) is "1000".
std::string positionalText(bool negative, std::string digits, std::int64_t scale);

/// The same value as JavaScript and Go's encoding/json write a double: positional for
/// 1e-6 <= |x| < 1e21, otherwise with an exponent. (false, "15", -20) is "1.5e+21".
std::string doubleLayout(bool negative, std::string digits, std::int64_t scale);

}  // namespace tallyfold
