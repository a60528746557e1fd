// SPDX-License-Identifier: Apache-2.0
// If this fails, which of two contradicting records counts depends on the order of the input, or a
// copy is counted twice.
#include "query/seat_copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

namespace tallyfold {
namespace {

// Copy number `arrival` of an id. `date` is the time in it, and the content goes with both.
SeatCopy copy(uint64_t id, int64_t date, uint64_t content, int64_t arrival, uint32_t event = 0) {
  SeatCopy made;
  made.id = {id, 1};
  made.change.time_ns = date;
  made.content = content;
  made.offset = arrival;
  made.event = event;
  return made;
}

struct Counted {
  std::vector<std::vector<int64_t>> ids;  // of each id the arrivals, the one that counts first
  std::vector<int64_t> duplicates;
};

Counted settled(SeatCopies& copies, const std::vector<SeatCopy>& input) {
  Counted counted;
  for (const SeatCopy& each : input) {
    if (const auto later = copies.add(each)) counted.duplicates.push_back(later->offset);
  }
  copies.takeUnless([](const SeatCopy*, const SeatCopy*) { return false; },
                    [&counted](const SeatCopy* first, const SeatCopy* last) {
                      auto& arrivals = counted.ids.emplace_back();
                      for (const SeatCopy* at = first; at != last; ++at)
                        arrivals.push_back(at->offset);
                    });
  std::sort(counted.duplicates.begin(), counted.duplicates.end());
  return counted;
}

TEST(SeatCopies, WhicheverOrderTheyComeInTheSameCopyCounts) {
  // Two contents at the earliest date, each there twice, a later date, and another id.
  std::vector<SeatCopy> input = {copy(1, 5, 70, 0), copy(1, 5, 60, 1), copy(1, 5, 70, 2),
                                 copy(1, 5, 60, 3), copy(1, 9, 10, 4), copy(2, 1, 60, 5)};
  std::vector<size_t> order = {0, 1, 2, 3, 4, 5};
  int permutations = 0;
  do {
    std::vector<SeatCopy> shuffled;
    for (const size_t at : order) shuffled.push_back(input[at]);
    MemoryAccount account;
    SeatCopies copies(account);
    const Counted counted = settled(copies, shuffled);
    ASSERT_EQ(counted.duplicates, (std::vector<int64_t>{2, 3}));
    ASSERT_EQ(counted.ids, (std::vector<std::vector<int64_t>>{{1, 0, 4}, {5}}));
    ASSERT_EQ(copies.size(), 0u);
    ++permutations;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(permutations, 720);
}

TEST(SeatCopies, TheLaterArrivalIsTheDuplicateBySourceFirst) {
  MemoryAccount account;
  SeatCopies copies(account);
  SeatCopy first = copy(1, 5, 7, 900);
  SeatCopy second = copy(1, 5, 7, 1);
  second.source = 1;
  ASSERT_FALSE(copies.add(second));
  const auto later = copies.add(first);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->source, 1u);
  copies.forEach([](const SeatCopy& kept) { EXPECT_EQ(kept.offset, 900); });
}

TEST(SeatCopies, OneIdInTwoEventsIsTwo) {
  MemoryAccount account;
  SeatCopies copies(account);
  EXPECT_FALSE(copies.add(copy(1, 5, 7, 0, 1)));
  EXPECT_FALSE(copies.add(copy(1, 5, 7, 1, 2)));
  EXPECT_EQ(settled(copies, {}).ids, (std::vector<std::vector<int64_t>>{{0}, {1}}));
}

TEST(SeatCopies, AnIdIsTakenWholeOnceOneOfItIsOld) {
  MemoryAccount account;
  SeatCopies copies(account);
  for (const SeatCopy& each :
       {copy(1, 8, 1, 0), copy(1, 3, 2, 1), copy(2, 3, 1, 2), copy(1, 3, 1, 3, 9)})
    ASSERT_FALSE(copies.add(each));
  EXPECT_TRUE(copies.takeIfBefore({1, 1}, 0, 3).empty());
  EXPECT_TRUE(copies.takeIfBefore({3, 1}, 0, 100).empty());
  EXPECT_EQ(copies.size(), 4u);
  const auto taken = copies.takeIfBefore({1, 1}, 0, 4);
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].offset, 1);
  EXPECT_EQ(taken[1].offset, 0);
  EXPECT_EQ(copies.size(), 2u);
  EXPECT_TRUE(copies.takeIfBefore({1, 1}, 0, 100).empty());
  // The same content begins anew.
  EXPECT_FALSE(copies.add(copy(1, 8, 1, 4)));
  EXPECT_EQ(settled(copies, {}).ids, (std::vector<std::vector<int64_t>>{{4}, {3}, {2}}));
}

