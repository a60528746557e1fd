// SPDX-License-Identifier: Apache-2.0
#include "report/lago_charge.h"

#include <algorithm>

namespace tallyfold {
namespace {

// In their order, which is their age.
std::vector<ChargeFilter> filtersOf(const LagoCharge& charge) {
  std::vector<ChargeFilter> filters;
  for (size_t i = 0; i < charge.filters.size(); ++i)
    filters.push_back({std::to_string(i), static_cast<int64_t>(i), charge.filters[i].values});
  return filters;
}

}  // namespace

LagoPricedCharge::LagoPricedCharge(const LagoQuery& query, const LagoPlan& plan,
                                   const LagoCharge& charge, const LagoMetricPlan& metric,
                                   const LagoLog& log)
    : query_(query),
      charge_(charge),
      metric_(metric),
      log_(log),
      filters_(metric.facts->filters, filtersOf(charge)) {
  if (const auto currency = currencyNamed(plan.currency)) currency_ = *currency;
  if (!charge.conversion_rate.empty()) conversion_rate_ = Decimal::parse(charge.conversion_rate);
  for (size_t i = 0; i < charge.filters.size(); ++i)
    addBucket(query, i, filters_.bucket(i), charge.filters[i].properties);
  addBucket(query, std::nullopt, filters_.defaultBucket(), charge.properties);
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

std::vector<size_t> LagoPricedCharge::bucketsOf(const PropertyText& event) const {
  std::vector<size_t> taking;
  for (size_t number = 0; number < buckets_.size(); ++number) {
    if (buckets_[number].conditions.takes(event)) taking.push_back(number);
  }
  return taking;
}

// Of several the one with the most keys, of equals the oldest; of none the service's choice for one
// event by itself, else the default bucket.
size_t LagoPricedCharge::onlyBucketOf(const PropertyText& event,
                                      const std::vector<size_t>& taking) const {
  const size_t by_default = buckets_.size() - 1;
  if (taking.empty()) return filters_.bestMatch(event).value_or(by_default);
  const auto keys = [this](size_t number) {
    const auto& filter = buckets_[number].filter;
    return filter ? charge_.filters[*filter].values.size() : 0;
  };
  return *std::max_element(taking.begin(), taking.end(),
                           [&](size_t a, size_t b) { return keys(a) < keys(b); });
}

bool LagoPricedCharge::isIn(const LagoBucket& bucket, uint32_t shape) const {
  const auto known = places_.find(shape);
  if (known == places_.end()) return false;
  const auto number = static_cast<size_t>(&bucket - buckets_.data());
  return std::any_of(known->second.begin(), known->second.end(),
                     [number](const Place& place) { return place.first == number; });
}

const std::vector<LagoPricedCharge::Place>& LagoPricedCharge::placesOf(uint32_t shape) {
  const auto known = places_.find(shape);
  if (known != places_.end()) return known->second;
  const std::vector<uint32_t> texts = log_.textsOf(shape);
  const auto codeOf = [&](std::string_view key) {
    const auto& keys = metric_.shape_keys;
    const auto at = std::find(keys.begin(), keys.end(), key);
    const auto place = static_cast<size_t>(at - keys.begin());
    return place < texts.size() ? texts[place] : kAbsentText;
  };
  const PropertyText event = [&](std::string_view key) -> std::optional<std::string_view> {
    const uint32_t code = codeOf(key);
    // In ClickHouse a map answers what it has not with the empty text.
    if (code == kAbsentText && query_.isClickHouse()) return "";
    if (code == kAbsentText) return std::nullopt;
    return log_.texts.text(code);
  };
  std::vector<size_t> taking = bucketsOf(event);
  if (query_.exact && !buckets_.empty()) taking = {onlyBucketOf(event, taking)};
  if (taking.size() > 1) rules_.add(LagoRule::FiltersOverlap);
  if (taking.empty()) rules_.add(LagoRule::FiltersLeaveOut);
  std::vector<Place> places;
  for (const size_t number : taking) {
    const LagoBucket& bucket = buckets_[number];
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
