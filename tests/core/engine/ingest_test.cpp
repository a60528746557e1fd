// SPDX-License-Identifier: Apache-2.0
// If this fails, an ingested request is kept in part, runs into an appended document, or an engine
// forgets which events it has seen.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::at;

constexpr const char* kReceived = "2024-03-06T12:00:00Z";

std::string event(int number, size_t padding = 0) {
  return R"({"transaction_id":")" + std::to_string(number) +
         R"(","code":"calls","external_subscription_id":"s","properties":{"x":")" +
         std::string(padding, 'x') + R"("}})";
}

std::string batch(int from, int count, size_t padding = 0) {
  std::string events;
  for (int i = from; i < from + count; ++i) events += (i == from ? "" : ",") + event(i, padding);
  return R"({"events":[)" + events + "]}";
}

IngestCall batchCall(const std::string& store = "") {
  return {"lago.events_batch", kReceived, store};
}

uint64_t held(Engine& engine) {
  ReportCall call = support::call(R"({"event_name":"calls","aggregation_type":"COUNT",)"
                                  R"("dedupe":"none","start_time":"2024-01-01T00:00:00Z"})");
  const auto report = engine.report(call);
  EXPECT_TRUE(report.ok());
  return report ? support::number(report.value().ledger, {"handed_in"}) : 0;
}

TEST(Ingest, ACallThatCannotBeAnsweredIsMisuse) {
  Engine engine;
  const auto codeAndPath = [&engine](const IngestCall& call) {
    const auto answer = engine.ingest("{}", call);
    EXPECT_FALSE(answer.ok());
    return answer ? "" : errorCodeName(answer.error().code) + (" " + answer.error().path);
  };
  EXPECT_EQ(codeAndPath({"lago.event", kReceived, ""}), "misuse $.endpoint");
  EXPECT_EQ(codeAndPath({"lago.events", "", ""}), "misuse $.receivedAt");
  for (const char* when : {"yesterday", "1500-01-01T00:00:00Z", "1677-09-21T00:12:43.5Z"})
    EXPECT_EQ(codeAndPath({"lago.events", when, ""}), "misuse $.receivedAt") << when;
  EXPECT_EQ(codeAndPath({"lago.events", kReceived, "mysql"}), "misuse $.store");
}

TEST(Ingest, AnEngineWithoutIdsRefusesToPromiseThatItKnowsDuplicates) {
  EngineOptions options;
  options.ids = EngineOptions::Ids::None;
  Engine engine(options);
  const auto refused = engine.ingest(batch(0, 1), batchCall());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::Misuse);
  EXPECT_EQ(held(engine), 0u);
  EXPECT_EQ(engine.ingest(batch(0, 1), batchCall("clickhouse")).value().status, 200);
  EXPECT_EQ(held(engine), 1u);
}

TEST(Ingest, ARequestThatDoesNotFitIsKeptNotAtAll) {
  for (const size_t padding : {size_t{0}, size_t{100}, size_t{3000}}) {
    EngineOptions options;
    options.max_memory_bytes = 12u << 20;
    Engine engine(options);
    int kept = 0;
    bool refused = false;
    for (int i = 0; i < 5000 && !refused; ++i) {
      const auto answer = engine.ingest(batch(kept, 100, padding), batchCall());
      refused = !answer.ok();
      if (refused) {
        EXPECT_EQ(answer.error().code, ErrorCode::OutOfMemory);
        break;
      }
      ASSERT_EQ(answer.value().status, 200);
      kept += 100;
    }
    EXPECT_TRUE(refused) << padding;
    EXPECT_LE(engine.memoryBytes(), options.max_memory_bytes);
    EXPECT_EQ(held(engine), static_cast<uint64_t>(kept)) << padding;
    // A duplicate is still known, and a smaller request may still fit.
    const auto again =
        engine.ingest(R"({"event":)" + event(0) + "}", {"lago.events", kReceived, ""});
    if (again.ok()) {
      EXPECT_EQ(again.value().status, 422);
    }
  }
}

TEST(Ingest, ARequestThatTakesTooMuchMemoryToReadIsRefusedUnread) {
  EngineOptions options;
  options.max_memory_bytes = 4u << 20;
  Engine engine(options);
  std::string nested = R"({"event":[)";
  for (int i = 0; i < 100'000; ++i) nested += "{},";
  const auto answer = engine.ingest(nested + "0]}", {"lago.events", kReceived, ""});
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::OutOfMemory);
}

TEST(Ingest, ItRunsIntoNoUnfinishedDocument) {
  Engine engine;
  AppendCall lago;
  lago.dialect = "lago";
  lago.more = true;
  ASSERT_TRUE(engine.append(R"({"transaction_id":"half",)", lago).ok());
  EXPECT_EQ(engine.ingest(batch(0, 2), batchCall()).value().status, 200);
  ASSERT_TRUE(engine.append("\"code\":\"calls\",\"timestamp\":1}\n", lago).ok());
  EXPECT_EQ(held(engine), 3u);
  lago.source = UINT32_MAX;
  ASSERT_TRUE(engine.append("{", lago).ok());
  const auto refused = engine.ingest(batch(2, 1), batchCall());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::Misuse);
  EXPECT_EQ(held(engine), 3u);
}

TEST(Ingest, AStreamKnowsTheEventsSinceItsFirstIngestion) {
  EngineOptions options;
  options.keep = EngineOptions::Keep::Plans;
  Engine engine(options);
  auto plan = engine.plan(support::call(
      R"({"event_name":"calls","aggregation_type":"COUNT","start_time":"2024-01-01T00:00:00Z"})"));
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(engine.ingest(batch(0, 3), batchCall()).value().status, 200);
  const auto twice = engine.ingest(batch(2, 2), batchCall());
  EXPECT_EQ(at(twice.value().text, {"error_details", "0", "transaction_id"}).items[0].text,
            "value_already_exist");
  EXPECT_EQ(engine.ingest(batch(3, 2), batchCall()).value().status, 200);
  EXPECT_EQ(at(plan.value()->report().value().text, {"value"}).text, "5");
}

TEST(Ingest, APlanSeesIngestedEvents) {
  Engine engine;
  EXPECT_EQ(engine.ingest(batch(0, 3), batchCall()).value().status, 200);
  auto plan = engine.plan(support::call(
      R"({"event_name":"calls","aggregation_type":"COUNT","start_time":"2024-01-01T00:00:00Z"})"));
  EXPECT_EQ(engine.ingest(batch(3, 1), batchCall()).value().status, 200);
  EXPECT_EQ(at(plan.value()->report().value().text, {"value"}).text, "4");
}

}  // namespace
}  // namespace tallyfold
