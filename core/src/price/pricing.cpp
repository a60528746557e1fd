// SPDX-License-Identifier: Apache-2.0
#include "price/pricing.h"

namespace tallyfold {

namespace {

// Nothing for 0 units.
Price spreadOver(const Rational& amount, const Rational& units) {
  return {amount, amount.dividedBy(units), {}};
}

Price packagePriceOf(const PackageTerms& terms, const Usage& usage, Mode mode) {
  const PackagePrice price = packagePrice(terms, usage.units, mode);
  Price of_packages = spreadOver(price.amount, price.paid_units);
  if (price.is_by_doubles) of_packages.rules.add(LagoRule::PackagesByDoubles);
  return of_packages;
}

Rational amountOfLines(const std::vector<TierLine>& lines, LagoRules& rules) {
  if (isAnyBoundCountedTwice(lines)) rules.add(LagoRule::TierBoundCountsTwice);
  return totalOf(lines);
}

bool areTaken(RunningTotals totals) {
  return totals == RunningTotals::Summed || totals == RunningTotals::Read;
}

}  // namespace

EventNeed Pricing::needOf(const ChargeTerms& terms, bool prorated, RunningTotals totals) {
  if (std::get_if<GraduatedTerms>(&terms) != nullptr) {
    return prorated ? EventNeed::Every : EventNeed::Nothing;
  }
  const auto* percentage = std::get_if<PercentageTerms>(&terms);
  if (percentage == nullptr) return EventNeed::Nothing;
  if (percentage->isPerTransaction()) return EventNeed::Every;
  const bool is_open = areTaken(totals) && FreeAllowance(*percentage).isOpen();
  return is_open ? EventNeed::Earliest : EventNeed::Nothing;
}

Pricing::State Pricing::stateFor(const ChargeTerms& terms, EventNeed need, bool prorated,
                                 Mode mode) {
  if (const auto* graduated = std::get_if<GraduatedTerms>(&terms)) {
    if (prorated) return ProratedGraduatedWalk(graduated->tiers);
  }
  if (const auto* percentage = std::get_if<PercentageTerms>(&terms)) {
    if (need == EventNeed::Every) return TransactionWalk(*percentage);
    return FreeAllowance(*percentage, mode);
  }
  return std::monostate();
}

Pricing::Pricing(const ChargeTerms& terms, bool prorated, RunningTotals totals, Mode mode)
    : terms_(&terms),
      prorated_(prorated),
      totals_(totals),
      mode_(mode),
      state_(stateFor(terms, needOf(terms, prorated, totals), prorated, mode)) {}

bool Pricing::wantsMore() const {
  if (const auto* free = std::get_if<FreeAllowance>(&state_)) {
    return areTaken(totals_) && free->isOpen();
  }
  return std::get_if<std::monostate>(&state_) == nullptr;
}

void Pricing::add(const Decimal& units, const Rational& prorated) {
  if (auto* free = std::get_if<FreeAllowance>(&state_)) {
    if (totals_ == RunningTotals::Summed) free->addEvent(units);
  } else if (auto* transactions = std::get_if<TransactionWalk>(&state_)) {
    transactions->add(units);
  } else if (auto* walk = std::get_if<ProratedGraduatedWalk>(&state_)) {
    walk->add(units, prorated);
  }
}

bool Pricing::takesTotals() const {
  return totals_ == RunningTotals::Read && std::get_if<FreeAllowance>(&state_) != nullptr;
}

void Pricing::begin(const Rational& carried) {
  if (takesTotals()) std::get_if<FreeAllowance>(&state_)->begin(carried);
}

void Pricing::addTotal(const Rational& total) {
  if (takesTotals()) std::get_if<FreeAllowance>(&state_)->addTotal(total);
}

Rational Pricing::percentageAmount(const PercentageTerms& terms, const Usage& usage,
                                   LagoRules& rules) const {
  if (const auto* transactions = std::get_if<TransactionWalk>(&state_)) {
    return Rational(transactions->amount());
  }
  FreeAllowance free = *std::get_if<FreeAllowance>(&state_);
  if (totals_ == RunningTotals::Counted) free.addCounted(usage.units);
  const bool has_allowance = terms.free_units.sign() > 0 || terms.free_events > 0;
  const bool has_price = !terms.rate.isZero() || !terms.fixed_amount.isZero();
  if (totals_ == RunningTotals::None && has_allowance && has_price && usage.units.sign() > 0) {
    rules.add(LagoRule::FreeUnitsNeverApply);
  }
  if (free.isCutByNegatives() && !terms.fixed_amount.isZero())
    rules.add(LagoRule::NegativeTotalsCutFreeEvents);
  return percentagePrice(terms, usage.units, usage.events, free).amount();
}

Rational Pricing::graduatedAmount(const GraduatedTerms& terms, const Usage& usage,
                                  LagoRules& rules) const {
  if (const auto* walk = std::get_if<ProratedGraduatedWalk>(&state_)) {
    return walk->amount(usage.units);
  }
  return amountOfLines(graduatedLines(terms, usage.units, mode_), rules);
}

Price Pricing::volume(const VolumeTerms& terms, const Usage& usage) const {
  const Rational& counted = prorated_ && usage.full_units ? *usage.full_units : usage.units;
  return spreadOver(volumePrice(terms, usage.units, counted).amount, counted);
}

// Of the models whose unit amount is the amount per unit.
Rational Pricing::amountOf(const Usage& usage, LagoRules& rules) const {
  switch (modelOf(*terms_)) {
    case ChargeModel::Standard:
      return standardAmount(*std::get_if<StandardTerms>(terms_), usage.units);
    case ChargeModel::Graduated:
      return graduatedAmount(*std::get_if<GraduatedTerms>(terms_), usage, rules);
    case ChargeModel::GraduatedPercentage: {
      const auto& terms = *std::get_if<GraduatedPercentageTerms>(terms_);
      return amountOfLines(graduatedPercentageLines(terms, usage.units, mode_), rules);
    }
    case ChargeModel::Percentage:
      return percentageAmount(*std::get_if<PercentageTerms>(terms_), usage, rules);
    case ChargeModel::Dynamic:
      return dynamicAmount(usage.units, usage.precise_amount_cents, usage.subunit_to_unit);
    case ChargeModel::Package:
    case ChargeModel::Volume:
      break;
  }
  return Rational();
}

Price Pricing::finish(const Usage& usage) const {
  if (const auto* volume_terms = std::get_if<VolumeTerms>(terms_)) {
    return volume(*volume_terms, usage);
  }
  if (const auto* package_terms = std::get_if<PackageTerms>(terms_)) {
    return packagePriceOf(*package_terms, usage, mode_);
  }
  LagoRules rules;
  Price price = spreadOver(amountOf(usage, rules), usage.full_units.value_or(usage.units));
  price.rules = rules;
  return price;
}

}  // namespace tallyfold
