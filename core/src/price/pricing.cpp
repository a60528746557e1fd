// SPDX-License-Identifier: Apache-2.0
#include "price/pricing.h"

namespace tallyfold {

namespace {

// Nothing for 0 units.
Price spreadOver(const Rational& amount, const Rational& units) {
  return {amount, amount.dividedBy(units)};
}

Price packagePriceOf(const PackageTerms& terms, const Usage& usage, Mode mode) {
  const PackagePrice price = packagePrice(terms, usage.units, mode);
  return spreadOver(price.amount, price.paid_units);
}

}  // namespace

EventNeed Pricing::needOf(const ChargeTerms& terms, bool prorated, RunningTotals totals) {
  if (std::get_if<GraduatedTerms>(&terms) != nullptr) {
    return prorated ? EventNeed::Every : EventNeed::Nothing;
  }
  const auto* percentage = std::get_if<PercentageTerms>(&terms);
  if (percentage == nullptr) return EventNeed::Nothing;
  if (percentage->isPerTransaction()) return EventNeed::Every;
  const bool is_open = totals == RunningTotals::Summed && FreeAllowance(*percentage).isOpen();
  return is_open ? EventNeed::Earliest : EventNeed::Nothing;
}

Pricing::State Pricing::stateFor(const ChargeTerms& terms, EventNeed need, bool prorated) {
  if (const auto* graduated = std::get_if<GraduatedTerms>(&terms)) {
    if (prorated) return ProratedGraduatedWalk(graduated->tiers);
  }
  if (const auto* percentage = std::get_if<PercentageTerms>(&terms)) {
    if (need == EventNeed::Every) return TransactionWalk(*percentage);
    return FreeAllowance(*percentage);
  }
  return std::monostate();
}

Pricing::Pricing(const ChargeTerms& terms, bool prorated, RunningTotals totals, Mode mode)
    : terms_(&terms),
      prorated_(prorated),
      totals_(totals),
      mode_(mode),
      state_(stateFor(terms, needOf(terms, prorated, totals), prorated)) {}

bool Pricing::wantsMore() const {
  if (const auto* free = std::get_if<FreeAllowance>(&state_)) {
    return totals_ == RunningTotals::Summed && free->isOpen();
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

Rational Pricing::percentageAmount(const PercentageTerms& terms, const Usage& usage) const {
  if (const auto* transactions = std::get_if<TransactionWalk>(&state_)) {
    return Rational(transactions->amount());
  }
  FreeAllowance free = *std::get_if<FreeAllowance>(&state_);
  if (totals_ == RunningTotals::Counted) free.addCounted(usage.units);
  return percentagePrice(terms, usage.units, usage.events, free).amount();
}

Rational Pricing::graduatedAmount(const GraduatedTerms& terms, const Usage& usage) const {
  if (const auto* walk = std::get_if<ProratedGraduatedWalk>(&state_)) {
    return walk->amount(usage.units);
  }
  return totalOf(graduatedLines(terms, usage.units));
}

Result<Price> Pricing::volume(const VolumeTerms& terms, const Usage& usage) const {
  const Rational& counted = prorated_ && usage.full_units ? *usage.full_units : usage.units;
  const auto price = volumePrice(terms, usage.units, counted);
  if (price) return spreadOver(price->amount, counted);
  // Lago fails here. Its rule for negative results says what the answer would be.
  if (counted.sign() < 0) return Price();
  return Error{ErrorCode::InvalidCatalog, "no volume range holds " + counted.toText() + " units",
               "$.volume_ranges"};
}

// Of the models whose unit amount is the amount per unit.
Rational Pricing::amountOf(const Usage& usage) const {
  switch (modelOf(*terms_)) {
    case ChargeModel::Standard:
      return standardAmount(*std::get_if<StandardTerms>(terms_), usage.units);
    case ChargeModel::Graduated:
      return graduatedAmount(*std::get_if<GraduatedTerms>(terms_), usage);
    case ChargeModel::GraduatedPercentage:
      return totalOf(graduatedPercentageLines(*std::get_if<GraduatedPercentageTerms>(terms_),
                                              usage.units, mode_));
    case ChargeModel::Percentage:
      return percentageAmount(*std::get_if<PercentageTerms>(terms_), usage);
    case ChargeModel::Dynamic:
      return dynamicAmount(usage.units, usage.precise_amount_cents, usage.subunit_to_unit);
    case ChargeModel::Package:
    case ChargeModel::Volume:
      break;
  }
  return Rational();
}

Result<Price> Pricing::finish(const Usage& usage) const {
  if (const auto* volume_terms = std::get_if<VolumeTerms>(terms_)) {
    return volume(*volume_terms, usage);
  }
  if (const auto* package_terms = std::get_if<PackageTerms>(terms_)) {
    return packagePriceOf(*package_terms, usage, mode_);
  }
  return spreadOver(amountOf(usage), usage.full_units.value_or(usage.units));
}

}  // namespace tallyfold
