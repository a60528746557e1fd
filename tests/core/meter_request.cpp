// SPDX-License-Identifier: Apache-2.0
#include "meter_request.h"

#include <algorithm>
#include <set>
#include <utility>

#include "catalog/charge_filters.h"
#include "query/lago_value.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold::meters {
namespace {

bool isTrue(const json::Value& value) { return value.kind == json::Kind::True; }

Decimal decimal(const json::Value& value) { return Decimal::parse(value.text).value_or(Decimal()); }

int64_t integer(const json::Value& value) { return decimal(value).toInteger64().value_or(0); }

int64_t instant(const json::Value& value) {
  const auto read = readRfc3339(value.text);
  return read ? read->time_ns : 0;
}

std::vector<std::string> textsOf(const json::Value& list) {
  std::vector<std::string> texts;
  for (const json::Value& item : list.items) texts.push_back(item.text);
  return texts;
}

FilterConditions conditionsOf(const json::Value& object) {
  FilterConditions conditions;
  for (const auto& [key, values] : object.members) conditions.push_back({key, textsOf(values)});
  return conditions;
}

LagoAggregation aggregationNamed(const std::string& type) {
  if (type == "sum_agg") return LagoAggregation::Sum;
  if (type == "max_agg") return LagoAggregation::Max;
  if (type == "unique_count_agg") return LagoAggregation::UniqueCount;
  if (type == "latest_agg") return LagoAggregation::Latest;
  return type == "weighted_sum_agg" ? LagoAggregation::WeightedSum : LagoAggregation::Count;
}

}  // namespace

const json::Value& member(const json::Value& object, std::string_view key) {
  static const json::Value kNothing;
  const json::Value* found = object.find(key);
  return found != nullptr ? *found : kNothing;
}

Tuple Event::tuple(const std::vector<std::string>& keys) const {
  Tuple tuple;
  for (const std::string& key : keys) tuple.push_back(member(*properties, key).text);
  return tuple;
}

Request::Request(const json::Value& json) {
  operation = member(json, "operation").text;
  readMetric(json);
  readPeriod(member(json, "boundaries"));
  // A persisted prorated sum is of all events, over so many days.
  const int64_t persisted = integer(member(json, "persisted_duration_days"));
  if (persisted > 0) {
    constexpr int64_t kDayNs = kSecondsPerDay * kNanosecondsPerSecond;
    period.from_ns = (floorDiv(until_ns_, kDayNs) + 1) * kDayNs;
    period.to_ns = period.from_ns + persisted * kDayNs - 1;
    metric.recurring = true;
  }
  const json::Value& options = member(json, "options");
  free_events = integer(member(options, "free_units_per_events"));
  free_units = decimal(member(options, "free_units_per_total_aggregation"));
  grouped_by = textsOf(member(json, "grouped_by"));
  presentation_by = textsOf(member(json, "presentation_by"));
  for (const auto& [key, value] : member(json, "grouped_by_values").members) {
    group_[key] = value.text;
  }
  terms.prorated = isTrue(member(json, "prorated"));
  terms.grouped = !grouped_by.empty();
  is_clickhouse_ = member(json, "store").text == "clickhouse";
  if (is_clickhouse_) terms.store = LagoStore::ClickHouse;
  const json::Value& filters = member(json, "filters");
  filter_.matching = conditionsOf(member(filters, "matching"));
  for (const json::Value& one : member(filters, "ignored").items) {
    filter_.ignored.push_back(conditionsOf(one));
  }
  readInitial(json);
  readEvents(json);
}

// An event store aggregates by its operation, whatever the metric.
void Request::readMetric(const json::Value& json) {
  const json::Value& facts = member(json, "metric");
  metric.aggregation = aggregationNamed(member(facts, "aggregation_type").text);
  const auto is = [this](std::string_view name) {
    return operation == name || operation == "grouped_" + std::string(name);
  };
  if (is("count")) metric.aggregation = LagoAggregation::Count;
  if (is("max")) metric.aggregation = LagoAggregation::Max;
  if (is("last") || is("last_event")) metric.aggregation = LagoAggregation::Latest;
  metric.field_name = member(facts, "field_name").text;
  metric.recurring = isTrue(member(facts, "recurring"));
  if (member(json, "use_from_boundary").kind == json::Kind::False) metric.recurring = true;
  const std::string& rounding = member(facts, "rounding_function").text;
  if (rounding == "round") metric.rounding = LagoRounding::Round;
  if (rounding == "ceil") metric.rounding = LagoRounding::Ceil;
  if (rounding == "floor") metric.rounding = LagoRounding::Floor;
  metric.rounding_precision = static_cast<int32_t>(integer(member(facts, "rounding_precision")));
}

