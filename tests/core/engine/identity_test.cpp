// SPDX-License-Identifier: Apache-2.0
// If this fails, an event that was sent twice is billed twice, or the wrong copy of it is.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::call;
using support::line;
using support::march;

std::string copy(const char* time, const char* value, const char* received = "",
                 const char* id = "x") {
  std::string more = std::string(",\"event_id\":\"") + id + "\"";
  if (*received != 0) more += std::string(",\"ingested_at\":\"") + received + "\"";
  return line(time, std::string("{\"v\":") + value + "}", more);
}

// The total of a report; as-is a total of zero is absent.
std::string total(Engine& engine, const char* type, const char* mode, const char* more = "") {
  const ReportCall question = call(march(type, more), mode);
  const Report report = ask(engine, question);
  auto plan = engine.plan(question);
  EXPECT_TRUE(plan.ok());
  EXPECT_EQ(plan.value()->report().value().text, report.text);
  EXPECT_EQ(plan.value()->report().value().ledger, report.ledger);
  const Result<json::Value> body = json::parse(report.text);
  const json::Value* value = body.value().find("value");
  return value == nullptr ? "absent" : value->text;
}

TEST(Identity, TheLedgerNamesTheCopyThatDoesNotCountWhereIdsAreKept) {
  EngineOptions options;
  options.ids = EngineOptions::Ids::Texts;
  Engine engine(options);
  ASSERT_TRUE(
      engine.append(copy("2024-03-05T10:00:00Z", "1") + copy("2024-03-05T11:00:00Z", "2")).ok());
  const ReportCall question = call(march("SUM"), "exact");
  const std::string entry =
      R"({"reason":"duplicate","source":0,"line":1,"byte_offset":0,"id":"x"})";
  EXPECT_NE(ask(engine, question).ledger.find(entry), std::string::npos);
  EXPECT_NE(engine.plan(question).value()->report().value().ledger.find(entry), std::string::npos);
}

TEST(Identity, TheCopyLatestByTimeThenReceiptThenArrivalCounts) {
  const char* t1 = "2024-03-05T10:00:00Z";
  const char* t2 = "2024-03-05T11:00:00Z";
  struct {
    std::string first, second;
    const char* sum;
  } const cases[] = {
      {copy(t1, "1"), copy(t2, "2"), "2"},
      {copy(t2, "2"), copy(t1, "1"), "2"},
      {copy(t1, "1"), copy(t1, "2"), "2"},
      {copy(t1, "1", "2024-03-06T00:00:00Z"), copy(t1, "2"), "1"},
      {copy(t1, "1", "2024-03-06T00:00:00Z"), copy(t1, "2", "2024-03-05T00:00:00Z"), "1"},
      {copy(t1, "1", "2024-03-06T00:00:00Z"), copy(t1, "2", "2024-03-06T00:00:00Z"), "2"},
      {copy(t2, "1"), copy(t1, "2", "2024-03-06T00:00:00Z"), "1"},
  };
  for (const auto& one : cases) {
    for (const char* mode : {"as-is", "exact"}) {
      Engine engine;
      ASSERT_TRUE(engine.append(one.first + one.second).ok());
      EXPECT_EQ(total(engine, "SUM", mode), one.sum) << mode << one.first << one.second;
      EXPECT_EQ(total(engine, "COUNT", mode), "1");
      EXPECT_EQ(total(engine, "SUM", mode, R"(,"dedupe":"none")"), "3");
      EXPECT_EQ(total(engine, "SUM", mode, R"(,"dedupe":"id")"), one.sum);
    }
  }
}

TEST(Identity, ArrivalIsSourceFirstWhateverCameFirst) {
  const char* time = "2024-03-05T10:00:00Z";
  Engine engine;
  AppendCall second;
  second.source = 1;
  ASSERT_TRUE(engine.append(copy(time, "10"), second).ok());
  ASSERT_TRUE(engine.append(line(time) + copy(time, "20")).ok());
  EXPECT_EQ(total(engine, "SUM", "exact"), "10");
  EXPECT_EQ(total(engine, "LATEST", "as-is"), "10");
}

TEST(Identity, AsIsAnIdCountsOncePerWindowAndExactOnceInAll) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(copy("2024-03-05T10:00:00Z", "1") + copy("2024-03-05T11:00:00Z", "2") +
                          copy("2024-03-06T10:00:00Z", "4"))
                  .ok());
  const char* days = R"(,"window_size":"DAY")";
  EXPECT_EQ(
      ask(engine, march("SUM", days), "as-is").text,
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","value":2},{"window_size":"2024-03-06T00:00:00Z","value":4}],"event_name":"e","type":"SUM"})");
  EXPECT_EQ(
      ask(engine, march("SUM", days), "exact").text,
      R"({"results":[{"window_size":"2024-03-06T00:00:00Z","value":4}],"value":4,"event_name":"e","type":"SUM"})");
}

