// SPDX-License-Identifier: Apache-2.0
// If this fails, a promise of the public header does not hold: what is refused, what is counted,
// what is said about it.
#include "tallyfold/engine.h"

#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::call;
using support::line;
using support::march;

TEST(Engine, AnswersTheExampleOfItsHeader) {
  Engine engine;
  ASSERT_TRUE(
      engine
          .append(
              R"({"event_name":"call","external_customer_id":"c1","timestamp":"2024-03-05T10:00:00Z"})")
          .ok());
  const auto report = engine.report(
      {.report = "flexprice.usage",
       .mode = "",
       .request =
           R"({"event_name":"call","aggregation_type":"COUNT","start_time":"2024-03-01T00:00:00Z"})",
       .now = "2024-03-06T00:00:00Z"});
  EXPECT_EQ(report.value().text, R"({"value":1,"event_name":"call","type":"COUNT"})");
}

TEST(Engine, EveryRecordIsCountedNotAskedForOrInALedger) {
  Engine engine;
  const std::string other =
      R"({"event_name":"other","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z"})";
  ASSERT_TRUE(engine
                  .append(line("2024-03-05T10:00:00Z", R"({"v":1,"r":"a"})") +
                          line("2024-02-05T10:00:00Z", R"({"v":1})") + "broken\n" + other + "\n" +
                          line("2024-03-05T10:00:00Z", R"({"v":"abc","r":"a"})") +
                          line("2024-03-05T10:00:00Z", "{}") +
                          line("2024-03-05T10:00:00Z", R"({"v":4,"r":"b"})") +
                          line("2024-03-05T10:00:00Z", R"({"v":2,"r":"a"})", R"(,"event_id":"x")") +
                          line("2024-03-05T10:00:00Z", R"({"v":2,"r":"a"})", R"(,"event_id":"x")"))
                  .ok());
  const Report exact = ask(engine, march("SUM", R"(,"filters":{"r":["a",""]})"));
  EXPECT_EQ(support::number(exact.ledger, {"handed_in"}), 9u);
  EXPECT_EQ(support::number(exact.ledger, {"counted"}), 2u);
  EXPECT_EQ(support::number(exact.ledger, {"not_asked_for"}), 3u);
  EXPECT_EQ(support::number(exact.ledger, {"intake", "total"}), 1u);
  EXPECT_EQ(support::at(exact.ledger, {"rejected", "counts"}).members.size(), 3u);
  EXPECT_FALSE(exact.complete);
  const Report as_is = ask(engine, march("SUM", R"(,"filters":{"r":["a",""]})"), "as-is");
  EXPECT_EQ(support::number(as_is.ledger, {"counted"}), 4u);
  EXPECT_EQ(support::number(as_is.ledger, {"coerced", "total"}), 2u);
  EXPECT_NE(as_is.notes.find("unreadable_is_zero"), std::string::npos);
  EXPECT_FALSE(as_is.complete);
}

TEST(Engine, AnAnswerIsCompleteWhenEverythingAskedForCouldBeCounted) {
  Engine engine;
  ASSERT_TRUE(engine.append(line("2024-03-05T10:00:00Z", R"({"v":1})")).ok());
  EXPECT_TRUE(ask(engine, march("SUM")).complete);
  EXPECT_TRUE(ask(engine, march("SUM"), "as-is").complete);
  ASSERT_TRUE(engine.append(line("2024-03-05T10:00:00Z", R"({"v":"NaN"})")).ok());
  EXPECT_FALSE(ask(engine, march("SUM")).complete);
  EXPECT_FALSE(ask(engine, march("SUM"), "as-is").complete);
  EXPECT_TRUE(ask(engine, march("COUNT")).complete);
  ASSERT_TRUE(engine.append("broken").ok());
  EXPECT_FALSE(ask(engine, march("COUNT")).complete);
}

TEST(Engine, SumsAreExact) {
  const auto sum = [](const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values)
      text += line("2024-03-05T10:00:00Z", "{\"v\":" + value + "}");
    return support::at(support::answer(text, march("SUM", R"(,"numbers":"text")")), {"value"}).text;
  };
  EXPECT_EQ(sum(std::vector<std::string>(10, "0.1")), "1");
  EXPECT_EQ(sum({"9007199254740993", "1"}), "9007199254740994");
  EXPECT_EQ(sum({"1e400", "1"}), "1" + std::string(399, '0') + "1");
  EXPECT_EQ(sum({"1e400", "1", "-1e400"}), "1");
}

