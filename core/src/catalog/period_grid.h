// SPDX-License-Identifier: Apache-2.0
// On which days do billing periods begin? Dates only: no clocks, no zones.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "time/civil.h"

namespace tallyfold {

enum class BillingInterval : uint8_t { Weekly, Monthly, Quarterly, Semiannual, Yearly };
enum class BillingTime : uint8_t {
  Calendar,     ///< weeks from Monday; months, quarters, half years, years of the calendar
  Anniversary,  ///< counted from the day of the subscription
};

/// The words of the catalog: "weekly", "monthly", "quarterly", "semiannual", "yearly".
std::optional<BillingInterval> billingInterval(std::string_view name);
/// "calendar" or "anniversary".
std::optional<BillingTime> billingTime(std::string_view name);

/// Periods of equal length in both directions from an anchor, which is the first day of number 0.
/// A month without the anchor's day uses its last one, and the next period goes back to the
/// anchor's: 31 January, 28 February, 31 March.
class PeriodGrid {
 public:
  /// Calendar periods do not look at the anniversary.
  PeriodGrid(BillingInterval interval, BillingTime time, CivilDate anniversary);

  /// The number of the period that holds a day (day numbers of civil.h).
  [[nodiscard]] int64_t numberAt(int64_t day) const;
  /// The first day of a period.
  [[nodiscard]] int64_t firstDay(int64_t number) const;
  /// How many days a period has: 28 to 31 for a month.
  [[nodiscard]] int64_t length(int64_t number) const {
    return firstDay(number + 1) - firstDay(number);
  }

 private:
  int months_;  // of a period; 0 for weeks
  CivilDate anchor_;
};

}  // namespace tallyfold
