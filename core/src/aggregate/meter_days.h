// SPDX-License-Identifier: Apache-2.0
// How many days of a billing period does something count that began at an instant?
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "catalog/period.h"
#include "numeric/rational.h"
#include "time/local_day.h"

namespace tallyfold {

/// The calendar days of a period by the customer's clock, begun ones included, out of the days of
/// the whole period.
class MeterDays {
 public:
  explicit MeterDays(std::shared_ptr<const Zone> zone) : days_(std::move(zone)) {}

  void open(const BillingPeriod& period) {
    first_ = days_.at(period.from_ns);
    left_out_ = period.ends_in_upgrade ? 1 : 0;
    last_ = days_.at(period.to_ns) - left_out_;
    whole_ = Decimal::fromInteger(period.days);
  }

  [[nodiscard]] int64_t first() const { return first_; }
  [[nodiscard]] int64_t last() const { return last_; }
  [[nodiscard]] int64_t count() const { return std::max<int64_t>(last_ - first_ + 1, 0); }

  /// The day of an instant, held within the period. The day of an upgrade is the one after the
  /// last.
  int64_t at(int64_t time_ns) {
    // Events come in time order, so most are of the same day as the one before.
    if (time_ns < from_ns_ || time_ns > to_ns_) {
      day_ = days_.at(time_ns);
      from_ns_ = days_.startOf(day_);
      to_ns_ = days_.endOf(day_);
    }
    return std::min(std::max(day_, first_), last_ + left_out_);
  }
  /// Days from an instant to the end of the period.
  int64_t left(int64_t time_ns) { return last_ - at(time_ns) + 1; }

  /// Units times days as units of the whole period: 12 units over 6 days of 31, that is 72, are
  /// 2.322580...
  [[nodiscard]] Rational share(const Decimal& unit_days) const {
    return Rational::of(unit_days, whole_);
  }
  /// The same as the service has it: rounded up at 5 decimals. 72 is 2.32259.
  [[nodiscard]] Rational units(const Decimal& unit_days) const {
    constexpr int kPlaces = 5;
    return Rational(share(unit_days).rounded(kPlaces, Rounding::Ceiling));
  }

 private:
  LocalDays days_;
  int64_t first_ = 0;
  int64_t last_ = 0;
  int64_t left_out_ = 0;
  Decimal whole_;
  // The day asked for last.
  int64_t day_ = 0;
  int64_t from_ns_ = INT64_MAX;
  int64_t to_ns_ = INT64_MIN;
};

}  // namespace tallyfold
