// SPDX-License-Identifier: Apache-2.0
#include "report/lago_charge.h"

#include <algorithm>

namespace tallyfold {

LagoPricedCharge::LagoPricedCharge(const LagoQuery& query, const LagoPlan& plan,
                                   const LagoCharge& charge, const LagoMetricPlan& metric,
                                   const LagoLog& log)
    : charge_(charge), metric_(metric), log_(log) {
  if (const auto currency = currencyNamed(plan.currency)) currency_ = *currency;
  if (!charge.conversion_rate.empty()) conversion_rate_ = Decimal::parse(charge.conversion_rate);
  std::vector<ChargeFilter> filters;
  for (size_t i = 0; i < charge.filters.size(); ++i)
    filters.push_back({std::to_string(i), static_cast<int64_t>(i), charge.filters[i].values});
  const ChargeFilters all(metric.facts->filters, std::move(filters));
  for (size_t i = 0; i < charge.filters.size(); ++i)
    addBucket(query, i, all.bucket(i), charge.filters[i].properties);
  addBucket(query, std::nullopt, all.defaultBucket(), charge.properties);
}

// The catalog was checked when it was read, so its terms can be read again.
void LagoPricedCharge::addBucket(const LagoQuery& query, std::optional<size_t> filter,
                                 FilterBucket conditions, const json::Value& properties) {
  const Result<ChargeModel> model = chargeModelNamed(charge_.model);
  if (!model) return;
  ChargeProblems problems;
  auto terms = readChargeTerms(model.value(), properties, charge_.path, query.catalog->lago.premium,
                               problems);
  if (!terms) return;
  buckets_.push_back({filter, std::move(conditions), *std::move(terms), lagoGroupKeys(properties)});
}

const std::vector<LagoPricedCharge::Place>& LagoPricedCharge::placesOf(uint32_t shape) {
  const auto known = places_.find(shape);
  if (known != places_.end()) return known->second;
  const std::vector<uint32_t> texts = log_.textsOf(shape);
  const auto codeOf = [&](std::string_view key) {
    const auto& keys = metric_.shape_keys;
    const auto at = std::find(keys.begin(), keys.end(), key);
    return at == keys.end() ? kAbsentText : texts[static_cast<size_t>(at - keys.begin())];
  };
  const PropertyText event = [&](std::string_view key) -> std::optional<std::string_view> {
    const uint32_t code = codeOf(key);
    if (code == kAbsentText) return std::nullopt;
    return log_.texts.text(code);
  };
  std::vector<Place> places;
  for (size_t number = 0; number < buckets_.size(); ++number) {
    const LagoBucket& bucket = buckets_[number];
    if (!bucket.conditions.takes(event)) continue;
    std::vector<uint32_t> group;
    // A missing text and an empty one are the same group.
    for (const std::string& key : bucket.group_keys) {
      const uint32_t code = codeOf(key);
      group.push_back(code == 0 ? kAbsentText : code);
    }
    places.emplace_back(number, std::move(group));
  }
  return places_.emplace(shape, std::move(places)).first->second;
}

}  // namespace tallyfold
