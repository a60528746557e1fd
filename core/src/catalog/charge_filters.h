// SPDX-License-Identifier: Apache-2.0
// Which of a charge's filters does an event belong to?
//
// Two answers exist, and both are Lago's. A single event goes to the matching filter of the most
// keys. Usage is counted by buckets, one per filter and one default: a bucket takes what matches
// its filter, less what narrower filters take. The two can differ where filters overlap in part.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tallyfold {

/// Stands in a filter for every value that the metric lists for the key.
inline constexpr std::string_view kAllFilterValues = "__ALL_FILTER_VALUES__";

/// A property and the texts that it may have.
struct FilterValues {
  std::string key;
  std::vector<std::string> values;
};
/// All of them must hold.
using FilterConditions = std::vector<FilterValues>;

struct ChargeFilter {
  std::string id;
  int64_t created_at_ns = 0;
  FilterConditions conditions;
};

/// The text of an event's property (2 is "2"), absent when the event has none of that name.
using PropertyText = std::function<std::optional<std::string_view>(std::string_view key)>;

/// What a bucket takes: events for which every condition of `matching` holds and no entry of
/// `ignored` holds as a whole. Plain comparisons of texts, so that a plan can compile them.
struct FilterBucket {
  FilterConditions matching;
  /// Keys without values say nothing, and an entry of only such keys ignores nothing. A property
  /// that an event has not compares as the empty text here (but matches nothing above).
  std::vector<FilterConditions> ignored;

  [[nodiscard]] bool takes(const PropertyText& event) const;
};

/// The filters of one charge.
class ChargeFilters {
 public:
  /// `metric_filters` lists the values that the metric knows by key; kAllFilterValues in a filter
  /// becomes those. Numbers below are places in `filters`.
  ChargeFilters(const FilterConditions& metric_filters, std::vector<ChargeFilter> filters);

  [[nodiscard]] const std::vector<ChargeFilter>& filters() const { return filters_; }
  /// All filters whose conditions hold for one event.
  [[nodiscard]] std::vector<size_t> matching(const PropertyText& event) const;
  /// The one with the most keys, of equals the first.
  [[nodiscard]] std::optional<size_t> bestMatch(const PropertyText& event) const;

  /// The bucket of a filter.
  [[nodiscard]] FilterBucket bucket(size_t filter) const;
  /// The bucket of everything that no filter takes.
  [[nodiscard]] FilterBucket defaultBucket() const;

 private:
  /// What the bucket of one filter leaves to another; absent when it leaves nothing.
  [[nodiscard]] std::optional<FilterConditions> ignoredFor(size_t filter, size_t other) const;

  std::vector<ChargeFilter> filters_;
  std::vector<FilterConditions> sorted_;  // the same conditions by key, values sorted and once each
};

}  // namespace tallyfold
