// SPDX-License-Identifier: Apache-2.0
#include "evaluate_rules.h"

#include "base/integer_text.h"
#include "catalog/charge_filters.h"
#include "catalog/period.h"
#include "expression/expression.h"
#include "json/writer.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

const json::Value& member(const json::Value& object, std::string_view key) {
  static const json::Value kNothing;
  const json::Value* found = object.find(key);
  return found != nullptr ? *found : kNothing;
}

bool isTrue(const json::Value& object, std::string_view key) {
  return member(object, key).kind == json::Kind::True;
}

std::string problem(const std::string& message) {
  return json::Writer().object().key("error").text(message).objectEnd().take();
}

// Formulas.

class EventOf : public ExpressionEvent {
 public:
  explicit EventOf(const json::Value& event) : event_(event) {}
  [[nodiscard]] std::string_view code() const override { return member(event_, "code").text; }
  [[nodiscard]] Decimal timestamp() const override {
    return Decimal::parse(member(event_, "timestamp").text).value_or(Decimal());
  }
  [[nodiscard]] std::optional<std::string_view> property(std::string_view name) const override {
    const json::Value* value = member(event_, "properties").find(name);
    if (value == nullptr || value->isNull()) return std::nullopt;
    return value->text;
  }

 private:
  const json::Value& event_;
};

// What the service says of a field besides the reason.
std::string refusal(const std::string& reason, const char* field) {
  json::Writer out;
  out.object().key("valid").boolean(false).key("error").text(reason);
  out.key("validation_error").object().key(field).array();
  out.text(std::string("invalid_") + field).arrayEnd().objectEnd();
  return out.objectEnd().take();
}

// The event's properties after the formula's value has been written into `field`.
std::string propertiesWith(const json::Value& event, const std::string& field,
                           const std::optional<ExpressionValue>& value) {
  json::Writer out;
  out.object().key("properties").object();
  for (const auto& [key, old] : member(event, "properties").members) {
    if (!value || key != field) out.key(key).text(old.text);
  }
  if (value) out.key(field).text(expressionText(*value));
  return out.objectEnd().objectEnd().take();
}

std::string formula(const json::Value& request) {
  const json::Value& event = member(request, "event");
  const std::string& field = member(request, "field_name").text;
  const json::Value& text = member(request, "expression");
  if (text.isNull()) return propertiesWith(event, field, std::nullopt);
  const Result<Expression> parsed = Expression::parse(text.text);
  if (!parsed) return refusal(parsed.error().message, "expression");
  if (member(request, "mode").text == "parse") return R"({"valid":true})";
  const Result<ExpressionValue> value = parsed.value().evaluate(EventOf(event));
  if (!value) return refusal(value.error().message, "event");
  if (!field.empty()) return propertiesWith(event, field, value.value());
  const Decimal* number = std::get_if<Decimal>(&value.value());
  json::Writer out;
  out.object().key(number != nullptr ? "number" : "string");
  out.text(number != nullptr ? number->toText() : expressionText(value.value()));
  return out.objectEnd().take();
}

// Periods.

std::optional<int64_t> instant(const json::Value& request, const char* key) {
  const auto read = readRfc3339(member(request, key).text);
  return read && !read->saturated ? std::optional(read->time_ns) : std::nullopt;
}

// To the second, as the service shows it.
std::string shown(int64_t time_ns) {
  const int64_t second = floorDiv(time_ns, kNanosecondsPerSecond);
  return writeRfc3339(second * kNanosecondsPerSecond, 0);
}

std::string value(const std::string& json) {
  return json::Writer().object().key("value").raw(json).objectEnd().take();
}

std::string shownValue(std::optional<int64_t> time_ns) {
  std::string text;
  if (time_ns) json::appendQuoted(text, shown(*time_ns));
  return value(time_ns ? text : "null");
}

Result<BillingTerms> billingTerms(const json::Value& request) {
  const auto interval = billingInterval(member(request, "interval").text);
  const auto time = billingTime(member(request, "billing_time").text);
  const std::string& zone = member(request, "timezone").text;
  BillingTerms terms;
  terms.zone = Zone::find(zone);
  if (!interval || !time || !terms.zone)
    return Error{ErrorCode::Misuse, "an interval, a billing time and a zone are needed", {}};
  terms.interval = *interval;
  terms.billing_time = *time;
  terms.pay_in_advance = isTrue(request, "pay_in_advance");
  terms.bill_charges_monthly = isTrue(request, "bill_charges_monthly");
  terms.bill_fixed_charges_monthly = isTrue(request, "bill_fixed_charges_monthly");
  terms.subscription_at_ns = instant(request, "subscription_at");
  terms.started_at_ns = instant(request, "started_at");
  terms.terminated_at_ns = instant(request, "terminated_at");
  return terms;
}

std::string runningPeriod(const BillingPeriods& periods, int64_t at_ns) {
  const auto found = periods.usage(at_ns, PeriodChoice::Running);
  if (!found) return problem("the subscription has not started");
  json::Writer out;
  out.object().key("from").text(shown(found->from_ns));
  return out.key("to").text(shown(found->to_ns)).objectEnd().take();
}

