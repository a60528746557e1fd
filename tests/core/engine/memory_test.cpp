// SPDX-License-Identifier: Apache-2.0
// If this fails, a limit on memory ends the process or loses what was counted before, instead of
// saying no.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::call;
using support::line;
using support::march;

EngineOptions limited(uint64_t bytes) {
  EngineOptions options;
  options.max_memory_bytes = bytes;
  return options;
}

std::string manyEvents(int count, int from = 0) {
  std::string text;
  for (int i = from; i < from + count; ++i) {
    text += line("2024-03-05T10:00:00Z", "{\"v\":\"user-" + std::to_string(i) + "\"}",
                 ",\"event_id\":\"" + std::to_string(i) + "\"");
  }
  return text;
}

TEST(Memory, AnAppendBeyondTheLimitIsRefusedAndEarlierEventsStillAnswer) {
  for (const uint64_t limit :
       {uint64_t{1}, uint64_t{1} << 16, uint64_t{8} << 20, uint64_t{32} << 20}) {
    Engine engine(limited(limit));
    uint64_t accepted = 0;
    bool refused = false;
    for (int i = 0; i < 100 && !refused; ++i) {
      const auto taken = engine.append(manyEvents(5000, i * 5000));
      refused = !taken.ok();
      if (taken.ok()) accepted += taken.value().accepted;
      if (refused) {
        EXPECT_EQ(taken.error().code, ErrorCode::OutOfMemory);
      }
      EXPECT_LE(engine.memoryBytes(), limit);
    }
    EXPECT_TRUE(refused) << limit;
    const auto report = engine.report(call(march("COUNT", R"(,"dedupe":"none")")));
    if (!report.ok()) {
      EXPECT_EQ(report.error().code, ErrorCode::OutOfMemory);
      continue;
    }
    const uint64_t counted = support::number(report.value().ledger, {"counted"});
    EXPECT_GE(counted, accepted);
    EXPECT_LT(counted, accepted + 5000);
  }
}

TEST(Memory, ADocumentThatDidNotFitDoesNotRunIntoTheNext) {
  Engine engine(limited(8u << 20));
  ASSERT_FALSE(engine.append(manyEvents(100000)).ok());
  AppendCall csv;
  csv.format = "csv";
  EXPECT_TRUE(engine.append("", csv).ok());
  EXPECT_TRUE(engine.append("").ok());
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

// Appends until no more fits; answers how many events are in.
uint64_t fill(Engine& engine) {
  for (int i = 0; i < 10000; ++i) {
    if (!engine.append(manyEvents(200, i * 200)).ok()) break;
  }
  return support::number(ask(engine, march("COUNT", R"(,"dedupe":"none")")).ledger, {"handed_in"});
}

TEST(Memory, AReportWhoseGroupsDoNotFitIsRefusedAndASmallerOneAnswers) {
  Engine engine(limited(24u << 20));
  const uint64_t events = fill(engine);
  EXPECT_GT(events, 10000u);
  const auto large = engine.report(
      call(march("COUNT_UNIQUE", R"(,"group_by":["properties.v","properties.w","properties.v"])")));
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().code, ErrorCode::OutOfMemory);
  EXPECT_EQ(support::at(ask(engine, march("COUNT")).text, {"value"}).text, std::to_string(events));
}

TEST(Memory, APlanThatDoesNotFitIsRefusedAndLeavesNothingBehind) {
  Engine engine(limited(24u << 20));
  const uint64_t events = fill(engine);
  ask(engine, march("COUNT"));
  ASSERT_TRUE(engine.plan(call(R"({"event_name":"none","aggregation_type":"COUNT"})")).ok());
  const uint64_t held = engine.memoryBytes();
  const auto plan =
      engine.plan(call(march("COUNT_UNIQUE", R"(,"group_by":["properties.v","properties.v"])")));
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().code, ErrorCode::OutOfMemory);
  EXPECT_EQ(engine.memoryBytes(), held);
  EXPECT_FALSE(
      engine.plan(call(march("COUNT_UNIQUE", R"(,"group_by":["properties.v","properties.v"])")))
          .ok());
  EXPECT_EQ(engine.memoryBytes(), held);
  EXPECT_EQ(support::at(ask(engine, march("COUNT")).text, {"value"}).text, std::to_string(events));
}

