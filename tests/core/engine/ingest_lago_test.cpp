// SPDX-License-Identifier: Apache-2.0
// If this fails, Lago's endpoints keep an event that the service refuses, lose one that it keeps,
// or answer in other words.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::at;

constexpr const char* kReceived = "2024-03-06T12:00:00.1239999Z";
constexpr const char* kCatalog = R"json({
  "billable_metrics": [
    {"code": "calls", "aggregation_type": "count_agg"},
    {"code": "sum", "aggregation_type": "sum_agg", "field_name": "total",
     "expression": "event.properties.a + event.properties.b"},
    {"code": "when", "aggregation_type": "max_agg", "field_name": "v",
     "expression": "concat(event.code, '-', event.timestamp)"},
    {"code": "gone", "aggregation_type": "sum_agg", "field_name": "v",
     "expression": "event.properties.a", "deleted_at": "2024-01-01T00:00:00Z"}],
  "plans": [{"code": "p", "interval": "monthly", "amount_currency": "EUR", "charges": [
    {"billable_metric_code": "calls", "charge_model": "standard", "properties": {"amount": "1"}},
    {"billable_metric_code": "sum", "charge_model": "standard", "properties": {"amount": "1"}}]}],
  "customers": [{"external_id": "c"}],
  "subscriptions": [{"external_id": "s", "external_customer_id": "c", "plan_code": "p",
                     "started_at": "2024-01-01T00:00:00Z"}]})json";

std::string event(const std::string& id, const std::string& more = "") {
  return R"({"transaction_id":")" + id +
         R"(","code":"calls","external_subscription_id":"s","timestamp":1709683200)" + more + "}";
}

class LagoIngestion : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(engine.setCatalog(kCatalog).ok()); }

  IngestAnswer send(const std::string& endpoint, const std::string& body,
                    const std::string& store = "") {
    const auto answer = engine.ingest(body, {endpoint, kReceived, store});
    EXPECT_TRUE(answer.ok()) << (answer ? "" : answer.error().message);
    return answer ? answer.value() : IngestAnswer{0, ""};
  }
  IngestAnswer one(const std::string& body, const std::string& store = "") {
    return send("lago.events", R"({"event":)" + body + "}", store);
  }
  IngestAnswer batch(const std::string& events, const std::string& store = "") {
    return send("lago.events_batch", R"({"events":[)" + events + "]}", store);
  }
  void expectRefused(const IngestAnswer& answer, const std::string& details) {
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.text, R"({"status":422,"error":"Unprocessable Entity",)"
                           R"("code":"validation_errors","error_details":)" +
                               details + "}");
  }
  // What the running period of the only subscription counts.
  std::string current(const char* now = "2024-03-31T00:00:00Z") {
    const auto report =
        engine.report({"lago.current_usage", "",
                       R"({"external_customer_id":"c","external_subscription_id":"s"})", now});
    EXPECT_TRUE(report.ok() && report.value().status == 200);
    std::string found;
    const json::Value charges = at(report.value().text, {"customer_usage", "charges_usage"});
    for (const json::Value& charge : charges.items)
      found += charge.find("events_count")->text + ":" + charge.find("units")->text + " ";
    return found;
  }

  Engine engine;
};

