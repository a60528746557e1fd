// SPDX-License-Identifier: Apache-2.0
// If this fails, a mistake in a request for a seating report is passed over, or answered with an
// error that the service's clients cannot read.
#include "shape/seatsio_request.h"

#include <gtest/gtest.h>

#include "seats.h"

namespace tallyfold {
namespace {

constexpr const char* kMonths = "seatsio.usage";
constexpr const char* kMonth = "seatsio.usage_month";
constexpr const char* kObjects = "seatsio.usage_month_event";

Report refusalOf(const char* report, const std::string& request) {
  Engine engine;
  const ReportCall call{report, "", request, seats::kNow};
  const Result<Report> answer = engine.report(call);
  EXPECT_TRUE(answer.ok());
  // A plan refuses what a report refuses.
  EXPECT_EQ(engine.plan(call).ok(), answer.value().status == 200) << request;
  return answer.value();
}

// "path message" of each error, after checks of everything around them.
std::string problemsOf(const char* report, const std::string& request) {
  const Report answer = refusalOf(report, request);
  if (answer.status == 200) return "";
  EXPECT_EQ(answer.status, 400) << answer.text;
  EXPECT_EQ(support::number(answer.text, {"status"}), 400u);
  EXPECT_TRUE(support::at(answer.text, {"warnings"}).items.empty());
  const json::Value messages = support::at(answer.text, {"messages"});
  const json::Value errors = support::at(answer.text, {"errors"});
  EXPECT_EQ(messages.items.size(), errors.items.size());
  std::string problems;
  for (size_t i = 0; i < errors.items.size(); ++i) {
    const json::Value& error = errors.items[i];
    EXPECT_EQ(error.find("code")->text, "BAD_REQUEST");
    EXPECT_EQ(error.find("message")->text, messages.items[i].text);
    problems += problems.empty() ? "" : "\n";
    problems += error.find("data")->find("path")->text + " " + error.find("message")->text;
  }
  return problems;
}

TEST(SeatsioRequest, WhatIsNoJsonObjectIsOneProblem) {
  for (const char* request : {"[]", "1", "\"x\"", "null"})
    EXPECT_EQ(problemsOf(kMonths, request), "$ the request must be a JSON object");
  EXPECT_EQ(problemsOf(kMonths, "{").substr(0, 22), "$ not readable as JSON");
}

TEST(SeatsioRequest, EveryProblemIsNamedOnce) {
  EXPECT_EQ(
      problemsOf(kObjects, R"({"month":{},"eventId":[],"version":{},"order":"x","lateness":"P1M",)"
                           R"("timeZone":"Mars","shape":"current","color":1,"color":2})"),
      "$.shape shape is unknown to this report\n$.color color is unknown to this report\n"
      "$.timeZone timeZone must be the name of an IANA time zone, such as UTC\n"
      "$.month month must be a text, a number, true or false\n"
      "$.eventId eventId must be a text, a number, true or false\n"
      "$.lateness lateness must be an ISO 8601 duration of days and time, such as PT24H\n"
      "$.order order must be id or input\n"
      "$.version version must be a text, a number, true or false");
}

TEST(SeatsioRequest, EachReportHasItsMembers) {
  EXPECT_EQ(problemsOf(kMonths, R"({"month":"2024-03"})"),
            "$.month month is unknown to this report");
  EXPECT_EQ(problemsOf(kMonths, R"({"eventId":1})"), "$.eventId eventId is unknown to this report");
  EXPECT_EQ(problemsOf(kMonth, R"({"month":"2024-03","version":2})"),
            "$.version version is unknown to this report");
  EXPECT_EQ(problemsOf(kMonth, R"({"month":"2024-03","eventId":2})"),
            "$.eventId eventId is unknown to this report");
  EXPECT_EQ(problemsOf(kMonths, R"({"Shape":"legacy"})"),
            "$.Shape Shape is unknown to this report");
}

TEST(SeatsioRequest, MonthAndEventAreNeeded) {
  const std::string bad_month = "$.month month must be a month as YYYY-MM, such as 2018-09";
  for (const char* request : {"{}", R"({"month":null})", R"({"month":"2024-13"})",
                              R"({"month":"2024-3"})", R"({"month":202403})", R"({"month":true})"})
    EXPECT_EQ(problemsOf(kMonth, request), bad_month) << request;
  for (const char* id : {"", R"(,"eventId":null)", R"(,"eventId":"")"}) {
    EXPECT_EQ(problemsOf(kObjects, std::string(R"({"month":"2024-03")") + id + "}"),
              "$.eventId eventId is missing: it is the event's number");
  }
}

TEST(SeatsioRequest, EveryOptionNamesWhatItMayBe) {
  const std::pair<const char*, const char*> words[] = {
      {"gaPlaces", "peak or cumulative"},    {"apiHoldCounts", "true or false"},
      {"reasonRule", "precedence or first"}, {"deselection", "sameMonth or never or always"},
      {"tableCountsAs", "object or seats"},  {"testWorkspaces", "exclude or include"},
      {"zeroRows", "false or true"},         {"order", "id or input"},
      {"billable", "used or bookings"},      {"dedupe", "dialect or id or none"},
      {"shape", "legacy or current"},        {"version", "1 or 2"}};
  for (const auto& [name, list] : words) {
    const std::string member = std::string("{\"") + name + "\":";
    const std::string problem = std::string("$.") + name + " " + name + " must be " + list;
    for (const char* wrong : {"\"x\"", "7", "\"\"", "1.0"})
      EXPECT_EQ(problemsOf(kMonths, member + wrong + "}"), problem) << wrong;
    EXPECT_EQ(problemsOf(kMonths, member + "null}"), "");
    for (size_t at = 0; at < std::string(list).size();) {
      const size_t end = std::min(std::string(list).find(" or ", at), std::string(list).size());
      const std::string word = std::string(list).substr(at, end - at);
      EXPECT_EQ(problemsOf(kMonths, member + "\"" + word + "\"}"), "") << word;
      at = end + 4;
    }
  }
  EXPECT_EQ(problemsOf(kMonth, R"({"month":"2024-03","shape":"legacy"})"),
            "$.shape shape must be legacy6 or legacy3 or current");
}

SeatsioRequest readAs(SeatRows rows, const std::string& request) {
  RequestInput input;
  input.request_json = request;
  input.now_ns = 5;
  input.catalog = std::make_shared<Catalog>();
  auto read = readSeatsioRequest(input, rows);
  EXPECT_TRUE(std::holds_alternative<SeatsioRequest>(read)) << request;
  return std::get<SeatsioRequest>(std::move(read));
}

TEST(SeatsioRequest, WithoutOptionsTheDefaultsHold) {
  const SeatsioRequest months = readAs(SeatRows::Months, "{}");
  const SeatQuery& query = months.query;
  EXPECT_TRUE(query.releases_free_places && query.api_holds_book && query.counts_ids_once);
  EXPECT_FALSE(query.first_reason_counts || query.tables_count_seats || query.includes_tests ||
               query.keeps_zero_rows || query.by_arrival || months.bills_bookings);
  EXPECT_EQ(query.deselection, DeselectionRule::SameMonth);
  EXPECT_EQ(query.zone_name, "UTC");
  EXPECT_EQ(query.now_ns, 5);
  EXPECT_FALSE(query.month || query.event_id || query.lateness_ns);
  EXPECT_EQ(months.shape, SeatsioShape::Legacy);
  EXPECT_EQ(months.version, 1);
  EXPECT_EQ(readAs(SeatRows::Events, R"({"month":"2024-03"})").shape, SeatsioShape::Legacy6);
}

TEST(SeatsioRequest, NumbersAndBooleansMayComeAsText) {
  for (
      const char* request :
      {R"({"month":"2022-10","eventId":"5001","version":"2","zeroRows":"true","apiHoldCounts":"false"})",
       R"({"month":"2022-10","eventId":5001,"version":2,"zeroRows":true,"apiHoldCounts":false})"}) {
    const SeatsioRequest read = readAs(SeatRows::Objects, request);
    EXPECT_EQ(read.query.event_id, 5001);
    EXPECT_EQ(read.version, 2);
    EXPECT_TRUE(read.query.keeps_zero_rows);
    EXPECT_FALSE(read.query.api_holds_book);
  }
}

TEST(SeatsioRequest, EveryOptionIsRead) {
  const SeatsioRequest read = readAs(
      SeatRows::Months,
      R"({"gaPlaces":"cumulative","reasonRule":"first","deselection":"always","tableCountsAs":"seats",)"
      R"("testWorkspaces":"include","timeZone":"America/New_York","order":"input",)"
      R"("billable":"bookings","dedupe":"none","lateness":"PT24H"})");
  const SeatQuery& query = read.query;
  EXPECT_FALSE(query.releases_free_places || query.counts_ids_once);
  EXPECT_TRUE(query.first_reason_counts && query.tables_count_seats && query.includes_tests &&
              query.by_arrival && read.bills_bookings);
  EXPECT_EQ(query.deselection, DeselectionRule::Always);
  EXPECT_EQ(query.lateness_ns, int64_t{86'400} * 1'000'000'000);
  EXPECT_EQ(query.zone_name, "America/New_York");
  EXPECT_EQ(readAs(SeatRows::Months, R"({"deselection":"never"})").query.deselection,
            DeselectionRule::Never);
  EXPECT_TRUE(readAs(SeatRows::Months, R"({"dedupe":"id"})").query.counts_ids_once);
}

TEST(SeatsioRequest, VersionsAndShapesHaveTheirDefaults) {
  const auto version = [](const char* month) {
    return readAs(SeatRows::Objects, std::string(R"({"eventId":1,"month":")") + month + "\"}")
        .version;
  };
  EXPECT_EQ(version("2022-11"), 1);
  EXPECT_EQ(version("2022-12"), 2);
  EXPECT_EQ(readAs(SeatRows::Objects, R"({"eventId":1,"month":"2024-01","version":1})").version, 1);
  EXPECT_EQ(readAs(SeatRows::Months, R"({"version":2})").shape, SeatsioShape::Current);
  EXPECT_EQ(readAs(SeatRows::Months, R"({"version":2,"shape":"legacy"})").shape,
            SeatsioShape::Legacy);
  EXPECT_EQ(readAs(SeatRows::Months, R"({"shape":"current"})").shape, SeatsioShape::Current);
}

TEST(SeatsioRequest, RequestsThatMeanAnotherReportHaveOtherBytes) {
  const std::string plain = R"({"month":"2024-03","eventId":1)";
  const auto bytes = [](const std::string& request) {
    RequestInput input;
    input.request_json = request;
    input.catalog = std::make_shared<Catalog>();
    auto prepared = reportKindNamed(kObjects)->prepare(input);
    return std::get<std::unique_ptr<PreparedReport>>(prepared)->canonicalBytes();
  };
  const std::string expected = bytes(plain + "}");
  EXPECT_EQ(bytes(R"({"eventId":"1","zeroRows":"false","order":null,"month":"2024-03"})"),
            expected);
  EXPECT_EQ(bytes(plain + R"(,"version":2,"timeZone":"UTC","dedupe":"id"})"), expected);
  for (const char* more :
       {R"(,"gaPlaces":"cumulative")", R"(,"apiHoldCounts":false)", R"(,"reasonRule":"first")",
        R"(,"deselection":"never")", R"(,"deselection":"always")", R"(,"tableCountsAs":"seats")",
        R"(,"testWorkspaces":"include")", R"(,"zeroRows":true)", R"(,"timeZone":"Asia/Tokyo")",
        R"(,"order":"input")", R"(,"billable":"bookings")", R"(,"dedupe":"none")",
        R"(,"lateness":"PT0S")", R"(,"version":1)"}) {
    EXPECT_NE(bytes(plain + more + "}"), expected) << more;
  }
  EXPECT_NE(bytes(R"({"month":"2024-04","eventId":1})"), expected);
  EXPECT_NE(bytes(R"({"month":"2024-03","eventId":2})"), expected);
}

}  // namespace
}  // namespace tallyfold
