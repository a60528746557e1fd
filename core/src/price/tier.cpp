// SPDX-License-Identifier: Apache-2.0
#include "price/tier.h"

namespace tallyfold {

bool tiersTouch(const Tiers& tiers) {
  for (std::size_t i = 1; i < tiers.size(); ++i) {
    if (!tiers[i - 1].to || *tiers[i - 1].to != tiers[i].from) return false;
  }
  return tiers.size() > 1;
}

TierLine tierLine(const Tier& tier, const Rational& total, bool touching) {
  TierLine line;
  const bool exhausted = tier.to && Rational(*tier.to) < total;
  line.units = exhausted ? Rational(*tier.to) : total;
  if (!tier.from.isZero()) {
    // The unit numbered `from` belongs to a stepping tier itself.
    const Decimal before = touching ? tier.from : tier.from - Decimal::fromInteger(1);
    line.units = line.units - Rational(before);
  }
  line.unit_total = line.units * Rational(tier.unit_price);
  line.total = line.unit_total + Rational(tier.flat);
  return line;
}

std::vector<TierLine> tierLines(const Tiers& tiers, const Rational& total, bool touching) {
  std::vector<TierLine> lines;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    lines.push_back(tierLine(tiers[i], total, touching));
    lines.back().tier = i;
    if (!tiers[i].to || Rational(*tiers[i].to).compare(total) >= 0) break;
  }
  return lines;
}

Rational totalOf(const std::vector<TierLine>& lines) {
  Rational total;
  for (const TierLine& line : lines) total += line.total;
  return total;
}

}  // namespace tallyfold
