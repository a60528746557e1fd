// SPDX-License-Identifier: Apache-2.0
// Charge model `dynamic`: every event brings its own price.
#pragma once

#include <cstdint>

#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

/// The amount comes with the events; there is nothing to agree on.
struct DynamicTerms {};

/// The sum of the events' precise_total_amount_cents, in units of the currency: 40.2 cents of a
/// currency with 100 of them are 0.402. Nothing for 0 units, whatever the events bring.
Rational dynamicAmount(const Rational& units, const Decimal& cents, std::int64_t subunit_to_unit);

}  // namespace tallyfold