std::string periodOf(const std::string& method, const BillingPeriods& periods, int64_t at_ns,
                     PeriodChoice choice, bool is_current) {
  const auto usage = periods.usage(at_ns, choice);
  const auto fee = periods.fee(at_ns, choice);
  using Found = std::optional<int64_t>;
  if (method == "from_datetime") return shownValue(fee ? Found(fee->from_ns) : Found());
  if (method == "to_datetime") return shownValue(fee ? Found(fee->to_ns) : Found());
  if (method == "charges_from_datetime") return shownValue(usage ? Found(usage->from_ns) : Found());
  if (method == "charges_to_datetime") return shownValue(usage ? Found(usage->to_ns) : Found());
  if (method == "charges_duration_in_days")
    return value(std::to_string(periods.usageDays(at_ns, choice)));
  if (method == "next_end_of_period") return shownValue(periods.endOf(at_ns));
  if (method == "previous_beginning_of_period")
    return shownValue(periods.startOf(at_ns, is_current ? 0 : 1));
  return problem("unknown method");
}

std::string period(const json::Value& request) {
  const std::string& method = member(request, "method").text;
  const auto terms = billingTerms(request);
  const auto at = instant(request, method == "current_usage_period" ? "as_of" : "billing_at");
  if (!terms || !at) return problem(terms ? "an instant is needed" : terms.error().message);
  const BillingPeriods periods(terms.value());
  if (method == "current_usage_period") return runningPeriod(periods, *at);
  const bool is_running = isTrue(request, "current_usage");
  const bool is_current = is_running || isTrue(member(request, "args"), "current_period");
  return periodOf(method, periods, *at, is_running ? PeriodChoice::Running : PeriodChoice::Invoiced,
                  is_current);
}

std::string dateDiff(const json::Value& request) {
  const auto from = instant(request, "from");
  const auto to = instant(request, "to");
  const auto zone = Zone::find(member(request, "timezone").text);
  if (!from || !to || !zone) return problem("two instants and a zone are needed");
  return json::Writer()
      .object()
      .key("days")
      .integer(daysBetween(*from, *to, zone))
      .objectEnd()
      .take();
}

// Filters.

FilterConditions conditionsOf(const json::Value& object) {
  FilterConditions conditions;
  for (const auto& [key, values] : object.members) {
    conditions.push_back({key, {}});
    for (const json::Value& one : values.items) conditions.back().values.push_back(one.text);
  }
  return conditions;
}

ChargeFilters filtersOf(const json::Value& request) {
  std::vector<ChargeFilter> filters;
  for (const json::Value& one : member(request, "filters").items) {
    const int64_t created_at = readInteger(member(one, "created_at").text).value_or(0);
    filters.push_back({member(one, "id").text, created_at, conditionsOf(member(one, "values"))});
  }
  return {conditionsOf(member(request, "metric_filters")), std::move(filters)};
}

std::string filterMatching(const json::Value& request) {
  const ChargeFilters filters = filtersOf(request);
  const json::Value& properties = member(request, "properties");
  const PropertyText event = [&](std::string_view key) -> std::optional<std::string_view> {
    const json::Value* found = properties.find(key);
    if (found == nullptr || found->isNull()) return std::nullopt;
    return found->text;
  };
  json::Writer out;
  out.object().key("filter");
  const auto best = filters.bestMatch(event);
  best ? out.text(filters.filters()[*best].id) : out.null();
  out.key("matching_filters").array();
  for (const size_t i : filters.matching(event)) out.text(filters.filters()[i].id);
  return out.arrayEnd().objectEnd().take();
}

void write(json::Writer& out, const FilterConditions& conditions) {
  out.object();
  for (const FilterValues& one : conditions) {
    out.key(one.key).array();
    for (const std::string& text : one.values) out.text(text);
    out.arrayEnd();
  }
  out.objectEnd();
}

std::string filterBucket(const json::Value& request) {
  const ChargeFilters filters = filtersOf(request);
  const std::string& current = member(request, "current").text;
  for (size_t i = 0; i < filters.filters().size(); ++i) {
    if (filters.filters()[i].id != current) continue;
    const FilterBucket bucket = filters.bucket(i);
    json::Writer out;
    out.object().key("matching");
    write(out, bucket.matching);
    out.key("ignored").array();
    for (const FilterConditions& one : bucket.ignored) write(out, one);
    return out.arrayEnd().objectEnd().take();
  }
  return problem("no filter is called so");
}

}  // namespace

std::optional<std::string> evaluateRule(std::string_view kind, const json::Value& request) {
  if (kind == "expression") return formula(request);
  if (kind == "period") return period(request);
  if (kind == "date_diff") return dateDiff(request);
  if (kind == "filter_matching") return filterMatching(request);
  if (kind == "filter_matching_and_ignored") return filterBucket(request);
  return std::nullopt;
}

}  // namespace tallyfold
