// SPDX-License-Identifier: Apache-2.0
#include "evaluate_meters.h"

#include <map>
#include <vector>

#include "aggregate/meter.h"
#include "aggregate/meter_quotient.h"
#include "json/writer.h"
#include "meter_request.h"
#include "price/metric_rounding.h"
#include "price/percentage.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

using meters::Event;
using meters::Events;
using meters::member;
using meters::Request;
using meters::Tuple;

// What a meter says of some events.
struct Run {
  MeterReading reading;
  std::vector<MeterValue> values;  // those of events, in time order
  Decimal variation;               // of the period's events
  const Event* last = nullptr;     // of the period
};

// `initial` stands for the service's memory of what was before the period.
Run run(const Request& request, const Events& events, const Decimal& initial, bool prorated) {
  MemoryAccount account;
  MeterTerms terms = request.terms;
  terms.prorated = prorated;
  terms.keeps_values = true;
  const auto meter = makeMeter(request.metric, terms, account);
  Run result;
  const auto note = [&result](const std::optional<MeterValue>& value) {
    if (value) result.values.push_back(*value);
  };
  if (!initial.isZero()) meter->add({request.period.from_ns - 1, initial, 0, false, {}});
  bool is_open = false;
  for (const Event* event : events) {
    if (!is_open && !request.isBefore(*event)) {
      note(meter->open(request.period));
      is_open = true;
    }
    note(meter->add(event->facts));
    if (!is_open) continue;
    result.last = event;
    result.variation += event->facts.value;
  }
  if (!is_open) note(meter->open(request.period));
  if (meter->revises()) meter->eachValue(note);
  result.reading = meter->reading();
  return result;
}

Run run(const Request& request, const Events& events) {
  return run(request, events, request.initialOf({}), request.terms.prorated);
}

// Writing.

void writeTuple(json::Writer& out, const char* name, const std::vector<std::string>& keys,
                const Tuple& tuple) {
  out.key(name).object();
  for (size_t i = 0; i < keys.size(); ++i) {
    out.key(keys[i]);
    if (tuple[i].empty()) {
      out.null();
    } else {
      out.text(tuple[i]);
    }
  }
  out.objectEnd();
}

std::string rounded(const Request& request, const Rational& units) {
  return roundedUnits(units, request.metric.rounding, request.metric.rounding_precision).toText();
}

template <typename TextOf>
void writeTexts(json::Writer& out, const char* name, const std::vector<MeterValue>& values,
                TextOf text_of) {
  out.key(name).array();
  for (const MeterValue& value : values) out.text(text_of(value));
  out.arrayEnd();
}

// As far as the free units of percentages go.
void writeRunningTotal(json::Writer& out, const Request& request, const Run& run) {
  PercentageTerms terms;
  terms.free_events = request.free_events;
  terms.free_units = request.free_units;
  FreeAllowance allowance(terms);
  Decimal total;
  out.key("running_total").array();
  for (const MeterValue& value : run.values) {
    if (!request.hasRunningTotals() || !allowance.isOpen()) break;
    allowance.addEvent(value.units);
    total += value.units;
    out.text(total.toText());
  }
  out.arrayEnd();
}

void writeStoreAnswers(json::Writer& out, const Request& request, const Run& run) {
  // The store's last value may be below 0, and there may be none, even of an event that counts.
  const bool has_last = run.last != nullptr && run.last->has_value;
  const std::optional<Decimal> last =
      has_last ? std::optional(run.last->facts.value) : std::nullopt;
  if (request.operation == "last" && !last) out.key("aggregation").null();
  if (request.operation == "last" && last) out.key("aggregation").text(last->toText());
  const bool of_amounts = request.operation.find("precise") != std::string::npos;
  const bool of_last = request.operation == "grouped_last_event";
  out.key("value").text(of_last && last ? last->toText()
                        : of_amounts    ? run.reading.amounts.toText()
                                        : run.reading.full_units.toText());
  if (run.last != nullptr) out.key("timestamp").text(writeRfc3339(run.last->facts.time_ns, 0));
  Rational prorated;
  for (const MeterValue& value : run.values) prorated += value.prorated;
  out.key("prorated_value").text(prorated.toText());
  writeTexts(out, "values", run.values, [](const auto& value) { return value.units.toText(); });
}

