// SPDX-License-Identifier: Apache-2.0
#include "report/lago_unit.h"

#include <algorithm>

#include "price/metric_rounding.h"

namespace tallyfold {
namespace {

// A percentage's free units know no events of a maximum or a weighted sum. The exact mode reads the
// meter after each.
RunningTotals totalsOf(const LagoUnit::Setting& setting) {
  switch (setting.charge.metric().aggregation) {
    case LagoAggregation::Count:
    case LagoAggregation::UniqueCount:
      return RunningTotals::Counted;
    case LagoAggregation::Sum:
      return RunningTotals::Summed;
    default:
      return setting.query.exact ? RunningTotals::Read : RunningTotals::None;
  }
}

Mode modeOf(const LagoQuery& query) { return query.exact ? Mode::Exact : Mode::AsIs; }

}  // namespace

Pricing LagoUnit::freshPricing() const {
  return {bucket_.terms, setting_.charge.charge().prorated, totalsOf(setting_),
          modeOf(setting_.query)};
}

LagoUnit::LagoUnit(const Setting& setting, const LagoBucket& bucket, const BillingPeriod& period,
                   const std::vector<const LagoEntry*>& entries)
    : setting_(setting),
      bucket_(bucket),
      period_(period),
      entries_(entries),
      pricing_(freshPricing()) {
  meter_ = makeMeter(setting.charge.metric(), meterTerms(), setting.account);
  takeHistory();
}

MeterTerms LagoUnit::meterTerms() const {
  MeterTerms terms;
  terms.prorated = setting_.charge.charge().prorated;
  terms.grouped = !bucket_.group_keys.empty();
  terms.keeps_values =
      Pricing::needOf(bucket_.terms, terms.prorated, totalsOf(setting_)) != EventNeed::Nothing;
  terms.mode = modeOf(setting_.query);
  terms.zone = setting_.zone;
  terms.store = setting_.query.store;
  return terms;
}

// Of prorated sums the service begins the tiers of one group with what all groups carry over.
bool LagoUnit::carriesAllGroups() const {
  const LagoMetric& metric = setting_.charge.metric();
  return !setting_.query.exact && setting_.charge.charge().prorated &&
         !bucket_.group_keys.empty() && metric.aggregation == LagoAggregation::Sum &&
         std::get_if<GraduatedTerms>(&bucket_.terms) != nullptr && !entries_.empty();
}

const Decimal& LagoUnit::carriedOfGroups() const {
  const auto [at, fresh] =
      setting_.carried.emplace(std::pair(&bucket_, period_.from_ns), Decimal());
  if (!fresh) return at->second;
  const uint32_t account = setting_.log.line(*entries_.front()).account;
  const auto& all = setting_.log.entries();
  auto entry = std::partition_point(all.begin(), all.end(), [&](const LagoEntry& one) {
    return setting_.log.line(one).account < account;
  });
  for (; entry != all.end() && setting_.log.line(*entry).account == account; ++entry) {
    if (entry->time_ns >= period_.from_ns) break;
    if (setting_.charge.isIn(bucket_, setting_.log.line(*entry).shape))
      at->second += setting_.log.valueOf(*entry);
  }
  return at->second;
}

// What a prorated sum carries into the period when so many units were there before.
MeterValue LagoUnit::carriedFrom(const Decimal& units) const {
  const auto meter = makeMeter(setting_.charge.metric(), meterTerms(), setting_.account);
  MeterEvent before;
  before.time_ns = period_.from_ns - 1;
  before.value = units;
  meter->add(before);
  return meter->open(period_).value_or(MeterValue());
}

void LagoUnit::takeHistory() {
  const LagoMetric& metric = setting_.charge.metric();
  const bool prorated = setting_.charge.charge().prorated;
  std::vector<MeterValue> history;
  for (; next_ < entries_.size() && entries_[next_]->time_ns < period_.from_ns; ++next_) {
    if (!metric.recurring) continue;
    const auto value = meter_->add(eventOf(*entries_[next_]));
    if (value && !prorated) history.push_back(*value);
  }
  auto carried = meter_->open(period_);
  pricing_.begin(meter_->reading().units);
  // What is carried over was priced by its own events, one by one, where the model asks for that.
  if (meter_->revises()) return;
  if (carried && carriesAllGroups() && carried->units != carriedOfGroups()) {
    carried = carriedFrom(carriedOfGroups());
    rules_.add(LagoRule::CarriedUnitsOfAllGroups);
  }
  if (carried) pricing_.add(carried->units, carried->prorated);
  for (const MeterValue& value : history) pricing_.add(value.units);
}

MeterEvent LagoUnit::eventOf(const LagoEntry& entry) const {
  MeterEvent event;
  event.time_ns = entry.time_ns;
  event.value = setting_.log.valueOf(entry);
  event.text = entry.text;
  event.removes = entry.removes;
  if (entry.amount != 0) event.amount = setting_.log.amountOf(entry);
  event.events = entry.events;
  return event;
}

bool LagoUnit::advanceTo(int64_t until_ns) {
  const size_t before = next_;
  const int64_t last_ns = until_ns < period_.to_ns ? until_ns : period_.to_ns;
  for (; next_ < entries_.size() && entries_[next_]->time_ns <= last_ns; ++next_) {
    const auto value = meter_->add(eventOf(*entries_[next_]));
    if (pricing_.takesTotals() && pricing_.wantsMore()) pricing_.addTotal(meter_->reading().units);
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
  if (meter_->revises() && !pricing_.takesTotals() && pricing_.wantsMore()) {
    pricing = freshPricing();
    meter_->eachValue(
        [&pricing](const MeterValue& value) { pricing.add(value.units, value.prorated); });
  }
  const Price price = pricing.finish(priced);
  LagoUsage usage;
  usage.units = prorated ? *priced.full_units
                         : rounded(pricesInAdvance() ? reading.full_units : reading.units);
  usage.total_units = reading.total_units;
  usage.events = reading.events;
  usage.fee = feeOf(usage.units, price, setting_.charge.currency(),
                    setting_.charge.conversionRate(), modeOf(setting_.query));
  if (setting_.rules != nullptr) {
    for (const LagoRules& rules : {rules_, setting_.charge.rules(), reading.rules, usage.fee.rules})
      setting_.rules->add(rules);
  }
  return usage;
}

}  // namespace tallyfold
