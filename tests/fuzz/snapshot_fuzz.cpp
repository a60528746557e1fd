// SPDX-License-Identifier: Apache-2.0
// Any bytes as a snapshot, raw or with a right checksum around them: refused or taken, and the plan
// answers after it.
//
// The first byte chooses the question, the second whether the bytes are framed; then come edits of
// a real snapshot's body: place, new byte.
#include "base/bytes.h"
#include "json/value.h"
#include "snapshot/frame.h"
#include "support.h"
#include "tallyfold/engine.h"

namespace tallyfold {
namespace {

constexpr const char* kTypes[] = {
    "COUNT", "SUM", "AVG", "COUNT_UNIQUE", "LATEST", "SUM_WITH_MULTIPLIER", "MAX", "WEIGHTED_SUM"};
constexpr const char* kEvents =
    R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","event_id":"1","properties":{"v":1.5,"g":"a"}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-06T10:00:00Z","event_id":"2","properties":{"v":1e400,"g":"b"}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-06T10:00:00Z","properties":{"v":1e400}})"
    "\n"
    R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-07T10:00:00Z","properties":{"v":7}})"
    "\nbroken\n";

constexpr const char* kRecords =
    R"({"kind":"status_change","date":"2024-01-05T10:00:00Z","workspace":1,"chartKey":"c","eventId":10,"eventKey":"e","objectLabel":"GA","objectType":"generalAdmission","quantity":5,"status":"booked","id":1})"
    "\n"
    R"({"kind":"selection","date":"2024-01-06T23:30:00Z","workspace":1,"chartKey":"c","eventId":10,"eventKey":"e","objectLabel":"A-1","holdToken":"t","id":"x"})"
    "\n"
    R"({"kind":"deselection","date":"2024-01-07T02:00:00Z","workspace":1,"chartKey":"c","eventId":10,"eventKey":"e","objectLabel":"A-1","id":-1})"
    "\n"
    R"({"kind":"selection","date":"2024-03-01T02:00:00Z","workspace":2,"chartKey":"d","chartName":"D","eventId":11,"eventKey":"f","objectLabel":"GA","objectType":"generalAdmission","quantity":4})"
    "\n"
    R"({"kind":"selection","date":"2024-03-01T02:00:00Z","workspace":2,"chartKey":"d","eventId":11,"eventKey":"f","objectLabel":"GA","objectType":"generalAdmission","quantity":5,"id":7})"
    "\nbroken\n";
constexpr size_t kFlexpriceQuestions = 32;
constexpr const char* kOtherQuestions[][2] = {
    {"seatsio.usage", R"({})"},
    {"seatsio.usage", R"({"lateness":"P1D","dedupe":"none"})"},
    {"seatsio.usage", R"({"lateness":"P1D","zeroRows":true})"},
    {"seatsio.usage_month", R"({"month":"2024-01","order":"input"})"},
    {"seatsio.usage_month", R"({"month":"2024-03","deselection":"always"})"},
    {"seatsio.usage_month_event", R"({"month":"2024-01","eventId":10,"lateness":"P1D"})"},
    {"tallyfold.query",
     R"({"from":"2024-03-01","compare":"previous","window":"day","group_by":["properties.g"],"limit":1,"cumulative":true,"aggregations":{"n":{"type":"count"},"p":{"type":"percentile","property":"v","p":50},"u":{"type":"count_unique","property":"v"},"f":{"type":"first","property":"v"}}})"},
    {"tallyfold.query",
     R"({"from":"2024-03-01","group_by":["event"],"window":"PT6H","fill":"zero","aggregations":{"w":{"type":"weighted_sum","property":"v"},"t":{"type":"time_weighted_avg","property":"v"},"e":{"type":"sum","expression":"event.properties.v * 2"}}})"}};

Result<AppendResult> fill(Engine& engine, const ReportCall& call) {
  if (call.report.rfind("seatsio", 0) != 0) return engine.append(kEvents);
  AppendCall append;
  append.dialect = "seatsio";
  return engine.append(kRecords, append);
}

ReportCall question(size_t choice) {
  if (choice >= kFlexpriceQuestions) {
    const auto& [report, asked] = kOtherQuestions[choice - kFlexpriceQuestions];
    return {report, "", asked, "2024-04-01T00:00:00Z"};
  }
  const std::string request =
      std::string(
          R"({"event_name":"e","property_name":"v","start_time":"2024-03-01T00:00:00Z","end_time":"2024-04-01T00:00:00Z",)") +
      R"("window_size":"DAY","group_by":["properties.g"],"aggregation_type":")" +
      kTypes[choice % 8] + (choice / 8 % 2 == 0 ? "\"}" : R"(","lateness":"P9D"})");
  return {"flexprice.usage", choice / 16 % 2 == 0 ? "exact" : "as-is", request,
          "2024-04-01T00:00:00Z"};
}

std::string realSnapshot(const ReportCall& call) {
  Engine engine;
  auto plan = engine.plan(call);
  fuzz::promise(plan.ok() && fill(engine, call).ok());
  return plan.value()->snapshot().value();
}

// The real snapshot with some bytes of its body changed, and a frame that fits it.
std::string edited(const std::string& real, std::string_view edits) {
  ByteReader in(real);
  in.text();
  in.u32();
  in.text();
  const Hash128 fingerprint{in.u64(), in.u64()};
  in.u64();
  in.u64();
  std::string body(in.text());
  for (; edits.size() >= 3; edits.remove_prefix(3)) {
    const size_t place =
        static_cast<unsigned char>(edits[0]) * size_t{256} + static_cast<unsigned char>(edits[1]);
    if (place < body.size()) {
      body[place] = edits[2];
    } else {
      body.resize(body.size() - std::min(body.size(), place % 7));
    }
  }
  return frameSnapshot(fingerprint, body);
}

}  // namespace
}  // namespace tallyfold

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallyfold;
  fuzz::Choices choices(data, size);
  const ReportCall call = question(choices.oneOf(kFlexpriceQuestions + std::size(kOtherQuestions)));
  const bool framed = choices.oneOf(4) != 0;
  const std::string real = realSnapshot(call);
  const std::string snapshot = framed ? edited(real, choices.rest()) : std::string(choices.rest());
  EngineOptions options;
  options.max_memory_bytes = uint64_t{256} << 20;
  Engine engine(options);
  auto plan = engine.plan(call);
  fuzz::promise(fill(engine, call).ok());
  const bool restored = plan.value()->restore(snapshot).ok();
  if (!framed) fuzz::promise(!restored || snapshot == real);
  // Two seating partials that closed the same month cannot be added up.
  const bool merged = plan.value()->merge(real).ok();
  fuzz::promise(merged || call.report != "flexprice.usage");
  (void)plan.value()->merge(snapshot);
  const auto report = plan.value()->report();
  fuzz::promise(report.ok());
  // Edited texts need not be UTF-8 any more; whole numbers and brackets must be.
  fuzz::promise(plan.value()->snapshot().ok());
  return 0;
}
