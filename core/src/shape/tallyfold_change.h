// SPDX-License-Identifier: Apache-2.0
// How far did a value move from the period before?
#pragma once

#include <optional>

#include "numeric/rational.h"

namespace tallyfold {

struct Change {
  std::optional<Rational> absolute;
  std::optional<Rational> percent;  ///< of the value before; a percentage of zero is none
};

/// changeOf(3, 2) is 1 and 50 percent.
inline Change changeOf(const std::optional<Rational>& now, const std::optional<Rational>& then) {
  Change change;
  if (!now || !then) return change;
  change.absolute = *now - *then;
  if (then->isZero()) return change;
  const Rational size = then->sign() < 0 ? -*then : *then;
  change.percent = change.absolute->dividedBy(size) * Rational(Decimal::fromInteger(100));
  return change;
}

}  // namespace tallyfold
