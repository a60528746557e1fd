// SPDX-License-Identifier: Apache-2.0
// If this fails, rows of a report stand in a wrong order.
#include "base/counting_sort.h"

#include <gtest/gtest.h>

#include <random>
#include <utility>

namespace tallyfold {
namespace {

using Item = std::pair<uint32_t, uint32_t>;

TEST(CountingSort, SortsByNumberAndKeepsEqualOnesInTheirOrder) {
  std::mt19937 random(5);
  for (const uint32_t greatest : {0U, 1U, 7U, 5000U}) {
    std::vector<Item> items;
    for (uint32_t i = 0; i < 1000; ++i) items.emplace_back(random() % (greatest + 1), i);
    std::vector<Item> expected = items;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Item& a, const Item& b) { return a.first < b.first; });
    countingSort(items, [](const Item& item) { return item.first; });
    EXPECT_EQ(items, expected) << greatest;
  }
}

TEST(CountingSort, NothingIsInOrder) {
  std::vector<Item> none;
  countingSort(none, [](const Item& item) { return item.first; });
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace tallyfold
