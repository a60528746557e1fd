// SPDX-License-Identifier: Apache-2.0
// If this fails, rows land in another group's slot, or memory is taken that nobody asked for.
#include "base/flat_map.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_map>

namespace tallyfold {
namespace {

TEST(FlatMap, AgreesWithTheStandardMap) {
  MemoryAccount account;
  FlatMap map(account);
  std::unordered_map<uint64_t, uint32_t> expected;
  std::mt19937_64 random(1);
  for (uint32_t i = 0; i < 50000; ++i) {
    // Small keys, keys that differ only high up, and any keys.
    const uint64_t key = i % 3 == 0   ? random() % 1000
                         : i % 3 == 1 ? (random() % 1000) << 48
                                      : random();
    const auto inserted = map.insert(key, i);
    const auto wanted = expected.emplace(key, i);
    ASSERT_EQ(inserted.fresh, wanted.second);
    ASSERT_EQ(inserted.value, wanted.first->second);
    ASSERT_EQ(map.find(key ^ 0x8000000080000001), expected.count(key ^ 0x8000000080000001) != 0
                                                      ? expected[key ^ 0x8000000080000001]
                                                      : FlatMap::kNone);
  }
  EXPECT_EQ(map.size(), expected.size());
  size_t visited = 0;
  map.forEach([&](uint64_t key, uint32_t value) { visited += expected.at(key) == value ? 1 : 0; });
  EXPECT_EQ(visited, expected.size());
}

TEST(FlatMap, NeverTakesMoreThanItSaidItWould) {
  MemoryAccount account;
  FlatMap map(account);
  for (uint64_t i = 0; i < 3000; ++i) {
    const uint64_t bound = account.usedBytes() + map.bytesToInsert(1);
    map.insert(i, 1);
    ASSERT_LE(account.usedBytes(), bound);
  }
}

TEST(MemoryAccount, ALimitIsReachedAndNotPassed) {
  MemoryAccount account(100);
  EXPECT_TRUE(account.canTake(100));
  EXPECT_FALSE(account.canTake(101));
  account.take(60);
  EXPECT_TRUE(account.canTake(40));
  EXPECT_FALSE(account.canTake(41));
  account.take(60);
  EXPECT_FALSE(account.canTake(0));
  account.give(120);
  EXPECT_EQ(account.usedBytes(), 0u);
  EXPECT_TRUE(MemoryAccount().canTake(UINT64_MAX));
}

TEST(MemoryAccount, ContainersReportWhatTheyHold) {
  MemoryAccount account;
  {
    auto vector = makeAccounted<uint64_t>(account);
    vector.resize(1000);
    EXPECT_GE(account.usedBytes(), 8000u);
    auto moved = std::move(vector);
    EXPECT_EQ(moved.size(), 1000u);
  }
  EXPECT_EQ(account.usedBytes(), 0u);
}

}  // namespace
}  // namespace tallyfold
