// SPDX-License-Identifier: Apache-2.0
// Sorting by whole numbers, digit by digit, without a comparison.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tallyfold {

struct Keyed {
  uint64_t key;
  uint32_t item;
  uint32_t unused;
};

/// Sorts by the keys; items with equal ones stay in their order. Needs as much room again, and
/// answers which of the two then holds them.
Keyed* sortByKey(Keyed* items, Keyed* room, size_t count);

/// Calls use(first, count) for items of one key, where there is more than one.
template <typename Use>
void forEqualKeys(Keyed* items, size_t count, Use use) {
  for (size_t begin = 0; begin < count;) {
    size_t end = begin + 1;
    while (end < count && items[end].key == items[begin].key) ++end;
    if (end - begin > 1) use(items + begin, end - begin);
    begin = end;
  }
}

}  // namespace tallyfold
