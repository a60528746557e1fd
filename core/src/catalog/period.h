// SPDX-License-Identifier: Apache-2.0
// Which stretch of time does a subscription pay for, in its customer's zone?
//
// Two questions have two answers. The *running* period of an instant is the one that holds it: what
// a report of current usage covers. The *invoiced* period of an instant is the one that an invoice
// drawn up then covers: the last one that has closed, or, for a fee paid in advance, the one that
// begins; when the subscription has ended, the one that it ended in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "catalog/period_grid.h"
#include "time/local_day.h"
#include "time/zone.h"

namespace tallyfold {

/// What decides a subscription's periods. Instants are nanoseconds since 1970.
struct BillingTerms {
  BillingInterval interval = BillingInterval::Monthly;
  BillingTime billing_time = BillingTime::Calendar;
  bool pay_in_advance = false;  ///< of the plan's own fee; usage is always paid afterwards
  /// Usage is billed by the month although the interval is Semiannual or Yearly; others ignore it.
  bool bill_charges_monthly = false;
  /// So are fixed charges: then usage is on the first invoice of a period only.
  bool bill_fixed_charges_monthly = false;
  std::optional<int64_t>
      subscription_at_ns;                ///< its local day is the anniversary; else the start's
  std::optional<int64_t> started_at_ns;  ///< absent: not started, so there is no period
  std::optional<int64_t> terminated_at_ns;
  std::shared_ptr<const Zone> zone;  ///< the customer's; null: UTC
};

/// Both ends are inclusive. Empty when `to_ns` is before `from_ns`: the subscription ended earlier.
struct BillingPeriod {
  int64_t from_ns = 0;
  int64_t to_ns = 0;
  /// Days of the whole period, however late the subscription began or early it ended in it: the
  /// divisor of prorated and weighted units.
  int64_t days = 0;
  /// Whether the subscription ended for another of its name, whose day the last one then is.
  bool ends_in_upgrade = false;
};

enum class PeriodChoice : uint8_t { Running, Invoiced };

class BillingPeriods {
 public:
  explicit BillingPeriods(BillingTerms terms);

  /// The usage that an instant stands for. It begins with the subscription itself in the first
  /// period. Absent when the subscription has not started, or usage is not on that invoice.
  [[nodiscard]] std::optional<BillingPeriod> usage(int64_t at_ns, PeriodChoice choice) const;

  /// The same of the plan's own fee, which begins with the whole day of the start.
  [[nodiscard]] std::optional<BillingPeriod> fee(int64_t at_ns, PeriodChoice choice) const;

  /// The length of the usage period in days; known before the subscription starts.
  [[nodiscard]] int64_t usageDays(int64_t at_ns, PeriodChoice choice) const;

  /// When the interval's period that holds an instant begins, or the `back`-th before it,
  /// whenever the subscription started.
  [[nodiscard]] int64_t startOf(int64_t at_ns, int64_t back = 0) const;
  /// Its last instant, whenever the subscription ends.
  [[nodiscard]] int64_t endOf(int64_t at_ns) const;

 private:
  [[nodiscard]] bool hasEnded(int64_t at_ns) const;
  [[nodiscard]] bool isUsageInvoiced(int64_t at_ns) const;
  [[nodiscard]] int64_t usageNumber(int64_t at_ns, PeriodChoice choice) const;
  [[nodiscard]] BillingPeriod period(const PeriodGrid& grid, int64_t number) const;
  void cutEnd(BillingPeriod& period, int64_t at_ns) const;

  BillingTerms terms_;
  LocalDays days_;
  PeriodGrid grid_;    // of the interval
  PeriodGrid months_;  // the same by the month
  bool is_monthly_;    // whether usage goes by `months_`
};

/// Days from one instant to another, begun ones included: by the zone's clock (null: UTC), and a
/// `to` at midnight counts its day. Paris, 2023-09-30T23:10:00Z to 2023-10-31T22:59:59Z: 31.
int64_t daysBetween(int64_t from_ns, int64_t to_ns, const std::shared_ptr<const Zone>& zone);

}  // namespace tallyfold
