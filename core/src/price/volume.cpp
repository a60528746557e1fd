// SPDX-License-Identifier: Apache-2.0
#include "price/volume.h"

namespace tallyfold {

std::optional<VolumePrice> volumePrice(const VolumeTerms& terms, const Rational& units,
                                       const Rational& counted) {
  const Decimal whole = counted.rounded(0, Rounding::Ceiling);
  for (std::size_t i = 0; i < terms.tiers.size(); ++i) {
    const Tier& tier = terms.tiers[i];
    if (tier.from > whole) continue;
    if (tier.to && Rational(*tier.to) < counted) continue;
    VolumePrice price;
    price.tier = i;
    price.unit_total = units * Rational(tier.unit_price);
    price.amount = price.unit_total + Rational(tier.flat);
    return price;
  }
  return std::nullopt;
}

}  // namespace tallyfold
