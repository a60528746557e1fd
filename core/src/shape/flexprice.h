// SPDX-License-Identifier: Apache-2.0
// Flexprice's usage endpoints. The rules, and where the modes differ, are in docs/dialects.md.
#pragma once

#include "shape/dialect.h"

namespace tallyfold {

/// `POST /events/usage`.
Preparation prepareFlexpriceUsage(const RequestInput& input);
/// `POST /events/usage/meter`, the meter inlined as "meter".
Preparation prepareFlexpriceUsageByMeter(const RequestInput& input);

}  // namespace tallyfold