void writeRun(json::Writer& out, const Request& request, const Run& run) {
  const MeterReading& reading = run.reading;
  if (request.operation != "last") {
    out.key("aggregation").text(rounded(request, reading.units));
  }
  if (!request.operation.empty()) writeStoreAnswers(out, request, run);
  out.key("count").integer(reading.events);
  out.key("full_units_number").text(rounded(request, reading.full_units));
  out.key("current_usage_units").text(rounded(request, reading.full_units));
  out.key("total_aggregated_units").text(reading.total_units.toText());
  out.key("pay_in_advance_aggregation").text(reading.peak_units.toText());
  out.key("precise_total_amount_cents").text(reading.amounts.toText());
  out.key("variation").text(run.variation.toText());
  const int64_t updated_ns = run.last != nullptr ? run.last->facts.time_ns : request.period.from_ns;
  out.key("recurring_updated_at").text(writeRfc3339(updated_ns, 0));
  writeRunningTotal(out, request, run);
  writeTexts(out, "per_event", run.values, [](const auto& value) { return value.units.toText(); });
  writeTexts(out, "per_event_prorated", run.values, [&](const auto& value) {
    // Of unique counts each is rounded as the sum is.
    const bool is_sum = request.metric.aggregation == LagoAggregation::Sum;
    return is_sum ? value.prorated.toText() : value.prorated.rounded(5, Rounding::Ceiling).toText();
  });
}

// Groups and breakdowns.

using Groups = std::map<Tuple, Events>;

Groups groupsOf(const Request& request, const std::vector<std::string>& keys) {
  Groups groups;
  for (const Event* event : request.counted()) groups[event->tuple(keys)].push_back(event);
  return groups;
}

void writeGroups(json::Writer& out, const Request& request) {
  const auto& keys = request.grouped_by;
  Groups groups = groupsOf(request, keys);
  for (const auto& [tuple, initial] : request.initial) groups[tuple];
  // An aggregation without events is one empty group; a store has none.
  if (groups.empty() && request.operation.empty()) groups[Tuple(keys.size())];
  out.key("groups").array();
  for (const auto& [tuple, events] : groups) {
    out.object();
    writeTuple(out, "grouped_by", keys, tuple);
    const Decimal initial = request.initialOf(tuple);
    writeRun(out, request, run(request, events, initial, request.terms.prorated));
    out.objectEnd();
  }
  out.arrayEnd();
}

// Breakdowns are never prorated.
void writeBreakdowns(json::Writer& out, const Request& request) {
  std::vector<std::string> keys = request.grouped_by;
  keys.insert(keys.end(), request.presentation_by.begin(), request.presentation_by.end());
  out.key("breakdowns").array();
  for (const auto& [tuple, events] : groupsOf(request, keys)) {
    out.object();
    writeTuple(out, "groups", keys, tuple);
    out.key("value").text(rounded(request, run(request, events, {}, false).reading.units));
    out.objectEnd();
  }
  out.arrayEnd();
}

// Tables of event stores.

// Each day's part of the units, from the readings before and after it.
std::string dateBreakdown(const Request& request) {
  MemoryAccount account;
  const auto meter = makeMeter(request.metric, request.terms, account);
  const LocalDays days(request.terms.zone);
  meter->open(request.period);
  std::map<int64_t, Rational> parts;
  for (const Event* event : request.counted()) {
    const Rational before = meter->reading().units;
    meter->add(event->facts);
    parts[days.at(event->facts.time_ns)] += meter->reading().units - before;
  }
  json::Writer out;
  out.object().key("rows").array();
  for (const auto& [day, units] : parts) {
    const std::string start = writeRfc3339(days.startOf(day), 0);
    out.object().key("date").text(start.substr(0, start.find('T')));
    out.key("value").text(units.toText()).objectEnd();
  }
  return out.arrayEnd().objectEnd().take();
}

