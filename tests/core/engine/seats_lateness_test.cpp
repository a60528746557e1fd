// SPDX-License-Identifier: Apache-2.0
// If this fails, a stream of seating records with a declared lateness answers by how its input was
// cut, changes months that are over, or keeps every record for good.
#include <gtest/gtest.h>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

constexpr const char* kDay = R"(,"lateness":"P1D")";

EngineOptions stream() {
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  return options;
}

TEST(SeatsLateness, WhatIsBehindTheLatestRecordByMoreIsInTheLedger) {
  const std::string text = Record{.date = "2024-03-05T10:00:00Z"}.line() +
                           Record{.date = "2024-03-04T10:00:00Z", .label = "A-2"}.line() +
                           Record{.date = "2024-03-04T09:59:59.999999999Z", .label = "A-3"}.line();
  const Report report = seats::reportOf(text, seats::months(kDay));
  EXPECT_NE(report.text.find("\"numFirstBookings\":2"), std::string::npos);
  EXPECT_EQ(seats::rejected(report, "late"), 1u);
  EXPECT_NE(report.ledger.find(R"("reason":"late","source":0,"line":3)"), std::string::npos);
  EXPECT_FALSE(report.complete);
}

TEST(SeatsLateness, RecordsThatAreNotAskedForMoveNothing) {
  const std::string text = Record{.date = "2024-03-05T10:00:00Z"}.line() +
                           Record{.date = "2024-04-20T10:00:00Z", .label = "A-2"}.line() +
                           Record{.date = "2024-03-05T09:00:00Z", .label = "A-3"}.line();
  EXPECT_TRUE(seats::reportOf(text, seats::month(kDay)).complete);
  EXPECT_FALSE(seats::reportOf(text, seats::months(kDay)).complete);
}

TEST(SeatsLateness, AnIdBehindTheHorizonBeginsAnew) {
  const Record first{.kind = "selection", .date = "2024-03-05T10:00:00Z", .id = "7"};
  Record same_day = first, later = first;
  same_day.date = "2024-03-05T11:00:00Z";
  later.date = "2024-03-08T10:00:00Z";
  const ReportCall question = seats::month(std::string(kDay) + R"(,"shape":"legacy3")");
  const Report report =
      seats::reportOf(first.line() + same_day.line() + later.line() + later.line(), question);
  EXPECT_EQ(seats::rejected(report, "conflicting_copy"), 1u);
  EXPECT_EQ(seats::rejected(report, "duplicate"), 1u);
  EXPECT_NE(report.text.find("\"numObjectSelections\":2"), std::string::npos) << report.text;
}

// A plan over the text in pieces of up to `most` bytes, asked in between.
Report inPieces(const std::string& text, const ReportCall& question, const EngineOptions& options,
                size_t most, std::mt19937& random) {
  Engine engine(options);
  auto plan = engine.plan(question);
  for (size_t begin = 0; begin < text.size();) {
    const size_t size = 1 + random() % most;
    AppendCall append = seats::source(0);
    append.more = begin + size < text.size();
    EXPECT_TRUE(engine.append(std::string_view(text).substr(begin, size), append).ok());
    if (random() % 2 == 0) {
      EXPECT_TRUE(plan.value()->report().ok());
      EXPECT_TRUE(plan.value()->snapshot().ok());
    }
    begin += size;
  }
  return plan.value()->report().value();
}

TEST(SeatsLateness, HowTheInputIsCutNeverShows) {
  std::mt19937 random(4);
  for (const seats::Ids ids : {seats::Ids::Mixed, seats::Ids::None}) {
    // An hour and a half a record: some 90 days.
    const std::string text = seats::RandomRecords(6, ids).stream(1400, 5400, 3 * 86400);
    for (const char* more :
         {R"(,"lateness":"P1D")", R"(,"lateness":"P2D","deselection":"always")",
          R"(,"lateness":"PT12H","gaPlaces":"cumulative","timeZone":"Asia/Kathmandu")",
          R"(,"lateness":"P1D","deselection":"never","tableCountsAs":"seats")"}) {
      for (ReportCall question : {seats::months(more), seats::month(more), seats::objects(more)}) {
        question.catalog = seats::kCatalog;
        Engine whole;
        seats::append(whole, text);
        const Report expected = support::ask(whole, question);
        EXPECT_GT(seats::rejected(expected, "late"), 0u);
        EXPECT_LT(seats::rejected(expected, "late"), 1000u);
        for (const size_t most : {size_t{100'000}, size_t{4'000}}) {
          const bool keeps = random() % 2 == 0;
          const EngineOptions options = keeps ? EngineOptions() : stream();
          seats::expectSame(inPieces(text, question, options, most, random), expected,
                            question.report + question.request);
        }
        if (HasFailure()) return;
      }
    }
  }
}

