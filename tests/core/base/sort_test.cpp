// SPDX-License-Identifier: Apache-2.0
// If this fails, rows, notes or filter values come out in another order.
#include "base/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace tallyfold {
namespace {

TEST(SortItems, SortsAndKeepsEqualItemsInTheirOrder) {
  uint32_t state = 7;
  for (size_t count = 0; count < 70; ++count) {
    std::vector<std::pair<uint32_t, std::string>> items;
    for (size_t i = 0; i < count; ++i) {
      state = state * 1664525 + 1013904223;
      items.emplace_back((state >> 16) % 9, std::to_string(i));
    }
    const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
    auto expected = items;
    std::stable_sort(expected.begin(), expected.end(), less);
    sortItems(items, less);
    EXPECT_EQ(items, expected) << count;
  }
}

TEST(SortItems, MovesWhatCannotBeCopied) {
  std::vector<std::unique_ptr<int>> items;
  for (const int value : {3, 1, 2}) items.push_back(std::make_unique<int>(value));
  sortItems(items, [](const auto& a, const auto& b) { return *a < *b; });
  EXPECT_EQ(*items[0] * 100 + *items[1] * 10 + *items[2], 123);
}

}  // namespace
}  // namespace tallyfold
