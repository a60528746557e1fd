// SPDX-License-Identifier: Apache-2.0
#include "query/lago_metrics.h"

#include <algorithm>

#include "base/sort.h"
#include "price/pricing.h"

namespace tallyfold {
namespace {

void addKeys(std::vector<std::string>& keys, const std::vector<std::string>& more) {
  keys.insert(keys.end(), more.begin(), more.end());
  sortItems(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

std::vector<std::string> lagoGroupKeys(const json::Value& properties) {
  const json::Value* keys = properties.find("pricing_group_keys");
  if (keys == nullptr || keys->isNull()) keys = properties.find("grouped_by");
  std::vector<std::string> names;
  if (keys == nullptr || !keys->isArray()) return names;
  for (const json::Value& key : keys->items) {
    if (key.isText() && !key.text.empty()) names.push_back(key.text);
  }
  return names;
}

LagoScope::Verdict LagoScope::at(int64_t time_ns) const {
  if (verdict != Verdict::Counts) return verdict;
  Verdict found = Verdict::NoSubscription;
  for (const Span& span : spans) {
    const bool has_begun = time_ns >= span.first_ns || (whole_history && span.is_asked);
    if (!has_begun || time_ns > span.last_ns) continue;
    if (span.is_asked) return Verdict::Counts;
    found = Verdict::NotAsked;
  }
  return found;
}

LagoMetrics::LagoMetrics(const LagoQuery& query) : query_(query) {
  for (const LagoPlan& plan : query.catalog->lago.plans) {
    for (const LagoCharge& charge : plan.charges) addCharge(charge);
  }
}

void LagoMetrics::addCharge(const LagoCharge& charge) {
  const LagoMetric& metric = query_.catalog->lago.metrics[charge.metric];
  auto& plans = of_code_[metric.code];
  auto plan = std::find_if(plans.begin(), plans.end(), [&](const LagoMetricPlan& known) {
    return known.metric == charge.metric;
  });
  if (plan == plans.end()) {
    plans.emplace_back();
    plan = plans.end() - 1;
    plan->metric = charge.metric;
    plan->facts = &metric;
  }
  plan->reads_amounts = plan->reads_amounts || charge.model == "dynamic";
  plan->adds_up = plan->adds_up && addsUp(charge);
  addKeys(plan->shape_keys, lagoGroupKeys(charge.properties));
  for (const LagoChargeFilter& filter : charge.filters) {
    addKeys(plan->shape_keys, lagoGroupKeys(filter.properties));
    for (const FilterValues& values : filter.values) addKeys(plan->shape_keys, {values.key});
  }
}

// Whether it is enough to know what the events of a slot come to. Weighted sums divide event by
// event; a prorated unique count looks at the changes of a day; what is paid in advance is a
// maximum over all moments.
bool LagoMetrics::addsUp(const LagoCharge& charge) const {
  const LagoCatalog& lago = query_.catalog->lago;
  const LagoMetric& metric = lago.metrics[charge.metric];
  if (metric.aggregation == LagoAggregation::WeightedSum) return false;
  if (metric.aggregation == LagoAggregation::UniqueCount && charge.prorated) return false;
  if (metric.recurring && charge.pay_in_advance) return false;
  const Result<ChargeModel> model = chargeModelNamed(charge.model);
  const auto asksForNone = [&](const json::Value& properties) {
    ChargeProblems problems;
    const auto terms =
        model ? readChargeTerms(model.value(), properties, charge.path, lago.premium, problems)
              : std::nullopt;
    return terms &&
           Pricing::needOf(*terms, charge.prorated, RunningTotals::Summed) == EventNeed::Nothing;
  };
  return asksForNone(charge.properties) && std::all_of(charge.filters.begin(), charge.filters.end(),
                                                       [&](const LagoChargeFilter& filter) {
                                                         return asksForNone(filter.properties);
                                                       });
}

std::optional<LagoSlots> LagoMetrics::slotsOf(const std::vector<uint32_t>& subscriptions) const {
  const LagoCatalog& lago = query_.catalog->lago;
  const auto zone_of = [&](uint32_t number) {
    return lago.zoneOf(lago.customers[lago.subscriptions[number].customer]);
  };
  std::vector<int64_t> cuts_ns;
  for (const uint32_t number : subscriptions) {
    if (zone_of(number) != zone_of(subscriptions.front())) return std::nullopt;
    const LagoSubscription& subscription = lago.subscriptions[number];
    cuts_ns.push_back(lagoUsageStart(subscription));
    if (subscription.terminated_ns) cuts_ns.push_back(*subscription.terminated_ns + 1);
  }
  sortItems(cuts_ns);
  if (cuts_ns.size() > LagoSlots::kMostCuts) return std::nullopt;
  return LagoSlots(zone_of(subscriptions.front()), std::move(cuts_ns));
}

const std::vector<LagoMetricPlan>& LagoMetrics::ofCode(std::string_view code) const {
  static const std::vector<LagoMetricPlan> kNone;
  const auto found = of_code_.find(code);
  return found == of_code_.end() ? kNone : found->second;
}

const LagoMetricPlan& LagoMetrics::ofMetric(uint32_t metric) const {
  const auto& plans = ofCode(query_.catalog->lago.metrics[metric].code);
  return *std::find_if(plans.begin(), plans.end(),
                       [metric](const LagoMetricPlan& plan) { return plan.metric == metric; });
}

std::vector<std::pair<std::string, std::vector<FieldName>>> LagoMetrics::wanted() const {
  std::vector<std::pair<std::string, std::vector<FieldName>>> all;
  for (const auto& [code, plans] : of_code_) {
    std::vector<FieldName> fields = {FieldName::ofAttribute(Attribute::Subscription),
                                     FieldName::ofAttribute(Attribute::IdText)};
    for (const LagoMetricPlan& plan : plans) {
      if (plan.reads_amounts) fields.push_back(FieldName::ofAttribute(Attribute::PreciseAmount));
      fields.push_back(FieldName::ofProperty(plan.facts->field_name));
      if (plan.facts->aggregation == LagoAggregation::UniqueCount)
        fields.push_back(FieldName::ofProperty("operation_type"));
      for (const std::string& key : plan.shape_keys) fields.push_back(FieldName::ofProperty(key));
      if (plan.facts->expression == nullptr) continue;
      for (const std::string& name : plan.facts->expression->properties())
        fields.push_back(FieldName::ofProperty(name));
    }
    all.emplace_back(code, std::move(fields));
  }
  return all;
}

// What has no subscription belongs to nobody that could be asked for by name.
bool LagoMetrics::asksAbout(std::string_view code, std::string_view external_id) const {
  const LagoCatalog& lago = query_.catalog->lago;
  if (code.empty() || (query_.metric_code && *query_.metric_code != code)) return false;
  if (query_.subscription && *query_.subscription != external_id) return false;
  if (query_.is_recurring) {
    const LagoMetric* metric = lago.metric(code);
    if (metric == nullptr || metric->recurring != *query_.is_recurring) return false;
  }
  const std::vector<uint32_t> subscriptions = lago.subscriptionsOf(external_id);
  if (subscriptions.empty()) return !query_.choosesOwners();
  return std::any_of(subscriptions.begin(), subscriptions.end(),
                     [&](uint32_t number) { return query_.asks(lago.subscriptions[number]); });
}

LagoScope LagoMetrics::scopeOf(std::string_view external_id, const LagoMetricPlan& plan) const {
  const LagoCatalog& lago = query_.catalog->lago;
  LagoScope scope;
  scope.whole_history = plan.facts->recurring;
  const std::vector<uint32_t> subscriptions = lago.subscriptionsOf(external_id);
  if (!subscriptions.empty()) scope.verdict = LagoScope::Verdict::NoPrice;
  for (const uint32_t number : subscriptions) {
    const LagoSubscription& subscription = lago.subscriptions[number];
    for (const LagoCharge& charge : lago.plans[subscription.plan].charges) {
      if (charge.metric != plan.metric) continue;
      const bool is_asked = query_.asks(subscription, charge);
      scope.spans.push_back(
          {lagoUsageStart(subscription), subscription.terminated_ns.value_or(INT64_MAX), is_asked});
      if (is_asked) {
        scope.verdict = LagoScope::Verdict::Counts;
      } else if (scope.verdict == LagoScope::Verdict::NoPrice) {
        scope.verdict = LagoScope::Verdict::NotAsked;
      }
    }
  }
  if (scope.verdict == LagoScope::Verdict::Counts) {
    if (plan.adds_up) scope.slots = slotsOf(subscriptions);
  } else if (!asksAbout(plan.facts->code, external_id)) {
    scope.verdict = LagoScope::Verdict::NotAsked;
  }
  return scope;
}

}  // namespace tallyfold