TEST(SeatsLateness, WhenNothingIsLateClosedMonthsAnswerAsOpenOnes) {
  std::mt19937 random(8);
  for (uint64_t seed = 0; seed < 3; ++seed) {
    const std::string text = seats::RandomRecords(seed, seats::Ids::None).stream(1500, 7200, 86400);
    for (ReportCall question : seats::questions()) {
      Engine whole;
      seats::append(whole, text);
      const Report expected = support::ask(whole, question);
      question.request.insert(question.request.size() - 1, question.request == "{}"
                                                               ? R"("lateness":"P1DT1H")"
                                                               : R"(,"lateness":"P1DT1H")");
      seats::expectSame(inPieces(text, question, stream(), 30'000, random), expected,
                        question.report + question.request);
      if (HasFailure()) return;
    }
  }
}

TEST(SeatsLateness, APlaceThatWasReleasedInAClosedMonthIsNotNew) {
  const auto area = [](const char* date, const char* status, int quantity) {
    return Record{
        .date = date,
        .label = "GA",
        .status = status,
        .more = R"(,"objectType":"generalAdmission","quantity":)" + std::to_string(quantity)}
        .line();
  };
  Engine engine(stream());
  auto plan = engine.plan(seats::months(kDay));
  for (const std::string& line :
       {area("2024-01-05T00:00:00Z", "booked", 5), area("2024-01-06T00:00:00Z", "free", 3),
        area("2024-02-05T00:00:00Z", "booked", 2), area("2024-03-05T00:00:00Z", "booked", 4)}) {
    seats::append(engine, line);
    ASSERT_TRUE(plan.value()->report().ok());  // closes what can be closed
  }
  const std::string text = plan.value()->report().value().text;
  EXPECT_NE(text.find(R"({"month":1,"year":2024},"numUsedObjects":5)"), std::string::npos) << text;
  EXPECT_EQ(text.find(R"("month":2)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"({"month":3,"year":2024},"numUsedObjects":3)"), std::string::npos) << text;
}

// A plan that has seen `text`, as bytes.
std::string snapshotOf(const std::string& text, const ReportCall& question, uint32_t source) {
  Engine engine(stream());
  auto plan = engine.plan(question);
  seats::append(engine, text, source);
  return plan.value()->snapshot().value();
}

std::string selections(const char* label, const char* event,
                       std::initializer_list<const char*> dates) {
  std::string text;
  for (const char* date : dates)
    text += Record{.kind = "selection",
                   .date = std::string(date) + "T00:00:00Z",
                   .label = label,
                   .event = event}
                .line();
  return text;
}

TEST(SeatsLateness, ShardsByEventMergeAfterTheirMonthsWereClosed) {
  const ReportCall question = seats::months(kDay);
  const std::string ten = selections("A-1", "10", {"2024-01-05", "2024-02-05", "2024-04-05"});
  const std::string eleven = selections("A-1", "11", {"2024-01-06", "2024-03-05", "2024-05-05"});
  Engine engine;
  auto plan = engine.plan(question);
  ASSERT_TRUE(plan.value()->merge(snapshotOf(eleven, question, 1)).ok());
  ASSERT_TRUE(plan.value()->merge(snapshotOf(ten, question, 0)).ok());
  Engine whole;
  seats::append(whole, ten);
  seats::append(whole, eleven, 1);
  EXPECT_EQ(plan.value()->report().value().text, support::ask(whole, seats::months()).text);
}

TEST(SeatsLateness, ShardsThatClosedMonthsOfOneObjectAreRefusedAndThePlanIsAsBefore) {
  const ReportCall question = seats::months(kDay);
  const std::string early = selections("A-1", "10", {"2024-01-05", "2024-03-05"});
  const std::string other = selections("A-1", "10", {"2024-01-06", "2024-03-06"});
  const std::string open = selections("A-1", "10", {"2024-01-07", "2024-01-08"});
  Engine engine(stream());
  auto plan = engine.plan(question);
  seats::append(engine, early);
  const std::string before = plan.value()->snapshot().value();
  for (const std::string& text : {other, open}) {
    const Status refused = plan.value()->merge(snapshotOf(text, question, 1));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidSnapshot);
    EXPECT_NE(refused.error().message.find("object \"A-1\""), std::string::npos);
    EXPECT_EQ(plan.value()->snapshot().value(), before);
  }
  // The other way around, and what is open in both, and in later months only.
  Engine second(stream());
  auto late = second.plan(question);
  seats::append(second, open);
  EXPECT_FALSE(late.value()->merge(before).ok());
  EXPECT_TRUE(
      late.value()->merge(snapshotOf(selections("A-1", "10", {"2024-01-08"}), question, 1)).ok());
  EXPECT_TRUE(
      plan.value()->merge(snapshotOf(selections("A-1", "10", {"2024-03-07"}), question, 2)).ok());
}

TEST(SeatsLateness, IdsOfAShardThatIsBehindAreComparedAsIfItHadComeFirst) {
  const ReportCall question = seats::month(std::string(kDay) + R"(,"shape":"legacy3")");
  const Record first{.kind = "selection", .date = "2024-03-05T00:00:00Z", .id = "7"};
  Record other = first;
  other.date = "2024-03-05T01:00:00Z";
  const std::string behind = snapshotOf(first.line() + other.line(), question, 0);
  const std::string ahead = snapshotOf(selections("B-1", "10", {"2024-03-20"}), question, 1);
  for (const bool is_first : {true, false}) {
    Engine engine;
    auto plan = engine.plan(question);
    ASSERT_TRUE(plan.value()->merge(is_first ? behind : ahead).ok());
    ASSERT_TRUE(plan.value()->merge(is_first ? ahead : behind).ok());
    const Report report = plan.value()->report().value();
    EXPECT_EQ(seats::rejected(report, "conflicting_copy"), 1u);
    EXPECT_NE(report.text.find("\"numObjectSelections\":2"), std::string::npos) << report.text;
  }
}

TEST(SeatsLateness, WhetherShardsMergeDoesNotDependOnTheirOrder) {
  // Of event 10 January is closed in one shard, and March is open in another. The third closed
  // March of another event.
  const ReportCall question = seats::months(kDay);
  std::vector<std::string> snapshots = {
      snapshotOf(selections("A-1", "10", {"2024-01-05", "2024-02-05"}), question, 0),
      snapshotOf(selections("A-1", "10", {"2024-03-05"}), question, 1),
      snapshotOf(selections("A-1", "11", {"2024-03-05", "2024-05-05"}), question, 2)};
  std::vector<size_t> order = {0, 1, 2};
  std::string expected;
  do {
    Engine engine;
    auto plan = engine.plan(question);
    for (const size_t at : order) EXPECT_TRUE(plan.value()->merge(snapshots[at]).ok()) << at;
    const std::string text = plan.value()->report().value().text;
    if (expected.empty()) expected = text;
    EXPECT_EQ(text, expected) << order[0] << order[1] << order[2];
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(SeatsLateness, AStreamOfHoldsAndReleasesHoldsOnlyItsOpenMonth) {
  const auto lines = [](int year, int month) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) {
      char date[96];
      std::snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:00Z", year, month, 1 + i / 400,
                    i / 20 % 20, i / 2 % 10);
      text += Record{.date = date,
                     .label = i % 4 < 2 ? "GA" : "A-1",
                     .status = "reservedByToken",
                     .more = std::string(i % 4 < 2 ? R"(,"objectType":"generalAdmission")" : "") +
                             R"(,"originType":")" +
                             (i % 2 == 0 ? "HELD_BY_USER" : "HOLD_RELEASED_BY_USER") +
                             R"(","holdToken":")" + std::to_string(i / 4) + "\""}
                  .line();
    }
    return text;
  };
  Engine engine(stream());
  auto plan = engine.plan(seats::months(R"(,"lateness":"PT1H","dedupe":"none")"));
  uint64_t after_a_year = 0, most = 0;
  for (int month = 0; month < 100; ++month) {
    seats::append(engine, lines(2010 + month / 12, month % 12 + 1));
    ASSERT_TRUE(plan.value()->report().ok());
    if (month == 12) after_a_year = engine.memoryBytes();
    most = std::max(most, engine.memoryBytes());
  }
  EXPECT_LE(most, after_a_year + after_a_year / 2);
  EXPECT_LE(most, 16u << 20);
  EXPECT_LE(plan.value()->snapshot().value().size(), 700'000u);
  EXPECT_EQ(support::number(plan.value()->report().value().ledger, {"counted"}), 1'000'000u);
}

}  // namespace
}  // namespace tallyfold
