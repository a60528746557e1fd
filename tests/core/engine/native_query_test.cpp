// SPDX-License-Identifier: Apache-2.0
// If this fails, our own query answers differently for workers, streams or snapshots, or its rows
// do not mean what simpler queries say.
#include <gtest/gtest.h>

#include <algorithm>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::at;

ReportCall query(const std::string& request) {
  return {"tallyfold.query", "exact", request, support::kNow};
}

// Two kinds of events of seven customers over two months, with values of every kind, ids that
// repeat within and across inputs.
std::string events(uint64_t seed, int count) {
  static constexpr const char* kValues[] = {"1",        "2.50",    "\"3\"", "\"abc\"",
                                            "null",     "1e30",    "-4",    "\"1e400\"",
                                            "0.000001", "\"NaN\"", "7"};
  std::mt19937_64 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::string id =
        random() % 4 == 0 ? "" : R"("event_id":")" + std::to_string(random() % 90) + "\",";
    text += "{" + id + R"("event_name":")" + (random() % 3 == 0 ? "job" : "call") +
            R"(","external_customer_id":"c)" + std::to_string(random() % 7) +
            R"(","timestamp":"2024-0)" + std::to_string(2 + random() % 2) + "-" +
            std::to_string(10 + random() % 20) + "T1" + std::to_string(random() % 3) + ":00:0" +
            std::to_string(random() % 3) + R"(Z","properties":{"g":")" +
            std::to_string(random() % 3) + "\"" +
            (random() % 8 == 0 ? "" : std::string(",\"v\":") + kValues[random() % 11]) + "}}\n";
  }
  return text;
}

constexpr const char* kMeasures =
    R"("aggregations":{"n":{"type":"count"},"has":{"type":"count","property":"v"},)"
    R"("sum":{"type":"sum","property":"v"},"avg":{"type":"avg","property":"v"},)"
    R"("min":{"type":"min","property":"v"},"max":{"type":"max","property":"v"},)"
    R"("first":{"type":"first","property":"v"},"latest":{"type":"latest","property":"v"},)"
    R"("unique":{"type":"count_unique","property":"v"},)"
    R"("half":{"type":"percentile","property":"v","p":50},)"
    R"("times":{"type":"sum_with_multiplier","property":"v","multiplier":"1.7"},)"
    R"("twice":{"type":"sum","expression":"event.properties.v * 2"},)"
    R"("seats":{"type":"weighted_sum","property":"v"},)"
    R"("level":{"type":"time_weighted_avg","property":"v"}})";
constexpr const char* kMarch = R"(,"from":"2024-03-01","to":"2024-04-01")";

std::vector<ReportCall> questions() {
  std::vector<ReportCall> all;
  for (const char* more :
       {"", R"(,"event":"call","window":"day","time_zone":"America/New_York")",
        R"(,"dedupe":"none","group_by":["event","properties.g"],"order_by":{"by":"sum"})",
        R"(,"group_by":["customer"],"limit":2,"window":"week","fill":"previous")",
        R"(,"where":{"or":[{"field":"properties.v","op":"gt","value":1},)"
        R"({"not":{"field":"properties.g","op":"in","values":["0"]}}]},"compare":"previous")",
        R"(,"event":["call","job"],"group_by":["customer"],"limit":3,"window":"P5D",)"
        R"("compare":"previous","fill":"zero","cumulative":true)"}) {
    all.push_back(query(std::string("{") + kMeasures + kMarch + more + "}"));
  }
  return all;
}

void expectSame(const Report& actual, const Report& expected, const std::string& what) {
  EXPECT_EQ(actual.text, expected.text) << what;
  EXPECT_EQ(actual.ledger, expected.ledger) << what;
  support::expectBalanced(actual);
}

Engine engineOf(const std::vector<std::string>& inputs) {
  Engine engine;
  for (uint32_t source = 0; source < inputs.size(); ++source) {
    AppendCall append;
    append.source = source;
    EXPECT_TRUE(engine.append(inputs[source], append).ok());
  }
  return engine;
}

// The rows of an answer.
std::vector<json::Value> rowsOf(const Report& report) { return at(report.text, {"rows"}).items; }

std::string valuesOf(const json::Value& row) {
  std::string text;
  for (const auto& [name, value] : row.find("values")->members)
    text += name + "=" + value.text + " ";
  return text;
}

TEST(NativeQuery, ShardsMergedInAnyOrderEqualOneReport) {
  std::vector<std::string> inputs;
  for (uint64_t i = 0; i < 6; ++i) inputs.push_back(events(i + 1, 50));
  Engine whole = engineOf(inputs);
  std::mt19937 random(2);
  for (const ReportCall& question : questions()) {
    const Report expected = ask(whole, question);
    EXPECT_EQ(expected.status, 200) << expected.text;
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
      ASSERT_TRUE(other.value()->restore(snapshots[5]).ok());
      for (size_t i = 0; i < 3; ++i) ASSERT_TRUE(plan.value()->merge(snapshots[i]).ok());
      for (size_t i = 3; i < 5; ++i) ASSERT_TRUE(other.value()->merge(snapshots[i]).ok());
      ASSERT_TRUE(plan.value()->merge(other.value()->snapshot().value()).ok());
      expectSame(plan.value()->report().value(), expected, question.request);
      expectSame(plan.value()->report().value(), expected, "asked twice: " + question.request);
    }
    if (HasFailure()) return;
  }
}