void Request::readPeriod(const json::Value& json) {
  period.from_ns = instant(member(json, "from"));
  period.to_ns = instant(member(json, "to"));
  period.days = integer(member(json, "charges_duration_days"));
  const json::Value& until = member(json, "max_timestamp");
  until_ns_ = until.isNull() ? period.to_ns : instant(until);
}

void Request::readInitial(const json::Value& json) {
  const json::Value& one = member(json, "initial_value");
  if (!one.isNull()) initial[{}] = decimal(one);
  for (const json::Value& value : member(json, "initial_values").items) {
    Tuple tuple;
    for (const std::string& key : grouped_by) {
      tuple.push_back(member(member(value, "grouped_by"), key).text);
    }
    initial[tuple] = decimal(member(value, "value"));
  }
  if (!initial.empty()) metric.recurring = true;
}

void Request::readEvents(const json::Value& json) {
  for (const json::Value& one : member(json, "events").items) {
    Event event = eventOf(one);
    if (event.facts.time_ns <= until_ns_) events_.push_back(std::move(event));
  }
  if (isTrue(member(json, "deduplicate"))) dropCopies();
  std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
    return a.facts.time_ns < b.facts.time_ns;
  });
}

Event Request::eventOf(const json::Value& json) {
  Event event;
  event.properties = &member(json, "properties");
  event.id = member(json, "transaction_id").text;
  event.facts.time_ns = instant(member(json, "timestamp"));
  constexpr int64_t kMillisecond = 1'000'000;
  if (is_clickhouse_) event.facts.time_ns -= floorMod(event.facts.time_ns, kMillisecond);
  event.facts.amount = decimal(member(json, "precise_total_amount_cents"));
  const json::Value& value = member(*event.properties, metric.field_name);
  // What is no number counts as 0 in ClickHouse.
  const auto number = is_clickhouse_   ? std::optional(clickHouseNumber(value.text).value)
                      : value.isNull() ? std::nullopt
                                       : Decimal::parse(value.text);
  event.has_value = !value.isNull();
  event.is_number = number.has_value();
  if (number && metric.aggregation != LagoAggregation::UniqueCount) event.facts.value = *number;
  const auto known = std::find(texts_.begin(), texts_.end(), value.text);
  event.facts.text = static_cast<uint32_t>(known - texts_.begin());
  if (known == texts_.end()) texts_.push_back(value.text);
  event.facts.removes = member(*event.properties, "operation_type").text == "remove";
  event.is_filtered = filter_.takes([&](std::string_view key) -> std::optional<std::string_view> {
    const json::Value& found = member(*event.properties, key);
    return found.isNull() && !is_clickhouse_ ? std::nullopt
                                             : std::optional<std::string_view>(found.text);
  });
  event.is_of_group = std::all_of(group_.begin(), group_.end(), [&](const auto& part) {
    return member(*event.properties, part.first).text == part.second;
  });
  return event;
}

// Of an id at one time the last stands.
void Request::dropCopies() {
  std::set<std::pair<std::string, int64_t>> seen;
  std::vector<Event> kept;
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    if (!event->id.empty() && !seen.emplace(event->id, event->facts.time_ns).second) continue;
    kept.push_back(std::move(*event));
  }
  events_.assign(kept.rbegin(), kept.rend());
}

bool Request::counts(const Event& event) const {
  if (!event.is_filtered) return false;
  const bool needs_number = metric.aggregation != LagoAggregation::Count &&
                            metric.aggregation != LagoAggregation::UniqueCount;
  return event.is_number || !needs_number;
}

Events Request::ofAllGroups() const {
  Events events;
  for (const Event& event : events_) {
    const bool is_history = isBefore(event) && !metric.recurring;
    if (counts(event) && !is_history) events.push_back(&event);
  }
  return events;
}

Events Request::counted() const {
  Events events = ofAllGroups();
  events.erase(std::remove_if(events.begin(), events.end(),
                              [](const Event* event) { return !event->is_of_group; }),
               events.end());
  return events;
}

bool Request::hasRunningTotals() const {
  return metric.aggregation == LagoAggregation::Count ||
         metric.aggregation == LagoAggregation::Sum ||
         metric.aggregation == LagoAggregation::UniqueCount;
}

Decimal Request::initialOf(const Tuple& tuple) const {
  const auto found = initial.find(tuple);
  return found != initial.end() ? found->second : Decimal();
}

}  // namespace tallyfold::meters
