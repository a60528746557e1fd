// SPDX-License-Identifier: Apache-2.0
// A few events, one report, from C++. Build: see CMakeLists.txt beside this file.
#include <tallyfold/engine.h>

#include <cstdio>

int main() {
  tallyfold::Engine engine;
  const auto appended = engine.append(
      R"({"event_id":"e1","event_name":"call","external_customer_id":"acme","timestamp":"2024-03-05T10:00:00Z","properties":{"tokens":0.1}}
{"event_id":"e2","event_name":"call","external_customer_id":"acme","timestamp":"2024-03-05T11:00:00Z","properties":{"tokens":"0.2"}}
{"event_id":"e2","event_name":"call","external_customer_id":"acme","timestamp":"2024-03-05T11:00:00Z","properties":{"tokens":"0.2"}}
)");
  if (!appended) return std::puts(appended.error().message.c_str()), 1;
  const auto report = engine.report({
      .report = "flexprice.usage",
      .mode = "exact",
      .request = R"({"event_name":"call","aggregation_type":"SUM","property_name":"tokens",
          "start_time":"2024-03-01T00:00:00Z","end_time":"2024-04-01T00:00:00Z"})",
      .now = "2024-04-01T00:00:00Z",
  });
  if (!report) return std::puts(report.error().message.c_str()), 1;
  std::puts(report.value().text.c_str());
  std::puts(report.value().complete ? "complete" : "not complete");
}
