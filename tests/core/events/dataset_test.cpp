// SPDX-License-Identifier: Apache-2.0
// If this fails, an event comes back from memory as another one: other text, other row, other
// input.
#include "events/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "select/field_reader.h"
#include "support.h"

namespace tallyfold {
namespace {

struct Events {
  explicit Events(DatasetOptions options = {}) : dataset(account, options) {}

  void add(std::string_view name, int64_t time_ns, uint64_t offset, Hash128 id = {}) {
    dataset.builder(0);
    RowFacts facts;
    facts.name_code = dataset.names.intern(name);
    facts.time_ns = time_ns;
    facts.byte_offset = offset;
    facts.line = offset + 1;
    facts.id = id;
    dataset.commit(0, facts);
  }
  void stageText(std::string_view key, std::string_view text) {
    dataset.stageText(dataset.builder(0), dataset.keys.internProperty(key), CellKind::Text, text);
  }
  std::string text(const Block& block, FieldKey key, size_t row) {
    std::string scratch;
    return std::string(cellText(dataset, block, key, block.cellAt(key, row), scratch));
  }

  MemoryAccount account;
  Dataset dataset;
};

TEST(Dataset, ABlockIsFullAtSixtyFiveThousandFiveHundredAndThirtySixRows) {
  Events events;
  for (uint64_t i = 0; i < kMaxBlockRows; ++i) events.add("e", static_cast<int64_t>(i), i);
  ASSERT_EQ(events.dataset.blocks().size(), 1u);
  EXPECT_EQ(events.dataset.blocks()[0]->rows, kMaxBlockRows);
  EXPECT_EQ(events.dataset.blocks()[0]->zones.size(), 16u);
  events.add("e", 5, 70000);
  ASSERT_EQ(events.dataset.blocks().size(), 2u);
  EXPECT_EQ(events.dataset.blocks()[1]->rows, 1u);
  EXPECT_EQ(events.dataset.blocks()[0]->offsets.at(65535), 65535);
}

TEST(Dataset, NamesBeyondSixteenBitsAreSortedToo) {
  Events events;
  for (int i = 0; i < 140000; ++i) events.dataset.names.intern(std::to_string(i));
  const char* const names[] = {"131073", "1", "65537", "65536", "0", "139999"};
  for (uint64_t i = 0; i < 600; ++i) events.add(names[i * 5 % 6], 0, i);
  const Block& block = *events.dataset.blocks()[0];
  ASSERT_EQ(block.runs.size(), 6u);
  uint32_t code = 0;
  for (const tallyfold::Run& run : block.runs) {
    EXPECT_TRUE(run.begin == 0 || run.name_code > code);
    code = run.name_code;
    EXPECT_EQ(run.end - run.begin, 100u);
    for (uint32_t row = run.begin; row < run.end; ++row) {
      const auto arrival = static_cast<uint64_t>(block.offsets.at(row));
      EXPECT_EQ(events.dataset.names.text(code), names[arrival * 5 % 6]);
      EXPECT_TRUE(row == run.begin || block.offsets.at(row - 1) < block.offsets.at(row));
    }
  }
}

TEST(Dataset, TimesAreKeptInTheCoarsestUnitInWhichAllAreWhole) {
  const int64_t units[] = {1'000'000'000, 1'000'000, 1'000, 1};
  for (const int64_t unit : units) {
    // Far and near, before and after 1970, and one that is whole in no coarser unit.
    const int64_t most = INT64_MAX / 1'000'000'000 * (1'000'000'000 / unit);
    for (const int64_t odd : {int64_t{1}, int64_t{-1}, int64_t{7}, most - 1, 1 - most}) {
      Events events;
      const int64_t times[] = {odd * unit, -most * unit, most * unit, 0, -3 * unit, odd * unit};
      for (uint64_t i = 0; i < std::size(times); ++i) events.add("e", times[i], i);
      const Block& block = *events.dataset.blocks()[0];
      EXPECT_EQ(block.times.unit(), static_cast<uint64_t>(unit)) << odd;
      for (size_t i = 0; i < std::size(times); ++i) EXPECT_EQ(block.times.at(i), times[i]);
    }
  }
  Events events;
  events.add("e", INT64_MIN, 0);
  events.add("e", INT64_MAX, 1);
  EXPECT_EQ(events.dataset.blocks()[0]->times.at(0), INT64_MIN);
  EXPECT_EQ(events.dataset.blocks()[0]->times.at(1), INT64_MAX);
}

struct Watcher final : BlockListener {
  explicit Watcher(bool reads_ids) : reads(reads_ids) {}
  void onBlock(const Block& block) override { hashes += block.id_hashes.size(); }
  [[nodiscard]] bool readsIdHashes() const override { return reads; }
  bool reads;
  size_t hashes = 0;
};

TEST(Dataset, BlocksHaveTheHashesOfIdsForThoseWhoReadThem) {
  for (const bool reads : {false, true}) {
    Events events;
    Watcher watcher(reads);
    events.dataset.setListener(&watcher);
    for (uint64_t i = 0; i < 10; ++i) events.add("e", 0, i, {i + 1, 1});
    events.dataset.flush();
    EXPECT_EQ(watcher.hashes, reads ? 10u : 0u);
  }
}

TEST(Dataset, RowsOfOneNameStandTogetherInOrderOfArrival) {
  Events events;
  const char* names[] = {"b", "a", "c"};
  for (uint64_t i = 0; i < 10000; ++i)
    events.add(names[i * 7 % 3], 1000 - static_cast<int64_t>(i), i * 10, {i + 1, 1});
  const Block& block = *events.dataset.blocks()[0];
  ASSERT_EQ(block.runs.size(), 3u);
  for (const tallyfold::Run& run : block.runs) {
    for (uint32_t row = run.begin; row < run.end; ++row) {
      const auto arrival = static_cast<uint64_t>(block.offsets.at(row)) / 10;
      ASSERT_EQ(names[arrival * 7 % 3], events.dataset.names.text(run.name_code));
      ASSERT_TRUE(row == run.begin || block.offsets.at(row - 1) < block.offsets.at(row));
      ASSERT_EQ(block.times.at(row), 1000 - static_cast<int64_t>(arrival));
      ASSERT_EQ(block.lines.at(row), static_cast<int64_t>(arrival * 10 + 1));
      ASSERT_EQ(block.rowOfOrdinal(makeOrdinal(0, static_cast<uint16_t>(arrival))), row);
      ASSERT_EQ(block.id_hashes[row].low, arrival + 1);
      const TimeRange& zone = block.zones[row / kZoneRows];
      ASSERT_TRUE(zone.min_ns <= block.times.at(row) && block.times.at(row) <= zone.max_ns);
    }
  }
}

TEST(Dataset, TextsThatDoNotRepeatAreKeptPlainAndReadTheSame) {
  Events events;
  constexpr uint64_t kEvents = 150000;
  for (uint64_t i = 0; i < kEvents; ++i) {
    events.stageText("unique", "session-" + std::to_string(i));
    events.stageText("few", i % 2 == 0 ? "even" : "odd");
    events.add("e", static_cast<int64_t>(i), i);
  }
  const FieldKey unique = events.dataset.keys.find(FieldName::ofProperty("unique"));
  const FieldKey few = events.dataset.keys.find(FieldName::ofProperty("few"));
  EXPECT_LE(events.dataset.values(unique).size(), 70000u);
  EXPECT_EQ(events.dataset.values(few).size(), 2u);
  uint64_t arrival = 0, plain = 0;
  for (const Block* block : events.dataset.blocks()) {
    for (uint32_t row = 0; row < block->rows; ++row, ++arrival) {
      plain += kindOf(block->cellAt(unique, row).tag) == CellKind::PlainText ? 1 : 0;
      ASSERT_EQ(events.text(*block, unique, row), "session-" + std::to_string(arrival));
    }
  }
  EXPECT_EQ(arrival, kEvents);
  EXPECT_GT(plain, 80000u);
}

TEST(Dataset, AFieldOfFewRowsAndOneOfManyReadTheSame) {
  Events events;
  for (uint64_t i = 0; i < 20000; ++i) {
    if (i % 16 == 3) events.stageText("sixteenth", std::to_string(i));
    if (i % 17 == 3) events.stageText("fewer", std::to_string(i));
    if (i == 12345) events.stageText("once", "x");
    events.add(i % 5 == 0 ? "z" : "e", 0, i);
  }
  const Block& block = *events.dataset.blocks()[0];
  EXPECT_FALSE(block.sparse.empty());
  for (uint32_t row = 0; row < block.rows; ++row) {
    const auto arrival = static_cast<uint64_t>(block.offsets.at(row));
    const auto check = [&](const char* key, bool there, const std::string& text) {
      const FieldKey field = events.dataset.keys.find(FieldName::ofProperty(key));
      ASSERT_EQ(isAbsent(block.cellAt(field, row).tag), !there) << key << arrival;
      ASSERT_EQ(events.text(block, field, row), there ? text : "");
    };
    check("sixteenth", arrival % 16 == 3, std::to_string(arrival));
    check("fewer", arrival % 17 == 3, std::to_string(arrival));
    check("once", arrival == 12345, "x");
    if (HasFatalFailure()) return;
  }
}

TEST(Dataset, TimesOfEveryUnitAndBothEndsComeBack) {
  for (const std::vector<int64_t>& times : {std::vector<int64_t>{INT64_MIN, INT64_MAX, 0},
                                            {-1'000'000'000, 5'000'000'000},
                                            {1'500'000, 3'000'000},
                                            {7, 8},
                                            {INT64_MAX, INT64_MAX}}) {
    Events events;
    for (const int64_t time : times) events.add("e", time, 0);
    for (size_t i = 0; i < times.size(); ++i)
      EXPECT_EQ(events.dataset.blocks()[0]->times.at(i), times[i]);
  }
}

TEST(Dataset, ARefusedEventLeavesNothingInTheNextRow) {
  Events events;
  events.stageText("v", "1");
  events.dataset.builder(0).stageHugeInteger();
  events.dataset.builder(0).drop();
  events.add("e", 0, 0);
  const Block& block = *events.dataset.blocks()[0];
  EXPECT_TRUE(isAbsent(block.cellAt(events.dataset.keys.find(FieldName::ofProperty("v")), 0).tag));
  EXPECT_FALSE(block.hasHugeInteger(0));
}

TEST(Dataset, BlocksOfSeveralSourcesKnowTheirSource) {
  MemoryAccount account;
  Dataset dataset(account, {});
  for (uint32_t i = 0; i < 30; ++i) {
    const uint32_t source = i % 3 == 0 ? 9 : i % 3;
    dataset.builder(source);
    RowFacts facts;
    facts.name_code = dataset.names.intern("e");
    facts.byte_offset = i;
    dataset.commit(source, facts);
    if (i == 10) dataset.flush();
  }
  uint64_t rows = 0;
  for (const Block* block : dataset.blocks()) {
    for (uint32_t row = 0; row < block->rows; ++row, ++rows) {
      const auto i = static_cast<uint32_t>(block->offsets.at(row));
      EXPECT_EQ(block->source, i % 3 == 0 ? 9 : i % 3);
    }
  }
  EXPECT_EQ(rows, 30u);
}

// The same property in turn plain, coded, a number, absent: every cell keeps its own kind, and
// reports see them all.
TEST(Dataset, PlainTextsTakePartInReportsLikeOthers) {
  Engine engine;
  std::string text;
  for (int i = 0; i < 140000; ++i) {
    text +=
        R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","properties":{"v":"s)" +
        std::to_string(i % 139999) + "\"}}\n";
  }
  text += support::line("2024-03-05T10:00:00Z", R"({"v":12.50})") +
          support::line("2024-03-05T10:00:00Z", R"({"v":"s77"})") +
          support::line("2024-03-05T10:00:00Z", R"({"v":"1e2"})");
  ASSERT_TRUE(engine.append(text).ok());
  EXPECT_EQ(support::at(support::ask(engine, support::march("COUNT_UNIQUE")).text, {"value"}).text,
            "140001");
  EXPECT_EQ(support::at(support::ask(engine, support::march(
                                                 "COUNT", R"(,"filters":{"v":["s77","s139000"]})"))
                            .text,
                        {"value"})
                .text,
            "3");
  EXPECT_EQ(support::at(support::ask(engine, support::march("SUM")).text, {"value"}).text, "112.5");
}

}  // namespace
}  // namespace tallyfold