TEST(Memory, APlanThatOutgrowsTheLimitSaysSoForGood) {
  EngineOptions options = limited(14u << 20);
  options.keep = EngineOptions::Keep::Plans;
  Engine engine(options);
  auto plan = engine.plan(call(march("COUNT_UNIQUE")));
  ASSERT_TRUE(plan.ok());
  bool refused = false;
  for (int i = 0; i < 200 && !refused; ++i) {
    refused = !engine.append(manyEvents(1000, i * 1000)).ok() || !plan.value()->report().ok();
  }
  ASSERT_TRUE(refused);
  EXPECT_LE(engine.memoryBytes(), 14u << 20);
  const auto answer = plan.value()->report();
  if (!answer.ok()) {
    EXPECT_EQ(answer.error().code, ErrorCode::OutOfMemory);
  }
}

TEST(Memory, AMergeThatDoesNotFitLeavesThePlanAsItWas) {
  Engine large;
  auto plan = large.plan(call(march("COUNT_UNIQUE")));
  ASSERT_TRUE(large.append(manyEvents(40000)).ok());
  const std::string snapshot = plan.value()->snapshot().value();
  Engine small(limited(8u << 20));
  auto other = small.plan(call(march("COUNT_UNIQUE")));
  ASSERT_TRUE(small.append(manyEvents(10, 90000)).ok());
  const std::string before = other.value()->report().value().text;
  EXPECT_EQ(other.value()->merge(snapshot).error().code, ErrorCode::OutOfMemory);
  EXPECT_EQ(other.value()->restore(snapshot).error().code, ErrorCode::OutOfMemory);
  EXPECT_EQ(other.value()->report().value().text, before);
}

TEST(Memory, WhatAnEngineHoldsIsGivenBackByItsReports) {
  Engine engine;
  ASSERT_TRUE(engine.append(manyEvents(2000)).ok());
  ask(engine, march("COUNT_UNIQUE", R"(,"group_by":["properties.v"])"));
  const uint64_t held = engine.memoryBytes();
  for (int i = 0; i < 3; ++i) ask(engine, march("COUNT_UNIQUE", R"(,"group_by":["properties.v"])"));
  EXPECT_EQ(engine.memoryBytes(), held);
}

// A stream into a plan whose state has no bound, until it is told that it has one.
Error streamUntilRefused(const ReportCall& asked) {
  EngineOptions options = limited(24u << 20);
  options.keep = EngineOptions::Keep::Plans;
  options.ids = EngineOptions::Ids::None;
  Engine engine(options);
  const auto plan = engine.plan(asked);
  EXPECT_TRUE(plan.ok()) << plan.error().message;
  for (int i = 0; i < 400; ++i) {
    std::string text;
    for (int k = 0; k < 2000; ++k) {
      const std::string number = std::to_string(i * 2000 + k);
      text +=
          line("2024-03-05T10:00:00Z", R"({"v":)" + number + R"(,"user":"user-)" + number + "\"}");
    }
    EXPECT_TRUE(engine.append(text).ok());
    EXPECT_LE(engine.memoryBytes(), options.max_memory_bytes);
    if (i % 10 != 9) continue;
    const Result<std::string> snapshot = plan.value()->snapshot();
    if (!snapshot) return snapshot.error();
  }
  return Error{ErrorCode::Internal, "it was never refused", ""};
}

TEST(Memory, AStreamThatCountsWithoutBoundIsRefusedAndToldWhatGrew) {
  const Error unique = streamUntilRefused(
      {.report = "flexprice.usage",
       .mode = "exact",
       .request = R"({"event_name":"e","aggregation_type":"COUNT_UNIQUE","property_name":"user",)"
                  R"("dedupe":"none","start_time":"2024-03-01T00:00:00Z"})",
       .now = support::kNow});
  EXPECT_EQ(unique.code, ErrorCode::OutOfMemory);
  EXPECT_NE(unique.message.find(" texts and 0 ids"), std::string::npos) << unique.message;
  const auto own = [](const char* measure) {
    ReportCall asked;
    asked.report = "tallyfold.query";
    asked.request = std::string(R"({"dedupe":"none","aggregations":{"a":)") + measure + "}}";
    asked.now = support::kNow;
    return asked;
  };
  for (const char* measure : {R"({"type":"count_unique","property":"user"})",
                              R"({"type":"percentile","property":"v","p":99})"}) {
    const Error refused = streamUntilRefused(own(measure));
    EXPECT_EQ(refused.code, ErrorCode::OutOfMemory);
    EXPECT_NE(refused.message.find(" bytes of values"), std::string::npos) << refused.message;
  }
}

}  // namespace
}  // namespace tallyfold
