// SPDX-License-Identifier: Apache-2.0
// Flexprice's two ingestion endpoints. The rules are in docs/dialects.md.
#include <optional>

#include "base/integer_text.h"
#include "base/siphash.h"
#include "json/value_text.h"
#include "shape/flexprice_request.h"
#include "shape/intake.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr size_t kMostEvents = 1000;
constexpr std::string_view kInvalidPayload = "Invalid request payload";
constexpr std::string_view kInvalidRequest = "Request validation failed";
constexpr std::string_view kUlidDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kUnsetTime = "0001-01-01T00:00:00Z";

Intake refused(std::string_view message, const Problems& details = {}, std::string records = {}) {
  RefusedRequest error = flexpriceError(message, details);
  return {error.status, std::move(error.text), std::move(records)};
}

// The service names a field as its own source does.
void addProblem(Problems& problems, const std::string& of, const std::string& field,
                const std::string& rule) {
  problems.emplace_back(field, "Key: '" + of + "." + field + "' Error:Field validation for '" +
                                   field + "' failed on the '" + rule + "' tag");
}

// One event as it was sent; a null member counts as absent.
class SentEvent {
 public:
  explicit SentEvent(const json::Value& object) : object_(object) {}

  [[nodiscard]] const json::Value* find(std::string_view key) const {
    const json::Value* value = object_.find(key);
    return value == nullptr || value->isNull() ? nullptr : value;
  }
  [[nodiscard]] std::string text(std::string_view key) const {
    const json::Value* value = find(key);
    return value != nullptr ? value->text : std::string();
  }
  [[nodiscard]] bool hasTime() const {
    const json::Value* time = find("timestamp");
    return time != nullptr && time->text != kUnsetTime;
  }

  // Whether every member has the type that the service decodes it into.
  [[nodiscard]] bool isReadable() const {
    if (!object_.isObject() && !object_.isNull()) return false;
    for (const char* key :
         {"event_name", "event_id", "customer_id", "external_customer_id", "timestamp", "source"}) {
      const json::Value* value = find(key);
      if (value != nullptr && !value->isText()) return false;
    }
    const json::Value* properties = find("properties");
    if (properties != nullptr && !properties->isObject()) return false;
    if (!hasTime()) return true;
    const auto time = readRfc3339(text("timestamp"));
    return time && !time->saturated;
  }

  [[nodiscard]] Problems missing() const {
    Problems problems;
    const auto require = [&](const char* key, const char* field) {
      if (text(key).empty()) addProblem(problems, "IngestEventRequest", field, "required");
    };
    if (object_.isNull()) return problems;
    require("event_name", "EventName");
    require("external_customer_id", "ExternalCustomerID");
    return problems;
  }
  [[nodiscard]] bool isWhole() const { return object_.isObject() && missing().empty(); }

  [[nodiscard]] std::string record() const {
    json::Writer out;
    out.object();
    for (const char* key :
         {"event_name", "external_customer_id", "customer_id", "event_id", "source"}) {
      const std::string written = text(key);
      if (!written.empty()) out.key(key).text(written);
    }
    if (hasTime()) out.key("timestamp").text(text("timestamp"));
    const json::Value* properties = find("properties");
    if (properties != nullptr) json::writeValue(out.key("properties"), *properties);
    return out.objectEnd().take() + "\n";
  }

 private:
  const json::Value& object_;
};

// The id of an event that was sent without one: a hash where the service has random bits. It is
// shown and not kept: two engines could give two events the same.
std::string madeId(const std::string& record, const IntakeInput& input) {
  const std::string what = std::to_string(input.stored.accepted()) + ":" + record;
  const Hash128 hash = sipHash13({0x6576656e74, 0x6964}, what);
  const int64_t milliseconds = floorDiv(input.received_ns, kNanosecondsPerSecond / 1000);
  return "event_" + lastDigits(static_cast<uint64_t>(milliseconds), 10, kUlidDigits) +
         lastDigits(hash.high, 8, kUlidDigits) + lastDigits(hash.low, 8, kUlidDigits);
}

// What is wrong with the list of a bulk request; absent when nothing is.
std::optional<Intake> checkList(const json::Value* list) {
  const auto wrong = [](const char* rule) {
    Problems problems;
    addProblem(problems, "BulkIngestEventRequest", "Events", rule);
    return refused(kInvalidRequest, problems);
  };
  if (list == nullptr || list->isNull()) return wrong("required");
  if (!list->isArray()) return refused(kInvalidPayload);
  for (const json::Value& item : list->items) {
    if (!SentEvent(item).isReadable()) return refused(kInvalidPayload);
  }
  if (list->items.empty()) return wrong("min");
  if (list->items.size() > kMostEvents) return wrong("max");
  return std::nullopt;
}

}  // namespace

Intake readFlexpriceEvent(const IntakeInput& input) {
  if (input.body == nullptr) return refused(kInvalidPayload);
  const SentEvent event(*input.body);
  if (!event.isReadable() || !event.isWhole()) return refused(kInvalidPayload);
  std::string record = event.record();
  std::string id = event.text("event_id");
  if (id.empty()) id = madeId(record, input);
  json::Writer out;
  out.object().key("event_id").text(id);
  out.key("message").text("Event accepted for processing").objectEnd();
  return {202, out.take(), std::move(record)};
}

Intake readFlexpriceBulk(const IntakeInput& input) {
  const bool readable = input.body != nullptr && (input.body->isObject() || input.body->isNull());
  if (!readable) return refused(kInvalidPayload);
  const json::Value* list = input.body->find("events");
  if (auto wrong = checkList(list)) return *std::move(wrong);
  std::string records;
  for (const json::Value& item : list->items) {
    const SentEvent event(item);
    // The service publishes one event after the other: those before a wrong one are kept.
    if (!event.isWhole()) return refused(kInvalidRequest, event.missing(), std::move(records));
    records += event.record();
  }
  return {202, R"({"message":"Events accepted for processing"})", std::move(records)};
}

}  // namespace tallyfold
