// SPDX-License-Identifier: Apache-2.0
#include "catalog/lago.h"

#include <algorithm>

#include "base/sort.h"

namespace tallyfold {

std::vector<uint32_t> LagoCatalog::subscriptionsOf(std::string_view external_id) const {
  std::vector<uint32_t> found;
  for (uint32_t number = last_subscription_of_.find(external_id); number != NameMap::kNone;
       number = previous_subscription_[number])
    found.push_back(number);
  std::reverse(found.begin(), found.end());
  sortItems(found, [this](uint32_t a, uint32_t b) {
    return subscriptions[a].started_ns < subscriptions[b].started_ns;
  });
  return found;
}

const LagoMetric* LagoCatalog::metric(std::string_view code) const {
  const LagoMetric* found = nullptr;
  for (const LagoMetric& metric : metrics) {
    if (metric.code == code && (found == nullptr || found->deleted)) found = &metric;
  }
  return found;
}

bool LagoCatalog::isDeleted(std::string_view code) const {
  return std::any_of(metrics.begin(), metrics.end(), [code](const LagoMetric& metric) {
    return metric.deleted && metric.code == code;
  });
}

}  // namespace tallyfold
