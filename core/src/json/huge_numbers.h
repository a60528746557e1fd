// SPDX-License-Identifier: Apache-2.0
// Numbers that RapidJSON refuses because no double holds them: 1e400, or 400 digits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tallyfold::json {

/// The JSON text with every long number, and every number with an exponent, put in quotes. `begins`
/// receives the offsets of their first characters in the new text, ascending: only there a text is
/// meant as a number.
///   quoteHugeNumbers("[1e400,\"x\"]", begins) is ["1e400","x"], and begins is {2}
std::string quoteHugeNumbers(std::string_view json_text, std::vector<size_t>& begins);

}  // namespace tallyfold::json
