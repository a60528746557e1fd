// SPDX-License-Identifier: Apache-2.0
#include "catalog/period_grid.h"

namespace tallyfold {
namespace {

constexpr CivilDate kFirstMonday{1970, 1, 5};
constexpr CivilDate kFirstOfJanuary{1970, 1, 1};

struct IntervalName {
  std::string_view name;
  BillingInterval interval;
  int months;
};
constexpr IntervalName kIntervals[] = {
    {"weekly", BillingInterval::Weekly, 0},       {"monthly", BillingInterval::Monthly, 1},
    {"quarterly", BillingInterval::Quarterly, 3}, {"semiannual", BillingInterval::Semiannual, 6},
    {"yearly", BillingInterval::Yearly, 12},
};

int monthsOf(BillingInterval interval) {
  for (const IntervalName& one : kIntervals) {
    if (one.interval == interval) return one.months;
  }
  return 1;
}

CivilDate calendarAnchor(BillingInterval interval) {
  return interval == BillingInterval::Weekly ? kFirstMonday : kFirstOfJanuary;
}

}  // namespace

std::optional<BillingInterval> billingInterval(std::string_view name) {
  for (const IntervalName& one : kIntervals) {
    if (one.name == name) return one.interval;
  }
  return std::nullopt;
}

std::optional<BillingTime> billingTime(std::string_view name) {
  if (name == "calendar") return BillingTime::Calendar;
  if (name == "anniversary") return BillingTime::Anniversary;
  return std::nullopt;
}

PeriodGrid::PeriodGrid(BillingInterval interval, BillingTime time, CivilDate anniversary)
    : months_(monthsOf(interval)),
      anchor_(time == BillingTime::Calendar ? calendarAnchor(interval) : anniversary) {}

int64_t PeriodGrid::firstDay(int64_t number) const {
  if (months_ == 0) return daysFromCivil(anchor_) + 7 * number;
  const CivilMonth month = addMonths(anchor_.year, anchor_.month, number * months_);
  return daysFromCivil(clampDay(month.year, month.month, anchor_.day));
}

int64_t PeriodGrid::numberAt(int64_t day) const {
  if (months_ == 0) return floorDiv(day - daysFromCivil(anchor_), 7);
  const CivilDate date = civilFromDays(day);
  const int64_t apart = (date.year - anchor_.year) * int64_t{12} + date.month - anchor_.month;
  const int64_t number = floorDiv(apart, months_);
  // Of the month in which a period begins, the days before its first belong to the one before.
  return firstDay(number) > day ? number - 1 : number;
}

}  // namespace tallyfold