TEST(Identity, AsIsBucketsCountAnIdOncePerMoment) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(copy("2024-03-05T10:00:00Z", "1") + copy("2024-03-05T10:00:00Z", "8") +
                          copy("2024-03-05T10:00:01Z", "2"))
                  .ok());
  EXPECT_EQ(total(engine, "SUM", "as-is", R"(,"bucket_size":"DAY")"), "10");
  EXPECT_EQ(total(engine, "MAX", "as-is", R"(,"bucket_size":"DAY")"), "8");
  EXPECT_EQ(total(engine, "SUM", "exact", R"(,"bucket_size":"DAY")"), "2");
}

TEST(Identity, AsIsDistinctLatestAndWeightedCountEveryCopy) {
  Engine engine;
  ASSERT_TRUE(
      engine.append(copy("2024-03-01T00:00:00Z", "1") + copy("2024-03-01T00:00:00Z", "2")).ok());
  EXPECT_EQ(total(engine, "COUNT_UNIQUE", "as-is"), "2");
  EXPECT_EQ(total(engine, "COUNT_UNIQUE", "exact"), "1");
  EXPECT_EQ(total(engine, "WEIGHTED_SUM", "as-is"), "3");
  EXPECT_EQ(total(engine, "WEIGHTED_SUM", "exact"), "2");
  EXPECT_EQ(total(engine, "LATEST", "as-is"), "2");
}

TEST(Identity, CopiesAreSettledAmongTheRowsAskedFor) {
  Engine engine;
  ASSERT_TRUE(
      engine.append(copy("2024-03-05T10:00:00Z", "1") + copy("2024-04-05T10:00:00Z", "2")).ok());
  EXPECT_EQ(total(engine, "SUM", "exact"), "1");
  EXPECT_EQ(total(engine, "SUM", "exact", R"(,"filters":{"v":["2"]})"), "0");
}

TEST(Identity, AnEventWithoutAnIdIsNeverADuplicate) {
  Engine engine;
  const std::string same = line("2024-03-05T10:00:00Z", R"({"v":1})");
  ASSERT_TRUE(engine.append(same + same + copy("2024-03-05T10:00:00Z", "1", "", "")).ok());
  EXPECT_EQ(total(engine, "COUNT", "exact"), "3");
}

TEST(Identity, TheOtherNameOfTheIdIsReadWhereTheFirstIsAbsent) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(line("2024-03-05T10:00:00Z", "{}", R"(,"id":"x")") +
                          line("2024-03-05T10:00:00Z", "{}", R"(,"event_id":"x","id":"y")") +
                          line("2024-03-05T10:00:00Z", "{}", R"(,"event_id":"","id":"x")"))
                  .ok());
  EXPECT_EQ(total(engine, "COUNT", "exact"), "1");
}

TEST(Identity, CopiesInDifferentBlocksAndNamesAreFound) {
  std::string text;
  for (int i = 0; i < 70000; ++i) {
    text +=
        i % 2 == 0
            ? line("2024-03-05T10:00:00Z", "{\"v\":1}",
                   ",\"event_id\":\"" + std::to_string(i % 60000) + "\"")
            : std::string(
                  R"({"event_name":"other","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z"})") +
                  "\n";
  }
  Engine engine;
  ASSERT_TRUE(engine.append(text).ok());
  EXPECT_EQ(total(engine, "COUNT", "exact"), "30000");
  EXPECT_EQ(total(engine, "SUM", "as-is"), "30000");
}

TEST(Identity, ALedgerNamesAnIdOnlyWhereIdsAreKeptAsText) {
  for (const auto ids : {EngineOptions::Ids::Hashes, EngineOptions::Ids::Texts}) {
    EngineOptions options;
    options.ids = ids;
    Engine engine(options);
    ASSERT_TRUE(engine.append(copy("2024-03-05T10:00:00Z", "\"abc\"", "", "the-id")).ok());
    const std::string ledger = ask(engine, march("SUM", R"(,"dedupe":"none")")).ledger;
    EXPECT_EQ(ledger.find("the-id") != std::string::npos, ids == EngineOptions::Ids::Texts);
  }
}

TEST(Identity, WithoutIdsOnlyQuestionsThatNeedNoneAreAnswered) {
  EngineOptions options;
  options.ids = EngineOptions::Ids::None;
  Engine engine(options);
  ASSERT_TRUE(
      engine.append(copy("2024-03-05T10:00:00Z", "1") + copy("2024-03-05T10:00:00Z", "1")).ok());
  const auto refused = engine.report(call(march("SUM")));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::Misuse);
  EXPECT_EQ(refused.error().path, "$.request.dedupe");
  EXPECT_EQ(support::at(ask(engine, march("SUM", R"(,"dedupe":"none")")).text, {"value"}).text,
            "2");
  EXPECT_EQ(support::at(ask(engine, march("LATEST"), "as-is").text, {"value"}).text, "1");
}

TEST(Identity, DuplicatesLeaveAnAnswerComplete) {
  Engine engine;
  ASSERT_TRUE(
      engine.append(copy("2024-03-05T10:00:00Z", "1") + copy("2024-03-05T10:00:00Z", "1")).ok());
  const Report report = ask(engine, march("SUM"));
  EXPECT_TRUE(report.complete);
  EXPECT_EQ(support::number(report.ledger, {"rejected", "counts", "duplicate"}), 1u);
}

}  // namespace
}  // namespace tallyfold
