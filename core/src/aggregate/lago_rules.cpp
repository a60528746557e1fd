// SPDX-License-Identifier: Apache-2.0
#include "aggregate/lago_rules.h"

#include <array>

#include "base/sort.h"

namespace tallyfold {
namespace {

// In the order of LagoRule.
constexpr std::array<const char*, static_cast<size_t>(LagoRule::kCount)> kNames = {
    "unreadable_is_zero",
    "stored_digits",
    "weighted_sum_digits",
    "gone_value_counts_a_day",
    "carried_units_of_all_groups",
    "free_units_never_apply",
    "packages_by_doubles",
    "tier_bound_counts_twice",
    "half_subunit_dropped",
    "filters_overlap",
    "filters_leave_out",
    "code_of_deleted_metric",
    "negative_totals_cut_free_events"};

}  // namespace

std::vector<std::string> LagoRules::names() const {
  std::vector<std::string> names;
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (has(static_cast<LagoRule>(i))) names.emplace_back(kNames[i]);
  }
  sortItems(names);
  return names;
}

}  // namespace tallyfold
