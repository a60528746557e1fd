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

struct Row {
  uint32_t key;
  uint32_t number;
  uint64_t rest[3];
};

// Orders that quicksorts are known to be slow on, and random ones with few and with many keys.
std::vector<std::vector<uint32_t>> difficultKeys(size_t count) {
  std::vector<std::vector<uint32_t>> lists(7);
  uint32_t state = 11;
  for (uint32_t i = 0; i < count; ++i) {
    state = state * 1664525 + 1013904223;
    lists[0].push_back(state >> 8);
    lists[1].push_back((state >> 16) % 5);
    lists[2].push_back(i);
    lists[3].push_back(static_cast<uint32_t>(count) - i);
    lists[4].push_back(7);
    lists[5].push_back(i < count / 2 ? i : static_cast<uint32_t>(count) - i);
    lists[6].push_back(i % 64 == 0 ? i : 64);
  }
  return lists;
}

TEST(SortInPlace, SortsAnyOrderAndLosesNothing) {
  for (const size_t count : {0U, 1U, 2U, 3U, 12U, 13U, 14U, 100U, 5000U}) {
    for (const auto& keys : difficultKeys(count)) {
      std::vector<Row> rows;
      for (const uint32_t key : keys) {
        const auto number = static_cast<uint32_t>(rows.size());
        rows.push_back({key, number, {key, number, uint64_t{key} + number}});
      }
      sortInPlace(rows, [](const Row& a, const Row& b) { return a.key < b.key; });
      std::vector<uint32_t> numbers;
      for (size_t i = 0; i < rows.size(); ++i) {
        if (i > 0) {
          EXPECT_LE(rows[i - 1].key, rows[i].key);
        }
        EXPECT_EQ(rows[i].key, keys[rows[i].number]);
        EXPECT_EQ(rows[i].rest[2], uint64_t{rows[i].key} + rows[i].number);
        numbers.push_back(rows[i].number);
      }
      std::sort(numbers.begin(), numbers.end());
      for (uint32_t i = 0; i < count; ++i) EXPECT_EQ(numbers[i], i);
    }
  }
}

// McIlroy's adversary ("A Killer Adversary for Quicksort"): it decides what the keys are while it
// is asked, so that every split is as uneven as can be.
TEST(SortInPlace, NoInputIsSlow) {
  constexpr uint32_t kCount = 20'000;
  constexpr uint32_t kOpen = kCount;
  std::vector<uint32_t> key(kCount, kOpen);
  uint32_t solid = 0;
  uint32_t candidate = 0;
  uint64_t compared = 0;
  std::vector<uint32_t> items(kCount);
  for (uint32_t i = 0; i < kCount; ++i) items[i] = i;
  sortInPlace(items, [&](uint32_t a, uint32_t b) {
    ++compared;
    if (key[a] == kOpen && key[b] == kOpen) key[a == candidate ? a : b] = solid++;
    if (key[a] == kOpen) candidate = a;
    if (key[b] == kOpen) candidate = b;
    return key[a] < key[b];
  });
  EXPECT_LT(compared, uint64_t{kCount} * 15 * 6);
  for (uint32_t i = 1; i < kCount; ++i) EXPECT_LE(key[items[i - 1]], key[items[i]]);
}

}  // namespace
}  // namespace tallyfold
