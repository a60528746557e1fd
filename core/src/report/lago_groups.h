// SPDX-License-Identifier: Apache-2.0
// What rows of usage are told apart by: metric and currency always, and what a request asks for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "catalog/lago.h"

namespace tallyfold {

/// What rows are grouped by beside metric and currency.
struct LagoGroupBy {
  bool customer = false;
  bool subscription = false;
  bool plan = false;
  bool charge = false;
  bool filter = false;
};

/// One group. Texts that are not asked for are absent; so is the filter of a default bucket.
struct LagoGroup {
  std::string code, currency;
  std::optional<std::string> customer, subscription, plan;
  std::optional<std::string> charge;  ///< its code, else its id, else its path in the catalog
  std::optional<std::string> filter;  ///< its values as JSON: {"region":["eu"]}

  [[nodiscard]] auto tie() const {
    return std::tie(code, currency, customer, subscription, plan, charge, filter);
  }
  friend bool operator<(const LagoGroup& a, const LagoGroup& b) { return a.tie() < b.tie(); }
};

class LagoGroups {
 public:
  LagoGroups(const LagoCatalog& catalog, LagoGroupBy by) : catalog_(catalog), by_(by) {}

  /// The number of the group that a bucket's usage belongs to.
  uint32_t numberOf(const LagoSubscription& subscription, const LagoCharge& charge,
                    const std::optional<size_t>& filter);
  /// All groups in their order, each with its number.
  [[nodiscard]] const std::map<LagoGroup, uint32_t>& all() const { return numbers_; }

 private:
  const LagoCatalog& catalog_;
  LagoGroupBy by_;
  std::map<LagoGroup, uint32_t> numbers_;
};

/// {"region":["eu","us"]}
std::string lagoFilterValues(const LagoChargeFilter& filter);

}  // namespace tallyfold
