// SPDX-License-Identifier: Apache-2.0
#include "catalog/period.h"

#include <algorithm>
#include <utility>

namespace tallyfold {
namespace {

CivilDate anniversaryOf(const BillingTerms& terms) {
  const auto& from = terms.subscription_at_ns ? terms.subscription_at_ns : terms.started_at_ns;
  return civilFromDays(LocalDays(terms.zone).at(from.value_or(0)));
}

bool goesByMonth(const BillingTerms& terms) {
  return terms.bill_charges_monthly && (terms.interval == BillingInterval::Semiannual ||
                                        terms.interval == BillingInterval::Yearly);
}

}  // namespace

BillingPeriods::BillingPeriods(BillingTerms terms)
    : terms_(std::move(terms)),
      days_(terms_.zone),
      grid_(terms_.interval, terms_.billing_time, anniversaryOf(terms_)),
      months_(BillingInterval::Monthly, terms_.billing_time, anniversaryOf(terms_)),
      is_monthly_(goesByMonth(terms_)) {}

bool BillingPeriods::hasEnded(int64_t at_ns) const {
  return terms_.terminated_at_ns && *terms_.terminated_at_ns <= at_ns;
}

bool BillingPeriods::isUsageInvoiced(int64_t at_ns) const {
  if (!terms_.bill_fixed_charges_monthly || is_monthly_ || hasEnded(at_ns)) return true;
  if (terms_.interval == BillingInterval::Weekly) return true;
  const int64_t day = days_.at(at_ns);
  return months_.firstDay(months_.numberAt(day)) == grid_.firstDay(grid_.numberAt(day));
}

BillingPeriod BillingPeriods::period(const PeriodGrid& grid, int64_t number) const {
  return {days_.startOf(grid.firstDay(number)), days_.endOf(grid.firstDay(number + 1) - 1),
          grid.length(number)};
}

// A subscription that has ended takes its period's end along; one that starts later than the
// period leaves an instant.
void BillingPeriods::cutEnd(BillingPeriod& period, int64_t at_ns) const {
  if (hasEnded(at_ns)) period.to_ns = std::min(period.to_ns, *terms_.terminated_at_ns);
  period.to_ns = std::max(period.to_ns, *terms_.started_at_ns);
}

int64_t BillingPeriods::usageNumber(int64_t at_ns, PeriodChoice choice) const {
  const bool is_closed = choice == PeriodChoice::Invoiced && !hasEnded(at_ns);
  return (is_monthly_ ? months_ : grid_).numberAt(days_.at(at_ns)) - (is_closed ? 1 : 0);
}

std::optional<BillingPeriod> BillingPeriods::usage(int64_t at_ns, PeriodChoice choice) const {
  if (!terms_.started_at_ns) return std::nullopt;
  if (choice == PeriodChoice::Invoiced && !isUsageInvoiced(at_ns)) return std::nullopt;
  BillingPeriod found = period(is_monthly_ ? months_ : grid_, usageNumber(at_ns, choice));
  found.from_ns = std::max(found.from_ns, *terms_.started_at_ns);
  cutEnd(found, at_ns);
  return found;
}

std::optional<BillingPeriod> BillingPeriods::fee(int64_t at_ns, PeriodChoice choice) const {
  if (!terms_.started_at_ns) return std::nullopt;
  const bool is_closed =
      choice == PeriodChoice::Invoiced && !hasEnded(at_ns) && !terms_.pay_in_advance;
  BillingPeriod found = period(grid_, grid_.numberAt(days_.at(at_ns)) - (is_closed ? 1 : 0));
  found.from_ns = std::max(found.from_ns, days_.startOf(days_.at(*terms_.started_at_ns)));
  cutEnd(found, at_ns);
  return found;
}

int64_t BillingPeriods::usageDays(int64_t at_ns, PeriodChoice choice) const {
  return (is_monthly_ ? months_ : grid_).length(usageNumber(at_ns, choice));
}

int64_t BillingPeriods::startOf(int64_t at_ns, int64_t back) const {
  return days_.startOf(grid_.firstDay(grid_.numberAt(days_.at(at_ns)) - back));
}

int64_t BillingPeriods::endOf(int64_t at_ns) const {
  return days_.endOf(grid_.firstDay(grid_.numberAt(days_.at(at_ns)) + 1) - 1);
}

int64_t daysBetween(int64_t from_ns, int64_t to_ns, const std::shared_ptr<const Zone>& zone) {
  const LocalDays days(zone);
  const int64_t clock = days.clockAt(to_ns);
  const bool is_begun = clock > days.clockAt(from_ns) || clock == 0;
  return days.at(to_ns) - days.at(from_ns) + (is_begun ? 1 : 0);
}

}  // namespace tallyfold
