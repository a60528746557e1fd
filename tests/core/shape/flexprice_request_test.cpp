// SPDX-License-Identifier: Apache-2.0
// If this fails, a request is refused in another shape than the service's, or a wrong one is
// answered.
#include <gtest/gtest.h>

#include "shape/flexprice.h"
#include "support.h"

namespace tallyfold {
namespace {

using support::march;

// The status 400 body, or "" where the request is answered.
std::string refusal(const std::string& request, const char* mode = "as-is",
                    const char* report = "flexprice.usage") {
  Engine engine;
  const auto answered = engine.report({report, mode, request, support::kNow});
  EXPECT_TRUE(answered.ok());
  EXPECT_TRUE(answered.value().status == 200 || answered.value().status == 400);
  return answered.value().status == 400 ? answered.value().text : "";
}

constexpr const char* kPayload =
    R"({"code":"validation_error","message":"Please check the request payload","http_status_code":400})";

TEST(FlexpriceErrors, ABadPayloadIsAnsweredByteForByte) {
  for (
      const char* request :
      {"",
       "{",
       "null",
       "[]",
       "{}",
       R"({"event_name":"e"})",
       R"({"aggregation_type":"SUM"})",
       R"({"event_name":"","aggregation_type":"SUM"})",
       R"({"event_name":7,"aggregation_type":"SUM"})",
       R"({"event_name":"e","aggregation_type":null})",
       R"({"event_name":"e","aggregation_type":"COUNT","start_time":"2024-03-01"})",
       R"({"event_name":"e","aggregation_type":"COUNT","start_time":1709251200})",
       R"({"event_name":"e","aggregation_type":"COUNT","end_time":""})",
       R"({"event_name":"e","aggregation_type":"COUNT","filters":{"a":"b"}})",
       R"({"event_name":"e","aggregation_type":"COUNT","filters":{"a":[1]}})",
       R"({"event_name":"e","aggregation_type":"COUNT","filters":[]})",
       R"({"event_name":"e","aggregation_type":"COUNT","window_size":5})",
       R"({"event_name":"e","aggregation_type":"COUNT","group_by":"a"})",
       R"({"event_name":"e","aggregation_type":"COUNT","multiplier":"abc"})",
       R"({"event_name":"e","aggregation_type":"COUNT","multiplier":true})",
       R"({"event_name":"e","aggregation_type":"COUNT","start_time":"2024-03-02T00:00:00Z","end_time":"2024-03-01T00:00:00Z"})"}) {
    EXPECT_EQ(refusal(request), kPayload) << request;
    EXPECT_NE(refusal(request, "exact").find("\"details\":{\"$"), std::string::npos) << request;
  }
}

TEST(FlexpriceErrors, EachOtherRefusalIsAnsweredByteForByte) {
  EXPECT_EQ(
      refusal(march("SUM", R"(,"multiplier":0)")),
      R"({"code":"validation_error","message":"Multiplier must be greater than zero","http_status_code":400,"details":{"multiplier":"0"}})");
  EXPECT_EQ(
      refusal(march("MEDIAN", R"(,"multiplier":"-1.50")")),
      R"({"code":"validation_error","message":"Multiplier must be greater than zero","http_status_code":400,"details":{"multiplier":"-1.5"}})");
  EXPECT_EQ(
      refusal(march("sum", R"(,"multiplier":2)")),
      R"({"code":"validation_error","message":"Multiplier can only be used with SUM_WITH_MULTIPLIER aggregations","http_status_code":400,"details":{"aggregation_type":"SUM"}})");
  EXPECT_EQ(
      refusal(R"({"event_name":"e","aggregation_type":"SUM_WITH_MULTIPLIER","multiplier":2})"),
      R"({"code":"validation_error","message":"Multiplier can only be used with SUM_WITH_MULTIPLIER aggregations","http_status_code":400,"details":{"aggregation_type":"COUNT"}})");
  EXPECT_EQ(
      refusal(march("median")),
      R"({"code":"validation_error","message":"The specified aggregation type is not supported","http_status_code":400,"details":{"aggregation_type":"MEDIAN"}})");
}

TEST(FlexpriceErrors, ExactNamesEveryProblemWithItsPath) {
  const std::string text = refusal(
      R"({"event_name":"e","aggregation_type":"MAX","property_name":"v","window_size":"YEAR","bucket_size":"2HOUR","timezone":"Mars/Olympus",)"
      R"("group_by":["properties.a b","x"],"dedupe":"maybe","numbers":"roman","lateness":"1 day"})",
      "exact");
  for (const char* path : {"$.window_size", "$.bucket_size", "$.timezone", "$.group_by[0]",
                           "$.group_by[1]", "$.dedupe", "$.numbers", "$.lateness"}) {
    EXPECT_FALSE(support::at(text, {"details", path}).text.empty()) << path;
  }
  EXPECT_EQ(support::at(text, {"details"}).members.size(), 8u) << text;
  EXPECT_EQ(
      support::at(refusal(R"({"event_name":7,"aggregation_type":[],"filters":{"a.b":3}})", "exact"),
                  {"details"})
          .members.size(),
      3u);
}

TEST(FlexpriceErrors, ExactRefusesWhatAsIsTurnsIntoSomethingElse) {
  EXPECT_NE(refusal(R"({"event_name":"e","aggregation_type":"SUM"})", "exact"), "");
  EXPECT_EQ(refusal(R"({"event_name":"e","aggregation_type":"COUNT"})", "exact"), "");
  for (const char* more :
       {R"(,"window_size":"FORTNIGHT")", R"(,"timezone":"Nowhere")", R"(,"bucket_size":"1D")",
        R"(,"group_by":["bad name"])", R"(,"group_by_property":"a-b")"}) {
    EXPECT_EQ(refusal(march("SUM", more)), "") << more;
    EXPECT_NE(refusal(march("SUM", more), "exact"), "") << more;
  }
  EXPECT_EQ(refusal(march("sum", R"(,"window_size":"day")"), "exact"), "");
}

TEST(FlexpriceErrors, ALongOrHostileRequestIsAnsweredAndNeverHangs) {
  EXPECT_EQ(refusal(std::string(200000, '[')), kPayload);
  EXPECT_NE(refusal(march("SUM", R"(,"multiplier":1e999999999)")), "");
  EXPECT_NE(refusal(march("SUM", ",\"multiplier\":" + std::string(100000, '9'))), "");
  EXPECT_EQ(refusal(march(std::string(100000, 'x'))).substr(0, 30),
            R"({"code":"validation_error","me)");
}

TEST(FlexpriceRequest, NullAndYearOneTimesCountAsAbsent) {
  const std::string event = support::line("2024-03-31T00:00:00Z");
  for (
      const char* request :
      {R"({"event_name":"e","aggregation_type":"COUNT","start_time":null,"end_time":null,"filters":null,"window_size":null})",
       R"({"event_name":"e","aggregation_type":"COUNT","start_time":"0001-01-01T00:00:00Z","end_time":"0001-01-01T00:00:00Z"})",
       R"({"event_name":"e","aggregation_type":"COUNT"})"}) {
    EXPECT_EQ(support::answer(event, request, "as-is"),
              R"({"value":1,"event_name":"e","type":"COUNT"})")
        << request;
  }
}

TEST(FlexpriceRequest, WithoutARangeTheLastSevenDaysAreAskedFor) {
  const std::string events =
      support::line("2024-03-25T00:00:00Z") + support::line("2024-03-24T23:59:59.999Z") +
      support::line("2024-04-01T00:00:00Z") + support::line("2024-03-31T23:59:59.999Z");
  EXPECT_EQ(support::at(support::answer(events, R"({"event_name":"e","aggregation_type":"COUNT"})"),
                        {"value"})
                .text,
            "2");
  EXPECT_EQ(
      support::at(
          support::answer(
              events,
              R"({"event_name":"e","aggregation_type":"COUNT","end_time":"2024-03-25T00:00:00Z"})"),
          {"value"})
          .text,
      "1");
}

TEST(FlexpriceRequest, EqualBoundsAreAllowedAndHoldNothing) {
  EXPECT_EQ(
      support::answer(
          support::line("2024-03-05T10:00:00Z"),
          R"({"event_name":"e","aggregation_type":"WEIGHTED_SUM","property_name":"v","start_time":"2024-03-05T10:00:00Z","end_time":"2024-03-05T10:00:00Z"})"),
      R"({"results":[],"value":0,"event_name":"e","type":"WEIGHTED_SUM"})");
}

TEST(FlexpriceRequest, FiltersAreOrInsideAndAndBetween) {
  const std::string events = support::line("2024-03-05T10:00:00Z", R"({"a":"1","b":"x"})") +
                             support::line("2024-03-05T10:00:00Z", R"({"a":"2","b":"x"})") +
                             support::line("2024-03-05T10:00:00Z", R"({"a":"2","b":"y"})") +
                             support::line("2024-03-05T10:00:00Z", R"({"a":"3"})");
  const auto count = [&](const char* filters) {
    return support::at(
               support::answer(events, march("COUNT", std::string(",\"filters\":") + filters)),
               {"value"})
        .text;
  };
  EXPECT_EQ(count(R"({"a":["1","2"],"b":["x"]})"), "2");
  EXPECT_EQ(count(R"({"a":[],"b":["x"]})"), "2");
  EXPECT_EQ(count(R"({"a":null})"), "4");
  EXPECT_EQ(count(R"({"a":["1"],"a":["2"]})"), "2");  // of a repeated name the last holds
  EXPECT_EQ(count(R"({"b":[""]})"), "1");
  EXPECT_EQ(count(R"({"b":[null]})"), "1");
}

TEST(FlexpriceRequest, NotesNameEachAsIsRuleThatChangedTheAnswer) {
  Engine engine;
  ASSERT_TRUE(engine.append(support::line("2024-03-05T10:00:00Z", R"({"v":-1})")).ok());
  const auto notes = [&](const std::string& request) {
    return support::ask(engine, request, "as-is").notes;
  };
  EXPECT_EQ(notes(march("SUM")), R"(["negative_is_zero","zero_value_omitted"])");
  EXPECT_EQ(
      notes(R"({"event_name":"e","aggregation_type":"SUM","start_time":"2024-03-01T00:00:00Z"})"),
      R"(["count_without_property"])");
  EXPECT_EQ(notes(march("COUNT", R"(,"window_size":"day","timezone":"Mars")")),
            R"(["no_total_with_windows","unknown_size_is_day","unknown_zone_is_utc"])");
  EXPECT_EQ(notes(march("COUNT", R"(,"bucket_size":"DAY")")), R"(["bucket_size_ignored"])");
  EXPECT_EQ(notes(march("COUNT", R"(,"group_by":["source"])")), R"(["grouping_ignored"])");
  EXPECT_EQ(support::ask(engine, march("SUM")).notes, "[]");
}

TEST(FlexpriceUsage, KeysStandInTheServicesOrder) {
  const std::string event = support::line("2024-03-05T10:00:00Z", R"({"v":2.50})");
  EXPECT_EQ(
      support::answer(event, march("SUM", R"(,"bucket_size":"DAY")"), "as-is"),
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","value":2.5}],"value":2.5,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(support::answer("", march("SUM"), "as-is"), R"({"event_name":"e","type":"SUM"})");
  EXPECT_EQ(support::answer("", march("SUM", R"(,"window_size":"DAY")")),
            R"({"results":[],"value":0,"event_name":"e","type":"SUM"})");
}

std::string byMeter(const std::string& aggregation, const char* reset, const char* more = "",
                    const char* mode = "exact") {
  Engine engine;
  const std::string events = support::line("2024-03-05T10:00:00Z", R"({"v":2,"g":"a"})") +
                             support::line("2024-01-05T10:00:00Z", R"({"v":40,"g":"b"})") +
                             support::line("2023-03-05T10:00:00Z", R"({"v":100})") +
                             support::line("2024-05-05T10:00:00Z", R"({"v":1000})") + "broken\n";
  EXPECT_TRUE(engine.append(events).ok());
  const std::string request =
      R"({"meter":{"event_name":"e","reset_usage":")" + std::string(reset) + R"(","aggregation":)" +
      aggregation + R"(},"start_time":"2024-03-01T00:00:00Z","end_time":"2024-04-01T00:00:00Z")" +
      more + "}";
  const auto report = engine.report({"flexprice.usage_by_meter", mode, request, support::kNow});
  EXPECT_TRUE(report.ok());
  if (report.value().status == 200) support::expectBalanced(report.value());
  auto plan = engine.plan({"flexprice.usage_by_meter", mode, request, support::kNow});
  if (plan.ok()) {
    EXPECT_EQ(plan.value()->report().value().text, report.value().text);
    EXPECT_EQ(plan.value()->report().value().ledger, report.value().ledger);
  }
  return report.value().text;
}

TEST(UsageByMeter, AMeterThatNeverResetsAddsWhatWasBeforeTheRange) {
  const char* sum = R"({"type":"SUM","field":"v"})";
  EXPECT_EQ(byMeter(sum, "BILLING_PERIOD"),
            R"({"results":[],"value":2,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(byMeter(sum, "NEVER"), R"({"results":[],"value":142,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(byMeter(sum, "NEVER", "", "as-is"), R"({"value":142,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(byMeter(R"({"type":"COUNT"})", "NEVER"),
            R"({"results":[],"value":3,"event_name":"e","type":"COUNT"})");
  EXPECT_EQ(byMeter(sum, "NEVER", R"(,"filters":{"g":["b"]})"),
            R"({"results":[],"value":40,"event_name":"e","type":"SUM"})");
}

TEST(UsageByMeter, AsIsWithAWindowTheValueIsTheHistoryAlone) {
  EXPECT_EQ(
      byMeter(R"({"type":"SUM","field":"v"})", "NEVER", R"(,"window_size":"DAY")", "as-is"),
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","value":2}],"value":140,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(
      byMeter(R"({"type":"SUM","field":"v"})", "NEVER", R"(,"window_size":"DAY")"),
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","value":2}],"value":142,"event_name":"e","type":"SUM"})");
}

TEST(UsageByMeter, TheMeterBringsMultiplierBucketAndGroups) {
  EXPECT_EQ(
      byMeter(R"({"type":"SUM_WITH_MULTIPLIER","field":"v","multiplier":"1.5"})", "BILLING_PERIOD"),
      R"({"results":[],"value":3,"event_name":"e","type":"SUM_WITH_MULTIPLIER"})");
  EXPECT_EQ(
      byMeter(R"({"type":"MAX","field":"v","bucket_size":"DAY","group_by":"g"})", "BILLING_PERIOD"),
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","group":{"g":"a"},"value":2}],"value":2,"event_name":"e","type":"MAX"})");
}

TEST(UsageByMeter, AMeterThatIsNoneIsRefused) {
  for (const char* request :
       {"{}", R"({"meter":5})", R"({"meter":{}})", R"({"meter":{"event_name":"e"}})",
        R"({"meter":{"event_name":"e","aggregation":{}}})"}) {
    EXPECT_EQ(refusal(request, "as-is", "flexprice.usage_by_meter"), kPayload) << request;
    EXPECT_NE(refusal(request, "exact", "flexprice.usage_by_meter").find("$.meter"),
              std::string::npos)
        << request;
  }
}

}  // namespace
}  // namespace tallyfold
