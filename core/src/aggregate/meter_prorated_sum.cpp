// SPDX-License-Identifier: Apache-2.0
// sum_agg, prorated: each value for the days from its own to the period's last, what is carried
// over for all days of the period.
#include <algorithm>

#include "aggregate/meter.h"
#include "aggregate/meter_days.h"

namespace tallyfold {
namespace {

class ProratedSumMeter final : public Meter {
 public:
  ProratedSumMeter(bool is_recurring, const MeterTerms& terms)
      : is_recurring_(is_recurring), days_(terms.zone) {}

  std::optional<MeterValue> open(const BillingPeriod& period) override {
    if (!is_recurring_) {
      total_ = amounts_ = Decimal();
      events_ = 0;
    }
    is_open_ = true;
    days_.open(period);
    const Decimal count = Decimal::fromInteger(days_.count());
    unit_days_ = total_ * count;
    peak_ = std::max(total_, Decimal());
    peak_days_ = peak_ * count;
    return MeterValue{total_, days_.share(unit_days_), 0};
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_ && !is_recurring_) return std::nullopt;
    events_ += event.events;
    total_ += event.value;
    amounts_ += event.amount;
    if (!is_open_) return std::nullopt;
    const Decimal left = Decimal::fromInteger(days_.left(event.time_ns));
    const Decimal unit_days = event.value * left;
    unit_days_ += unit_days;
    if (peak_ < total_) {
      peak_days_ += (total_ - peak_) * left;
      peak_ = total_;
    }
    return MeterValue{event.value, days_.share(unit_days), 0};
  }

  [[nodiscard]] MeterReading reading() const override {
    const Rational full(total_);
    return {days_.units(unit_days_), full, full, days_.units(peak_days_), events_, amounts_};
  }

 private:
  bool is_recurring_;
  bool is_open_ = false;
  MeterDays days_;
  Decimal total_;
  Decimal unit_days_;  // sum of values times their days
  Decimal peak_;       // the highest total of the period
  Decimal peak_days_;  // its rises times their days
  Decimal amounts_;
  int64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Meter> makeProratedSumMeter(const LagoMetric& metric, const MeterTerms& terms) {
  return std::make_unique<ProratedSumMeter>(metric.recurring, terms);
}

}  // namespace tallyfold
