// SPDX-License-Identifier: Apache-2.0
// Sorting by numbers that are hardly larger than there are items, without a comparison.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tallyfold {

/// Puts items in the order of their numbers; those of one number stay in theirs. Takes four bytes
/// for each number up to the greatest.
///   countingSort(rows, [](const Row& row) { return row.window; });
template <typename Item, typename NumberOf>
[[gnu::noinline]] void countingSort(std::vector<Item>& items, NumberOf number_of) {
  uint32_t greatest = 0;
  bool in_order = true;
  for (const Item& item : items) {
    const uint32_t number = number_of(item);
    in_order = in_order && number >= greatest;
    greatest = std::max(greatest, number);
  }
  if (in_order) return;
  std::vector<uint32_t> place(greatest + size_t{2}, 0);
  for (const Item& item : items) ++place[number_of(item) + size_t{1}];
  for (size_t number = 1; number < place.size(); ++number) place[number] += place[number - 1];
  std::vector<Item> sorted(items.size());
  for (const Item& item : items) sorted[place[number_of(item)]++] = item;
  items = std::move(sorted);
}

}  // namespace tallyfold
