// SPDX-License-Identifier: Apache-2.0
// If this fails, what was not counted is named wrongly, or depends on the order in which shards
// were merged.
#include "ledger/ledger.h"

#include <gtest/gtest.h>

#include <random>

namespace tallyfold {
namespace {

LedgerEntry entry(uint32_t source, uint64_t offset, Reason reason = Reason::MalformedLine) {
  return {reason, source, offset + 1, offset, "id" + std::to_string(offset), "d"};
}

TEST(Ledger, TheFirstHundredByPlaceAreKeptWhateverTheOrder) {
  std::vector<LedgerEntry> all;
  for (uint64_t i = 0; i < 400; ++i)
    all.push_back(entry(static_cast<uint32_t>(i % 3), i * 10, static_cast<Reason>(i % 5)));
  std::mt19937 random(3);
  std::string first;
  for (int round = 0; round < 10; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    Ledger parts[4];
    for (size_t i = 0; i < all.size(); ++i) parts[random() % 4].add(all[i]);
    Ledger whole;
    for (const size_t i : {2u, 0u, 3u, 1u}) whole.merge(parts[i]);
    if (first.empty()) first = whole.toJson();
    ASSERT_EQ(whole.toJson(), first);
    EXPECT_EQ(whole.total(), 400u);
    EXPECT_EQ(whole.entries().size(), Ledger::kMaxEntries);
  }
}

TEST(Ledger, IsWrittenAndReadBack) {
  Ledger ledger;
  ledger.add(entry(2, 5, Reason::Late));
  ledger.add(entry(1, 7, Reason::NotANumber));
  ledger.count(Reason::Duplicate, 3);
  ByteWriter out;
  ledger.write(out);
  ByteReader in(out.bytes());
  Ledger back;
  back.add(entry(0, 0));
  back.read(in);
  EXPECT_TRUE(in.ok() && in.atEnd());
  EXPECT_EQ(back.toJson(), ledger.toJson());
}

TEST(Ledger, SaysWhatItHoldsAsJson) {
  Ledger ledger;
  EXPECT_EQ(ledger.toJson(), R"({"total":0,"counts":{},"entries":[]})");
  ledger.add({Reason::BadTimestamp, 3, 9, 120, "a\"b", ""});
  EXPECT_EQ(
      ledger.toJson(),
      R"({"total":1,"counts":{"bad_timestamp":1},"entries":[{"reason":"bad_timestamp","source":3,"line":9,"byte_offset":120,"id":"a\"b"}]})");
}

TEST(Ledger, DamagedBytesAreNoLedger) {
  Ledger ledger;
  ledger.add(entry(2, 5));
  ByteWriter out;
  ledger.write(out);
  for (size_t cut = 0; cut < out.bytes().size(); ++cut) {
    ByteReader in(std::string_view(out.bytes()).substr(0, cut));
    Ledger back;
    back.read(in);
    EXPECT_FALSE(in.ok()) << cut;
  }
  std::string wrong = out.bytes();
  wrong[static_cast<size_t>(Reason::kCount) * 8 + 8] = 77;  // the entry's reason
  ByteReader in(wrong);
  Ledger().read(in);
  EXPECT_FALSE(in.ok());
}

TEST(Ledger, EveryReasonHasAName) {
  for (int i = 0; i < static_cast<int>(Reason::kCount); ++i)
    EXPECT_STRNE(reasonName(static_cast<Reason>(i)), "unknown");
}

}  // namespace
}  // namespace tallyfold
