// SPDX-License-Identifier: Apache-2.0
// Charge model `graduated`: each tier prices the units that fall into it.
#pragma once

#include <vector>

#include "price/tier.h"

namespace tallyfold {

struct GraduatedTerms {
  Tiers tiers;
};

/// What each tier charges. With 0 to 10 at 10 and 2 flat, 11 and up at 5 and 3 flat, 12 units are
/// 102 and 13. Tiers count as touching only when every pair of them does.
std::vector<TierLine> graduatedLines(const GraduatedTerms& terms, const Rational& units);

}  // namespace tallyfold
