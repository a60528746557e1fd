// SPDX-License-Identifier: Apache-2.0
// One charge of a plan, ready to count and price: its terms, buckets and groups.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/charge_filters.h"
#include "price/fee.h"
#include "query/lago_log.h"
#include "query/lago_metrics.h"

namespace tallyfold {

/// A bucket: what one filter takes, or the default one, what no filter takes.
struct LagoBucket {
  std::optional<size_t> filter;  ///< place in the charge's filters; absent: the default bucket
  FilterBucket conditions;
  ChargeTerms terms;
  std::vector<std::string> group_keys;

  /// The group of a bucket without events.
  [[nodiscard]] std::vector<uint32_t> nobody() const {
    return std::vector<uint32_t>(group_keys.size(), kAbsentText);
  }
};

class LagoPricedCharge {
 public:
  /// Catalog and log must outlive it.
  LagoPricedCharge(const LagoQuery& query, const LagoPlan& plan, const LagoCharge& charge,
                   const LagoMetricPlan& metric, const LagoLog& log);

  /// Where an event of this shape counts: buckets, each with its group's texts. As-is, several
  /// where filters overlap in part, and none where a filter leaves an event to another that does
  /// not take it; in exact mode one.
  using Place = std::pair<size_t, std::vector<uint32_t>>;
  const std::vector<Place>& placesOf(uint32_t shape);
  /// Whether a bucket is one of them. placesOf must have been asked.
  [[nodiscard]] bool isIn(const LagoBucket& bucket, uint32_t shape) const;
  /// As-is rules that made it several or none for a shape that was asked for.
  [[nodiscard]] const LagoRules& rules() const { return rules_; }

  [[nodiscard]] const LagoCharge& charge() const { return charge_; }
  [[nodiscard]] const LagoMetric& metric() const { return *metric_.facts; }
  [[nodiscard]] const std::vector<LagoBucket>& buckets() const { return buckets_; }
  [[nodiscard]] const Currency& currency() const { return currency_; }
  [[nodiscard]] const std::optional<Decimal>& conversionRate() const { return conversion_rate_; }

 private:
  void addBucket(const LagoQuery& query, std::optional<size_t> filter, FilterBucket conditions,
                 const json::Value& properties);

  [[nodiscard]] std::vector<size_t> bucketsOf(const PropertyText& event) const;
  [[nodiscard]] size_t onlyBucketOf(const PropertyText& event,
                                    const std::vector<size_t>& taking) const;

  const LagoQuery& query_;
  const LagoCharge& charge_;
  const LagoMetricPlan& metric_;
  const LagoLog& log_;
  ChargeFilters filters_;
  std::vector<LagoBucket> buckets_;
  Currency currency_;
  std::optional<Decimal> conversion_rate_;
  std::map<uint32_t, std::vector<Place>> places_;  // by shape
  LagoRules rules_;
};

}  // namespace tallyfold
