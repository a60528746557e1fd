// SPDX-License-Identifier: Apache-2.0
#include "catalog/charge_filters.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/sort.h"

namespace tallyfold {
namespace {

using Values = std::vector<std::string>;

const FilterValues* find(const FilterConditions& conditions, std::string_view key) {
  const auto found = std::find_if(conditions.begin(), conditions.end(),
                                  [&](const FilterValues& one) { return one.key == key; });
  return found == conditions.end() ? nullptr : &*found;
}

bool lists(const Values& values, std::string_view text) {
  return std::find(values.begin(), values.end(), text) != values.end();
}

void expandAll(FilterConditions& conditions, const FilterConditions& metric_filters) {
  for (FilterValues& one : conditions) {
    if (!lists(one.values, kAllFilterValues)) continue;
    const FilterValues* known = find(metric_filters, one.key);
    one.values = known != nullptr ? known->values : Values();
  }
}

FilterConditions sorted(FilterConditions conditions) {
  sortItems(conditions, [](const FilterValues& a, const FilterValues& b) { return a.key < b.key; });
  for (FilterValues& one : conditions) {
    sortItems(one.values);
    one.values.erase(std::unique(one.values.begin(), one.values.end()), one.values.end());
  }
  return conditions;
}

bool holds(const FilterConditions& conditions, const PropertyText& event) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const FilterValues& one) {
    const auto text = event(one.key);
    return text && lists(one.values, *text);
  });
}

bool isIgnored(const FilterConditions& conditions, const PropertyText& event) {
  bool says_something = false;
  for (const FilterValues& one : conditions) {
    if (one.values.empty()) continue;
    if (!lists(one.values, event(one.key).value_or(""))) return false;
    says_something = true;
  }
  return says_something;
}

// Of sorted values.
bool share(const Values& a, const Values& b) {
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    if (*left == *right) return true;
    *left < *right ? ++left : ++right;
  }
  return false;
}

bool isWithin(const Values& inner, const Values& outer) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

}  // namespace

bool FilterBucket::takes(const PropertyText& event) const {
  return holds(matching, event) &&
         std::none_of(ignored.begin(), ignored.end(),
                      [&](const FilterConditions& one) { return isIgnored(one, event); });
}

ChargeFilters::ChargeFilters(const FilterConditions& metric_filters,
                             std::vector<ChargeFilter> filters)
    : filters_(std::move(filters)) {
  for (ChargeFilter& filter : filters_) {
    expandAll(filter.conditions, metric_filters);
    sorted_.push_back(sorted(filter.conditions));
  }
}

std::vector<size_t> ChargeFilters::matching(const PropertyText& event) const {
  std::vector<size_t> found;
  for (size_t i = 0; i < filters_.size(); ++i) {
    if (holds(filters_[i].conditions, event)) found.push_back(i);
  }
  return found;
}

std::optional<size_t> ChargeFilters::bestMatch(const PropertyText& event) const {
  std::optional<size_t> best;
  for (const size_t i : matching(event)) {
    if (!best || filters_[i].conditions.size() > filters_[*best].conditions.size()) best = i;
  }
  return best;
}

std::optional<FilterConditions> ChargeFilters::ignoredFor(size_t filter, size_t other) const {
  bool is_within = true;
  bool is_around = true;
  for (const FilterValues& own : sorted_[filter]) {
    const FilterValues* theirs = find(sorted_[other], own.key);
    // Only a filter that narrows every key of this one is narrower.
    if (theirs == nullptr || !share(own.values, theirs->values)) return std::nullopt;
    is_within = is_within && isWithin(theirs->values, own.values);
    is_around = is_around && isWithin(own.values, theirs->values);
  }
  const ChargeFilter& self = filters_[filter];
  const ChargeFilter& rival = filters_[other];
  if (rival.conditions.size() > self.conditions.size()) return rival.conditions;
  if (is_within && is_around) {
    // Of identical filters the oldest takes the events.
    const bool is_older =
        std::tie(rival.created_at_ns, rival.id) < std::tie(self.created_at_ns, self.id);
    return is_older ? std::optional(rival.conditions) : std::nullopt;
  }
  if (is_within) return rival.conditions;
  // A partial overlap stays with both; the service leaves out only what is not this filter's own.
  FilterConditions rest = rival.conditions;
  for (FilterValues& one : rest) {
    const Values& own = find(self.conditions, one.key)->values;
    one.values.erase(std::remove_if(one.values.begin(), one.values.end(),
                                    [&](const std::string& value) { return lists(own, value); }),
                     one.values.end());
  }
  return rest;
}

FilterBucket ChargeFilters::bucket(size_t filter) const {
  FilterBucket bucket;
  bucket.matching = filters_[filter].conditions;
  for (size_t other = 0; other < filters_.size(); ++other) {
    if (other == filter) continue;
    if (auto ignored = ignoredFor(filter, other)) bucket.ignored.push_back(*std::move(ignored));
  }
  return bucket;
}

FilterBucket ChargeFilters::defaultBucket() const {
  FilterBucket bucket;
  for (const ChargeFilter& filter : filters_) bucket.ignored.push_back(filter.conditions);
  return bucket;
}

}  // namespace tallyfold
