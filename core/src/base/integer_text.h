// SPDX-License-Identifier: Apache-2.0
// Whole numbers written out.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
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

}  // namespace tallyfold
