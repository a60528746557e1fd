// SPDX-License-Identifier: Apache-2.0
// Which digits do the service's databases keep of a quotient?
#pragma once

#include "numeric/decimal.h"

namespace tallyfold {

/// numerator / denominator as its type `numeric` divides: at least 16 significant digits counted in
/// groups of four, no fewer decimals than either side is written with, rounded half away from zero.
/// 0 for a denominator of 0.
///   5832000000 / 2678400 is 2177.4193548387096774, 1 / 3 is 0.33333333333333333333
Decimal postgresQuotient(const Decimal& numerator, const Decimal& denominator);

/// The decimals of its type `Decimal(38, 26)`.
inline constexpr int kClickHouseDecimals = 26;
/// numerator / denominator as ClickHouse divides that type: what does not fit the decimals is cut.
/// 0 for a denominator of 0. A quotient that the type does not hold is right all the same.
///   -20 / 3 is -6.66666666666666666666666666
Decimal clickHouseQuotient(const Decimal& numerator, const Decimal& denominator);

}  // namespace tallyfold
