// SPDX-License-Identifier: Apache-2.0
// How the rows of our own query are shown. None of it changes what is folded, so partials of one
// query can be shown in any way.
#pragma once

#include <cstdint>
#include <optional>

namespace tallyfold {

struct NativeView {
  enum class Fill : uint8_t {
    None,      ///< windows and groups in which something happened
    Zero,      ///< every window of every group; what has no value is 0
    Previous,  ///< the same; where nothing happened the value before stays
  };
  enum class By : uint8_t { Window, Group, Measure };
  struct Order {
    By by = By::Window;
    std::size_t measure = 0;
    bool descending = false;
  };

  Fill fill = Fill::None;
  bool cumulative = false;  ///< a window's values are of everything since the start
  std::optional<Order> order;
  std::optional<uint64_t> limit;  ///< so many groups, and one row of all others
};

/// The most rows of an answer that shows windows in which nothing happened.
inline constexpr uint64_t kMostFilledRows = 1'000'000;

}  // namespace tallyfold
