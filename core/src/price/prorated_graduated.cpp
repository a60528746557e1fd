// SPDX-License-Identifier: Apache-2.0
#include "price/prorated_graduated.h"

#include <algorithm>
#include <cstdint>

namespace tallyfold {

namespace {

// Shares are quotients, and sums of quotients grow. Beyond this many digits in the denominator they
// are cut at as many places: hostile events cannot make a sum that takes minutes, and no event of a
// meter comes near.
constexpr int kMostDenominatorDigits = 1000;

// The tier that holds what lies just above a total. Only the upper bounds tell tiers apart, so
// stepping and touching ones are the same; what is below 0 is in the first.
std::size_t tierAbove(const Tiers& tiers, const Decimal& total) {
  std::size_t i = 0;
  while (i + 1 < tiers.size() && tiers[i].to && *tiers[i].to <= total) ++i;
  return i;
}

}  // namespace

// What the event that moves full_ to `after` costs.
Rational ProratedGraduatedWalk::shareOf(const Decimal& after, const Rational& prorated) const {
  const Tiers& tiers = *tiers_;
  const Decimal& low = std::min(full_, after);
  const Decimal& high = std::max(full_, after);
  std::size_t i = tierAbove(tiers, low);
  // The usual case needs no quotient.
  if (!tiers[i].to || high <= *tiers[i].to) return prorated * Rational(tiers[i].unit_price);
  Decimal cost;  // of the full units
  for (Decimal from = low; from < high; ++i) {
    const bool is_last = !tiers[i].to || i + 1 == tiers.size();
    const Decimal to = is_last ? high : std::min(high, *tiers[i].to);
    cost += (to - from) * tiers[i].unit_price;
    from = to;
  }
  return prorated * Rational::of(cost, high - low);
}

void ProratedGraduatedWalk::add(const Decimal& full, const Rational& prorated) {
  const Decimal after = full_ + full;
  if (full.isZero()) return;
  if (prorated.isZero() && (full.sign() > 0 || after.sign() < 0)) return;
  amount_ += shareOf(after, prorated);
  if (amount_.denominator().digitCount() > kMostDenominatorDigits) {
    amount_ = Rational(amount_.rounded(kMostDenominatorDigits, Rounding::HalfEven));
  }
  full_ = after;
  if (highest_ < full_) highest_ = full_;
}

Rational ProratedGraduatedWalk::amount(const Rational& units) const {
  if (units.isZero()) return Rational(tiers_->front().flat);
  if (full_.sign() < 0) return Rational();
  Rational total = amount_.sign() < 0 ? Rational() : amount_;
  for (const Tier& tier : *tiers_) {
    total += Rational(tier.flat);
    if (!tier.to || highest_ <= *tier.to) break;
  }
  return total;
}

}  // namespace tallyfold
