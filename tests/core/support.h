// SPDX-License-Identifier: Apache-2.0
// What the tests of several rooms share: events as text, questions to an engine, and the balance of
// its ledger.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "tallyfold/engine.h"

namespace tallyfold::support {

inline constexpr const char* kNow = "2024-04-01T00:00:00Z";

/// One NDJSON line of event "e" of customer "c". `properties` and `more` are JSON: {"v":1} and
/// ,"event_id":"x".
inline std::string line(std::string_view time, std::string_view properties = "{}",
                        std::string_view more = "") {
  std::string text = R"({"event_name":"e","external_customer_id":"c","timestamp":")";
  text.append(time).append(R"(","properties":)").append(properties).append(more).append("}\n");
  return text;
}

/// A request for March 2024 over event "e"; `more` are further members: ,"window_size":"DAY".
inline std::string march(std::string_view type, std::string_view more = "") {
  std::string text = R"({"event_name":"e","aggregation_type":")";
  text.append(type).append(R"(","property_name":"v","start_time":"2024-03-01T00:00:00Z",)");
  return text.append(R"("end_time":"2024-04-01T00:00:00Z")").append(more).append("}");
}

inline ReportCall call(std::string_view request, std::string_view mode = "exact",
                       const char* now = kNow) {
  return {"flexprice.usage", std::string(mode), std::string(request), now};
}

/// The JSON value at a path of member names; fails the test where there is none.
inline json::Value at(std::string_view text, std::initializer_list<const char*> path) {
  Result<json::Value> parsed = json::parse(text);
  EXPECT_TRUE(parsed.ok()) << text;
  if (!parsed) return {};
  json::Value value = parsed.value();
  for (const char* key : path) {
    const json::Value* next = value.find(key);
    EXPECT_NE(next, nullptr) << key << " in " << text;
    if (next == nullptr) return {};
    value = json::Value(*next);
  }
  return value;
}

inline uint64_t number(std::string_view text, std::initializer_list<const char*> path) {
  return std::strtoull(at(text, path).text.c_str(), nullptr, 10);
}

/// handed in = counted + not asked for + ledgers
inline void expectBalanced(const Report& report) {
  const std::string& ledger = report.ledger;
  EXPECT_EQ(number(ledger, {"handed_in"}),
            number(ledger, {"counted"}) + number(ledger, {"not_asked_for"}) +
                number(ledger, {"intake", "total"}) + number(ledger, {"rejected", "total"}))
      << ledger;
}

inline Report ask(Engine& engine, const ReportCall& question) {
  Result<Report> report = engine.report(question);
  EXPECT_TRUE(report.ok()) << report.error().message;
  if (!report) return {};
  if (report.value().status == 200) expectBalanced(report.value());
  return report.value();
}

inline Report ask(Engine& engine, std::string_view request, std::string_view mode = "exact") {
  return ask(engine, call(request, mode));
}

/// The text of one document's answer.
inline std::string answer(std::string_view events, std::string_view request,
                          std::string_view mode = "exact", const AppendCall& append = {}) {
  Engine engine;
  const Result<AppendResult> taken = engine.append(events, append);
  EXPECT_TRUE(taken.ok()) << taken.error().message;
  return ask(engine, request, mode).text;
}

}  // namespace tallyfold::support
