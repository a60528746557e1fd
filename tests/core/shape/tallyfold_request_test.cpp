// SPDX-License-Identifier: Apache-2.0
// If this fails, a wrong query is answered, or a right one refused, or a refusal does not say
// where.
#include "shape/tallyfold_request.h"

#include <gtest/gtest.h>

#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int64_t kNow = 1'714'521'600 * kNanosecondsPerSecond;  // 2024-05-01

int64_t instantOf(const char* text) { return readRfc3339(text)->time_ns; }

// The paths of what is wrong, in order; empty for a request that is taken.
std::vector<std::string> wrong(const std::string& members) {
  const auto read =
      readTallyfoldRequest(R"({"aggregations":{"n":{"type":"count"}})" + members + "}", kNow);
  const auto* refused = std::get_if<RefusedRequest>(&read);
  std::vector<std::string> paths;
  if (refused == nullptr) return paths;
  EXPECT_EQ(refused->status, 400);
  const auto body = json::parse(refused->text);
  for (const json::Value& problem : body.value().find("problems")->items)
    paths.push_back(problem.find("path")->text);
  return paths;
}

TallyfoldRequest taken(const std::string& members) {
  auto read =
      readTallyfoldRequest(R"({"aggregations":{"n":{"type":"count"}})" + members + "}", kNow);
  auto* request = std::get_if<TallyfoldRequest>(&read);
  EXPECT_NE(request, nullptr) << std::get_if<RefusedRequest>(&read)->text;
  return request != nullptr ? std::move(*request) : TallyfoldRequest();
}

using Paths = std::vector<std::string>;

TEST(TallyfoldRequest, WhatIsWrongIsToldWithItsPath) {
  EXPECT_EQ(wrong(R"(,"event":[])"), Paths{"$.event"});
  EXPECT_EQ(wrong(R"(,"where":{"and":[]})"), Paths{"$.where.and"});
  EXPECT_EQ(wrong(R"(,"where":{"and":[],"field":"event"})"),
            (Paths{"$.where.field", "$.where.and"}));
  EXPECT_EQ(wrong(R"(,"where":{"field":"event","op":"in","value":"a"})"),
            (Paths{"$.where.value", "$.where.values"}));
  EXPECT_EQ(wrong(R"(,"where":{"field":"event","op":"in","values":["a",null]})"),
            Paths{"$.where.values[1]"});
  EXPECT_EQ(wrong(R"(,"from":"2024-03-02","to":"2024-03-01T23:59:59Z")"), Paths{"$.to"});
  EXPECT_EQ(wrong(R"(,"from":"2024-02-30")"), Paths{"$.from"});
  EXPECT_EQ(wrong(R"(,"group_by":["source","source"])"), Paths{"$.group_by[1]"});
  EXPECT_EQ(wrong(R"(,"group_by":["properties."])"), Paths{"$.group_by[0]"});
  EXPECT_EQ(wrong(R"(,"window":"DAY")"), Paths{"$.window"});
  EXPECT_EQ(wrong(R"(,"window":"day","anchor":"2024-01-01T00:00:00.5Z")"), Paths{"$.anchor"});
  EXPECT_EQ(wrong(R"(,"cumulative":"yes","window":"day")"), Paths{"$.cumulative"});
  EXPECT_EQ(wrong(R"(,"compare":"previous")"), Paths{"$.compare"});
  EXPECT_EQ(wrong(R"(,"limit":3)"), Paths{"$.limit"});
  EXPECT_EQ(wrong(R"(,"limit":2.5,"group_by":["event"])"), Paths{"$.limit"});
  EXPECT_EQ(wrong(R"(,"order_by":{"by":"n","direction":"up"})"), Paths{"$.order_by.direction"});
  EXPECT_EQ(wrong(R"(,"dedupe":"all")"), Paths{"$.dedupe"});
  EXPECT_EQ(wrong(""), Paths{});
}

