// SPDX-License-Identifier: Apache-2.0
// What is asked, in neutral words: checked, complete, and bound to no dataset. Every dialect's
// request becomes this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aggregate/aggregation.h"
#include "select/filter.h"
#include "window/window.h"

namespace tallyfold {

/// Which copies of an event with the same id count.
enum class IdentityRule : uint8_t {
  EveryCopy,
  OncePerResult,  ///< one per window and group: the latest time, then received, then arrival
  OncePerMoment,  ///< one per time: the later received, then arrival
  OncePerRange,   ///< one among all rows asked for: the latest time, then received, then arrival
};

/// What the total of an answer is.
enum class TotalRule : uint8_t {
  None,
  OfRange,    ///< the aggregation over the whole range; with groups, the sum of the groups' totals
  SumOfRows,  ///< the sum of all rows
};

struct Query {
  std::string event_name;
  std::vector<Filter> filters;   ///< all must pass
  int64_t start_ns = INT64_MIN;  ///< inclusive
  int64_t end_ns = INT64_MAX;    ///< exclusive
  int64_t time_unit_ns = 1;      ///< times are rounded down to it before anything else
  AggregationKind aggregation = AggregationKind::Count;
  FieldName property;  ///< of the numbers or texts; unused by COUNT
  Decimal multiplier = Decimal::fromInteger(1);
  int64_t weight_unit_ns = 1;        ///< weights count whole units of it
  std::optional<WindowRule> window;  ///< absent: one window over the range
  std::vector<FieldName> groups;
  IdentityRule identity = IdentityRule::EveryCopy;
  TotalRule total = TotalRule::OfRange;
  bool absent_is_empty = false;     ///< an absent text is the empty text, an unreadable number is 0
  bool huge_integers_hide = false;  ///< a row with an integer beyond 64 bits has no properties
  bool doubles_end = false;         ///< a number beyond the largest double is an infinity
  std::optional<int64_t> lateness_ns;  ///< how far behind the latest event one may arrive

  /// Every field it reads.
  [[nodiscard]] std::vector<FieldName> fields() const;
  /// A time as this query sees it, rounded down to its unit.
  [[nodiscard]] int64_t roundedTime(int64_t time_ns) const;
  /// Whole weight units from a time of the range to its end.
  [[nodiscard]] uint64_t weightOf(int64_t time_ns) const;
  /// Length of the range in weight units; 1 when it is empty.
  [[nodiscard]] Decimal period() const;
  /// All of it as bytes, equal for equal queries: what a snapshot's fingerprint is made of.
  [[nodiscard]] std::string canonicalBytes() const;
};

}  // namespace tallyfold
