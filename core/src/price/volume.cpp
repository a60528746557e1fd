// SPDX-License-Identifier: Apache-2.0
#include "price/volume.h"

namespace tallyfold {

VolumePrice volumePrice(const VolumeTerms& terms, const Rational& units, const Rational& counted) {
  VolumePrice price;
  while (price.tier + 1 < terms.tiers.size()) {
    const auto& end = terms.tiers[price.tier].to;
    if (!end || counted.compare(Rational(*end)) <= 0) break;
    ++price.tier;
  }
  const Tier& tier = terms.tiers[price.tier];
  price.unit_total = units * Rational(tier.unit_price);
  price.amount = price.unit_total + Rational(tier.flat);
  return price;
}

}  // namespace tallyfold
