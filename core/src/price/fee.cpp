// SPDX-License-Identifier: Apache-2.0
#include "price/fee.h"

namespace tallyfold {

namespace {

constexpr int kUnitAmountPlaces = 15;

FeeAmounts amountsOf(const Price& price, const Currency& currency, Mode mode) {
  return {amountCents(price.amount, currency, mode), preciseAmountCents(price.amount, currency),
          unitAmountCents(price.unit_amount, currency),
          price.unit_amount.rounded(kUnitAmountPlaces, Rounding::HalfUp)};
}

// The price in the currency, from whole cents of the pricing unit.
Price converted(const FeeAmounts& amounts, const Decimal& rate) {
  const Decimal cents = Decimal::fromInteger(kPricingUnit.subunit_to_unit);
  return {Rational::of(amounts.amount_cents * rate, cents),
          Rational::of(amounts.unit_amount_cents * rate, cents),
          {}};
}

// Only currencies whose smallest units are not tenths, hundredths ... lose any.
void noteHalfSubunit(Fee& fee, const Rational& amount, const Currency& currency) {
  const Decimal one = Decimal::fromInteger(1);
  if (one.shifted(currency.exponent) == Decimal::fromInteger(currency.subunit_to_unit)) return;
  if (fee.amounts.amount_cents != amountCents(amount, currency, Mode::Exact))
    fee.rules.add(LagoRule::HalfSubunitDropped);
}

}  // namespace

Fee feeOf(const Rational& units, const Price& price, const Currency& currency,
          const std::optional<Decimal>& conversion_rate, Mode mode) {
  const bool is_negative = units.sign() < 0 || price.amount.sign() < 0;
  const Price due = is_negative ? Price() : price;
  Fee fee;
  fee.units = is_negative ? Rational() : units;
  fee.rules = due.rules;
  if (!conversion_rate) {
    fee.amounts = amountsOf(due, currency, mode);
    noteHalfSubunit(fee, due.amount, currency);
    return fee;
  }
  fee.in_pricing_unit = amountsOf(due, kPricingUnit, mode);
  const Price in_currency = converted(*fee.in_pricing_unit, *conversion_rate);
  fee.amounts = amountsOf(in_currency, currency, mode);
  noteHalfSubunit(fee, in_currency.amount, currency);
  return fee;
}

}  // namespace tallyfold
