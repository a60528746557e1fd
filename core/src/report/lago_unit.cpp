// SPDX-License-Identifier: Apache-2.0
#include "report/lago_unit.h"

#include "price/metric_rounding.h"

namespace tallyfold {
namespace {

RunningTotals totalsOf(const LagoMetric& metric) {
  switch (metric.aggregation) {
    case LagoAggregation::Count:
    case LagoAggregation::UniqueCount:
      return RunningTotals::Counted;
    case LagoAggregation::Sum:
      return RunningTotals::Summed;
    default:
      return RunningTotals::None;
  }
}

Mode modeOf(const LagoQuery& query) { return query.exact ? Mode::Exact : Mode::AsIs; }

}  // namespace

Pricing LagoUnit::freshPricing() const {
  return {bucket_.terms, setting_.charge.charge().prorated, totalsOf(setting_.charge.metric()),
          modeOf(setting_.query)};
}

LagoUnit::LagoUnit(const Setting& setting, const LagoBucket& bucket, const BillingPeriod& period,
                   const std::vector<const LagoEntry*>& entries)
    : setting_(setting),
      bucket_(bucket),
      period_(period),
      entries_(entries),
      pricing_(freshPricing()) {
  const bool prorated = setting.charge.charge().prorated;
  const LagoMetric& metric = setting.charge.metric();
  MeterTerms terms;
  terms.prorated = prorated;
  terms.grouped = !bucket.group_keys.empty();
  terms.keeps_values =
      Pricing::needOf(bucket.terms, prorated, totalsOf(metric)) != EventNeed::Nothing;
  terms.mode = modeOf(setting.query);
  terms.zone = setting.zone;
  meter_ = makeMeter(metric, terms, setting.account);
  std::vector<MeterValue> history;
  for (; next_ < entries_.size() && entries_[next_]->time_ns < period.from_ns; ++next_) {
    if (!metric.recurring) continue;
    const auto value = meter_->add(eventOf(*entries_[next_]));
    if (value && !prorated) history.push_back(*value);
  }
  const auto carried = meter_->open(period);
  // What is carried over was priced by its own events, one by one, where the model asks for that.
  if (meter_->revises()) return;
  if (carried) pricing_.add(carried->units, carried->prorated);
  for (const MeterValue& value : history) pricing_.add(value.units);
}

MeterEvent LagoUnit::eventOf(const LagoEntry& entry) const {
  MeterEvent event;
  event.time_ns = entry.time_ns;
  event.value = setting_.log.valueOf(entry);
  event.text = entry.text;
  event.removes = entry.removes;
  if (entry.amount != 0) event.amount = setting_.log.exact()[entry.amount - 1];
  return event;
}

bool LagoUnit::advanceTo(int64_t until_ns) {
  const size_t before = next_;
  const int64_t last_ns = until_ns < period_.to_ns ? until_ns : period_.to_ns;
  for (; next_ < entries_.size() && entries_[next_]->time_ns <= last_ns; ++next_) {
    const auto value = meter_->add(eventOf(*entries_[next_]));
    if (!value || meter_->revises() || !pricing_.wantsMore()) continue;
    pricing_.add(value->units, value->prorated);
  }
  return next_ != before;
}

// Units that were paid in advance are not paid back when they fall.
bool LagoUnit::pricesInAdvance() const {
  return setting_.charge.charge().pay_in_advance && setting_.charge.metric().recurring;
}

LagoUsage LagoUnit::usage() const {
  const LagoMetric& metric = setting_.charge.metric();
  const bool prorated = setting_.charge.charge().prorated;
  const MeterReading reading = meter_->reading();
  const auto rounded = [&metric](const Rational& units) {
    return roundedUnits(units, metric.rounding, metric.rounding_precision);
  };
  Usage priced;
  priced.units = rounded(pricesInAdvance() ? reading.peak_units : reading.units);
  if (prorated) priced.full_units = rounded(reading.full_units);
  priced.events = reading.events;
  priced.precise_amount_cents = reading.amounts;
  priced.subunit_to_unit = setting_.charge.currency().subunit_to_unit;
  Pricing pricing = pricing_;
  if (meter_->revises()) {
    pricing = freshPricing();
    meter_->eachValue(
        [&pricing](const MeterValue& value) { pricing.add(value.units, value.prorated); });
  }
  const Result<Price> price = pricing.finish(priced);
  LagoUsage usage;
  usage.units = prorated ? *priced.full_units
                         : rounded(pricesInAdvance() ? reading.full_units : reading.units);
  usage.total_units = reading.total_units;
  usage.events = reading.events;
  usage.fee = feeOf(usage.units, price ? price.value() : Price(), setting_.charge.currency(),
                    setting_.charge.conversionRate(), modeOf(setting_.query));
  return usage;
}

}  // namespace tallyfold
