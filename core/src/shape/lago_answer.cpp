// SPDX-License-Identifier: Apache-2.0
#include "shape/lago_answer.h"

#include <map>
#include <tuple>

#include "json/writer.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

struct Span {
  int64_t first_day;
  int64_t last_day;
};

int64_t firstOf(int32_t year, int month) {
  return daysFromCivil({year, static_cast<uint8_t>(month), 1});
}

// The whole period that a day belongs to.
Span spanOf(int64_t day, LagoGranularity granularity) {
  const CivilDate date = civilFromDays(day);
  switch (granularity) {
    case LagoGranularity::Daily:
      break;
    case LagoGranularity::Weekly: {
      const int64_t monday = day - (weekday(day) + 6) % 7;
      return {monday, monday + 6};
    }
    case LagoGranularity::Monthly: {
      const int64_t first = firstOf(date.year, date.month);
      return {first, first + daysInMonth(date.year, date.month) - 1};
    }
    case LagoGranularity::Yearly:
      return {firstOf(date.year, 1), firstOf(date.year + 1, 1) - 1};
  }
  return {day, day};
}

std::string dateText(int64_t day) {
  return writeRfc3339(day * kSecondsPerDay * kNanosecondsPerSecond, 0).substr(0, 10);
}

std::string secondText(int64_t time_ns) {
  return writeRfc3339(time_ns - floorMod(time_ns, kNanosecondsPerSecond), 0);
}

}  // namespace