TEST(Engine, ANumberThatNoDoubleHoldsIsNullAndNoted) {
  Engine engine;
  ASSERT_TRUE(engine.append(line("2024-03-05T10:00:00Z", R"({"v":1e400})")).ok());
  const Report exact = ask(engine, march("SUM"));
  EXPECT_EQ(exact.text, R"({"results":[],"value":null,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(exact.notes, R"(["number_exceeds_double"])");
  const Report as_is = ask(engine, march("SUM"), "as-is");
  EXPECT_EQ(as_is.text, R"({"event_name":"e","type":"SUM"})");
  EXPECT_NE(as_is.notes.find("not_finite_is_zero"), std::string::npos);
}

TEST(Engine, MisuseIsAnErrorAndABadRequestAnAnswer) {
  Engine engine;
  EXPECT_EQ(engine.report({"lago.nothing", "", "{}", support::kNow}).error().code,
            ErrorCode::UnknownReport);
  EXPECT_EQ(engine.report({"flexprice.usage", "strict", "{}", support::kNow}).error().path,
            "$.mode");
  EXPECT_EQ(engine.report({"flexprice.usage", "", march("SUM"), ""}).error().path, "$.now");
  EXPECT_EQ(engine.report({"flexprice.usage", "", march("SUM"), "today"}).error().code,
            ErrorCode::Misuse);
  const auto bad = engine.report({"flexprice.usage", "", "{}", support::kNow});
  ASSERT_TRUE(bad.ok());
  EXPECT_EQ(bad.value().status, 400);
  EXPECT_EQ(engine.plan({"flexprice.usage", "", "{}", support::kNow}).error().code,
            ErrorCode::InvalidRequest);
}

TEST(Engine, AStreamKeepsPlansAndAnswersThemAlone) {
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  Engine engine(options);
  EXPECT_EQ(engine.report(call(march("COUNT"))).error().path, "$.keep");
  auto plan = engine.plan(call(march("COUNT")));
  ASSERT_TRUE(plan.ok());
  uint64_t held = 0;
  for (int i = 0; i < 6; ++i) {
    std::string text;
    for (int row = 0; row < 40000; ++row) text += line("2024-03-05T10:00:00Z", "{\"v\":1}");
    ASSERT_TRUE(engine.append(text).ok());
    ASSERT_TRUE(plan.value()->report().ok());
    if (i == 2) held = engine.memoryBytes();
  }
  EXPECT_EQ(support::at(plan.value()->report().value().text, {"value"}).text, "240000");
  EXPECT_LE(engine.memoryBytes(), held + held / 10);
  EXPECT_EQ(engine.plan(call(march("SUM"))).error().code, ErrorCode::Misuse);
}

TEST(Engine, TheVersionNamesZonesAndSnapshotFormat) {
  const std::string version = Engine::version();
  EXPECT_EQ(support::at(version, {"snapshot"}).kind, json::Kind::Number);
  EXPECT_EQ(support::at(version, {"zones"}).text.substr(0, 2), "20");
  EXPECT_FALSE(support::at(version, {"tallyfold"}).text.empty());
}

TEST(Engine, MayBeMovedWithItsPlans) {
  Engine first;
  auto plan = first.plan(call(march("COUNT")));
  Engine second = std::move(first);
  ASSERT_TRUE(second.append(line("2024-03-05T10:00:00Z")).ok());
  EXPECT_EQ(support::at(plan.value()->report().value().text, {"value"}).text, "1");
  plan.value().reset();  // a plan goes before its engine
}

TEST(Engine, BoundsAreStartInclusiveAndEndExclusiveToTheNanosecond) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(line("2024-03-05T10:00:00.000000001Z") +
                          line("2024-03-05T10:00:00.000000002Z") +
                          line("2024-03-05T10:00:00.000000003Z"))
                  .ok());
  const char* request =
      R"({"event_name":"e","aggregation_type":"COUNT","start_time":"2024-03-05T10:00:00.000000002Z","end_time":"2024-03-05T10:00:00.000000003Z"})";
  EXPECT_EQ(support::at(ask(engine, request).text, {"value"}).text, "1");
  const Report as_is = ask(engine, request, "as-is");
  EXPECT_EQ(as_is.text, R"({"event_name":"e","type":"COUNT"})");
  EXPECT_NE(as_is.notes.find("bounds_cut_to_seconds"), std::string::npos);
}

TEST(Engine, TheWholeSpanOfTimeCanBeAskedFor) {
  Engine engine;
  ASSERT_TRUE(engine
                  .append(line("1677-09-21T00:12:43.145224192Z", R"({"v":1})") +
                          line("2262-04-11T23:47:16.854775806Z", R"({"v":2})"))
                  .ok());
  for (const char* type :
       {"COUNT", "SUM", "AVG", "COUNT_UNIQUE", "LATEST", "MAX", "WEIGHTED_SUM"}) {
    for (const char* size :
         {"", R"(,"window_size":"MINUTE")", R"(,"window_size":"WEEK","timezone":"Pacific/Apia")",
          R"(,"window_size":"MONTH","billing_anchor":"2024-01-31T23:59:59.999999999Z")"}) {
      const std::string request =
          std::string(R"({"event_name":"e","property_name":"v","aggregation_type":")") + type +
          R"(","start_time":"1600-01-01T00:00:00Z","end_time":"2300-01-01T00:00:00Z")" + size + "}";
      EXPECT_EQ(ask(engine, request).status, 200);
      EXPECT_EQ(ask(engine, request, "as-is").status, 200);
    }
  }
}

}  // namespace
}  // namespace tallyfold
