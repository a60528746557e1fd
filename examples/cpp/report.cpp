// SPDX-License-Identifier: Apache-2.0
// One event, one report, from C++. Build: see CMakeLists.txt beside this file.
#include <cstdio>

#include "tallyfold/engine.h"

int main() {
  tallyfold::Engine engine;
  const auto appended = engine.append(
      R"({"event_name":"call","external_customer_id":"c1","timestamp":"2024-03-05T10:00:00Z","properties":{"v":0.1}})");
  if (!appended) return std::puts(appended.error().message.c_str()), 1;
  tallyfold::ReportCall call;
  call.report = "flexprice.usage";
  call.request = R"({"event_name":"call","aggregation_type":"SUM","property_name":"v"})";
  call.now = "2024-03-06T00:00:00Z";
  const auto report = engine.report(call);
  if (!report) return std::puts(report.error().message.c_str()), 1;
  std::puts(report.value().text.c_str());  // {"value":0.1,"event_name":"call","type":"SUM"}
}
