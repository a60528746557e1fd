// SPDX-License-Identifier: Apache-2.0
// If this fails, partial results of workers add up to another bill than one engine's.
#include <gtest/gtest.h>

#include <algorithm>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::call;
using support::march;

// Events of every kind of value over two months, ids that repeat within and across inputs, broken
// lines.
std::string events(uint64_t seed, int count) {
  static constexpr const char* kValues[] = {"1",
                                            "2.50",
                                            "\"3\"",
                                            "\"abc\"",
                                            "null",
                                            "true",
                                            "1e30",
                                            "-4",
                                            "\"1e400\"",
                                            "0.000001",
                                            "\"NaN\"",
                                            "[1]",
                                            "100000000000000000000"};
  std::mt19937_64 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (random() % 25 == 0) text += "broken\n";
    const std::string day = std::to_string(10 + random() % 20);
    const std::string time = "2024-0" + std::to_string(2 + random() % 2) + "-" + day + "T1" +
                             std::to_string(random() % 3) + ":00:0" + std::to_string(random() % 3) +
                             (random() % 4 == 0 ? ".0005Z" : "Z");
    std::string more = ",\"event_id\":\"" + std::to_string(random() % 60) + "\"";
    if (random() % 5 == 0) more.clear();
    if (random() % 3 == 0)
      more += ",\"ingested_at\":\"2024-05-0" + std::to_string(1 + random() % 3) + "T00:00:00Z\"";
    if (random() % 2 == 0) more += ",\"source\":\"s" + std::to_string(random() % 3) + "\"";
    std::string properties = "{\"g\":\"" + std::to_string(random() % 4) + "\"";
    if (random() % 8 != 0)
      properties += std::string(",\"v\":") + kValues[random() % std::size(kValues)];
    if (random() % 30 == 0) properties += ",\"x\":{\"deep\":[1,1e20]}";
    if (random() % 30 == 0) properties += ",\"y\":-18446744073709551616";
    text += support::line(time, properties + "}", more);
  }
  return text;
}

std::vector<ReportCall> questions() {
  std::vector<ReportCall> all;
  for (const char* type : {"COUNT", "SUM", "AVG", "COUNT_UNIQUE", "LATEST", "SUM_WITH_MULTIPLIER",
                           "MAX", "WEIGHTED_SUM"}) {
    const std::string multiplier =
        std::string(type) == "SUM_WITH_MULTIPLIER" ? ",\"multiplier\":\"1.7\"" : "";
    for (const char* more :
         {"", R"(,"window_size":"DAY","timezone":"America/New_York")",
          R"(,"dedupe":"none","group_by":["properties.g","source"])",
          R"(,"dedupe":"id","window_size":"MONTH","billing_anchor":"2024-01-31T10:00:01Z")",
          R"(,"bucket_size":"HOUR","group_by_property":"g","filters":{"g":["0","1","2"]})"}) {
      for (const char* mode : {"as-is", "exact"})
        all.push_back(call(march(type, multiplier + more), mode));
    }
  }
  return all;
}

void expectSame(const Report& actual, const Report& expected, const std::string& what) {
  EXPECT_EQ(actual.text, expected.text) << what;
  EXPECT_EQ(actual.ledger, expected.ledger) << what;
  EXPECT_EQ(actual.notes, expected.notes) << what;
  EXPECT_EQ(actual.complete, expected.complete) << what;
  support::expectBalanced(actual);
}

void take(Engine& engine, const std::vector<std::string>& inputs) {
  for (uint32_t source = 0; source < inputs.size(); ++source) {
    AppendCall append;
    append.source = source;
    ASSERT_TRUE(engine.append(inputs[source], append).ok());
  }
}

TEST(Partials, ShardsMergedInAnyOrderEqualOneReport) {
  std::vector<std::string> inputs;
  for (uint64_t i = 0; i < 8; ++i) inputs.push_back(events(i + 1, 40));
  Engine whole;
  take(whole, inputs);
  std::mt19937 random(2);
  for (const ReportCall& question : questions()) {
    const Report expected = ask(whole, question);
    std::vector<std::string> snapshots;
    for (uint32_t source = 0; source < inputs.size(); ++source) {
      EngineOptions options;
      options.keep = source % 2 == 0 ? EngineOptions::Keep::Plans : EngineOptions::Keep::Events;
      Engine shard(options);
      AppendCall append;
      append.source = source;
      auto plan = shard.plan(question);
      ASSERT_TRUE(plan.ok()) << plan.error().message;
      ASSERT_TRUE(shard.append(inputs[source], append).ok());
      snapshots.push_back(plan.value()->snapshot().value());
    }
    for (int order = 0; order < 3; ++order) {
      std::shuffle(snapshots.begin(), snapshots.end(), random);
      Engine empty, half;
      auto plan = empty.plan(question), other = half.plan(question);
      ASSERT_TRUE(other.value()->restore(snapshots[7]).ok());
      for (size_t i = 0; i < 4; ++i) ASSERT_TRUE(plan.value()->merge(snapshots[i]).ok());
      for (size_t i = 4; i < 7; ++i) ASSERT_TRUE(other.value()->merge(snapshots[i]).ok());
      // Partials of partials, and a trip through bytes in between.
      ASSERT_TRUE(plan.value()->merge(other.value()->snapshot().value()).ok());
      expectSame(plan.value()->report().value(), expected, question.mode + question.request);
    }
    if (HasFailure()) return;
  }
}

