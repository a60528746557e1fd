// SPDX-License-Identifier: Apache-2.0
// What does a request of kind `aggregation` ask a meter? Events in time order and what they are
// measured by.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/meter.h"
#include "catalog/charge_filters.h"
#include "json/value.h"

namespace tallyfold::meters {

/// The member, or null where there is none.
const json::Value& member(const json::Value& object, std::string_view key);

/// Texts of group keys; a missing one is empty.
using Tuple = std::vector<std::string>;

struct Event {
  MeterEvent facts;
  const json::Value* properties = nullptr;
  std::string id;
  bool has_value = false;    ///< whether the metric's property is there
  bool is_number = false;    ///< whether the metric's property is one
  bool is_filtered = false;  ///< whether the charge's filter takes it
  bool is_of_group = false;  ///< whether it is of the one group asked for

  [[nodiscard]] Tuple tuple(const std::vector<std::string>& keys) const;
};
using Events = std::vector<const Event*>;

class Request {
 public:
  /// The JSON must outlive it.
  explicit Request(const json::Value& json);

  /// What the metric counts, history included.
  [[nodiscard]] Events counted() const;
  [[nodiscard]] Events ofAllGroups() const;
  [[nodiscard]] bool isOfOneGroup() const { return !group_.empty(); }
  [[nodiscard]] bool isBefore(const Event& event) const {
    return event.facts.time_ns < period.from_ns;
  }
  [[nodiscard]] bool hasRunningTotals() const;
  [[nodiscard]] Decimal initialOf(const Tuple& tuple) const;
  [[nodiscard]] const std::string& text(uint32_t code) const { return texts_[code]; }

  std::string operation;  ///< of an event store; empty: an aggregation
  LagoMetric metric;
  MeterTerms terms;
  BillingPeriod period;
  std::vector<std::string> grouped_by, presentation_by;
  std::map<Tuple, Decimal> initial;  ///< what is carried over; the empty tuple's without groups
  int64_t free_events = 0;
  Decimal free_units;

 private:
  void readMetric(const json::Value& json);
  void readPeriod(const json::Value& json);
  void readInitial(const json::Value& json);
  void readEvents(const json::Value& json);
  Event eventOf(const json::Value& json);
  void dropCopies();
  [[nodiscard]] bool counts(const Event& event) const;

  int64_t until_ns_ = 0;
  bool is_clickhouse_ = false;
  std::map<std::string, std::string> group_;
  FilterBucket filter_;
  std::vector<Event> events_;
  std::vector<std::string> texts_;
};

}  // namespace tallyfold::meters
