// SPDX-License-Identifier: Apache-2.0
// Any request: an answer or a refusal, both JSON, the same from a report and from a plan that went
// through bytes.
#include "json/value.h"
#include "support.h"
#include "tallyfold/engine.h"

namespace tallyfold {
namespace {

constexpr const char* kEvents =
    R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00.5Z","event_id":"1","source":"s","properties":{"v":1.5,"g":"a"}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-31T01:30:00+01:00","event_id":"1","properties":{"v":"-3","g":null}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"d","timestamp":"2024-03-06T10:00:00Z","customer_id":"k","properties":{"v":1e400}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"d","timestamp":"1677-09-22T00:00:00Z","properties":{"v":"NaN","x":1e20}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"d","timestamp":"2262-04-11T00:00:00Z","properties":{"v":[1]}})"
    "\nbroken\n";

constexpr const char* kRecords =
    R"({"kind":"status_change","date":"2024-03-05T10:00:00Z","workspace":1,"chartKey":"c","eventId":10,"eventKey":"e","objectLabel":"A-1","status":"booked","id":1})"
    "\n"
    R"({"kind":"selection","date":"2024-02-29T23:30:00Z","workspace":1,"chartKey":"c","eventId":10,"eventKey":"e","objectLabel":"GA","objectType":"generalAdmission","quantity":9,"holdToken":"t","id":"x"})"
    "\n"
    R"({"kind":"deselection","date":"2024-03-01T02:00:00Z","workspace":1,"chartKey":"c","eventId":10,"eventKey":"e","objectLabel":"GA","objectType":"generalAdmission","quantity":4,"id":-1})"
    "\n"
    R"({"kind":"channel_assignment","date":"2024-03-01T02:00:00Z","workspace":2,"chartKey":"d","eventId":11,"eventKey":"f","objectLabel":"T","objectType":"table","quantity":4})"
    "\n"
    R"({"eventId":12,"date":"2024-03-01T02:00:00Z","objectLabel":"T","status":"free","origin":{"type":"API_CALL"}})";

void answer(const ReportCall& call) {
  Engine engine;
  fuzz::promise(engine.append(kEvents).ok());
  AppendCall seats;
  seats.dialect = "seatsio";
  seats.source = 1;
  fuzz::promise(engine.append(kRecords, seats).ok());
  const auto report = engine.report(call);
  fuzz::promise(report.ok() && json::parse(report.value().text).ok());
  const auto plan = engine.plan(call);
  // That an event is unknown may show in the request or only in the records, and that an answer is
  // too large only when it is made.
  const int status = report.value().status;
  if (status != 404 && status != 413) fuzz::promise(plan.ok() == (report.value().status == 200));
  if (!plan.ok()) return;
  fuzz::promise(json::parse(report.value().ledger).ok() && json::parse(report.value().notes).ok());
  Engine other;
  auto again = other.plan(call);
  fuzz::promise(again.value()->restore(plan.value()->snapshot().value()).ok());
  const auto merged = again.value()->report();
  fuzz::promise(merged.value().text == report.value().text &&
                merged.value().ledger == report.value().ledger);
}

}  // namespace
}  // namespace tallyfold

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallyfold;
  fuzz::Choices choices(data, size);
  constexpr const char* kReports[] = {
      "flexprice.usage",     "flexprice.usage_by_meter",  "seatsio.usage",
      "seatsio.usage_month", "seatsio.usage_month_event", "tallyfold.query"};
  ReportCall call;
  call.report = kReports[choices.oneOf(std::size(kReports))];
  call.mode = choices.oneOf(2) == 0 ? "as-is" : "exact";
  call.now = "2024-04-01T00:00:00Z";
  call.request = std::string(choices.rest());
  answer(call);
  return 0;
}
