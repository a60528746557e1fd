// SPDX-License-Identifier: Apache-2.0
#include "price/tier.h"

#include <algorithm>

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

std::vector<TierLine> tierLines(const Tiers& tiers, const Rational& total, TierBounds bounds) {
  std::vector<TierLine> lines;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    Tier tier = tiers[i];
    const Decimal end = i > 0 ? tiers[i - 1].to.value_or(tier.from) : tier.from;
    if (bounds == TierBounds::Ends) tier.from = end;
    lines.push_back(tierLine(tier, total, bounds != TierBounds::Stepping));
    lines.back().tier = i;
    lines.back().is_bound_counted_twice =
        i > 0 && bounds == TierBounds::Stepping && tier.from == end;
    if (!tiers[i].to || Rational(*tiers[i].to).compare(total) >= 0) break;
  }
  return lines;
}

Rational totalOf(const std::vector<TierLine>& lines) {
  Rational total;
  for (const TierLine& line : lines) total += line.total;
  return total;
}

bool isAnyBoundCountedTwice(const std::vector<TierLine>& lines) {
  return std::any_of(lines.begin(), lines.end(),
                     [](const TierLine& line) { return line.is_bound_counted_twice; });
}

}  // namespace tallyfold
