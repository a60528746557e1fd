// SPDX-License-Identifier: Apache-2.0
// Which digits does PostgreSQL keep of a quotient?
#pragma once

#include "numeric/decimal.h"

namespace tallyfold {

/// numerator / denominator as its type `numeric` divides: at least 16 significant digits counted in
/// groups of four, no fewer decimals than either side is written with, rounded half away from zero.
/// 0 for a denominator of 0.
///   5832000000 / 2678400 is 2177.4193548387096774, 1 / 3 is 0.33333333333333333333
Decimal postgresQuotient(const Decimal& numerator, const Decimal& denominator);

}  // namespace tallyfold
