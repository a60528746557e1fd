// SPDX-License-Identifier: Apache-2.0
// Any bytes in any format: nothing crashes, nothing is lost, and how the input is cut never shows.
//
// The first bytes choose dialect, format and where to cut; the rest is the input.
#include "json/value.h"
#include "support.h"
#include "tallyfold/engine.h"

namespace tallyfold {
namespace {

constexpr const char* kDialects[] = {
    "flexprice", "cloudevents",
    R"({"name":{"const":"e"},"time":"/t","timeUnit":"ms","id":"/i","properties":"*"})",
    R"({"name":"/a/b","customer":"c","time":"/t","properties":["/v","/p/q"]})", "seatsio"};
constexpr const char* kFormats[] = {"ndjson", "json", "csv"};
constexpr const char* kRequest =
    R"({"event_name":"e","aggregation_type":"SUM","property_name":"v","start_time":"1700-01-01T00:00:00Z",)"
    R"("end_time":"2250-01-01T00:00:00Z","group_by":["properties.g","source"],"numbers":"text"})";

// Items of the status-changes API need the catalog to name their workspace.
constexpr const char* kSeats =
    R"({"seatsio":{"workspaces":[{"id":2,"isTest":true}],"events":[{"id":10,"workspace":1}],)"
    R"("objects":[{"eventId":10,"label":"GA","type":"generalAdmission","capacity":50}]}})";

ReportCall callFor(const std::string& dialect) {
  if (dialect == "seatsio")
    return {"seatsio.usage", "", R"({"tableCountsAs":"seats"})", "2024-04-01T00:00:00Z", kSeats};
  return {"flexprice.usage", "exact", kRequest, "2024-04-01T00:00:00Z"};
}

struct Seen {
  std::string text, ledger;
  uint64_t records;
};

Seen feed(std::string_view input, AppendCall append, size_t step, bool as_plan) {
  Engine engine;
  const ReportCall call = callFor(append.dialect);
  auto plan = engine.plan(call);
  Seen seen{"", "", 0};
  do {
    const std::string_view piece = input.substr(0, step);
    input.remove_prefix(piece.size());
    append.more = !input.empty();
    const auto taken = engine.append(piece, append);
    fuzz::promise(taken.ok());
    seen.records += taken.value().accepted + taken.value().refused;
  } while (!input.empty());
  const auto report = as_plan ? plan.value()->report() : engine.report(call);
  fuzz::promise(report.ok());
  seen.text = report.value().text;
  seen.ledger = report.value().ledger;
  return seen;
}

}  // namespace
}  // namespace tallyfold

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallyfold;
  fuzz::Choices choices(data, size);
  AppendCall append;
  append.dialect = kDialects[choices.oneOf(std::size(kDialects))];
  append.format = kFormats[choices.oneOf(std::size(kFormats))];
  const size_t step = choices.oneOf(40) + 1;
  const Seen whole = feed(choices.rest(), append, SIZE_MAX, false);
  const Seen pieces = feed(choices.rest(), append, step, true);
  fuzz::promise(whole.text == pieces.text && whole.ledger == pieces.ledger &&
                whole.records == pieces.records);
  fuzz::promise(json::parse(whole.text).ok());
  const auto ledger = json::parse(whole.ledger);
  fuzz::promise(ledger.ok() &&
                ledger.value().find("handed_in")->text == std::to_string(whole.records));
  return 0;
}
