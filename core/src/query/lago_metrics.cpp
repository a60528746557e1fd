// SPDX-License-Identifier: Apache-2.0
#include "query/lago_metrics.h"

#include <algorithm>

namespace tallyfold {
namespace {

void addKeys(std::vector<std::string>& keys, const std::vector<std::string>& more) {
  keys.insert(keys.end(), more.begin(), more.end());
  std::sort(keys.begin(), keys.end());
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

bool LagoScope::covers(int64_t time_ns) const {
  if (whole_history) return true;
  return std::any_of(spans_ns.begin(), spans_ns.end(), [time_ns](const auto& span) {
    return time_ns >= span.first && time_ns <= span.second;
  });
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
  addKeys(plan->shape_keys, lagoGroupKeys(charge.properties));
  for (const LagoChargeFilter& filter : charge.filters) {
    addKeys(plan->shape_keys, lagoGroupKeys(filter.properties));
    for (const FilterValues& values : filter.values) addKeys(plan->shape_keys, {values.key});
  }
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

LagoScope LagoMetrics::scopeOf(std::string_view external_id, const LagoMetricPlan& plan) const {
  const LagoCatalog& lago = query_.catalog->lago;
  LagoScope scope;
  scope.whole_history = plan.facts->recurring;
  const std::vector<uint32_t> subscriptions = lago.subscriptionsOf(external_id);
  if (subscriptions.empty()) return scope;
  scope.verdict = LagoScope::Verdict::NoPrice;
  for (const uint32_t number : subscriptions) {
    const LagoSubscription& subscription = lago.subscriptions[number];
    for (const LagoCharge& charge : lago.plans[subscription.plan].charges) {
      if (charge.metric != plan.metric) continue;
      scope.spans_ns.emplace_back(subscription.started_ns,
                                  subscription.terminated_ns.value_or(INT64_MAX));
      if (query_.asks(subscription, charge)) {
        scope.verdict = LagoScope::Verdict::Counts;
      } else if (scope.verdict == LagoScope::Verdict::NoPrice) {
        scope.verdict = LagoScope::Verdict::NotAsked;
      }
    }
  }
  return scope;
}

}  // namespace tallyfold
