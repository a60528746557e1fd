// SPDX-License-Identifier: Apache-2.0
// What one bucket and group of a charge uses and costs in one billing period, up to any moment.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "aggregate/meter.h"
#include "report/lago_charge.h"

namespace tallyfold {

/// Usage of a period up to a moment.
struct LagoUsage {
  Rational units;        ///< as they show
  Rational total_units;  ///< total_aggregated_units
  int64_t events = 0;
  Fee fee;
};

class LagoUnit {
 public:
  struct Setting {
    const LagoQuery& query;
    const LagoPricedCharge& charge;
    const LagoLog& log;
    std::shared_ptr<const Zone> zone;
    MemoryAccount& account;
    LagoRules* rules = nullptr;  ///< as-is rules that changed an answer are added here
    /// What all groups of a bucket carry into a period, by its start; filled by units.
    mutable std::map<std::pair<const LagoBucket*, int64_t>, Decimal> carried;
  };
  /// `entries` are those of the bucket and group in time order, those before the period included.
  LagoUnit(const Setting& setting, const LagoBucket& bucket, const BillingPeriod& period,
           const std::vector<const LagoEntry*>& entries);

  /// Takes the events up to an instant, inclusive; whether there were any.
  bool advanceTo(int64_t until_ns);
  /// The usage so far.
  [[nodiscard]] LagoUsage usage() const;

 private:
  [[nodiscard]] Pricing freshPricing() const;
  [[nodiscard]] MeterEvent eventOf(const LagoEntry& entry) const;
  [[nodiscard]] bool pricesInAdvance() const;
  [[nodiscard]] MeterTerms meterTerms() const;
  [[nodiscard]] bool carriesAllGroups() const;
  [[nodiscard]] const Decimal& carriedOfGroups() const;
  [[nodiscard]] MeterValue carriedFrom(const Decimal& units) const;
  void takeHistory();

  const Setting& setting_;
  const LagoBucket& bucket_;
  const BillingPeriod period_;
  const std::vector<const LagoEntry*>& entries_;
  size_t next_ = 0;
  std::unique_ptr<Meter> meter_;
  Pricing pricing_;
  LagoRules rules_;
};

}  // namespace tallyfold
