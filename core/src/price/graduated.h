// SPDX-License-Identifier: Apache-2.0
// Charge model `graduated`: each tier prices the units that fall into it.
#pragma once

#include <vector>

#include "base/mode.h"
#include "price/tier.h"

namespace tallyfold {

struct GraduatedTerms {
  Tiers tiers;
};

/// What each tier charges. With 0 to 10 at 10 and 2 flat, 11 and up at 5 and 3 flat, 12 units are
/// 102 and 13. As-is, tiers count as touching only when every pair of them does; where some touch,
/// the unit on their bound is in both. In exact mode every tier begins where the one before it
/// ends.
std::vector<TierLine> graduatedLines(const GraduatedTerms& terms, const Rational& units, Mode mode);

}  // namespace tallyfold
