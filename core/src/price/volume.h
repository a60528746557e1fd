// SPDX-License-Identifier: Apache-2.0
// Charge model `volume`: the tier that the number of units ends in prices all of them.
#pragma once

#include <cstddef>

#include "price/tier.h"

namespace tallyfold {

struct VolumeTerms {
  Tiers tiers;
};

struct VolumePrice {
  std::size_t tier = 0;
  Rational unit_total;  ///< units times the tier's unit price
  Rational amount;      ///< with its flat amount
};

/// What `units` cost in the tier of `counted`, which differs from them only when they are prorated.
/// A fraction is in the tier of the next whole unit: with 0 to 100 and 101 to 200, 100.5 is in the
/// second. What is in the gap that stepping tiers with fractional bounds leave (0 to 0.5, 1.5 and
/// up) is in the tier above it, and what is below 0 in the first; the service has no answer there.
VolumePrice volumePrice(const VolumeTerms& terms, const Rational& units, const Rational& counted);

}  // namespace tallyfold
