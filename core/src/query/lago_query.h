// SPDX-License-Identifier: Apache-2.0
// What is asked of Lago's events, in neutral words: checked and complete.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

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
  // Only what belongs to these; absent: everything.
  std::optional<std::string> metric_code, subscription, customer, plan_code, country, currency;
  std::optional<bool> is_company, is_recurring;

  /// Whether a charge of a subscription is asked for.
  [[nodiscard]] bool asks(const LagoSubscription& subscription, const LagoCharge& charge) const;
  /// All that decides what a fold learns, as bytes equal for equal queries.
  [[nodiscard]] std::string canonicalBytes() const;
};

}  // namespace tallyfold
