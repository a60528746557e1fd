// SPDX-License-Identifier: Apache-2.0
// What our own query asks, checked and bound to no dataset: several aggregations over the same
// events, in windows and groups. docs/query.md says what each part means.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aggregate/measure.h"
#include "expression/expression.h"
#include "query/query.h"
#include "select/condition.h"
#include "window/interval.h"

namespace tallyfold {

/// One named aggregation.
struct Measure {
  std::string name;
  const MeasureFacts* facts = nullptr;        ///< never null
  std::optional<FieldName> property;          ///< absent: a formula, or a count of events
  std::shared_ptr<const Expression> formula;  ///< null: a property, or a count of events
  std::string formula_text;
  Decimal percent;
  Decimal multiplier = Decimal::fromInteger(1);
  std::optional<Decimal> opening;  ///< the level before the range, of a measure of levels

  void write(ByteWriter& out) const;
};

struct NativeQuery {
  std::vector<std::string> events;  ///< empty: all
  std::optional<Condition> where;
  int64_t start_ns = INT64_MIN;              ///< inclusive
  int64_t end_ns = INT64_MAX;                ///< exclusive
  std::optional<int64_t> previous_start_ns;  ///< of the period before, which ends at the start
  std::vector<Measure> measures;
  std::vector<Dimension> groups;
  std::optional<IntervalRule> window;  ///< absent: one window over the range
  bool counts_ids_once = true;
  std::optional<int64_t> lateness_ns;  ///< how far behind the latest event one may arrive

  /// The first instant that is folded.
  [[nodiscard]] int64_t foldedStart() const { return previous_start_ns.value_or(start_ns); }
  [[nodiscard]] bool isPrevious(int64_t time_ns) const { return time_ns < start_ns; }
  /// Every field it reads; an event's name is none.
  [[nodiscard]] std::vector<FieldName> fields() const;
  /// All of it as bytes, equal for equal queries.
  [[nodiscard]] std::string canonicalBytes() const;
};

}  // namespace tallyfold
