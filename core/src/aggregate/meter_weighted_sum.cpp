// SPDX-License-Identifier: Apache-2.0
// weighted_sum_agg: the running total, weighted by how long it stood: total times seconds, summed,
// over the seconds of the whole period.
//
// A step of the sum lasts from one event to the next. The service's database divides each step and
// keeps some twenty digits of it, which show in the units; the exact mode divides once.
#include <algorithm>

#include "aggregate/meter.h"
#include "aggregate/meter_quotient.h"
#include "numeric/wide.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int kPlaces = 20;  // of the units, rounded up

class WeightedSumMeter final : public Meter {
 public:
  WeightedSumMeter(bool is_recurring, Mode mode)
      : is_recurring_(is_recurring),
        is_exact_(mode == Mode::Exact),
        // The database keeps microseconds of an instant.
        scale_(is_exact_ ? 9 : 6) {}

  std::optional<MeterValue> open(const BillingPeriod& period) override {
    if (!is_recurring_) total_ = Decimal();
    is_open_ = true;
    events_ = 0;
    steps_ = amounts_ = Decimal();
    since_ = ticks(period.from_ns);
    end_ = endOf(period.to_ns);
    whole_s_ = Decimal::fromInteger(period.days) * Decimal::fromInteger(kSecondsPerDay);
    return std::nullopt;
  }

  std::optional<MeterValue> add(const MeterEvent& event) override {
    if (is_open_) {
      // Periods begin at a millisecond, so an event may come before the first instant of one.
      const Int128 at = std::max(ticks(event.time_ns), since_);
      steps_ += step(at);
      since_ = at;
      ++events_;
      amounts_ += event.amount;
    }
    if (is_open_ || is_recurring_) total_ += event.value;
    return std::nullopt;
  }

  [[nodiscard]] MeterReading reading() const override {
    const Decimal steps = steps_ + step(end_);
    const Rational units = is_exact_
                               ? Rational::of(steps, whole_s_)
                               : Rational(Rational(steps).rounded(kPlaces, Rounding::Ceiling));
    return {units,   units,   Rational(total_), units.sign() < 0 ? Rational() : units,
            events_, amounts_};
  }

 private:
  [[nodiscard]] Int128 ticks(int64_t time_ns) const {
    return is_exact_ ? time_ns : floorDiv(time_ns, 1000);
  }
  // A period ends where its last second does.
  [[nodiscard]] Int128 endOf(int64_t to_ns) const {
    const bool is_whole = floorMod(to_ns, kNanosecondsPerSecond) == 0;
    const Int128 second = floorDiv(to_ns, kNanosecondsPerSecond) + (is_whole ? 0 : 1);
    return second * (is_exact_ ? 1'000'000'000 : 1'000'000);
  }

  // What the total adds that stands until `until`; in exact mode before the division.
  [[nodiscard]] Decimal step(Int128 until) const {
    if (until <= since_ || total_.isZero()) return Decimal();
    const Decimal product = total_ * Decimal::fromScaled(until - since_, scale_);
    return is_exact_ ? product : postgresQuotient(product, whole_s_);
  }

  bool is_recurring_;
  bool is_exact_;
  bool is_open_ = false;
  int scale_;         // of a tick, in seconds
  Int128 since_ = 0;  // when the total became what it is, in ticks
  Int128 end_ = 0;    // of the period, likewise
  Decimal whole_s_;   // seconds of the whole period
  Decimal total_;
  Decimal steps_;  // sum of the steps that have ended
  Decimal amounts_;
  int64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Meter> makeWeightedSumMeter(const LagoMetric& metric, const MeterTerms& terms) {
  return std::make_unique<WeightedSumMeter>(metric.recurring, terms.mode);
}

}  // namespace tallyfold