// The steps of a weighted sum, which is their sum.
std::string weightedBreakdown(const Request& request) {
  std::vector<std::pair<int64_t, Decimal>> steps{{request.period.from_ns, request.initialOf({})}};
  for (const Event* event : request.counted()) {
    steps.emplace_back(event->facts.time_ns, event->facts.value);
  }
  const int64_t end_s = floorDiv(request.period.to_ns - 1, kNanosecondsPerSecond) + 1;
  steps.emplace_back(end_s * kNanosecondsPerSecond, Decimal());
  const Decimal whole = Decimal::fromInteger(request.period.days * kSecondsPerDay);
  Decimal total;
  json::Writer out;
  out.object().key("rows").array();
  for (size_t i = 0; i < steps.size(); ++i) {
    const auto& [time_ns, value] = steps[i];
    const int64_t until_ns = i + 1 < steps.size() ? steps[i + 1].first : time_ns;
    const Decimal seconds = Decimal::fromScaled(until_ns - time_ns, 9);
    total += value;
    out.object().key("timestamp").text(writeRfc3339(time_ns, 0)).key("value").text(value.toText());
    out.key("cumulated").text(total.toText()).key("seconds").raw(seconds.toText());
    const bool is_clickhouse = request.terms.store == LagoStore::ClickHouse;
    const auto quotient = is_clickhouse ? clickHouseQuotient : postgresQuotient;
    out.key("weighted").text(quotient(total * seconds, whole).toText()).objectEnd();
  }
  return out.arrayEnd().objectEnd().take();
}

// The stays of distinct values.
std::string uniqueBreakdown(const Request& request) {
  std::map<uint32_t, std::vector<MeterValue>> stays;
  const Run all = run(request, request.counted());
  json::Writer out;
  out.object().key("properties_in_order").array();
  for (const MeterValue& value : all.values) {
    if (value.units.sign() <= 0) continue;
    out.text(request.text(value.text));
    stays[value.text].push_back(value);
  }
  out.arrayEnd().key("by_property").object();
  for (const auto& [text, values] : stays) {
    out.key(request.text(text)).array();
    for (const MeterValue& value : values) {
      out.object().key("prorated").text(value.prorated.toText()).key("op").text("add").objectEnd();
    }
    out.arrayEnd();
  }
  return out.objectEnd().objectEnd().take();
}

std::string ungrouped(const Request& request) {
  Run result = run(request, request.counted());
  // Of one group, the service's values begin with what is carried over in all groups.
  if (request.terms.prorated && !result.values.empty() && request.isOfOneGroup()) {
    result.values.front() = run(request, request.ofAllGroups()).values.front();
  }
  json::Writer out;
  writeRun(out.object(), request, result);
  if (!request.presentation_by.empty()) writeBreakdowns(out, request);
  return out.objectEnd().take();
}

std::string aggregation(const json::Value& json) {
  const Request request(json);
  if (request.operation == "sum_date_breakdown") return dateBreakdown(request);
  if (request.operation == "weighted_sum_breakdown") return weightedBreakdown(request);
  if (request.operation == "prorated_unique_count_breakdown") return uniqueBreakdown(request);
  if (request.grouped_by.empty()) return ungrouped(request);
  json::Writer out;
  writeGroups(out.object(), request);
  if (!request.presentation_by.empty()) writeBreakdowns(out, request);
  return out.objectEnd().take();
}

}  // namespace

std::optional<std::string> evaluateMeter(std::string_view kind, const json::Value& request) {
  if (kind == "aggregation") return aggregation(request);
  return std::nullopt;
}

}  // namespace tallyfold
