// SPDX-License-Identifier: Apache-2.0
// If this fails, a client of the service cannot tell a wrong event from an event without usage.
#include "shape/seatsio_error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "seats.h"

namespace tallyfold {
namespace {

std::string requestIdOf(const std::string& body) { return support::at(body, {"requestId"}).text; }

TEST(SeatsioError, TheBodyIsThatOfTheService) {
  const SeatsioError error{404, {{"EVENT_NOT_FOUND", "Event not found: 12", ""}}};
  const std::string body = error.body("seed");
  EXPECT_EQ(body.substr(0, body.find("\"requestId\"")),
            R"({"status":404,"messages":["Event not found: 12"],"errors":[{"code":)"
            R"("EVENT_NOT_FOUND","message":"Event not found: 12","data":{}}],"warnings":[],)");
  const SeatsioError two{400, {{"BAD_REQUEST", "a", "$.a"}, {"BAD_REQUEST", "b \"", "$.b"}}};
  const std::string both = two.body("seed");
  EXPECT_EQ(
      both.substr(0, both.find("\"requestId\"")),
      R"({"status":400,"messages":["a","b \""],"errors":[{"code":"BAD_REQUEST","message":"a",)"
      R"("data":{"path":"$.a"}},{"code":"BAD_REQUEST","message":"b \"","data":{"path":"$.b"}}],)"
      R"("warnings":[],)");
}

TEST(SeatsioError, WhoMayNotAskGetsAnEmptyBody) {
  EXPECT_EQ((SeatsioError{401, {{"X", "x", ""}}}.body("seed")), "");
  EXPECT_EQ((SeatsioError{403, {}}.body("seed")), "");
  EXPECT_EQ(Engine::refusal("seatsio", 401).value(), "");
  EXPECT_EQ(Engine::refusal("seatsio", 403).value(), "");
  EXPECT_EQ(Engine::refusal("seatsio", 404).error().code, ErrorCode::Misuse);
}

TEST(SeatsioError, RequestIdsAreUuidsOneForEachRequest) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = requestIdOf(SeatsioError{404, {}}.body("seed " + std::to_string(i)));
    ASSERT_EQ(id.size(), 36u);
    for (const size_t dash : {8u, 13u, 18u, 23u}) ASSERT_EQ(id[dash], '-');
    ASSERT_EQ(id.find_first_not_of("0123456789abcdef-"), std::string::npos);
    ASSERT_EQ(id[14], '8');
    ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000u);
  EXPECT_EQ(SeatsioError().body("x"), SeatsioError().body("x"));
}

TEST(SeatsioError, RequestsThatDifferHaveAnotherId) {
  Engine engine;
  std::set<std::string> ids;
  for (const char* report : {"seatsio.usage", "seatsio.usage_month"}) {
    for (const char* request : {R"({"x":1})", R"({"y":1})", "{"}) {
      for (const char* now : {"2024-06-01T00:00:00Z", "2024-06-01T00:00:00.000000001Z"})
        ids.insert(requestIdOf(engine.report({report, "", request, now}).value().text));
    }
  }
  EXPECT_EQ(ids.size(), 12u);
}

// The answer of an engine and of a plan for an event, after the same records.
Report answerFor(const std::string& event, const std::string& records,
                 const std::string& catalog = "") {
  Engine engine;
  ReportCall question = seats::objects("", event);
  question.catalog = catalog;
  auto plan = engine.plan(question);
  seats::append(engine, records);
  const Report report = engine.report(question).value();
  support::expectBalanced(report);
  EXPECT_EQ(plan.value()->report().value().text, report.text);
  EXPECT_EQ(plan.value()->report().value().status, report.status);
  return report;
}

TEST(SeatsioError, AnEventThatNobodyKnowsIsNotFound) {
  const std::string records = seats::booking("2024-03-05T10:00:00Z");
  const Report missing = answerFor("11", records);
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.text.find(R"("messages":["Event not found: 11"])"), std::string::npos);
  EXPECT_EQ(answerFor("11", "").status, 404);
  EXPECT_EQ(answerFor("11", "", R"({"seatsio":{"events":[{"id":12}]}})").status, 404);
}

TEST(SeatsioError, AKeyOrAnythingElseThatIsNoNumberIsNotFound) {
  Engine engine;
  seats::append(engine, seats::booking("2024-03-05T10:00:00Z"));
  for (const char* id : {"\"e10\"", "10.0", "true", "\"10 \"", "1e1", "99999999999999999999"}) {
    const Report report = engine.report(seats::objects("", id)).value();
    EXPECT_EQ(report.status, 404) << id;
    std::string text = id;
    text.erase(std::remove(text.begin(), text.end(), '"'), text.end());
    EXPECT_EQ(support::at(report.text, {"messages"}).items[0].text, "Event not found: " + text);
    EXPECT_EQ(engine.plan(seats::objects("", id)).error().code, ErrorCode::InvalidRequest);
  }
  EXPECT_EQ(engine.report(seats::objects("", "\"10\"")).value().status, 200);
}

TEST(SeatsioError, AKnownEventWithoutUsageIsAnEmptyList) {
  const auto empty = [](const Report& report) {
    return report.status == 200 && report.text == "[]";
  };
  EXPECT_TRUE(empty(answerFor("10", seats::booking("2024-02-05T10:00:00Z"))));
  EXPECT_TRUE(empty(answerFor("10", seats::booking("2024-04-05T10:00:00Z"))));
  EXPECT_TRUE(empty(answerFor("10", seats::booking("2025-04-05T10:00:00Z"))));
  EXPECT_TRUE(empty(answerFor("10", "", R"({"seatsio":{"events":[{"id":10}]}})")));
  const Report test = answerFor("10", seats::booking("2024-03-05T10:00:00Z"),
                                R"({"seatsio":{"workspaces":[{"id":1,"isTest":true}]}})");
  EXPECT_TRUE(empty(test));
  EXPECT_EQ(test.notes, R"(["test_workspaces_left_out"])");
}

}  // namespace
}  // namespace tallyfold
