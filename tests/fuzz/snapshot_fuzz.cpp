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

ReportCall question(size_t choice) {
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
  fuzz::promise(plan.ok() && engine.append(kEvents).ok());
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
  const ReportCall call = question(choices.oneOf(32));
  const bool framed = choices.oneOf(4) != 0;
  const std::string real = realSnapshot(call);
  const std::string snapshot = framed ? edited(real, choices.rest()) : std::string(choices.rest());
  EngineOptions options;
  options.max_memory_bytes = uint64_t{256} << 20;
  Engine engine(options);
  auto plan = engine.plan(call);
  fuzz::promise(engine.append(kEvents).ok());
  const bool restored = plan.value()->restore(snapshot).ok();
  if (!framed) fuzz::promise(!restored || snapshot == real);
  fuzz::promise(plan.value()->merge(real).ok());
  (void)plan.value()->merge(snapshot);
  const auto report = plan.value()->report();
  fuzz::promise(report.ok());
  // Edited texts need not be UTF-8 any more; whole numbers and brackets must be.
  fuzz::promise(plan.value()->snapshot().ok());
  return 0;
}
