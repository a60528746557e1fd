// SPDX-License-Identifier: Apache-2.0
#include "price/graduated.h"

namespace tallyfold {

std::vector<TierLine> graduatedLines(const GraduatedTerms& terms, const Rational& units,
                                     Mode mode) {
  if (mode == Mode::Exact) return tierLines(terms.tiers, units, TierBounds::Ends);
  const bool touch = tiersTouch(terms.tiers);
  return tierLines(terms.tiers, units, touch ? TierBounds::Touching : TierBounds::Stepping);
}

}  // namespace tallyfold
