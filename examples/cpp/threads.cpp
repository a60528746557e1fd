// SPDX-License-Identifier: Apache-2.0
// The same engine on two threads, from C++. Build: see CMakeLists.txt beside this file.
#include <tallyfold/parallel.h>

#include <cstdio>
#include <string>

int main() {
  std::string events;
  for (int i = 0; i < 1000; ++i) {
    events += R"({"event_name":"call","external_customer_id":"acme",)"
              R"("timestamp":"2024-03-05T10:00:00Z","properties":{"tokens":0.1}})"
              "\n";
  }
  tallyfold::ParallelEngine engine({}, 2);
  const auto appended = engine.append(events);
  if (!appended) return std::puts(appended.error().message.c_str()), 1;
  const auto report = engine.report({
      .report = "tallyfold.query",
      .request = R"({"aggregations":{"tokens":{"type":"sum","property":"tokens"}}})",
      .now = "2024-04-01T00:00:00Z",
  });
  if (!report) return std::puts(report.error().message.c_str()), 1;
  std::puts(report.value().text.c_str());
}
