// SPDX-License-Identifier: Apache-2.0
// Lago's two ingestion endpoints. The rules are in docs/dialects.md.
#include <set>

#include "decode/record_sink.h"
#include "json/writer.h"
#include "shape/lago_event.h"
#include "shape/lago_request.h"

namespace tallyfold {
namespace {

constexpr size_t kMostEvents = 100;
constexpr std::string_view kAlreadyExists = R"({"transaction_id":["value_already_exist"]})";
constexpr std::string_view kTooLong = R"({"properties":["value_is_too_long"]})";

Intake badRequest(std::string_view error) {
  json::Writer out;
  out.object().key("status").integer(400).key("error").text(error).objectEnd();
  return {400, out.take(), {}};
}

Intake unprocessable(std::string_view details) {
  RefusedRequest refused = lagoUnprocessable(details);
  return {refused.status, std::move(refused.text), {}};
}

// What is no JSON is refused before the endpoint sees it; nothing at all is an object without
// members.
std::optional<Intake> unreadable(const IntakeInput& input) {
  if (input.body == nullptr && !input.is_empty) return badRequest("Bad Request");
  return std::nullopt;
}

const json::Value* member(const IntakeInput& input, std::string_view key) {
  return input.body == nullptr ? nullptr : input.body->find(key);
}

// Whether an event is stored, or stood before in the same request.
class SeenIds {
 public:
  explicit SeenIds(const IntakeInput& input) : input_(input) {}
  bool add(const std::optional<Hash128>& id) {
    if (!id || input_.clickhouse) return true;
    return seen_.insert(*id).second && !input_.stored.knowsId(*id);
  }

 private:
  const IntakeInput& input_;
  std::set<Hash128> seen_;
};

// Errors of a batch: {"2":{"transaction_id":["value_already_exist"]}}.
class BatchErrors {
 public:
  BatchErrors() { out_.object(); }
  void add(size_t index, std::string_view error) {
    out_.key(std::to_string(index)).raw(error);
    any_ = true;
  }
  [[nodiscard]] bool any() const { return any_; }
  Intake take() { return unprocessable(out_.objectEnd().take()); }

 private:
  json::Writer out_;
  bool any_ = false;
};

Intake answerBatch(const std::vector<LagoEvent>& events, std::string records) {
  json::Writer out;
  out.object().key("events").array();
  for (const LagoEvent& event : events) event.show(out);
  return {200, out.arrayEnd().objectEnd().take(), std::move(records)};
}

}  // namespace

Intake readLagoEvent(const IntakeInput& input) {
  if (auto bad = unreadable(input)) return *std::move(bad);
  const json::Value* object = member(input, "event");
  if (object == nullptr || !object->isObject() || object->members.empty())
    return badRequest("BadRequest: param is missing or the value is empty or invalid: event");
  const LagoEvent event(*object, input);
  if (const auto problem = event.problem(false)) return unprocessable(*problem);
  if (!SeenIds(input).add(event.identity())) return unprocessable(kAlreadyExists);
  std::string record = event.record();
  if (record.size() > kMaxRecordBytes) return unprocessable(kTooLong);
  json::Writer out;
  event.show(out.object().key("event"));
  return {200, out.objectEnd().take(), std::move(record)};
}

Intake readLagoBatch(const IntakeInput& input) {
  if (auto bad = unreadable(input)) return *std::move(bad);
  const json::Value* list = member(input, "events");
  if (list == nullptr || !list->isArray() || list->items.empty())
    return unprocessable(R"({"events":["no_events"]})");
  if (list->items.size() > kMostEvents) return unprocessable(R"({"events":["too_many_events"]})");
  std::vector<LagoEvent> events;
  events.reserve(list->items.size());
  for (const json::Value& item : list->items) events.emplace_back(item, input);
  BatchErrors wrong;
  for (size_t i = 0; i < events.size(); ++i) {
    if (const auto problem = events[i].problem(true)) wrong.add(i, *problem);
  }
  if (wrong.any()) return wrong.take();
  // Only a batch of good events is compared with what is stored.
  SeenIds seen(input);
  std::string records;
  for (size_t i = 0; i < events.size(); ++i) {
    const std::string record = events[i].record();
    if (!seen.add(events[i].identity()))
      wrong.add(i, kAlreadyExists);
    else if (record.size() > kMaxRecordBytes)
      wrong.add(i, kTooLong);
    records += record;
  }
  if (wrong.any()) return wrong.take();
  return answerBatch(events, std::move(records));
}

}  // namespace tallyfold
