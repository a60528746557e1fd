// SPDX-License-Identifier: Apache-2.0
// One booking and a catalog, one month's report, from C++. Build: see CMakeLists.txt beside this
// file.
#include <tallyfold/engine.h>

#include <cstdio>

int main() {
  tallyfold::Engine engine;
  const auto known = engine.setCatalog(
      R"({"seatsio":{"events":[{"id":12,"key":"opening","chartKey":"hall","chartName":"Hall"}]}})");
  if (!known) return std::puts(known.error().message.c_str()), 1;
  tallyfold::AppendCall records;
  records.dialect = "seatsio";
  const auto appended = engine.append(
      R"({"kind":"status_change","date":"2022-05-03T10:00:00Z","workspace":7,"chartKey":"hall","eventId":12,"eventKey":"opening","objectLabel":"A-1","status":"booked"})",
      records);
  if (!appended) return std::puts(appended.error().message.c_str()), 1;
  tallyfold::ReportCall call;
  call.report = "seatsio.usage_month";
  call.request = R"({"month":"2022-05","shape":"current"})";
  call.now = "2022-06-01T00:00:00Z";
  const auto report = engine.report(call);
  if (!report) return std::puts(report.error().message.c_str()), 1;
  // [{"workspace":7,"usageByChart":[{"chart":{"name":"Hall","key":"hall"},"usageByEvent":
  // [{"event":{"id":12,"key":"opening","deleted":false},"numUsedObjects":1}]}]}]
  std::puts(report.value().text.c_str());
}
