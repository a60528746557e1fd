// SPDX-License-Identifier: Apache-2.0
// If this fails, a distinct count over partials is wrong, or bytes that lie are believed.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "aggregate/text_sets.h"

namespace tallyfold {
namespace {

using Pairs = std::set<std::pair<uint32_t, uint32_t>>;

constexpr uint32_t kSlots = 300;

Pairs pairsOf(const TextSets& sets) {
  Pairs pairs;
  sets.forEach([&](uint32_t slot, uint32_t text) { pairs.emplace(slot, text); });
  EXPECT_EQ(pairs.size(), sets.entries());
  return pairs;
}

// Few texts stay bits, texts far apart become a map.
void fill(TextSets& sets, uint32_t step) {
  sets.resize(kSlots);
  for (uint32_t i = 0; i < 2000; ++i) sets.add(i % 250, i * 7 % 400 * step);
}

std::string bytesOf(const TextSets& sets) {
  ByteWriter out;
  sets.write(out);
  return std::string(out.bytes());
}

bool canRead(std::string_view bytes, size_t slots, size_t texts) {
  MemoryAccount account;
  TextSets sets(account);
  ByteReader in(bytes);
  sets.read(in, slots, texts);
  return in.ok() && in.atEnd();
}

TEST(TextSetsMerge, ComeBackFromBytes) {
  for (const uint32_t step : {1U, 1'000'000U}) {
    MemoryAccount account;
    TextSets sets(account), back(account);
    fill(sets, step);
    const std::string bytes = bytesOf(sets);
    ByteReader in(bytes);
    back.read(in, kSlots, size_t{400} * step);
    EXPECT_TRUE(in.ok() && in.atEnd()) << step;
    EXPECT_EQ(pairsOf(back), pairsOf(sets));
    for (uint32_t slot = 0; slot < kSlots; ++slot) EXPECT_EQ(back.count(slot), sets.count(slot));
    back.add(0, 399 * step);
    back.add(kSlots - 1, 5);
    EXPECT_TRUE(pairsOf(back).count({kSlots - 1, 5}) == 1);
  }
}

TEST(TextSetsMerge, BytesWithSlotsOrTextsThatAreNotThereAreRefused) {
  for (const uint32_t step : {1U, 1'000'000U}) {
    MemoryAccount account;
    TextSets sets(account);
    fill(sets, step);
    const std::string bytes = bytesOf(sets);
    EXPECT_TRUE(canRead(bytes, kSlots, size_t{399} * step + 1));
    EXPECT_FALSE(canRead(bytes, kSlots, size_t{399} * step));
    EXPECT_FALSE(canRead(bytes, kSlots, 0));
    EXPECT_FALSE(canRead(bytes, 249, size_t{400} * step));
    for (size_t length = 0; length < bytes.size(); length += 1 + length / 8)
      EXPECT_FALSE(canRead(bytes.substr(0, length), kSlots, size_t{400} * step)) << length;
  }
}

TEST(TextSetsMerge, TextsThatHaveOtherCodesHereAreStillTheSame) {
  for (const uint32_t step : {1U, 40'000U}) {
    MemoryAccount account;
    Dictionary ours(account), theirs(account);
    for (uint32_t i = 0; i < 100; ++i) ours.intern(std::to_string(i * 3));
    for (uint32_t i = 0; i < 400; ++i) theirs.intern(std::to_string(i));
    TextSets sets(account), other(account);
    sets.resize(kSlots);
    std::set<std::pair<uint32_t, std::string>> expected, found;
    for (uint32_t i = 0; i < 100; ++i) {
      sets.add(i, i % 50);
      expected.emplace(i, ours.text(i % 50));
      // Ours are a map already where the texts are far apart.
      if (step > 1) sets.add(i, (i % 50 + 1000) * step);
    }
    fill(other, 1);
    std::vector<uint32_t> to(kSlots);
    for (uint32_t slot = 0; slot < kSlots; ++slot) to[slot] = slot / 3;
    other.forEach(
        [&](uint32_t slot, uint32_t text) { expected.emplace(to[slot], std::to_string(text)); });
    TextMap texts(ours, theirs);
    sets.addAll(other, to.data(), texts);
    std::vector<uint64_t> counts(kSlots, 0);
    sets.forEach([&](uint32_t slot, uint32_t text) {
      ++counts[slot];
      if (text < ours.size()) found.emplace(slot, std::string(ours.text(text)));
    });
    EXPECT_EQ(found, expected) << step;
    for (uint32_t slot = 0; slot < kSlots; ++slot) EXPECT_EQ(sets.count(slot), counts[slot]);
  }
}

TEST(TextSetsMerge, AMapOfTheirsFindsItsTextsToo) {
  MemoryAccount account(300'000);  // too little for their bits
  Dictionary ours(account), theirs(account);
  for (uint32_t i = 0; i < 500; ++i) theirs.intern(std::to_string(i));
  TextSets sets(account), other(account);
  sets.resize(1);
  other.resize(20'000);
  for (uint32_t i = 0; i < 500; ++i) other.add(i * 40, 499 - i);
  TextMap texts(ours, theirs);
  sets.addAll(other, std::vector<uint32_t>(20'000, 0).data(), texts);
  EXPECT_EQ(sets.count(0), 500u);
  EXPECT_EQ(ours.size(), 500u);
}

}  // namespace
}  // namespace tallyfold
