// SPDX-License-Identifier: Apache-2.0
// Which currencies are there, and how does an amount become cents?
//
// "Cents" are the smallest units of a currency as Lago has them: a hundredth of most, 1 JPY, a
// thousandth of a KWD.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/mode.h"
#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

struct Currency {
  std::int64_t subunit_to_unit = 100;  ///< cents in a unit
  int exponent = 2;                    ///< places after the point that amounts are rounded to
};

/// The currency of an ISO 4217 code in capitals; absent for all but the 142 that Lago accepts.
///   currencyNamed("KWD")   // 1000 and 3
std::optional<Currency> currencyNamed(std::string_view code);

/// An amount in cents: rounded half up to the exponent, then multiplied. 0.125 EUR are 13 cents.
///
/// The ouguiya (MRO) has 5 cents but exponent 1. As-is, 1.1 MRO are 5 cents, the half one dropped
/// where Lago stores whole ones. Exact rounds half up to the nearest cent.
Decimal amountCents(const Rational& amount, const Currency& currency, Mode mode);

/// An amount in cents as it is kept beside the rounded one: half up to 15 places.
Decimal preciseAmountCents(const Rational& amount, const Currency& currency);

/// A unit's price in cents, with what is less than a cent dropped: 0.0125 EUR are 1 cent.
Decimal unitAmountCents(const Rational& unit_amount, const Currency& currency);

}  // namespace tallyfold
