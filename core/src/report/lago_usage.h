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

#include "report/lago_groups.h"
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

/// What one local day added to a group.
struct LagoDayRow {
  int64_t day = 0;     ///< day number, civil.h
  uint32_t group = 0;  ///< place in LagoDays::groups
  Rational units;
  Decimal amount_cents;
};

struct LagoDays {
  std::vector<LagoGroup> groups;  ///< in their order
  std::vector<LagoDayRow> rows;   ///< by day and group
};

class LagoUsageReport {
 public:
  /// The log must be settled; all must outlive it.
  LagoUsageReport(const LagoQuery& query, const LagoMetrics& metrics, const LagoLog& log,
                  MemoryAccount& account);

  /// The most bytes that the rows of all days take, their text included.
  static uint64_t bytesOfDays(const LagoQuery& query, const LagoLog& log, LagoGroupBy by);

  /// The usage of a subscription in the period that holds the query's now; absent when it has none.
  std::optional<LagoCurrentUsage> current(uint32_t subscription);
  /// As-is rules that changed an answer, after it was given.
  [[nodiscard]] const LagoRules& rules() const { return rules_; }
  /// What each day added to each group. Days on which nothing was added are left out.
  LagoDays days(LagoGroupBy by);

 private:
  using Group = std::vector<uint32_t>;                    // a text per group key
  using Entries = std::vector<const LagoEntry*>;          // in time order
  using Members = std::vector<std::map<Group, Entries>>;  // by bucket
  LagoPricedCharge& priced(const LagoSubscription& subscription, const LagoCharge& charge);
  Members membersOf(const LagoSubscription& subscription, LagoPricedCharge& charge);
  [[nodiscard]] std::optional<int64_t> endOf(const LagoSubscription& subscription) const;
  [[nodiscard]] bool endsInUpgrade(const LagoSubscription& subscription) const;
  [[nodiscard]] BillingPeriods periodsOf(const LagoSubscription& subscription) const;
  [[nodiscard]] LagoUnit::Setting settingOf(const LagoSubscription& subscription,
                                            const LagoPricedCharge& charge);
  [[nodiscard]] LagoLine lineOf(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                                const BillingPeriod& period, const Group& group,
                                const Entries& entries) const;
  static int64_t firstOf(const LagoMetric& metric, const BillingPeriod& period,
                         const Entries& entries);
  void addDays(const LagoSubscription& subscription, LagoPricedCharge& charge, LagoGroups& groups);
  void addBucket(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                 const BillingPeriod& period, const std::map<Group, Entries>& groups,
                 uint32_t number);
  void addPeriod(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                 const BillingPeriod& period, const Entries& entries, int64_t from_ns,
                 uint32_t group);
  const Fee& nobodysFee(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                        const BillingPeriod& period);
  void addRow(int64_t day, uint32_t group, const Fee& fee, const Fee& before);

  const LagoQuery& query_;
  const LagoMetrics& metrics_;
  const LagoLog& log_;
  MemoryAccount& account_;
  std::map<const LagoCharge*, std::unique_ptr<LagoPricedCharge>> charges_;
  std::map<std::pair<std::string, uint32_t>, std::pair<size_t, size_t>> entries_of_;
  std::map<const LagoBucket*, Fee> nobodys_fees_;
  std::map<std::pair<int64_t, uint32_t>, LagoDayRow> rows_;  // by day and group number
  LagoRules rules_;
};

}  // namespace tallyfold
