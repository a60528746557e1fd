// SPDX-License-Identifier: Apache-2.0
// Three things that go wrong, and how each is told, in C++. Build: see CMakeLists.txt beside this
// file.
#include <tallyfold/engine.h>

#include <cinttypes>
#include <cstdio>

int main() {
  tallyfold::Engine engine;
  // A record that is no event costs that record: it is counted, and the ledger names it.
  const auto appended = engine.append("{\"event_name\":\n");
  if (appended) std::printf("%" PRIu64 " refused\n", appended.value().refused);

  // A request that the service would refuse is an answer, in the service's words.
  tallyfold::ReportCall call = {.report = "flexprice.usage", .now = "2024-04-01T00:00:00Z"};
  call.request = R"({"event_name":"call"})";
  const auto refused = engine.report(call);
  if (refused) std::printf("%d %s\n", refused.value().status, refused.value().text.c_str());

  // A call that cannot be answered is an error.
  call.now.clear();
  const auto wrong = engine.report(call);
  if (wrong) return 1;
  const tallyfold::Error& error = wrong.error();
  std::printf("%s: %s\n", tallyfold::errorCodeName(error.code), error.message.c_str());
}
