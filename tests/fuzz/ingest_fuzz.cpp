// SPDX-License-Identifier: Apache-2.0
// Any request to any ingestion endpoint: an answer in JSON; what Lago's endpoints answer well is
// kept whole, what they refuse is kept not at all, and a second sending is a duplicate.
#include "json/value.h"
#include "support.h"
#include "tallyfold/engine.h"

namespace tallyfold {
namespace {

constexpr const char* kCatalog =
    R"({"billable_metrics":[{"code":"e","aggregation_type":"sum_agg","field_name":"v",)"
    R"("expression":"event.properties.a / event.properties.b + event.timestamp"}]})";

// How many events the engine has, refused ones included.
uint64_t held(Engine& engine) {
  ReportCall call;
  call.report = "flexprice.usage";
  call.request = R"({"event_name":"e","aggregation_type":"COUNT"})";
  call.now = "2024-04-01T00:00:00Z";
  const std::string ledger = engine.report(call).value().ledger;
  return std::strtoull(json::parse(ledger).value().find("handed_in")->text.c_str(), nullptr, 10);
}

uint64_t refusedBy(Engine& engine) {
  return std::strtoull(json::parse(engine.ledger()).value().find("total")->text.c_str(), nullptr,
                       10);
}

void checkLago(Engine& engine, std::string_view request, const IngestCall& call) {
  const uint64_t before = held(engine);
  const auto answer = engine.ingest(request, call);
  fuzz::promise(answer.ok());
  const auto body = json::parse(answer.value().text);
  fuzz::promise(body.ok() && refusedBy(engine) == 0);
  const uint64_t kept = held(engine) - before;
  if (answer.value().status != 200) return fuzz::promise(kept == 0);
  const json::Value* events = body.value().find("events");
  const size_t shown = events != nullptr ? events->items.size() : 1;
  fuzz::promise(kept == shown);
  const json::Value& first = events != nullptr ? events->items[0] : *body.value().find("event");
  if (!call.store.empty() || first.find("external_subscription_id")->isNull()) return;
  fuzz::promise(engine.ingest(request, call).value().status == 422);
}

void checkFlexprice(Engine& engine, std::string_view request, const IngestCall& call) {
  const auto answer = engine.ingest(request, call);
  fuzz::promise(answer.ok() && json::parse(answer.value().text).ok());
  const bool accepted = answer.value().status == 202;
  fuzz::promise(accepted || answer.value().status == 400);
  fuzz::promise(!accepted || held(engine) > 0);
}

}  // namespace
}  // namespace tallyfold

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallyfold;
  fuzz::Choices choices(data, size);
  constexpr const char* kEndpoints[] = {"lago.events", "lago.events_batch", "flexprice.events",
                                        "flexprice.events_bulk"};
  const size_t endpoint = choices.oneOf(std::size(kEndpoints));
  IngestCall call{kEndpoints[endpoint], "2024-03-06T00:00:00.123456789Z", ""};
  if (endpoint < 2 && choices.oneOf(2) == 1) call.store = "clickhouse";
  Engine engine;
  fuzz::promise(engine.setCatalog(kCatalog).ok());
  if (endpoint < 2) checkLago(engine, choices.rest(), call);
  if (endpoint >= 2) checkFlexprice(engine, choices.rest(), call);
  return 0;
}