TEST(Partials, AnEngineMadeForOneReportAnswersItTheSame) {
  const std::vector<std::string> inputs = {events(71, 150), events(72, 150)};
  Engine whole;
  take(whole, inputs);
  for (const ReportCall& question : questions()) {
    EngineOptions options;
    options.only = question;
    Engine engine(options);
    take(engine, inputs);
    expectSame(ask(engine, question), ask(whole, question), question.mode + question.request);
    const auto other = engine.report(call(march("COUNT", R"(,"external_customer_id":"d")")));
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().path, "$.only");
    if (HasFailure()) return;
  }
}

TEST(Partials, SeveralPlansOfAStreamEachSeeWhatTheyAskFor) {
  const std::string input = events(73, 200);
  Engine whole;
  ASSERT_TRUE(whole.append(input).ok());
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  Engine stream(options);
  std::vector<std::unique_ptr<Plan>> plans;
  for (const ReportCall& question : questions())
    plans.push_back(std::move(stream.plan(question)).value());
  ASSERT_TRUE(stream.append(input).ok());
  for (size_t i = 0; i < plans.size(); ++i) {
    expectSame(plans[i]->report().value(), ask(whole, questions()[i]), questions()[i].request);
  }
}

TEST(Partials, AStreamTakesNoPlanOnceAnEventWasRead) {
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  Engine stream(options);
  ASSERT_TRUE(stream.plan(call(march("SUM"))).ok());
  ASSERT_TRUE(stream.append(R"({"event_name":"e","properties":{"w":1}})").ok());  // refused
  const auto late =
      stream.plan(call(R"({"event_name":"e","aggregation_type":"SUM","property_name":"w"})"));
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().path, "$.keep");
}

TEST(Partials, APlanMadeBeforeAfterOrBetweenTheEventsEqualsTheReport) {
  const std::string first = events(21, 150), second = events(22, 150);
  for (const ReportCall& question : questions()) {
    Engine engine;
    auto before = engine.plan(question);
    ASSERT_TRUE(engine.append(first).ok());
    auto between = engine.plan(question);
    ASSERT_TRUE(between.value()->report().ok());  // asking in between changes nothing
    ASSERT_TRUE(engine.append(second).ok());
    auto after = engine.plan(question);
    const Report expected = ask(engine, question);
    for (auto* plan : {&before, &between, &after}) {
      expectSame(plan->value()->report().value(), expected, question.mode + question.request);
      expectSame(plan->value()->report().value(), expected, "asked twice");
    }
    if (HasFailure()) return;
  }
}

TEST(Partials, ARestoredPlanGoesOnWhereTheSnapshotWasTaken) {
  const std::string first = events(31, 100), second = events(32, 100);
  AppendCall other;
  other.source = 1;
  for (const ReportCall& question : questions()) {
    Engine whole, early, late;
    ASSERT_TRUE(whole.append(first).ok() && whole.append(second, other).ok());
    auto early_plan = early.plan(question);
    ASSERT_TRUE(early.append(first).ok());
    auto late_plan = late.plan(question);
    ASSERT_TRUE(late_plan.value()->restore(early_plan.value()->snapshot().value()).ok());
    ASSERT_TRUE(late.append(second, other).ok());
    expectSame(late_plan.value()->report().value(), ask(whole, question),
               question.mode + question.request);
    if (HasFailure()) return;
  }
}

TEST(Partials, RestoringInTheSameEngineTakesBackWhatCameAfterAndCountsNothingTwice) {
  for (const char* mode : {"as-is", "exact"}) {
    const ReportCall question = call(march("SUM"), mode);
    Engine engine, reference;
    auto plan = engine.plan(question), wanted = reference.plan(question);
    const std::string first = events(41, 60), more = events(42, 60), last = events(43, 60);
    ASSERT_TRUE(engine.append(first).ok() && reference.append(first).ok());
    const std::string snapshot = plan.value()->snapshot().value();
    const Report then = plan.value()->report().value();
    ASSERT_TRUE(engine.append(more).ok());
    ASSERT_TRUE(plan.value()->restore(snapshot).ok());
    const Report now = plan.value()->report().value();
    EXPECT_EQ(now.text, then.text);
    EXPECT_EQ(now.ledger, then.ledger);
    ASSERT_TRUE(engine.append(last).ok());
    EXPECT_EQ(support::number(plan.value()->report().value().ledger, {"intake", "total"}),
              support::number(then.ledger, {"intake", "total"}) +
                  static_cast<uint64_t>(std::count(last.begin(), last.end(), '\n')) - 60u);
  }
}

TEST(Partials, AMergeOfAnEmptyPartialChangesNothing) {
  const ReportCall question = call(march("LATEST", R"(,"group_by":["properties.g"])"));
  Engine engine, empty;
  auto plan = engine.plan(question), nothing = empty.plan(question);
  ASSERT_TRUE(engine.append(events(51, 50)).ok());
  const Report before = plan.value()->report().value();
  ASSERT_TRUE(plan.value()->merge(nothing.value()->snapshot().value()).ok());
  expectSame(plan.value()->report().value(), before, "");
  expectSame(nothing.value()->report().value(), ask(empty, question), "empty");
}

TEST(Partials, APlanGoneBeforeItsEngineLeavesTheOthers) {
  Engine engine;
  auto first = engine.plan(call(march("COUNT"))), second = engine.plan(call(march("COUNT")));
  first.value().reset();
  ASSERT_TRUE(engine.append(events(61, 20)).ok());
  EXPECT_EQ(second.value()->report().value().text, ask(engine, march("COUNT")).text);
}

}  // namespace
}  // namespace tallyfold
