// SPDX-License-Identifier: Apache-2.0
// weighted_sum_agg: the running total, weighted by how long it stood: total times seconds, summed,
// over the seconds of the whole period.
//
// A step of the sum lasts from one event to the next. The service's databases divide each step and
// keep some twenty digits of it, which show in the units, and ClickHouse counts the whole seconds
// that begin in a step; the exact mode divides once.
#include <algorithm>

#include "aggregate/meter.h"
#include "aggregate/meter_quotient.h"
#include "numeric/wide.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int kPlaces = 20;  // of the units, rounded up
constexpr int kNanosecondPlaces = 9;

class WeightedSumMeter final : public Meter {
 public:
  WeightedSumMeter(bool is_recurring, Mode mode, LagoStore store)
      : is_recurring_(is_recurring), is_exact_(mode == Mode::Exact), store_(store) {}

  std::optional<MeterValue> open(const BillingPeriod& period) override {
    if (!is_recurring_) total_ = Decimal();
    is_open_ = true;
    events_ = 0;
    steps_ = products_ = amounts_ = Decimal();
    since_ns_ = period.from_ns;
    end_ns_ = endOf(period.to_ns);
    whole_s_ = Decimal::fromInteger(period.days) * Decimal::fromInteger(kSecondsPerDay);
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (is_open_) {
      // Periods begin at a millisecond, so an event may come before the first instant of one.
      const Int128 at_ns = std::max<Int128>(event.time_ns, since_ns_);
      if (!is_exact_) steps_ += step(at_ns);
      products_ += product(at_ns);
      since_ns_ = at_ns;
      ++events_;
      amounts_ += event.amount;
    }
    if (is_open_ || is_recurring_) total_ += event.value;
    return std::nullopt;
  }

  [[nodiscard]] MeterReading reading() const override {
    const Rational exact = Rational::of(products_ + product(end_ns_), whole_s_);
    Rational units = exact;
    LagoRules rules;
    if (!is_exact_) {
      const Rational steps(steps_ + step(end_ns_));
      units = Rational(steps.rounded(kPlaces, Rounding::Ceiling));
      if (units != exact) rules.add(LagoRule::WeightedSumDigits);
    }
    const Rational peak = units.sign() < 0 ? Rational() : units;
    return {units, units, Rational(total_), peak, events_, amounts_, rules};
  }

 private:
  // A period ends where its last second does.
  [[nodiscard]] static Int128 endOf(int64_t to_ns) {
    const bool is_whole = floorMod(to_ns, kNanosecondsPerSecond) == 0;
    const Int128 second = floorDiv(to_ns, kNanosecondsPerSecond) + (is_whole ? 0 : 1);
    return second * kNanosecondsPerSecond;
  }

  // What the total adds that stands until then, before the division.
  [[nodiscard]] Decimal product(Int128 until_ns) const {
    if (until_ns <= since_ns_ || total_.isZero()) return Decimal();
    return total_ * Decimal::fromScaled(until_ns - since_ns_, kNanosecondPlaces);
  }

  // The same as the store has it, divided. Postgres keeps microseconds of an instant.
  [[nodiscard]] Decimal step(Int128 until_ns) const {
    if (until_ns <= since_ns_ || total_.isZero()) return Decimal();
    if (store_ == LagoStore::Postgres) {
      constexpr int kPlacesOfSecond = 6;
      const Decimal seconds = Decimal::fromScaled(ticksUntil(until_ns, 1000), kPlacesOfSecond);
      return postgresQuotient(total_ * seconds, whole_s_);
    }
    const Decimal seconds = Decimal::fromScaled(ticksUntil(until_ns, kNanosecondsPerSecond), 0);
    return clickHouseQuotient(total_ * seconds, whole_s_);
  }

  // How many ticks of so many nanoseconds begin in the step.
  [[nodiscard]] Int128 ticksUntil(Int128 until_ns, int64_t tick_ns) const {
    const auto number = [tick_ns](Int128 time_ns) {
      return time_ns / tick_ns - (time_ns % tick_ns < 0 ? 1 : 0);
    };
    return number(until_ns) - number(since_ns_);
  }

  bool is_recurring_;
  bool is_exact_;
  LagoStore store_;
  bool is_open_ = false;
  Int128 since_ns_ = 0;  // when the total became what it is
  Int128 end_ns_ = 0;    // of the period
  Decimal whole_s_;      // seconds of the whole period
  Decimal total_;
  Decimal steps_;     // sum of the steps that have ended, as the store has them
  Decimal products_;  // the same before the division
  Decimal amounts_;
  int64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Meter> makeWeightedSumMeter(const LagoMetric& metric, const MeterTerms& terms) {
  return std::make_unique<WeightedSumMeter>(metric.recurring, terms.mode, terms.store);
}

}  // namespace tallyfold
