// SPDX-License-Identifier: Apache-2.0
// If this fails, two ids are taken for one, or an id that waits for its verdict is lost.
#include "query/id_entries.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "query/slots.h"

namespace tallyfold {
namespace {

IdEntry entry(uint64_t id, uint64_t scope, int64_t time_ns = 0) {
  IdEntry made;
  made.id = {id, 1};
  made.scope = scope;
  made.time_ns = time_ns;
  return made;
}

TEST(IdEntries, AreFoundByIdAndScopeAfterGrowthAndForgetting) {
  MemoryAccount account;
  IdEntries entries(account);
  for (uint64_t id = 1; id <= 3000; ++id) {
    for (uint64_t scope = 0; scope < 3; ++scope) {
      ASSERT_EQ(entries.find({id, 1}, scope), nullptr);
      entries.add(entry(id, scope, static_cast<int64_t>(id)));
    }
  }
  entries.keepIf([](const IdEntry& kept) { return kept.time_ns % 2 == 0; });
  EXPECT_EQ(entries.all().size(), 4500u);
  for (uint64_t id = 1; id <= 3000; ++id) {
    for (uint64_t scope = 0; scope < 3; ++scope) {
      const IdEntry* found = entries.find({id, 1}, scope);
      ASSERT_EQ(found != nullptr, id % 2 == 0);
      if (found != nullptr) {
        ASSERT_EQ(found->time_ns, static_cast<int64_t>(id));
      }
    }
  }
}

TEST(IdEntries, TheLaterByTimeThenReceiptThenSourceThenOffsetWins) {
  IdEntry base = entry(1, 0, 5);
  base.received_ns = 5, base.source = 5, base.offset = 5;
  EXPECT_FALSE(base.beats(base));
  for (int field = 0; field < 4; ++field) {
    IdEntry later = base;
    (field == 0   ? later.time_ns
     : field == 1 ? later.received_ns
                  : later.offset) += field == 2 ? 0 : 1;
    if (field == 2) ++later.source;
    // What stands after the field that decides says nothing.
    if (field < 1) later.received_ns = INT64_MIN;
    if (field < 2) later.source = 0;
    if (field < 3) later.offset = 0;
    EXPECT_TRUE(later.beats(base)) << field;
    EXPECT_FALSE(base.beats(later)) << field;
  }
}

TEST(IdEntries, AreWrittenAndReadBackAndChecked) {
  MemoryAccount account;
  IdEntries entries(account);
  for (uint64_t id = 0; id < 50; ++id)
    entries.add(entry(id, id % 4, static_cast<int64_t>(id) - 25));
  ByteWriter out;
  entries.write(out);
  ByteReader in(out.bytes());
  IdEntries back(account);
  back.read(in, 1, 1, 0);
  EXPECT_TRUE(in.ok() && in.atEnd());
  ByteWriter again;
  back.write(again);
  EXPECT_EQ(again.bytes(), out.bytes());
  ByteReader no_slots(out.bytes()), no_texts(out.bytes());
  IdEntries(account).read(no_slots, 0, 1, 0);
  IdEntries(account).read(no_texts, 1, 0, 0);
  EXPECT_FALSE(no_slots.ok() || no_texts.ok());
}

TEST(SlotTable, GivesOneSlotToEachWindowAndGroup) {
  MemoryAccount account;
  SlotTable slots(account);
  WindowRule days;
  const int64_t day = 86'400'000'000'000;
  std::map<std::pair<int64_t, uint32_t>, uint32_t> expected;
  std::mt19937_64 random(3);
  for (int i = 0; i < 5000; ++i) {
    const int64_t time = static_cast<int64_t>(random() % 400) * day / 4 - 30 * day;
    const auto text = static_cast<uint32_t>(random() % 7);
    const uint32_t slot = slots.slotOf(slots.windowOf(days, time), slots.groupWith(0, text));
    const auto found = expected.emplace(std::pair(windowAt(days, time).start_ns, text), slot);
    ASSERT_EQ(found.first->second, slot);
  }
  EXPECT_EQ(slots.size(), expected.size());
}

TEST(SlotTable, NestedGroupsKeepTheirTextsThroughBytesAndMerges) {
  MemoryAccount account;
  SlotTable slots(account);
  const uint32_t a = slots.groupWith(slots.groupWith(0, 3), 1),
                 b = slots.groupWith(slots.groupWith(0, 1), 3);
  const uint32_t none = slots.groupWith(slots.groupWith(0, kAbsentText), 1);
  EXPECT_EQ(slots.textsOf(a), (std::vector<uint32_t>{3, 1}));
  EXPECT_EQ(slots.textsOf(b), (std::vector<uint32_t>{1, 3}));
  const uint32_t window = slots.windowOf(std::nullopt, 0);
  for (const uint32_t group : {a, b, none}) slots.slotOf(window, group);
  slots.touch(1);
  ByteWriter out;
  slots.write(out);
  SlotTable back(account);
  ByteReader in(out.bytes());
  back.read(in, 4);
  EXPECT_TRUE(in.ok() && in.atEnd());
  Dictionary ours(account), theirs(account);
  for (const char* text : {"x", "y", "d", "c", "b"}) ours.intern(text);
  for (const char* text : {"a", "b", "c", "d"}) theirs.intern(text);
  TextMap texts(ours, theirs);
  SlotTable merged(account);
  merged.groupWith(0, 1);
  const std::vector<uint32_t> became = merged.merge(back, {&texts});
  ASSERT_EQ(became.size(), 3u);
  EXPECT_EQ(merged.textsOf(merged.slot(became[0]).group), (std::vector<uint32_t>{2, 4}));
  EXPECT_EQ(merged.textsOf(merged.slot(became[2]).group), (std::vector<uint32_t>{kAbsentText, 4}));
  EXPECT_FALSE(merged.touched(became[0]));
  EXPECT_TRUE(merged.touched(became[1]));
  ByteReader fewer_texts(out.bytes());
  SlotTable(account).read(fewer_texts, 3);
  EXPECT_FALSE(fewer_texts.ok());
}

}  // namespace
}  // namespace tallyfold