TEST_F(LagoIngestion, AnEventIsKeptAndShownAsTheServiceShowsIt) {
  const IngestAnswer answer =
      one(R"({"transaction_id":"t1","code":"calls","external_subscription_id":"s",)"
          R"("timestamp":"1709683200.1239","precise_total_amount_cents":"1234.56",)"
          R"("properties":{"gb":10.50,"gb ":[1,{"x":null}],"gb":11.0}})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text,
            R"({"event":{"lago_id":"c79593b4-83a3-8b67-a219-6ff2adcae6a6","transaction_id":"t1",)"
            R"("lago_customer_id":null,"code":"calls","timestamp":"2024-03-06T00:00:00.123Z",)"
            R"("precise_total_amount_cents":"1234.56","properties":{"gb ":[1,{"x":null}],)"
            R"("gb":11.0},"lago_subscription_id":null,"external_subscription_id":"s",)"
            R"("created_at":"2024-03-06T12:00:00Z"}})");
  EXPECT_EQ(current(), "1:1.0 0:0.0 ");
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

TEST_F(LagoIngestion, WhatIsAbsentOrOfAnotherTypeIsLeftOut) {
  const IngestAnswer answer =
      one(R"({"transaction_id":7,"code":true,"external_subscription_id":[],"timestamp":{},)"
          R"("precise_total_amount_cents":[],"properties":[1],"external_customer_id":{}})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer.text, {"event", "transaction_id"}).text, "7");
  EXPECT_EQ(at(answer.text, {"event", "code"}).text, "t");
  EXPECT_EQ(at(answer.text, {"event", "timestamp"}).text, "2024-03-06T12:00:00.123Z");
  for (const char* key : {"external_subscription_id", "precise_total_amount_cents"})
    EXPECT_TRUE(at(answer.text, {"event", key}).isNull()) << key;
  EXPECT_TRUE(at(answer.text, {"event", "properties"}).members.empty());
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

TEST_F(LagoIngestion, AnAmountThatIsNoNumberIsZeroAndOthersHaveFifteenDigits) {
  const std::pair<const char*, const char*> kAmounts[] = {
      {R"("asdfa")", "0.0"},
      {"12", "12.0"},
      {R"(" 1.5 ")", "1.5"},
      {"true", "1.0"},
      {"0.1234567890123455", "0.123456789012346"},
      {R"("-1e3")", "-1000.0"}};
  int id = 0;
  for (const auto& [amount, shown] : kAmounts) {
    const IngestAnswer answer =
        one(event(std::to_string(id++), std::string(R"(,"precise_total_amount_cents":)") + amount));
    EXPECT_EQ(at(answer.text, {"event", "precise_total_amount_cents"}).text, shown) << amount;
  }
  EXPECT_TRUE(at(one(event("x", R"(,"precise_total_amount_cents":"")")).text,
                 {"event", "precise_total_amount_cents"})
                  .isNull());
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

TEST_F(LagoIngestion, ATimestampIsSecondsAndNothingElse) {
  for (const char* time : {R"("2024-03-06T00:00:00Z")", R"("")", "true", R"("1709683200 s")",
                           "1e12", "-9223372036.8547758", R"("NaN")"}) {
    expectRefused(
        one(R"({"transaction_id":"t","code":"calls","timestamp":)" + std::string(time) + "}"),
        R"({"timestamp":["invalid_format"]})");
  }
  for (const char* time : {"null", "false", R"(" 1709726400 ")", "1.7097264e9"}) {
    const IngestAnswer answer =
        one(R"({"transaction_id":"t","code":"calls","timestamp":)" + std::string(time) + "}");
    EXPECT_EQ(at(answer.text, {"event", "timestamp"}).text.substr(0, 19), "2024-03-06T12:00:00")
        << time;
  }
  EXPECT_EQ(at(one(R"({"transaction_id":"o","code":"c","timestamp":-0.0001})").text,
               {"event", "timestamp"})
                .text,
            "1969-12-31T23:59:59.999Z");
}

TEST_F(LagoIngestion, AnEventWithoutAnIdOrACodeIsRefused) {
  expectRefused(one(R"({"timestamp":1,"code":" "})"),
                R"({"transaction_id":["value_is_mandatory"],"code":["value_is_mandatory"]})");
  expectRefused(one(R"({"transaction_id":"t"})"), R"({"code":["value_is_mandatory"]})");
  EXPECT_EQ(current(), "0:0.0 0:0.0 ");
}

TEST_F(LagoIngestion, ARequestWithoutItsMemberIsRefused) {
  const std::string missing =
      R"({"status":400,"error":"BadRequest: param is missing or the value is empty or invalid: event"})";
  for (const char* body :
       {"", "{}", "[]", "null", R"({"event":{}})", R"({"event":"x"})", R"({"events":[]})"}) {
    const IngestAnswer answer = send("lago.events", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.text, missing) << body;
  }
  for (const char* endpoint : {"lago.events", "lago.events_batch"}) {
    const IngestAnswer answer = send(endpoint, "{\"event\":");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.text, R"({"status":400,"error":"Bad Request"})");
  }
  for (const char* body : {"", "{}", R"({"events":[]})", R"({"events":{}})", R"({"events":null})"})
    expectRefused(send("lago.events_batch", body), R"({"events":["no_events"]})");
}

TEST_F(LagoIngestion, ADuplicateIsRefusedHoweverTheFirstCameIn) {
  AppendCall lago;
  lago.dialect = "lago";
  lago.source = 3;
  ASSERT_TRUE(engine.append(event("appended"), lago).ok());
  EXPECT_EQ(one(event("a")).status, 200);
  for (const char* id : {"appended", "a"})
    expectRefused(one(event(id)), R"({"transaction_id":["value_already_exist"]})");
  // Of another subscription it is another event, and without one none is a duplicate.
  EXPECT_EQ(one(R"({"transaction_id":"a","code":"calls","external_subscription_id":"s2"})").status,
            200);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(one(R"({"transaction_id":"a","code":"calls"})").status, 200);
  EXPECT_EQ(current(), "2:2.0 0:0.0 ");
}

TEST_F(LagoIngestion, ABatchIsKeptWholeOrNotAtAll) {
  EXPECT_EQ(batch(event("a") + "," + event("b")).status, 200);
  expectRefused(batch(event("c") + "," + event("b") + "," + event("c") + "," + event("c")),
                R"({"1":{"transaction_id":["value_already_exist"]},)"
                R"("2":{"transaction_id":["value_already_exist"]},)"
                R"("3":{"transaction_id":["value_already_exist"]}})");
  expectRefused(batch(event("d") + R"(,{"transaction_id":"e","code":"calls","timestamp":"x"},7,)" +
                      event("a")),
                R"({"1":{"timestamp":["invalid_format"]},)"
                R"("2":{"transaction_id":["value_is_mandatory"],"code":["value_is_mandatory"]}})");
  EXPECT_EQ(current(), "2:2.0 0:0.0 ");
  const IngestAnswer kept = batch(event("c") + "," + event("d"));
  EXPECT_EQ(kept.status, 200);
  EXPECT_EQ(at(kept.text, {"events"}).items.size(), 2u);
  EXPECT_EQ(current(), "4:4.0 0:0.0 ");
}

TEST_F(LagoIngestion, ABatchHasAHundredEventsAtMost) {
  std::string events = event("0");
  for (int i = 1; i < 100; ++i) events += "," + event(std::to_string(i));
  expectRefused(batch(events + "," + event("100")), R"({"events":["too_many_events"]})");
  EXPECT_EQ(batch(events).status, 200);
  EXPECT_EQ(current(), "100:100.0 0:0.0 ");
}

std::string summed(const std::string& id, const std::string& properties,
                   const std::string& code = "sum") {
  return R"({"transaction_id":")" + id + R"(","code":")" + code +
         R"(","external_subscription_id":"s","timestamp":1709683200.9,"properties":)" + properties +
         "}";
}

TEST_F(LagoIngestion, AnExpressionIsShownAndComputedAgainByReports) {
  const IngestAnswer answer = one(summed("t", R"({"a":"1","total":9,"b":2.50})"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.text).ok(), true);
  EXPECT_NE(answer.text.find(R"("properties":{"a":"1","total":"3.5","b":2.50})"), std::string::npos)
      << answer.text;
  EXPECT_EQ(current(), "0:0.0 1:3.5 ");
  EXPECT_EQ(at(one(summed("w", "{}", "when")).text, {"event", "properties", "v"}).text,
            "when-1709683200");
  // A metric that is gone computes nothing.
  EXPECT_EQ(one(summed("g", "{}", "gone")).status, 200);
}

TEST_F(LagoIngestion, AFailedExpressionRefusesTheEvent) {
  expectRefused(one(summed("t", R"({"a":1})")),
                R"("expression_evaluation_failed: Variable: b not found")");
  expectRefused(one(summed("t", R"({"a":1,"b":null})")),
                R"("expression_evaluation_failed: Variable: b not found")");
  expectRefused(batch(event("x") + "," + summed("t", R"({"a":1,"b":"z"})")),
                R"({"1":"expression_evaluation_failed: Expected a decimal"})");
  // In a batch what is missing is told instead; of a single event the failure comes first.
  expectRefused(batch(summed("", R"({"a":1})")),
                R"({"0":{"transaction_id":["value_is_mandatory"]}})");
  expectRefused(one(summed("", R"({"a":1})")),
                R"("expression_evaluation_failed: Variable: b not found")");
  EXPECT_EQ(current(), "0:0.0 0:0.0 ");
}

TEST_F(LagoIngestion, TheOtherStoreRefusesNoDuplicatesAndGivesNoIds) {
  const IngestAnswer first = one(event("a"), "clickhouse");
  EXPECT_EQ(first.status, 200);
  EXPECT_TRUE(at(first.text, {"event", "lago_id"}).isNull());
  EXPECT_TRUE(at(first.text, {"event", "created_at"}).isNull());
  EXPECT_EQ(one(event("a"), "clickhouse").status, 200);
  EXPECT_EQ(batch(event("a") + "," + event("a"), "clickhouse").status, 200);
  EXPECT_EQ(one(event("a"), "postgres").status, 422);
  // The report's own rule counts it once.
  EXPECT_EQ(current(), "1:1.0 0:0.0 ");
}

TEST_F(LagoIngestion, AnEventTooLongForTheDatasetIsRefused) {
  const std::string large = R"(,"properties":{"x":")" + std::string(17u << 20, 'x') + R"("})";
  expectRefused(one(event("a", large)), R"({"properties":["value_is_too_long"]})");
  expectRefused(batch(event("b") + "," + event("a", large)),
                R"({"1":{"properties":["value_is_too_long"]}})");
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

TEST_F(LagoIngestion, IdsAreTheSameEverywhereAndDifferBySubscription) {
  const auto idOf = [](Engine& of, const std::string& body) {
    return at(of.ingest(R"({"event":)" + body + "}", {"lago.events", kReceived, ""}).value().text,
              {"event", "lago_id"})
        .text;
  };
  Engine other;
  const std::string id = idOf(engine, event("a"));
  EXPECT_EQ(id, idOf(other, event("a", R"(,"properties":{"x":1})")));
  EXPECT_NE(id, idOf(other, R"({"transaction_id":"a","code":"calls"})"));
  EXPECT_NE(id, idOf(other, event("b")));
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(id[14], '8');
}

}  // namespace
}  // namespace tallyfold
