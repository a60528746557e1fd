// SPDX-License-Identifier: Apache-2.0
// If this fails, Flexprice's endpoints keep an event that the service refuses, lose one that it
// keeps, or answer in other words.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::at;

constexpr const char* kReceived = "2024-03-05T10:00:00.5Z";
constexpr const char* kBadPayload =
    R"({"code":"validation_error","message":"Invalid request payload","http_status_code":400})";

class FlexpriceIngestion : public ::testing::Test {
 protected:
  IngestAnswer one(const std::string& body) { return send("flexprice.events", body); }
  IngestAnswer bulk(const std::string& events) {
    return send("flexprice.events_bulk", R"({"events":)" + events + "}");
  }
  IngestAnswer send(const std::string& endpoint, const std::string& body) {
    const auto answer = engine.ingest(body, {endpoint, kReceived, ""});
    EXPECT_TRUE(answer.ok());
    return answer ? answer.value() : IngestAnswer{0, ""};
  }
  // Events of the name "e" in March 2024, their copies counted once.
  std::string counted() {
    const auto report = engine.report(support::call(support::march("COUNT")));
    return at(report.value().text, {"value"}).text;
  }

  Engine engine;
};

TEST_F(FlexpriceIngestion, AnEventIsKeptAndItsIdTold) {
  const IngestAnswer answer = one(
      R"({"event_name":" e ","external_customer_id":"c","event_id":"i1","source":"s","extra":[1],)"
      R"("timestamp":"2024-03-05T10:00:00+01:00","properties":{"v":1.5}})");
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.text, R"({"event_id":"i1","message":"Event accepted for processing"})");
  EXPECT_EQ(counted(), "1");
  EXPECT_EQ(one(R"({"event_name":"e","external_customer_id":"c","event_id":"i1"})").status, 202);
  EXPECT_EQ(counted(), "1");
  const auto sum =
      engine.report(support::call(support::march("SUM", R"(,"filters":{"v":["1.5"]})")));
  EXPECT_EQ(at(sum.value().text, {"value"}).text, "1.5");
}

TEST_F(FlexpriceIngestion, AnEventWithoutAnIdOrATimeGetsBoth) {
  const std::string event =
      R"({"event_name":"e","external_customer_id":"c","timestamp":"0001-01-01T00:00:00Z",)"
      R"("event_id":null,"properties":null,"source":""})";
  const std::string first = at(one(event).text, {"event_id"}).text;
  const std::string second = at(one(event).text, {"event_id"}).text;
  EXPECT_EQ(first.size(), 32u);
  // Ten digits of milliseconds, as a ULID has them.
  EXPECT_EQ(first.substr(0, 16), "event_01HR70WHQM");
  EXPECT_NE(first, second);
  EXPECT_EQ(counted(), "2");
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

TEST_F(FlexpriceIngestion, WhatTheServiceCannotDecodeIsRefused) {
  for (const char* body :
       {"", "{", "[]", "null", "{}", R"({"event_name":"e"})",
        R"({"event_name":"","external_customer_id":"c"})",
        R"({"event_name":7,"external_customer_id":"c"})",
        R"({"event_name":"e","external_customer_id":"c","event_id":7})",
        R"({"event_name":"e","external_customer_id":"c","timestamp":1709683200})",
        R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-05"})",
        R"({"event_name":"e","external_customer_id":"c","properties":[]})"}) {
    const IngestAnswer answer = one(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.text, kBadPayload) << body;
  }
  EXPECT_EQ(one(std::string((32u << 20) + 1, ' ')).text, kBadPayload);
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 0u);
}

std::string event(int number) {
  return R"({"event_name":"e","external_customer_id":"c","event_id":")" + std::to_string(number) +
         R"("})";
}

std::string list(int count) {
  std::string events = "[";
  for (int i = 0; i < count; ++i) events += (i == 0 ? "" : ",") + event(i);
  return events + "]";
}

TEST_F(FlexpriceIngestion, ABulkRequestHasOneToAThousandEvents) {
  const auto wrong = [](const std::string& rule) {
    return R"({"code":"validation_error","message":"Request validation failed",)"
           R"("http_status_code":400,"details":{"Events":"Key: 'BulkIngestEventRequest.Events' )"
           R"(Error:Field validation for 'Events' failed on the ')" +
           rule + R"(' tag"}})";
  };
  EXPECT_EQ(bulk("[]").text, wrong("min"));
  EXPECT_EQ(bulk("null").text, wrong("required"));
  EXPECT_EQ(send("flexprice.events_bulk", "{}").text, wrong("required"));
  EXPECT_EQ(bulk(list(1001)).text, wrong("max"));
  EXPECT_EQ(bulk("{}").text, kBadPayload);
  const IngestAnswer kept = bulk(list(1000));
  EXPECT_EQ(kept.status, 202);
  EXPECT_EQ(kept.text, R"({"message":"Events accepted for processing"})");
  EXPECT_EQ(counted(), "1000");
}

TEST_F(FlexpriceIngestion, ABulkRequestIsKeptUpToTheFirstWrongEvent) {
  // A wrong type spoils the whole body; a missing member only what follows.
  EXPECT_EQ(bulk("[" + event(1) + R"(,{"event_name":1}])").text, kBadPayload);
  const IngestAnswer answer =
      bulk("[" + event(1) + "," + event(2) + R"(,{"event_id":"x"},)" + event(3) + "]");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.text,
            R"({"code":"validation_error","message":"Request validation failed",)"
            R"("http_status_code":400,"details":{)"
            R"("EventName":"Key: 'IngestEventRequest.EventName' Error:Field validation for )"
            R"('EventName' failed on the 'required' tag",)"
            R"("ExternalCustomerID":"Key: 'IngestEventRequest.ExternalCustomerID' Error:Field )"
            R"(validation for 'ExternalCustomerID' failed on the 'required' tag"}})");
  EXPECT_EQ(counted(), "2");
  EXPECT_EQ(bulk("[" + event(4) + ",null]").text,
            R"({"code":"validation_error","message":"Request validation failed",)"
            R"("http_status_code":400})");
  EXPECT_EQ(counted(), "3");
}

// The service answers 202 too, and then loses it.
TEST_F(FlexpriceIngestion, AnEventThatIsAcceptedAndCannotBeKeptIsInTheLedger) {
  EXPECT_EQ(one(R"({"event_name":" ","external_customer_id":"c"})").status, 202);
  EXPECT_EQ(support::number(engine.ledger(), {"counts", "missing_field"}), 1u);
}

}  // namespace
}  // namespace tallyfold
