// SPDX-License-Identifier: Apache-2.0
// Some rows of a block, ascending.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tallyfold {

struct RowSet {
  size_t first = 0;
  size_t count = 0;
  /// Row i is first + places[i]; null: first + i.
  const uint16_t* places = nullptr;

  [[nodiscard]] size_t row(size_t i) const { return first + (places == nullptr ? i : places[i]); }
};

}  // namespace tallyfold
