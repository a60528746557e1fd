// SPDX-License-Identifier: Apache-2.0
#include "price/dynamic.h"

namespace tallyfold {

Rational dynamicAmount(const Rational& units, const Decimal& cents, std::int64_t subunit_to_unit) {
  if (units.isZero()) return Rational();
  return Rational::of(cents, Decimal::fromInteger(subunit_to_unit));
}

}  // namespace tallyfold
