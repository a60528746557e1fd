// SPDX-License-Identifier: Apache-2.0
// max_agg: the greatest value, which may be below 0; without events 0.
#include "aggregate/meter.h"

namespace tallyfold {
namespace {

class MaxMeter final : public Meter {
 public:
  std::optional<MeterValue> open(const BillingPeriod&) override {
    is_open_ = true;
    best_ = amounts_ = Decimal();
    best_at_ = events_ = 0;
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (!is_open_) return std::nullopt;
    if (events_ == 0 || best_ < event.value) {
      best_ = event.value;
      best_at_ = events_;
    }
    events_ += event.events;
    amounts_ += event.amount;
    return std::nullopt;
  }

  [[nodiscard]] MeterReading reading() const override {
    const Rational units(best_);
    return {units, units, units, best_.sign() < 0 ? Rational() : units, events_, amounts_};
  }

  [[nodiscard]] bool revises() const override { return true; }
  void eachValue(const std::function<void(const MeterValue&)>& take) const override {
    const MeterValue none;
    for (int64_t i = 0; i < events_; ++i) {
      take(i == best_at_ ? MeterValue{best_, {}, 0} : none);
    }
  }

 private:
  bool is_open_ = false;
  Decimal best_;
  Decimal amounts_;
  int64_t best_at_ = 0;  // which of the events is the first with it
  int64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Meter> makeMaxMeter() { return std::make_unique<MaxMeter>(); }

}  // namespace tallyfold
