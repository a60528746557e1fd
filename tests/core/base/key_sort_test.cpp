// SPDX-License-Identifier: Apache-2.0
// If this fails, groups and texts stand in a wrong order.
#include "base/key_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace tallyfold {
namespace {

TEST(KeySort, SortsByAllDigitsAndKeepsEqualKeysInTheirOrder) {
  std::mt19937_64 random(9);
  for (const size_t count : {size_t{0}, size_t{1}, size_t{2}, size_t{1000}}) {
    for (const int shift : {0, 40, 62}) {
      std::vector<Keyed> items(2 * count);
      for (uint32_t i = 0; i < count; ++i) items[i] = {random() >> shift, i, 0};
      std::vector<Keyed> expected(items.begin(), items.begin() + static_cast<ptrdiff_t>(count));
      std::stable_sort(expected.begin(), expected.end(),
                       [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
      const Keyed* sorted = sortByKey(items.data(), items.data() + count, count);
      for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(sorted[i].key, expected[i].key);
        ASSERT_EQ(sorted[i].item, expected[i].item);
      }
    }
  }
}

TEST(KeySort, TellsWhichKeysAreEqual) {
  Keyed items[] = {{1, 0, 0}, {2, 1, 0}, {2, 2, 0}, {3, 3, 0}, {3, 4, 0}, {3, 5, 0}};
  std::vector<size_t> sizes;
  forEqualKeys(items, 6, [&](Keyed* first, size_t count) {
    sizes.push_back(first->item);
    sizes.push_back(count);
  });
  EXPECT_EQ(sizes, (std::vector<size_t>{1, 2, 3, 3}));
}

}  // namespace
}  // namespace tallyfold
