// SPDX-License-Identifier: Apache-2.0
// The neutral answers to a query in Lago's words: the usage of one subscription now, and what each
// day added to the usage of all.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "report/lago_unit.h"

namespace tallyfold {

/// One bucket and group of a charge in a period.
struct LagoLine {
  std::optional<size_t> filter;                    ///< place in the charge's filters
  std::vector<std::optional<std::string>> groups;  ///< one text per group key
  LagoUsage usage;
};

struct LagoChargeUsage {
  const LagoCharge* charge = nullptr;
  const LagoMetric* metric = nullptr;
  std::vector<LagoLine> lines;
};

struct LagoCurrentUsage {
  BillingPeriod period;
  const LagoPlan* plan = nullptr;
  std::vector<LagoChargeUsage> charges;
};

/// What one local day added, of all subscriptions together.
struct LagoDayRow {
  int64_t day = 0;  ///< day number, civil.h
  std::string code, currency;
  Rational units;
  Decimal amount_cents;
};

class LagoUsageReport {
 public:
  /// The log must be settled; all must outlive it.
  LagoUsageReport(const LagoQuery& query, const LagoMetrics& metrics, const LagoLog& log,
                  MemoryAccount& account);

  /// The usage of a subscription in the period that holds the query's now; absent when it has none.
  std::optional<LagoCurrentUsage> current(uint32_t subscription);
  /// By day, code and currency. Days on which nothing was added are left out.
  std::vector<LagoDayRow> days();

 private:
  /// The entries of a bucket and group, in time order.
  using Members = std::map<std::pair<size_t, std::vector<uint32_t>>, std::vector<const LagoEntry*>>;
  LagoPricedCharge& priced(const LagoSubscription& subscription, const LagoCharge& charge);
  Members membersOf(const LagoSubscription& subscription, LagoPricedCharge& charge);
  [[nodiscard]] BillingPeriods periodsOf(const LagoSubscription& subscription) const;
  [[nodiscard]] LagoUnit::Setting settingOf(const LagoSubscription& subscription,
                                            const LagoPricedCharge& charge) const;
  void addDays(const LagoSubscription& subscription, LagoPricedCharge& charge,
               const std::string& currency);
  using Key = std::tuple<int64_t, std::string, std::string>;
  void addPeriod(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                 const BillingPeriod& period, const std::vector<const LagoEntry*>& entries,
                 const std::string& currency);

  const LagoQuery& query_;
  const LagoMetrics& metrics_;
  const LagoLog& log_;
  MemoryAccount& account_;
  std::map<const LagoCharge*, std::unique_ptr<LagoPricedCharge>> charges_;
  std::map<std::pair<std::string, uint32_t>, std::pair<size_t, size_t>> entries_of_;
  std::map<Key, LagoDayRow> rows_;
};

}  // namespace tallyfold
