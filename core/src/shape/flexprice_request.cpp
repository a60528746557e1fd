// SPDX-License-Identifier: Apache-2.0
#include "shape/flexprice_request.h"

#include <algorithm>

#include "base/sort.h"
#include "json/writer.h"

namespace tallyfold {
namespace {

// Reads members of one object. A null member counts as absent, as it does for the service's own
// decoder.
class FieldsReader {
 public:
  FieldsReader(const json::Value& object, std::string path, Problems& problems)
      : object_(object), path_(std::move(path)), problems_(problems) {}

  void text(const char* key, std::string& out) {
    const json::Value* value = find(key);
    if (value == nullptr) return;
    if (!value->isText()) return problem(key, "must be a text");
    out = value->text;
  }
  void requiredText(const char* key, std::string& out) {
    const size_t before = problems_.size();
    text(key, out);
    if (out.empty() && problems_.size() == before) problem(key, "is required");
  }
  void time(const char* key, std::optional<ReadInstant>& out) {
    const json::Value* value = find(key);
    if (value == nullptr) return;
    if (value->isText() && value->text == "0001-01-01T00:00:00Z")
      return;  // the service's "not set"
    const auto instant = value->isText() ? readRfc3339(value->text) : std::nullopt;
    if (!instant) return problem(key, "must be an RFC 3339 date-time such as 2024-03-13T00:00:00Z");
    out = instant;
  }
  void decimal(const char* key, std::optional<Decimal>& out) {
    const json::Value* value = find(key);
    if (value == nullptr) return;
    const bool readable = value->isText() || value->kind == json::Kind::Number;
    out = readable ? Decimal::parse(value->text) : std::nullopt;
    if (!out) problem(key, "must be a decimal number");
  }
  void texts(const char* key, std::vector<std::string>& out) {
    const json::Value* value = find(key);
    if (value != nullptr && !readTexts(*value, out)) problem(key, "must be a list of texts");
  }
  void textLists(const char* key,
                 std::vector<std::pair<std::string, std::vector<std::string>>>& out) {
    const json::Value* value = find(key);
    if (value == nullptr) return;
    if (!value->isObject()) return problem(key, "must be an object of lists of texts");
    for (const auto& [name, list] : value->members) {
      std::vector<std::string> texts;
      if (!list.isNull() && !readTexts(list, texts))
        problem((std::string(key) + "." + name).c_str(), "must be a list of texts");
      out.emplace_back(name, std::move(texts));
    }
    // Of a repeated name the last list holds; sorting also makes equal requests equal queries.
    sortItems(out, [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto last = std::unique(out.rbegin(), out.rend(),
                                  [](const auto& a, const auto& b) { return a.first == b.first; });
    out.erase(out.begin(), last.base());
  }
  const json::Value* find(const char* key) const {
    const json::Value* value = object_.find(key);
    return value == nullptr || value->isNull() ? nullptr : value;
  }
  void problem(const std::string& key, const char* what) {
    problems_.emplace_back(path_ + "." + key, what);
  }

 private:
  static bool readTexts(const json::Value& list, std::vector<std::string>& out) {
    if (!list.isArray()) return false;
    for (const json::Value& item : list.items) {
      if (!item.isText() && !item.isNull()) return false;
      out.push_back(item.text);
    }
    return true;
  }

  const json::Value& object_;
  std::string path_;
  Problems& problems_;
};

// What both endpoints take.
void readCommon(FieldsReader& reader, FlexpriceFields& fields) {
  reader.text("external_customer_id", fields.external_customer_id);
  reader.text("customer_id", fields.customer_id);
  reader.time("start_time", fields.start_time);
  reader.time("end_time", fields.end_time);
  reader.text("window_size", fields.window_size);
  reader.time("billing_anchor", fields.billing_anchor);
  reader.text("timezone", fields.timezone);
  reader.textLists("filters", fields.filters);
  reader.text("numbers", fields.numbers);
  reader.text("dedupe", fields.dedupe);
  reader.text("lateness", fields.lateness);
}

}  // namespace

FlexpriceFields readUsageFields(const json::Value& body, Problems& problems) {
  FlexpriceFields fields;
  FieldsReader reader(body, "$", problems);
  if (!body.isObject()) return problems.emplace_back("$", "must be a JSON object"), fields;
  reader.requiredText("event_name", fields.event_name);
  reader.requiredText("aggregation_type", fields.aggregation_type);
  reader.text("property_name", fields.property_name);
  reader.text("bucket_size", fields.bucket_size);
  reader.decimal("multiplier", fields.multiplier);
  reader.text("group_by_property", fields.group_by_property);
  reader.texts("group_by", fields.group_by);
  readCommon(reader, fields);
  return fields;
}

FlexpriceFields readMeterFields(const json::Value& body, Problems& problems) {
  FlexpriceFields fields;
  FieldsReader reader(body, "$", problems);
  if (!body.isObject()) return problems.emplace_back("$", "must be a JSON object"), fields;
  readCommon(reader, fields);
  const json::Value* meter = reader.find("meter");
  if (meter == nullptr || !meter->isObject())
    return reader.problem("meter", "must be a meter object"), fields;
  FieldsReader meter_reader(*meter, "$.meter", problems);
  meter_reader.requiredText("event_name", fields.event_name);
  std::string reset;
  meter_reader.text("reset_usage", reset);
  fields.adds_history = reset == "NEVER";
  const json::Value* aggregation = meter_reader.find("aggregation");
  if (aggregation == nullptr || !aggregation->isObject())
    return meter_reader.problem("aggregation", "must be an object"), fields;
  FieldsReader aggregation_reader(*aggregation, "$.meter.aggregation", problems);
  aggregation_reader.requiredText("type", fields.aggregation_type);
  aggregation_reader.text("field", fields.property_name);
  aggregation_reader.decimal("multiplier", fields.multiplier);
  aggregation_reader.text("bucket_size", fields.bucket_size);
  const json::Value* group_by = aggregation_reader.find("group_by");
  if (group_by != nullptr && group_by->isArray()) {
    aggregation_reader.texts("group_by", fields.group_by);
  } else {
    aggregation_reader.text("group_by", fields.group_by_property);
  }
  return fields;
}

RefusedRequest flexpriceError(std::string_view message, const Problems& details) {
  json::Writer out;
  out.object().key("code").text("validation_error").key("message").text(message);
  out.key("http_status_code").integer(400);
  if (!details.empty()) {
    out.key("details").object();
    for (const auto& [path, what] : details) out.key(path).text(what);
    out.objectEnd();
  }
  return {400, out.objectEnd().take()};
}

}  // namespace tallyfold
