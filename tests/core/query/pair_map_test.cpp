// SPDX-License-Identifier: Apache-2.0
// If this fails, rows of our own query fall into the wrong group or window once there are many.
#include "query/pair_map.h"

#include <gtest/gtest.h>

#include <vector>

namespace tallyfold {
namespace {

TEST(PairMap, AnswersWhatStandsAndWhetherItWasStored) {
  MemoryAccount account;
  PairMap map(account);
  EXPECT_TRUE(map.insert(3, 5, 7).fresh);
  const auto again = map.insert(3, 5, 8);
  EXPECT_FALSE(again.fresh);
  EXPECT_EQ(again.value, 7U);
}

TEST(PairMap, ReadsCoveredPairsFromAFirstColumn) {
  MemoryAccount account;
  PairMap map(account);
  map.insert(0, 2, 10);
  map.insert(1, 0, 11);
  ASSERT_TRUE(map.cover(2, 3));
  const uint32_t rows[] = {0, 1, 1};
  const uint32_t columns[] = {0, 0xfffffffe, 0};  // the second wraps to column 0
  uint32_t numbers[3];
  EXPECT_FALSE(map.read(rows, columns, 2, 3, numbers));
  EXPECT_EQ(numbers[0], 10U);
  EXPECT_EQ(numbers[1], 11U);
  EXPECT_EQ(numbers[2], PairMap::kNone);
  EXPECT_TRUE(map.read(rows, columns, 2, 2, numbers));
  EXPECT_TRUE(map.readRow(0, columns, 2, 1, numbers));
  EXPECT_EQ(numbers[0], 10U);
  EXPECT_FALSE(map.readRow(1, columns, 2, 2, numbers));
  EXPECT_EQ(numbers[0], PairMap::kNone);
  EXPECT_EQ(numbers[1], 11U);
  EXPECT_EQ(map.find(1, 0), 11U);
  EXPECT_EQ(map.find(1, 2), PairMap::kNone);
}

TEST(PairMap, KeepsEveryNumberWhenItTurnsToAMap) {
  MemoryAccount account;
  PairMap map(account);
  for (uint32_t i = 0; i < 1000; ++i) EXPECT_TRUE(map.insert(i % 10, i, i).fresh);
  EXPECT_FALSE(map.cover(1 << 20, 1 << 20));
  EXPECT_TRUE(map.insert(1'000'000, 1'000'000, 1000).fresh);
  for (uint32_t i = 0; i < 1000; ++i) {
    const auto known = map.insert(i % 10, i, 5000);
    EXPECT_FALSE(known.fresh);
    EXPECT_EQ(known.value, i);
  }
  EXPECT_FALSE(map.cover(1, 1));
}

TEST(PairMap, TurnsToAMapWhereMemoryIsShort) {
  MemoryAccount account(100'000);
  PairMap map(account);
  for (uint32_t i = 0; i < 200; ++i) map.insert(i, i * 7, i);
  EXPECT_FALSE(map.cover(1, 1));
  EXPECT_LE(account.usedBytes(), 100'000U);
  for (uint32_t i = 0; i < 200; ++i) EXPECT_EQ(map.insert(i, i * 7, 999).value, i);
}

}  // namespace
}  // namespace tallyfold
