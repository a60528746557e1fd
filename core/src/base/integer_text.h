// SPDX-License-Identifier: Apache-2.0
// Whole numbers written out.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tallyfold {

/// The integer a text spells with digits and an optional minus. readInteger("12") is 12; "+1",
/// "1.0", " 1" and what does not fit in 64 bits are absent.
inline std::optional<int64_t> readInteger(std::string_view text) {
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

/// The last `count` digits of a number in the base of an alphabet's size, zeros in front.
/// lastDigits(254, 3, "0123456789abcdef") is "0fe".
inline std::string lastDigits(uint64_t number, size_t count, std::string_view alphabet) {
  std::string text(count, alphabet.front());
  for (size_t i = count; i > 0; --i, number /= alphabet.size())
    text[i - 1] = alphabet[number % alphabet.size()];
  return text;
}

}  // namespace tallyfold
