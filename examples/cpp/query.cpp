// SPDX-License-Identifier: Apache-2.0
// Several aggregations in one pass, from C++: docs/query.md. Build: see CMakeLists.txt beside this
// file.
#include <tallyfold/engine.h>

#include <cstdio>

int main() {
  tallyfold::Engine engine;
  const auto appended = engine.append(
      R"({"event_name":"call","external_customer_id":"ann","timestamp":"2024-03-05T10:00:00Z","properties":{"ms":40}}
{"event_name":"call","external_customer_id":"ben","timestamp":"2024-03-05T11:00:00Z","properties":{"ms":75.5}}
{"event_name":"call","external_customer_id":"ann","timestamp":"2024-03-06T09:00:00Z","properties":{"ms":900}}
)");
  if (!appended) return std::puts(appended.error().message.c_str()), 1;
  tallyfold::ReportCall call;
  call.report = "tallyfold.query";
  call.request = R"({"event":"call","window":"day","aggregations":{
      "calls":{"type":"count"},"half":{"type":"percentile","property":"ms","p":50}}})";
  call.now = "2024-03-07T00:00:00Z";
  const auto report = engine.report(call);
  if (!report) return std::puts(report.error().message.c_str()), 1;
  // {"rows":[{"window_start":"2024-03-05T00:00:00Z","window_end":"2024-03-06T00:00:00Z",
  //   "values":{"calls":"2","half":"40"}},{...,"values":{"calls":"1","half":"900"}}],"totals":{...}}
  std::puts(report.value().text.c_str());
}
