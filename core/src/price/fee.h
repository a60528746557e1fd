// SPDX-License-Identifier: Apache-2.0
// What does a price become on the bill?
//
// One fee per charge, filter and group; fees are added up only after each is rounded to cents.
#pragma once

#include <optional>

#include "base/mode.h"
#include "numeric/decimal.h"
#include "numeric/rational.h"
#include "price/currency.h"
#include "price/pricing.h"

namespace tallyfold {

/// The places that amounts in a pricing unit ("credits") are rounded to; it has 100 cents.
inline constexpr Currency kPricingUnit = {100, 2};

/// Amounts in the currency's cents, or in the pricing unit's.
struct FeeAmounts {
  Decimal amount_cents;
  Decimal precise_amount_cents;
  Decimal unit_amount_cents;
  Decimal precise_unit_amount;  ///< in units, to 15 places
};

struct Fee {
  Rational units;
  FeeAmounts amounts;
  std::optional<FeeAmounts> in_pricing_unit;  ///< when the charge is priced in one
  LagoRules rules;                            ///< of the as-is ones those that changed the fee
};

/// The fee for `units` at `price`. Negative units or a negative amount make all of it 0.
///
/// With a conversion rate the price is in a pricing unit: it is rounded to that unit's cents, and
/// these are converted and rounded again. 0.03 credits at 2 EUR each are 3 cents, then 6.
Fee feeOf(const Rational& units, const Price& price, const Currency& currency,
          const std::optional<Decimal>& conversion_rate, Mode mode);

}  // namespace tallyfold
