// SPDX-License-Identifier: Apache-2.0
#include "price/graduated.h"

namespace tallyfold {

std::vector<TierLine> graduatedLines(const GraduatedTerms& terms, const Rational& units) {
  return tierLines(terms.tiers, units, tiersTouch(terms.tiers));
}

}  // namespace tallyfold
