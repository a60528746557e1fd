// SPDX-License-Identifier: Apache-2.0
// Which events of Lago's catalog are asked for, and what has to be read of them?
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/field_keys.h"
#include "query/lago_query.h"
#include "query/lago_slots.h"

namespace tallyfold {

/// A metric that some plan prices, and what its charges look at.
struct LagoMetricPlan {
  uint32_t metric = 0;  ///< index in the catalog
  const LagoMetric* facts = nullptr;
  /// Keys of filters and groups of all its charges, each once, sorted.
  std::vector<std::string> shape_keys;
  bool reads_amounts = false;  ///< a charge is priced by what events bring
  bool adds_up = true;         ///< no charge has to tell the events of a slot apart
};

/// What becomes of the events of one subscription id and one metric.
struct LagoScope {
  enum class Verdict : uint8_t { Counts, NotAsked, NoPrice, NoSubscription };
  Verdict verdict = Verdict::NoSubscription;
  bool whole_history = false;  ///< recurring: what came before a subscription counts on
  struct Span {                ///< of a subscription, both ends inclusive
    int64_t first_ns;
    int64_t last_ns;
    bool is_asked;
  };
  std::vector<Span> spans;
  /// Absent where events have to be told apart.
  std::optional<LagoSlots> slots;

  /// The verdict on an event of that time; NoSubscription where none had begun or all had ended.
  [[nodiscard]] Verdict at(int64_t time_ns) const;
};

class LagoMetrics {
 public:
  explicit LagoMetrics(const LagoQuery& query);

  /// The metrics of an event code; empty when nothing prices it.
  [[nodiscard]] const std::vector<LagoMetricPlan>& ofCode(std::string_view code) const;
  [[nodiscard]] const LagoMetricPlan& ofMetric(uint32_t metric) const;
  /// All codes that are asked for, and the fields to decode for them.
  [[nodiscard]] std::vector<std::pair<std::string, std::vector<FieldName>>> wanted() const;
  /// Whether an event that nothing prices, or that has no subscription, is a hole in what is asked.
  [[nodiscard]] bool asksAbout(std::string_view code, std::string_view external_id) const;
  [[nodiscard]] LagoScope scopeOf(std::string_view external_id, const LagoMetricPlan& plan) const;

 private:
  void addCharge(const LagoCharge& charge);
  [[nodiscard]] bool addsUp(const LagoCharge& charge) const;
  [[nodiscard]] std::optional<LagoSlots> slotsOf(const std::vector<uint32_t>& subscriptions) const;

  const LagoQuery& query_;
  std::map<std::string, std::vector<LagoMetricPlan>, std::less<>> of_code_;
};

/// The keys that a charge's or filter's properties group by: pricing_group_keys, or the older
/// grouped_by where that is absent. Blank names are left out.
std::vector<std::string> lagoGroupKeys(const json::Value& properties);

}  // namespace tallyfold
