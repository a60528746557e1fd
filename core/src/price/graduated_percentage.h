// SPDX-License-Identifier: Apache-2.0
// Charge model `graduated_percentage`: each tier takes a percentage of the units that fall into it.
#pragma once

#include <vector>

#include "base/mode.h"
#include "price/tier.h"

namespace tallyfold {

struct GraduatedPercentageTerms {
  Tiers tiers;  ///< their unit price is the rate / 100
};

/// What each tier charges. As-is, tiers always step: with 0 to 10 and 10 to 20 the tenth unit is in
/// both. In exact mode every tier begins where the one before it ends.
std::vector<TierLine> graduatedPercentageLines(const GraduatedPercentageTerms& terms,
                                               const Rational& units, Mode mode);

}  // namespace tallyfold
