// SPDX-License-Identifier: Apache-2.0
// If this fails, a distinct count is wrong: in bits, in a map, or where one becomes the other.
#include "aggregate/text_sets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace tallyfold {
namespace {

using Pairs = std::set<std::pair<uint32_t, uint32_t>>;

Pairs pairsOf(const TextSets& sets) {
  Pairs pairs;
  sets.forEach([&](uint32_t slot, uint32_t text) {
    EXPECT_TRUE(pairs.emplace(slot, text).second) << slot << ' ' << text;
  });
  return pairs;
}

void expectHolds(const TextSets& sets, const Pairs& expected, uint32_t slots) {
  EXPECT_EQ(pairsOf(sets), expected);
  EXPECT_EQ(sets.entries(), expected.size());
  std::vector<uint64_t> counts(slots, 0);
  for (const auto& [slot, text] : expected) ++counts[slot];
  for (uint32_t slot = 0; slot < slots; ++slot) EXPECT_EQ(sets.count(slot), counts[slot]) << slot;
}

// Texts 0, step, 2 step ... in slots by turns, each twice.
Pairs fill(TextSets& sets, uint32_t slots, uint32_t count, uint32_t step) {
  Pairs expected;
  for (uint32_t i = 0; i < 2 * count; ++i) {
    const uint32_t slot = i % slots;
    const uint32_t text = i % count * step;
    sets.add(slot, text);
    expected.emplace(slot, text);
  }
  return expected;
}

TEST(TextSets, CountsEachTextOfASlotOnce) {
  MemoryAccount account;
  TextSets sets(account);
  sets.resize(3);
  expectHolds(sets, fill(sets, 3, 1000, 1), 3);
}

TEST(TextSets, GrowsInSlotsAndTexts) {
  MemoryAccount account;
  TextSets sets(account);
  sets.resize(1);
  Pairs expected = fill(sets, 1, 100, 1);
  sets.resize(50);
  expected.merge(fill(sets, 50, 3000, 7));
  expectHolds(sets, expected, 50);
}

TEST(TextSets, KeepsAllWhenItTurnsToAMap) {
  MemoryAccount account;
  TextSets sets(account);
  sets.resize(2000);
  Pairs expected = fill(sets, 2000, 500, 1);
  expected.merge(fill(sets, 2000, 200, 1'000'000));  // bits would take half a gigabyte
  EXPECT_LT(account.usedBytes(), uint64_t{8} << 20);
  expectHolds(sets, expected, 2000);
}

TEST(TextSets, AddsOthersWhateverEitherIs) {
  for (const uint32_t step : {1U, 1'000'000U}) {
    for (const uint32_t other_step : {1U, 3U, 1'000'000U}) {
      MemoryAccount account;
      TextSets sets(account);
      TextSets other(account);
      sets.resize(1000);
      other.resize(1000);
      Pairs expected = fill(sets, 1000, 300, step);
      std::vector<uint32_t> to(1000);
      for (uint32_t slot = 0; slot < 1000; ++slot) to[slot] = slot / 10;
      for (const auto& [slot, text] : fill(other, 1000, 250, other_step))
        expected.emplace(to[slot], text);
      sets.addAll(other, to.data());
      expectHolds(sets, expected, 1000);
    }
  }
}

// A limit makes room for what will come; one that is too large for the texts must not lose any.
TEST(TextSets, AddsBatchesOfRunsAndOfRows) {
  for (const uint32_t limit : {0U, 500U, 1U << 30}) {
    MemoryAccount account;
    TextSets sets(account);
    sets.resize(3);
    Pairs expected;
    std::vector<uint32_t> texts;
    for (uint32_t i = 0; i < 600; ++i) texts.push_back(i * i % 499);
    std::vector<uint32_t> slots(600, 1);
    std::fill(slots.begin() + 400, slots.end(), 2);
    const SlotRun runs[] = {{1, 0, 400}, {2, 400, 600}};
    Batch batch;
    batch.count = texts.size();
    batch.slots = slots.data();
    batch.texts = texts.data();
    batch.text_limit = limit;
    sets.add(batch);  // by rows
    for (size_t i = 0; i < texts.size(); ++i) expected.emplace(slots[i], texts[i]);
    expectHolds(sets, expected, 3);
    for (uint32_t& text : texts) text += 1;
    batch.text_limit = limit == 0 ? 0 : limit + 1;
    batch.runs = runs;
    batch.run_count = 2;
    sets.add(batch);
    for (size_t i = 0; i < texts.size(); ++i) expected.emplace(slots[i], texts[i]);
    expectHolds(sets, expected, 3);
  }
}

TEST(TextSets, TurnsToAMapWhereMemoryIsShort) {
  MemoryAccount account(200'000);
  TextSets sets(account);
  sets.resize(100);
  expectHolds(sets, fill(sets, 100, 400, 300), 100);
  EXPECT_LE(account.usedBytes(), 200'000U);
}

}  // namespace
}  // namespace tallyfold