std::string lagoUnits(const Rational& units) {
  std::string text = units.toText();
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

namespace {

// The service looks for any deleted metric of the code, although a live one may have it now.
bool isDeleted(const LagoQuery& query, const std::string& code, LagoRules& rules) {
  const LagoMetric* metric = query.catalog->lago.metric(code);
  const bool is_gone = metric != nullptr && metric->deleted;
  if (query.exact || is_gone || !query.catalog->lago.isDeleted(code)) return is_gone;
  rules.add(LagoRule::CodeOfDeletedMetric);
  return true;
}

void writeOptional(json::Writer& out, bool asked, const char* key,
                   const std::optional<std::string>& text) {
  if (asked) out.key(key).text(text.value_or(""));
}

void writeGroup(json::Writer& out, const LagoGroupBy& by, const LagoGroup& group) {
  writeOptional(out, by.customer, "external_customer_id", group.customer);
  writeOptional(out, by.subscription, "external_subscription_id", group.subscription);
  writeOptional(out, by.plan, "plan_code", group.plan);
  writeOptional(out, by.charge, "charge", group.charge);
  if (by.filter) out.key("filter").raw(group.filter.value_or("null"));
}

}  // namespace

std::string lagoAnalyticsBody(const LagoRequest& request, const LagoDays& days, LagoRules& rules) {
  std::map<std::pair<int64_t, uint32_t>, LagoDayRow> rows;
  for (const LagoDayRow& day : days.rows) {
    const Span span = spanOf(day.day, request.granularity);
    if (request.from_day && span.last_day < *request.from_day) continue;
    if (request.to_day && span.first_day > *request.to_day) continue;
    LagoDayRow& row = rows[{span.first_day, day.group}];
    row.units += day.units;
    row.amount_cents += day.amount_cents;
  }
  const LagoCatalog& lago = request.query.catalog->lago;
  json::Writer out;
  out.object().key("usages").array();
  for (const auto& [key, row] : rows) {
    if (row.units.isZero() && row.amount_cents.isZero()) continue;
    const LagoGroup& group = days.groups[key.second];
    const Span span = spanOf(key.first, request.granularity);
    out.object().key("organization_id").text(lago.organization_id);
    out.key("start_of_period_dt").text(dateText(span.first_day));
    out.key("end_of_period_dt").text(dateText(span.last_day));
    out.key("amount_currency").text(group.currency);
    out.key("amount_cents").raw(row.amount_cents.toText());
    out.key("billable_metric_code").text(group.code).key("units").text(lagoUnits(row.units));
    out.key("is_billable_metric_deleted").boolean(isDeleted(request.query, group.code, rules));
    writeGroup(out, request.group_by, group);
    out.objectEnd();
  }
  return out.arrayEnd().objectEnd().take();
}

namespace {

/// Sums of lines.
struct Totals {
  Rational units, total_units;
  int64_t events = 0;
  Decimal amount_cents, unit_cents;
  bool in_unit = false;

  void add(const LagoUsage& usage) {
    units += usage.fee.units;
    total_units += usage.total_units;
    events += usage.events;
    amount_cents += usage.fee.amounts.amount_cents;
    in_unit = in_unit || usage.fee.in_pricing_unit.has_value();
    if (usage.fee.in_pricing_unit) unit_cents += usage.fee.in_pricing_unit->amount_cents;
  }
};

void writeTotals(json::Writer& out, const Totals& totals, const LagoCharge& charge,
                 const std::string* currency) {
  out.key("units").text(lagoUnits(totals.units));
  out.key("total_aggregated_units").text(lagoUnits(totals.total_units));
  out.key("events_count").integer(totals.events);
  out.key("amount_cents").raw(totals.amount_cents.toText());
  if (currency != nullptr) out.key("amount_currency").text(*currency);
  out.key("pricing_unit_details");
  if (!totals.in_unit) {
    out.null();
    return;
  }
  out.object().key("amount_cents").raw(totals.unit_cents.toText());
  out.key("short_name").text(charge.pricing_unit);
  out.key("conversion_rate").text(charge.conversion_rate).objectEnd();
}

void writeFilterName(json::Writer& out, const LagoCharge& charge,
                     const std::optional<size_t>& filter) {
  out.key("invoice_display_name");
  const bool has_name = filter && !charge.filters[*filter].name.empty();
  has_name ? out.text(charge.filters[*filter].name) : out.null();
  out.key("values");
  if (!filter) {
    out.null();
    return;
  }
  out.raw(lagoFilterValues(charge.filters[*filter]));
}

using Lines = std::vector<const LagoLine*>;

// One entry per filter, the default bucket last; nothing where the charge has no filters.
void writeFilters(json::Writer& out, const LagoCharge& charge, const Lines& lines) {
  out.key("filters").array();
  std::map<std::pair<bool, size_t>, Totals> by_filter;
  if (!charge.filters.empty()) {
    for (const LagoLine* line : lines)
      by_filter[{!line->filter, line->filter.value_or(0)}].add(line->usage);
  }
  for (const auto& [key, totals] : by_filter) {
    out.object();
    writeTotals(out, totals, charge, nullptr);
    writeFilterName(out, charge, key.first ? std::nullopt : std::optional<size_t>(key.second));
    out.objectEnd();
  }
  out.arrayEnd();
}

using Group = std::vector<std::pair<std::string, std::optional<std::string>>>;

Group groupOf(const LagoCharge& charge, const LagoLine& line) {
  const json::Value& properties =
      line.filter ? charge.filters[*line.filter].properties : charge.properties;
  const std::vector<std::string> keys = lagoGroupKeys(properties);
  Group group;
  for (size_t i = 0; i < line.groups.size() && i < keys.size(); ++i)
    group.emplace_back(keys[i], line.groups[i]);
  return group;
}

void writeGroups(json::Writer& out, const LagoCharge& charge, const Lines& lines) {
  std::map<Group, Lines> groups;
  for (const LagoLine* line : lines) {
    Group group = groupOf(charge, *line);
    if (!group.empty()) groups[std::move(group)].push_back(line);
  }
  out.key("grouped_usage").array();
  for (const auto& [group, members] : groups) {
    Totals totals;
    for (const LagoLine* line : members) totals.add(line->usage);
    out.object();
    writeTotals(out, totals, charge, nullptr);
    out.key("grouped_by").object();
    for (const auto& [key, value] : group) {
      out.key(key);
      value ? out.text(*value) : out.null();
    }
    out.objectEnd();
    writeFilters(out, charge, members);
    out.objectEnd();
  }
  out.arrayEnd();
}

void writeTextOrNull(json::Writer& out, const char* key, const std::string& text) {
  out.key(key);
  text.empty() ? out.null() : out.text(text);
}

void writeCharge(json::Writer& out, const LagoChargeUsage& usage, const std::string& currency) {
  static constexpr const char* kKinds[] = {"count_agg",        "sum_agg",    "max_agg",
                                           "unique_count_agg", "latest_agg", "weighted_sum_agg"};
  Lines lines;
  Totals totals;
  for (const LagoLine& line : usage.lines) {
    lines.push_back(&line);
    totals.add(line.usage);
  }
  out.object();
  writeTotals(out, totals, *usage.charge, &currency);
  out.key("charge").object();
  writeTextOrNull(out, "lago_id", usage.charge->lago_id);
  writeTextOrNull(out, "code", usage.charge->code);
  out.key("charge_model").text(usage.charge->model);
  writeTextOrNull(out, "invoice_display_name", usage.charge->name);
  out.objectEnd().key("billable_metric").object();
  writeTextOrNull(out, "lago_id", usage.metric->lago_id);
  writeTextOrNull(out, "name", usage.metric->name);
  out.key("code").text(usage.metric->code);
  out.key("aggregation_type").text(kKinds[static_cast<size_t>(usage.metric->aggregation)]);
  out.objectEnd();
  writeFilters(out, *usage.charge, lines);
  writeGroups(out, *usage.charge, lines);
  out.key("presentation_breakdowns").array().arrayEnd().objectEnd();
}

}  // namespace

std::string lagoCurrentBody(const LagoRequest& request, const LagoCurrentUsage& usage) {
  const LagoCatalog& lago = request.query.catalog->lago;
  const LagoSubscription& subscription = lago.subscriptions[request.subscription];
  const auto& zone = lago.zoneOf(lago.customers[subscription.customer]);
  Decimal amount_cents;
  for (const LagoChargeUsage& charge : usage.charges) {
    for (const LagoLine& line : charge.lines) amount_cents += line.usage.fee.amounts.amount_cents;
  }
  json::Writer out;
  out.object().key("customer_usage").object();
  out.key("from_datetime").text(secondText(usage.period.from_ns));
  out.key("to_datetime").text(secondText(usage.period.to_ns));
  out.key("issuing_date").text(dateText(LocalDays(zone).at(usage.period.to_ns)));
  out.key("currency").text(usage.plan->currency);
  out.key("amount_cents").raw(amount_cents.toText());
  out.key("total_amount_cents").raw(amount_cents.toText());
  out.key("taxes_amount_cents").integer(0).key("lago_invoice_id").null();
  out.key("charges_usage").array();
  for (const LagoChargeUsage& charge : usage.charges)
    writeCharge(out, charge, usage.plan->currency);
  return out.arrayEnd().objectEnd().objectEnd().take();
}

}  // namespace tallyfold