TEST(TallyfoldRequest, AggregationsAreCheckedOneByOne) {
  const auto problems = [](const char* aggregation) {
    const auto read = readTallyfoldRequest(
        std::string(R"({"from":"2024-03-01","compare":"previous","aggregations":{"a":)") +
            aggregation + "}}",
        kNow);
    const auto* refused = std::get_if<RefusedRequest>(&read);
    return refused == nullptr
               ? std::string()
               : json::parse(refused->text).value().find("problems")->items[0].find("path")->text;
  };
  EXPECT_EQ(problems(R"({"type":"sum"})"), "$.aggregations.a.property");
  EXPECT_EQ(problems(R"({"type":"sum","property":"v","expression":"1"})"),
            "$.aggregations.a.expression");
  EXPECT_EQ(problems(R"({"type":"percentile","property":"v","p":100.1})"), "$.aggregations.a.p");
  EXPECT_EQ(problems(R"({"type":"sum_with_multiplier","property":"v"})"),
            "$.aggregations.a.multiplier");
  EXPECT_EQ(problems(R"({"type":"sum","property":"v","opening":1})"), "$.aggregations.a.opening");
  EXPECT_EQ(problems(R"({"type":"weighted_sum","property":"v","opening":1})"),
            "$.aggregations.a.opening");
  EXPECT_EQ(problems("7"), "$.aggregations.a");
  EXPECT_EQ(problems(R"({"type":"percentile","property":"v","p":"99.9"})"), "");
}

TEST(TallyfoldRequest, DatesAreTheirFirstInstantInTheZone) {
  const TallyfoldRequest request =
      taken(R"(,"from":"2022-09-11","to":"2022-09-12","time_zone":"America/Santiago")");
  EXPECT_EQ(request.query.start_ns, instantOf("2022-09-11T04:00:00Z"));
  EXPECT_EQ(request.query.end_ns, instantOf("2022-09-12T03:00:00Z"));
  EXPECT_EQ(taken("").query.end_ns, kNow);
}

TEST(TallyfoldRequest, ThePeriodBeforeIsSoManyMonthsDaysOrAsLong) {
  const auto previous = [](const std::string& from, const std::string& to) {
    return *taken(R"(,"compare":"previous","time_zone":"Europe/Berlin","from":")" + from +
                  R"(","to":")" + to + "\"")
                .query.previous_start_ns;
  };
  EXPECT_EQ(previous("2024-03-01", "2024-04-01"), instantOf("2024-02-01T00:00:00+01:00"));
  EXPECT_EQ(previous("2024-01-01", "2024-04-01"), instantOf("2023-10-01T00:00:00+02:00"));
  // Over the day on which the clocks were set forward.
  EXPECT_EQ(previous("2024-04-01", "2024-04-03"), instantOf("2024-03-30T00:00:00+01:00"));
  EXPECT_EQ(previous("2024-04-01T12:00:00Z", "2024-04-02T18:00:00Z"),
            instantOf("2024-03-31T06:00:00Z"));
}

TEST(TallyfoldRequest, EqualQueriesHaveEqualBytesHoweverTheyAreShown) {
  const std::string bytes = taken(R"(,"window":"day","group_by":["event"])").query.canonicalBytes();
  EXPECT_EQ(taken(R"(,"window":"P1D","group_by":["event"],"limit":1,"fill":"zero")")
                .query.canonicalBytes(),
            bytes);
  for (const char* other :
       {R"(,"window":"day")", R"(,"window":"PT24H","group_by":["event"])",
        R"(,"window":"day","group_by":["source"])",
        R"(,"window":"day","group_by":["event"],"dedupe":"none")",
        R"(,"window":"day","group_by":["event"],"where":{"field":"source","op":"exists"})",
        R"(,"window":"day","group_by":["event"],"time_zone":"Asia/Tokyo")"}) {
    EXPECT_NE(taken(other).query.canonicalBytes(), bytes) << other;
  }
}

}  // namespace
}  // namespace tallyfold
