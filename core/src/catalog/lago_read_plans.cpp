// SPDX-License-Identifier: Apache-2.0
// Reading and checking metrics, and plans with their charges.
#include <algorithm>

#include "catalog/lago_reader.h"
#include "numeric/decimal.h"

namespace tallyfold {
namespace {

const JsonPath kRoot;

// A text's or number's characters; what is neither has none.
bool isWord(const json::Value& value) { return value.isText() || value.kind == json::Kind::Number; }

std::vector<std::string> readWords(const json::Value* list, const JsonPath& path,
                                   CatalogProblems& problems) {
  std::vector<std::string> words;
  const bool is_missing =
      list == nullptr || list->isNull() || (list->isArray() && list->items.empty());
  if (is_missing) return problems.add(path.text(), kMissing), words;
  if (!list->isArray()) return problems.add(path.text(), kNoArray), words;
  for (size_t i = 0; i < list->items.size(); ++i) {
    const json::Value& item = list->items[i];
    if (!isWord(item)) problems.add(path.text() + "[" + std::to_string(i) + "]", kNoText);
    words.push_back(item.text);
  }
  return words;
}

const FilterValues* filterOf(const FilterConditions& filters, std::string_view key) {
  const auto found = std::find_if(filters.begin(), filters.end(),
                                  [key](const FilterValues& one) { return one.key == key; });
  return found == filters.end() ? nullptr : &*found;
}

}  // namespace

void LagoReader::readMetrics(const json::Value& list, CatalogProblems& problems) {
  each(&list, {&kRoot, "billable_metrics"}, problems,
       [this](const Item& item) { readMetric(item); });
}

void LagoReader::readMetric(const Item& item) {
  Members members = item.members();
  LagoMetric metric;
  metric.lago_id = members.text("lago_id");
  metric.code = members.requiredText("code");
  metric.name = members.text("name");
  readAggregation(members, metric);
  readRounding(members, metric);
  metric.filters = readMetricFilters(item);
  metric.deleted = members.time("deleted_at").has_value();
  const size_t place = catalog_.metrics.size();
  const bool is_new =
      name(metric.deleted ? deleted_metric_of_ : live_metric_of_, metric.code, place);
  if (!is_new && !metric.deleted && !metric.code.empty()) members.problem("code", kRepeated);
  if (!metric.lago_id.empty()) name(metric_of_id_, metric.lago_id, place);
  catalog_.metrics.push_back(std::move(metric));
}

void LagoReader::readAggregation(Members& members, LagoMetric& metric) {
  if (members.find("aggregation_type").text == "custom_agg") {
    members.problem("aggregation_type", kInvalidValue,
                    "custom_agg is not offered: its code cannot be run here");
    return;
  }
  const auto kind = members.choice(
      "aggregation_type",
      {"count_agg", "sum_agg", "max_agg", "unique_count_agg", "latest_agg", "weighted_sum_agg"});
  if (members.find("aggregation_type").isNull())
    members.problem("aggregation_type", kInvalidValue, kMissing.message);
  if (!kind) return;
  metric.aggregation = static_cast<LagoAggregation>(*kind);
  if (metric.aggregation == LagoAggregation::Count) {
    members.text("field_name");  // is dropped
  } else {
    metric.field_name = members.requiredText("field_name");
  }
  const std::string_view formula = members.text("expression");
  if (!formula.empty()) {
    Result<Expression> parsed = Expression::parse(formula);
    if (!parsed) members.problem("expression", "invalid_expression", parsed.error().message);
    if (parsed) metric.expression = std::make_shared<const Expression>(std::move(parsed).value());
  }
  metric.recurring = members.flag("recurring");
  const bool may_recur = metric.aggregation == LagoAggregation::Sum ||
                         metric.aggregation == LagoAggregation::UniqueCount ||
                         metric.aggregation == LagoAggregation::WeightedSum;
  if (metric.recurring && !may_recur) {
    members.problem("recurring", "not_compatible_with_aggregation_type",
                    "is for sum_agg, unique_count_agg and weighted_sum_agg only");
  }
  const bool is_weighted = metric.aggregation == LagoAggregation::WeightedSum;
  const auto interval = members.choice("weighted_interval", {"seconds"});
  if (is_weighted && !interval && members.find("weighted_interval").isNull())
    members.problem("weighted_interval", kInvalidValue, "must be seconds for weighted_sum_agg");
}

void LagoReader::readRounding(Members& members, LagoMetric& metric) {
  constexpr int64_t kMostPlaces = 1000;  // no number that can be read has more
  const auto rounding = members.choice("rounding_function", {"none", "round", "ceil", "floor"});
  metric.rounding = static_cast<LagoRounding>(rounding.value_or(0));
  metric.rounding_precision = static_cast<int32_t>(
      std::clamp<int64_t>(members.integer("rounding_precision", 0), -kMostPlaces, kMostPlaces));
}

// [{"key": "region", "values": ["eu", "us"]}]
FilterConditions LagoReader::readMetricFilters(const Item& item) {
  FilterConditions filters;
  each(item.value.find("filters"), {&item.path, "filters"}, item.problems, [&](const Item& filter) {
    const std::string key(filter.members().requiredText("key"));
    const JsonPath path{&filter.path, "values"};
    filters.push_back({key, readWords(filter.value.find("values"), path, filter.problems)});
  });
  return filters;
}

void LagoReader::readPlans(const json::Value& list, CatalogProblems& problems) {
  each(&list, {&kRoot, "plans"}, problems, [this](const Item& item) { readPlan(item); });
}

void LagoReader::readCurrency(Members& members, LagoPlan& plan) {
  const json::Field written = members.find("amount_currency");
  plan.currency = members.text("amount_currency");
  if (written.isNull() || (written.isText() && plan.currency.empty())) {
    members.problem("amount_currency", kInvalidValue, kMissing.message);
  } else if (written.isText() && rules_ != nullptr && !rules_->is_currency(plan.currency)) {
    members.problem("amount_currency", kInvalidValue, "is no currency that Lago knows");
  }
}

void LagoReader::readPlan(const Item& item) {
  Members members = item.members();
  LagoPlan plan;
  plan.code = members.requiredText("code");
  readCurrency(members, plan);
  const auto interval =
      members.choice("interval", {"weekly", "monthly", "quarterly", "semiannual", "yearly"});
  if (members.find("interval").isNull()) members.problem("interval", kMissing);
  if (interval) plan.interval = static_cast<BillingInterval>(*interval);
  plan.bill_charges_monthly = members.flag("bill_charges_monthly");
  if (!name(plan_of_, plan.code, catalog_.plans.size()) && !plan.code.empty())
    members.problem("code", kRepeated);
  each(item.value.find("charges"), {&item.path, "charges"}, item.problems,
       [&](const Item& charge) { plan.charges.push_back(readCharge(charge)); });
  catalog_.plans.push_back(std::move(plan));
}

LagoCharge LagoReader::readCharge(const Item& item) {
  Members members = item.members();
  LagoCharge charge;
  charge.path = item.path.text();
  charge.lago_id = members.text("lago_id");
  charge.code = members.text("code");
  charge.name = members.text("invoice_display_name");
  charge.model = members.requiredText("charge_model");
  charge.properties = readProperties(item);
  charge.prorated = members.flag("prorated");
  charge.pay_in_advance = members.flag("pay_in_advance");
  readPricingUnit(item, charge);
  const auto place = metricOf(members);
  charge.metric = place.value_or(0);
  const LagoMetric* metric = place ? &catalog_.metrics[*place] : nullptr;
  each(item.value.find("filters"), {&item.path, "filters"}, item.problems,
       [&](const Item& filter) { charge.filters.push_back(readFilter(filter, metric)); });
  if (metric != nullptr && rules_ != nullptr && !charge.model.empty())
    rules_->check(catalog_, charge, item.problems);
  return charge;
}

json::Value LagoReader::readProperties(const Item& item) {
  const json::Value* properties = item.value.find("properties");
  if (properties == nullptr || properties->isNull()) return {};
  if (properties->isObject()) return *properties;
  item.problems.add(item.path.member("properties"), kNoObject);
  return {};
}

void LagoReader::readPricingUnit(const Item& item, LagoCharge& charge) {
  const json::Value* unit = item.value.find("applied_pricing_unit");
  if (unit == nullptr || unit->isNull()) return;
  const JsonPath path{&item.path, "applied_pricing_unit"};
  if (!unit->isObject()) return item.problems.add(path.text(), kNoObject);
  Members members(*unit, path, item.problems);
  charge.pricing_unit = members.requiredText("code");
  const json::Field rate = members.find("conversion_rate");
  if (rate.isNull()) return members.problem("conversion_rate", kMissing);
  const auto number = rate.isText() || rate.isNumber() ? Decimal::parse(rate.text) : std::nullopt;
  if (!number || number->sign() <= 0) {
    return members.problem("conversion_rate", kInvalidValue, "must be a decimal above 0");
  }
  charge.conversion_rate = rate.text;
}

// By its id where the charge has one, for a code may have belonged to a metric that was deleted.
std::optional<uint32_t> LagoReader::metricOf(Members& members) const {
  const std::string_view id = members.text("lago_billable_metric_id");
  const std::string_view code = members.text("billable_metric_code");
  for (const auto& [numbers, name] :
       {std::pair(&metric_of_id_, id), std::pair(&live_metric_of_, code),
        std::pair(&deleted_metric_of_, code)}) {
    const uint32_t found = name.empty() ? NameMap::kNone : numbers->find(name);
    if (found != NameMap::kNone) return found;
  }
  members.problem("billable_metric_code", "billable_metric_not_found",
                  "names no metric of this catalog");
  return std::nullopt;
}

LagoChargeFilter LagoReader::readFilter(const Item& item, const LagoMetric* metric) {
  Members members = item.members();
  LagoChargeFilter filter;
  filter.name = members.text("invoice_display_name");
  filter.values = readFilterValues(item);
  filter.properties = readProperties(item);
  if (metric != nullptr) checkFilterValues(filter.values, *metric, item);
  return filter;
}

// {"region": ["eu"]} or, as a metric has them, [{"key": "region", "values": ["eu"]}].
FilterConditions LagoReader::readFilterValues(const Item& item) {
  const json::Value* values = item.value.find("values");
  const JsonPath path{&item.path, "values"};
  FilterConditions conditions;
  if (values == nullptr || (values->items.empty() && values->members.empty() &&
                            (values->isNull() || values->isArray() || values->isObject()))) {
    item.problems.add(path.text(), kMissing);
    return conditions;
  }
  if (values->isObject()) {
    for (const auto& [key, list] : values->members) {
      const JsonPath of_key{&path, key};
      conditions.push_back({key, readWords(&list, of_key, item.problems)});
    }
    return conditions;
  }
  each(values, path, item.problems, [&](const Item& one) {
    const std::string key(one.members().requiredText("key"));
    const JsonPath of_key{&one.path, "values"};
    conditions.push_back({key, readWords(one.value.find("values"), of_key, one.problems)});
  });
  return conditions;
}

void LagoReader::checkFilterValues(const FilterConditions& values, const LagoMetric& metric,
                                   const Item& item) {
  const JsonPath path{&item.path, "values"};
  for (const FilterValues& one : values) {
    if (one.key.empty() || one.values.empty()) continue;  // told already
    const FilterValues* known = filterOf(metric.filters, one.key);
    if (known == nullptr) {
      item.problems.add(path.member(one.key), kInvalidValue, "is no filter of the metric");
      continue;
    }
    for (const std::string& value : one.values) {
      const auto& all = known->values;
      if (value == kAllFilterValues || std::find(all.begin(), all.end(), value) != all.end())
        continue;
      item.problems.add(path.member(one.key), kInvalidValue,
                        "has \"" + value + "\", which the metric does not list");
    }
  }
}

}  // namespace tallyfold
