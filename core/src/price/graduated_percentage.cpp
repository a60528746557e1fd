// SPDX-License-Identifier: Apache-2.0
#include "price/graduated_percentage.h"

namespace tallyfold {

std::vector<TierLine> graduatedPercentageLines(const GraduatedPercentageTerms& terms,
                                               const Rational& units, Mode mode) {
  return tierLines(terms.tiers, units,
                   mode == Mode::Exact ? TierBounds::Ends : TierBounds::Stepping);
}

}  // namespace tallyfold