TEST(SeatCopies, WhatIsKeptIsFoundAgain) {
  MemoryAccount account;
  SeatCopies copies(account);
  for (uint64_t id = 0; id < 1000; ++id)
    ASSERT_FALSE(copies.add(copy(id, static_cast<int64_t>(id), id % 7, 1)));
  for (uint64_t id = 100; id < 200; ++id)
    ASSERT_EQ(copies.takeIfBefore({id, 1}, 0, INT64_MAX).size(), 1u);
  size_t taken = 0;
  copies.takeUnless(
      [](const SeatCopy* first, const SeatCopy*) { return first->change.time_ns >= 500; },
      [&taken](const SeatCopy*, const SeatCopy*) { ++taken; });
  EXPECT_EQ(taken, 400u);
  EXPECT_EQ(copies.size(), 500u);
  for (uint64_t id = 0; id < 1000; ++id)
    EXPECT_EQ(copies.add(copy(id, static_cast<int64_t>(id), id % 7, 2)).has_value(), id >= 500);
}

TEST(SeatCopies, WhatWasWrittenIsReadBackWithoutWhatWasTaken) {
  MemoryAccount account;
  SeatCopies copies(account), again(account);
  for (uint64_t id = 0; id < 100; ++id) ASSERT_FALSE(copies.add(copy(id, 5, 1, 1)));
  ASSERT_EQ(copies.takeIfBefore({7, 1}, 0, 6).size(), 1u);
  ByteWriter out;
  copies.write(out);
  ByteReader in(out.bytes());
  again.read(in);
  EXPECT_TRUE(in.ok() && in.atEnd());
  EXPECT_EQ(again.size(), 99u);
  ByteWriter out_again;
  again.write(out_again);
  EXPECT_EQ(out_again.bytes(), out.bytes());
}

TEST(SeatCopies, TheSameCopyTwiceIsDamage) {
  MemoryAccount account;
  SeatCopies copies(account);
  ASSERT_FALSE(copies.add(copy(1, 5, 1, 1)));
  ByteWriter out;
  copies.write(out);
  const std::string one = out.bytes().substr(8);
  ByteWriter twice;
  twice.u64(2);
  SeatCopies again(account);
  const std::string bytes = twice.take() + one + one;
  ByteReader in(bytes);
  again.read(in);
  EXPECT_FALSE(in.ok());
}

TEST(SeatCopies, ManyIdsThatBeginAnewEndSoon) {
  MemoryAccount account;
  SeatCopies copies(account);
  const std::clock_t begin = std::clock();
  uint64_t taken = 0;
  // The table grows when nearly half of what it holds was taken out.
  constexpr uint64_t kIds = 65'540;
  for (const int64_t date : {5, 50}) {
    for (uint64_t id = 0; id < kIds; ++id) {
      const Hash128 hash{id * 0x9e3779b97f4a7c15ULL, 1};
      SeatCopy each = copy(0, date, 1, 1);
      each.id = hash;
      taken += copies.takeIfBefore(hash, 0, date - 10).size();
      ASSERT_FALSE(copies.add(each));
    }
  }
  EXPECT_EQ(taken, kIds);
  EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 1.0);
}

}  // namespace
}  // namespace tallyfold
