// SPDX-License-Identifier: Apache-2.0
// If this fails, an export that overlaps the one before is billed twice, or what counts of two
// contradicting records depends on which file came first.
#include <gtest/gtest.h>

#include <algorithm>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

const std::string kDate = "2024-03-05T10:00:00Z";

EngineOptions keepingIds() {
  EngineOptions options;
  options.ids = EngineOptions::Ids::Texts;
  return options;
}

Report reportOf(const std::string& text, const ReportCall& question = seats::months()) {
  Engine engine(keepingIds());
  seats::append(engine, text);
  return support::ask(engine, question);
}

TEST(SeatsIdentity, ACopyCountsOnceAndTheLaterOneIsNamed) {
  const std::string copy = seats::booking(kDate, R"(,"id":7)");
  const Report report = reportOf(copy + copy);
  EXPECT_TRUE(report.complete);
  EXPECT_EQ(support::number(report.ledger, {"counted"}), 1u);
  EXPECT_EQ(support::at(report.ledger, {"rejected", "entries"}).items.size(), 1u);
  EXPECT_NE(report.ledger.find(R"({"reason":"duplicate","source":0,"line":2,"byte_offset":)" +
                               std::to_string(copy.size()) + R"(,"id":"7"})"),
            std::string::npos)
      << report.ledger;
}

TEST(SeatsIdentity, WhatIsNotPartOfTheContentMayDiffer) {
  const std::string first =
      Record{.id = "7", .more = R"(,"objectType":"seat","quantity":1)"}.line();
  std::string second =
      Record{.id = "\"7\"", .more = R"(,"chartName":"new","extra":[1],"originType":"API_CALL")"}
          .line();
  second.replace(second.find("e10"), 3, "new");
  const Report report = reportOf(first + second);
  EXPECT_TRUE(report.complete) << report.ledger;
  EXPECT_EQ(seats::rejected(report, "duplicate"), 1u);
}

TEST(SeatsIdentity, EveryPartOfTheIdentityTellsRecordsApart) {
  const Record first{.id = "7"};
  Record other = first;
  std::vector<Record> others(5, first);
  others[0].id = "8";
  others[1].label = "A-2";
  others[2].event = "11";
  others[3].workspace = "2";
  others[4].kind = "channel_assignment";
  for (const Record& each : others) {
    const Report report = reportOf(first.line() + each.line());
    EXPECT_EQ(support::number(report.ledger, {"counted"}), 2u) << each.line();
    EXPECT_TRUE(report.complete);
  }
  // Lengths keep label and id apart.
  const Record ab{.label = "a", .id = "\"b/1:c\""}, ac{.label = "a/5:b", .id = "\"c\""};
  EXPECT_EQ(support::number(reportOf(ab.line() + ac.line()).ledger, {"counted"}), 2u);
}

TEST(SeatsIdentity, RecordsWithoutAnIdAreNeverCopies) {
  const std::string line = Record{.kind = "selection"}.line();
  const std::string empty = Record{.kind = "selection", .id = "\"\""}.line();
  const std::string null = Record{.kind = "selection", .id = "null"}.line();
  const Report report = reportOf(line + line + empty + empty + null + null);
  EXPECT_EQ(support::number(report.ledger, {"counted"}), 6u);
}

TEST(SeatsIdentity, EveryPartOfTheContentMakesAConflict) {
  const Record first{.id = "7", .more = R"(,"objectType":"table")"};
  for (const char* more :
       {R"(,"objectType":"booth")", R"(,"objectType":"table","quantity":2)",
        R"(,"objectType":"table","originType":"HOLD_EXPIRED")",
        R"(,"objectType":"table","holdToken":"t")", R"(,"objectType":"table","orderId":"o")",
        R"(,"objectType":"table","channelKey":"k")"}) {
    const Report report = reportOf(first.line() + Record{.id = "7", .more = more}.line());
    EXPECT_EQ(seats::rejected(report, "conflicting_copy"), 1u) << more;
    EXPECT_FALSE(report.complete);
  }
  Record status = first, date = first;
  status.status = "resale";
  date.date = "2024-03-05T10:00:00.000000001Z";
  for (const Record& other : {status, date}) {
    EXPECT_EQ(seats::rejected(reportOf(first.line() + other.line()), "conflicting_copy"), 1u);
  }
}

