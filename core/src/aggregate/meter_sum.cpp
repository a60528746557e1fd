// SPDX-License-Identifier: Apache-2.0
// sum_agg: the sum of the values; of a recurring metric since its first event.
#include <algorithm>

#include "aggregate/meter.h"

namespace tallyfold {
namespace {

class SumMeter final : public Meter {
 public:
  explicit SumMeter(bool is_recurring) : is_recurring_(is_recurring) {}

  std::optional<MeterValue> open(const BillingPeriod&) override {
    if (!is_recurring_) {
      total_ = amounts_ = Decimal();
      events_ = 0;
    }
    is_open_ = true;
    peak_ = std::max(total_, Decimal());
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_ && !is_recurring_) return std::nullopt;
    events_ += event.events;
    total_ += event.value;
    amounts_ += event.amount;
    if (peak_ < total_) peak_ = total_;
    return MeterValue{event.value, {}, 0};
  }

  [[nodiscard]] MeterReading reading() const override {
    const Rational units(total_);
    return {units, units, units, Rational(peak_), events_, amounts_};
  }

 private:
  bool is_recurring_;
  bool is_open_ = false;
  Decimal total_;
  Decimal peak_;
  Decimal amounts_;
  int64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Meter> makeSumMeter(const LagoMetric& metric) {
  return std::make_unique<SumMeter>(metric.recurring);
}

}  // namespace tallyfold
