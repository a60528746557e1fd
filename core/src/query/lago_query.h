// SPDX-License-Identifier: Apache-2.0
// What is asked of Lago's events, in neutral words: checked and complete.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "aggregate/lago_rules.h"
#include "catalog/catalog.h"

namespace tallyfold {

/// Which copies of an event count.
enum class LagoIdentity : uint8_t {
  Every,
  First,   ///< of a subscription's transaction the first that came, as the service's Postgres keeps
           ///< it
  Latest,  ///< also of the same code and millisecond, the last that came, as ClickHouse keeps it
};

struct LagoQuery {
  std::shared_ptr<const Catalog> catalog;
  int64_t now_ns = 0;
  LagoIdentity identity = LagoIdentity::First;
  bool exact = false;  ///< repairs what is a defect of the service: docs/dialects.md
  LagoStore store = LagoStore::Postgres;
  // Only what belongs to these; absent: everything.
  std::optional<std::string> metric_code, subscription, customer, plan_code, country, currency;
  std::optional<bool> is_company, is_recurring;

  /// Whether a subscription is asked for, whatever is counted.
  [[nodiscard]] bool asks(const LagoSubscription& subscription) const;
  /// Whether only what belongs to some owners is asked for.
  [[nodiscard]] bool choosesOwners() const {
    return customer || plan_code || country || currency || is_company;
  }
  /// Whether a charge of a subscription is asked for.
  [[nodiscard]] bool asks(const LagoSubscription& subscription, const LagoCharge& charge) const;
  /// Whether values, times and divisions are ClickHouse's.
  [[nodiscard]] bool isClickHouse() const { return !exact && store == LagoStore::ClickHouse; }
  /// The instant that stands for another: what the store keeps of it.
  [[nodiscard]] int64_t storedTime(int64_t time_ns) const;

  /// All that decides what a fold learns, as bytes equal for equal queries.
  [[nodiscard]] std::string canonicalBytes() const;
};

/// The first instant whose events count for a subscription: its start, cut to the millisecond.
int64_t lagoUsageStart(const LagoSubscription& subscription);

}  // namespace tallyfold