TEST(SeatsIdentity, WhicheverOrderCopiesComeInTheSameOneCounts) {
  std::vector<std::string> lines;
  for (const char* date : {"2024-03-07T00:00:00Z", "2024-02-07T00:00:00Z"}) {
    for (const char* status : {"booked", "resale"})
      lines.push_back(Record{.date = date, .status = status, .id = "7"}.line());
  }
  lines.push_back(lines[3]);
  std::vector<size_t> order = {0, 1, 2, 3, 4};
  std::string expected;
  do {
    Engine at_once, planned;
    auto plan = planned.plan(seats::months());
    for (uint32_t i = 0; i < order.size(); ++i) {
      seats::append(at_once, lines[order[i]], i);
      seats::append(planned, lines[order[i]], i);
    }
    const Report report = support::ask(at_once, seats::months());
    if (expected.empty()) expected = report.text;
    ASSERT_EQ(report.text, expected);
    ASSERT_EQ(seats::rejected(report, "duplicate"), 1u);
    ASSERT_EQ(seats::rejected(report, "conflicting_copy"), 3u);
    seats::expectSame(plan.value()->report().value(), report, "plan");
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_NE(expected.find(R"({"month":2,"year":2024},"numUsedObjects":1)"), std::string::npos);
  EXPECT_EQ(expected.find(R"("month":3)"), std::string::npos) << expected;
}

TEST(SeatsIdentity, WithDedupeNoneEveryCopyCounts) {
  const std::string copy = Record{.kind = "selection", .id = "7"}.line();
  const ReportCall question = seats::month(R"(,"dedupe":"none","shape":"legacy3")");
  EXPECT_NE(reportOf(copy + copy + copy, question).text.find("\"numObjectSelections\":3"),
            std::string::npos);
  EXPECT_NE(reportOf(copy + copy + copy, seats::month(R"(,"dedupe":"id","shape":"legacy3")"))
                .text.find("\"numObjectSelections\":1"),
            std::string::npos);
  EngineOptions options;
  options.ids = EngineOptions::Ids::None;
  Engine engine(options);
  seats::append(engine, copy + copy);
  EXPECT_EQ(engine.report(seats::months()).error().code, ErrorCode::Misuse);
  EXPECT_EQ(support::number(support::ask(engine, question).ledger, {"counted"}), 2u);
}

// Which status a seat has that was booked twice at the same instant.
std::string firstStatus(const std::vector<Record>& records) {
  std::string text;
  for (size_t i = 0; i < records.size(); ++i) {
    Record record = records[i];
    record.status = std::string(1, static_cast<char>('a' + i));
    text += record.line();
  }
  const std::string body = reportOf(text).text;
  const size_t at = body.find("ByStatus\":{\"") + 12;
  return body.substr(at, body.find('"', at) - at);
}

TEST(SeatsIdentity, AtOneInstantRecordsCountByIdNumbersBeforeTexts) {
  EXPECT_EQ(firstStatus({{.id = "10"}, {.id = "9"}}), "b");
  EXPECT_EQ(firstStatus({{.id = "\"10\""}, {.id = "\"9\""}}), "b");
  EXPECT_EQ(firstStatus({{.id = "\"a\""}, {.id = "99999"}}), "b");
  EXPECT_EQ(firstStatus({{.id = "\"b\""}, {.id = "\"a\""}}), "b");
  EXPECT_EQ(firstStatus({{.id = "\"07\""}, {.id = "8"}}), "b");
  EXPECT_EQ(firstStatus({{.id = "0"}, {.id = "-1"}}), "b");
  EXPECT_EQ(firstStatus({{.id = "9223372036854775807"}, {.id = "-9223372036854775808"}}), "b");
  EXPECT_EQ(firstStatus({{.id = "9223372036854775807"}, {.id = "4611686018427387904"}}), "b");
  EXPECT_EQ(firstStatus({{.id = "-1"}, {}}), "b");
  EXPECT_EQ(firstStatus({{}, {}}), "a");
}

TEST(SeatsIdentity, AtOneInstantAndIdADeselectionStandsBeforeItsSelection) {
  Record selection{.kind = "selection", .label = "GA", .id = "7"};
  selection.more = R"(,"objectType":"generalAdmission","quantity":1)";
  Record deselection = selection;
  deselection.kind = "deselection";
  deselection.more = R"(,"objectType":"generalAdmission","quantity":2)";
  for (const std::string& text :
       {selection.line() + deselection.line(), deselection.line() + selection.line()}) {
    EXPECT_EQ(reportOf(text, seats::objects()).text,
              R"([{"object":"GA","numUsedObjects":1,"usageByReason":{"SELECTED":1}}])");
  }
}

}  // namespace
}  // namespace tallyfold
