// SPDX-License-Identifier: Apache-2.0
// Charge model `package`: units are sold by the package, begun ones in full.
#pragma once

#include "base/mode.h"
#include "numeric/decimal.h"
#include "numeric/rational.h"

namespace tallyfold {

struct PackageTerms {
  Decimal amount;      ///< of one package
  Decimal size;        ///< units in a package, an integer above 0
  Decimal free_units;  ///< an integer, at least 0
};

struct PackagePrice {
  Rational paid_units;  ///< at least 0
  Rational packages;    ///< an integer
  Rational amount;
  bool is_by_doubles = false;  ///< the exact quotient would make another number of packages
};

/// 121 units, 10 of them free, in packages of 10 at 100: 111 paid units, 12 packages, 1200.
///
/// As-is, the number of packages is the ceiling of a quotient of two doubles: with packages of 10,
/// 10.0000000000000000001 units are one package. Exact makes it two.
PackagePrice packagePrice(const PackageTerms& terms, const Rational& units, Mode mode);

}  // namespace tallyfold