TEST(NativeQuery, AnEngineMadeForOneQueryAndAPlanBetweenTheEventsAnswerTheSame) {
  const std::string first = events(21, 200), second = events(22, 200);
  for (const ReportCall& question : questions()) {
    Engine engine;
    ASSERT_TRUE(engine.append(first).ok());
    auto plan = engine.plan(question);
    ASSERT_TRUE(engine.append(second).ok());
    const Report expected = ask(engine, question);
    expectSame(plan.value()->report().value(), expected, question.request);
    EngineOptions options;
    options.only = question;
    Engine only(options);
    ASSERT_TRUE(only.append(first).ok() && only.append(second).ok());
    expectSame(ask(only, question), expected, question.request);
  }
}

TEST(NativeQuery, OthersAreWhatAQueryWithoutTheShownGroupsAnswers) {
  // Ids are let be: which copy counts depends on which customers are asked for.
  Engine engine = engineOf({events(41, 400)});
  const std::string base = std::string(R"({"dedupe":"none",)") + kMeasures + kMarch;
  const auto rows = rowsOf(
      ask(engine, query(base + R"(,"group_by":["customer"],"limit":2,"order_by":{"by":"n"}})")));
  ASSERT_EQ(rows.size(), 3U);
  ASSERT_NE(rows[2].find("others"), nullptr);
  std::string shown;
  for (size_t i = 0; i < 2; ++i)
    shown += (i == 0 ? "\"" : ",\"") + rows[i].find("group")->find("customer")->text + "\"";
  const auto rest =
      rowsOf(ask(engine, query(base + R"(,"where":{"field":"customer","op":"not_in","values":[)" +
                               shown + "]}}")));
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(valuesOf(rows[2]), valuesOf(rest[0]));
}

TEST(NativeQuery, CumulativeRowsAreWhatQueriesUpToTheirEndAnswer) {
  Engine engine = engineOf({events(51, 400)});
  const std::string base =
      std::string(R"({"dedupe":"none",)") + kMeasures + R"(,"from":"2024-03-01")";
  const auto rows = rowsOf(
      ask(engine,
          query(base +
                R"(,"to":"2024-04-01","window":"P4D","anchor":"2024-03-01","cumulative":true})")));
  ASSERT_GT(rows.size(), 3U);
  for (const json::Value& row : rows) {
    const std::string end = std::min(row.find("window_end")->text, std::string("2024-04-01T"));
    const auto one = rowsOf(ask(engine, query(base + R"(,"to":")" + end.substr(0, 10) + "\"}")));
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(valuesOf(row), valuesOf(one[0])) << end;
  }
}

TEST(NativeQuery, ThePreviousPeriodIsWhatAQueryOverItAnswers) {
  Engine engine = engineOf({events(61, 400)});
  const std::string base = std::string("{") + kMeasures;
  const auto rows = rowsOf(ask(engine, query(base + kMarch + R"(,"compare":"previous"})")));
  const auto before =
      rowsOf(ask(engine, query(base + R"(,"from":"2024-02-01","to":"2024-03-01"})")));
  ASSERT_EQ(rows.size(), 1U);
  std::string previous;
  for (const auto& [name, value] : rows[0].find("previous")->members)
    previous += name + "=" + value.text + " ";
  EXPECT_EQ(previous, valuesOf(before[0]));
}

TEST(NativeQuery, TheMemoryLimitSaysNoAndIsNotPassed) {
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += R"({"event_name":"e","external_customer_id":"c)" + std::to_string(i) +
            R"(","timestamp":"2024-03-05T10:00:00Z","properties":{"v":)" + std::to_string(i) +
            "}}\n";
  }
  EngineOptions options;
  options.max_memory_bytes = 12U << 20;
  Engine engine(options);
  ASSERT_TRUE(engine.append(text).ok());
  const auto refused = engine.report(query(
      R"({"group_by":["customer"],"aggregations":{"p":{"type":"percentile","property":"v","p":9}}})"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::OutOfMemory);
  EXPECT_LE(engine.memoryBytes(), options.max_memory_bytes);
  const auto filled = engine.report(query(
      R"({"from":"2024-03-01","window":"minute","fill":"zero","aggregations":{"n":{"type":"count"}}})"));
  ASSERT_FALSE(filled.ok());
  EXPECT_EQ(filled.error().code, ErrorCode::OutOfMemory);
  const auto rows = rowsOf(ask(engine, query(R"({"aggregations":{"n":{"type":"count"}}})")));
  EXPECT_EQ(rows[0].find("values")->find("n")->text, "20000");
}

TEST(NativeQuery, WindowsBeyondWhatAnAnswerMayShowAreRefused) {
  Engine engine = engineOf({events(71, 10)});
  const auto report = engine.report(query(
      R"({"from":"2000-01-01","window":"minute","fill":"zero","aggregations":{"n":{"type":"count"}}})"));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().status, 413);
  EXPECT_EQ(at(report.value().text, {"problems"}).items[0].find("path")->text, "$.window");
}

TEST(NativeQuery, IdsCanBeAskedForWhereTheirTextsAreKept) {
  const std::string request =
      R"({"where":{"field":"id","op":"eq","value":"7"},"aggregations":{"n":{"type":"count"}}})";
  Engine hashes = engineOf({events(81, 300)});
  const auto refused = hashes.report(query(request));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::Misuse);
  EngineOptions options;
  options.ids = EngineOptions::Ids::Texts;
  Engine texts(options);
  ASSERT_TRUE(texts.append(events(81, 300)).ok());
  EXPECT_EQ(rowsOf(ask(texts, query(request)))[0].find("values")->find("n")->text, "1");
}

}  // namespace
}  // namespace tallyfold
