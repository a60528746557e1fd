// SPDX-License-Identifier: Apache-2.0
// Which events of Lago's catalog are asked for, and what has to be read of them?
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/field_keys.h"
#include "query/lago_query.h"

namespace tallyfold {

/// A metric that some plan prices, and what its charges look at.
struct LagoMetricPlan {
  uint32_t metric = 0;  ///< index in the catalog
  const LagoMetric* facts = nullptr;
  /// Keys of filters and groups of all its charges, each once, sorted.
  std::vector<std::string> shape_keys;
  bool reads_amounts = false;  ///< a charge is priced by what events bring
};

/// What becomes of the events of one subscription id and one metric.
struct LagoScope {
  enum class Verdict : uint8_t { Counts, NotAsked, NoPrice, NoSubscription };
  Verdict verdict = Verdict::NoSubscription;
  bool whole_history = false;  ///< recurring: what came before a subscription counts on
  std::vector<std::pair<int64_t, int64_t>> spans_ns;  ///< of subscriptions, both ends inclusive

  [[nodiscard]] bool covers(int64_t time_ns) const;
};

class LagoMetrics {
 public:
  explicit LagoMetrics(const LagoQuery& query);

  /// The metrics of an event code; empty when nothing prices it.
  [[nodiscard]] const std::vector<LagoMetricPlan>& ofCode(std::string_view code) const;
  [[nodiscard]] const LagoMetricPlan& ofMetric(uint32_t metric) const;
  /// All codes that are asked for, and the fields to decode for them.
  [[nodiscard]] std::vector<std::pair<std::string, std::vector<FieldName>>> wanted() const;
  [[nodiscard]] LagoScope scopeOf(std::string_view external_id, const LagoMetricPlan& plan) const;

 private:
  void addCharge(const LagoCharge& charge);

  const LagoQuery& query_;
  std::map<std::string, std::vector<LagoMetricPlan>, std::less<>> of_code_;
};

/// The keys that a charge's or filter's properties group by: pricing_group_keys, or the older
/// grouped_by where that is absent. Blank names are left out.
std::vector<std::string> lagoGroupKeys(const json::Value& properties);

}  // namespace tallyfold
