// SPDX-License-Identifier: Apache-2.0
// Charge model `standard`: every unit costs the same.
#pragma once

#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

struct StandardTerms {
  Decimal amount;  ///< of one unit
};

/// 10 units at 5.12345 cost 51.2345.
Rational standardAmount(const StandardTerms& terms, const Rational& units);

}  // namespace tallyfold
