// SPDX-License-Identifier: Apache-2.0
// Flexprice's usage endpoints. The rules, and where the modes differ, are in docs/dialects.md.
#pragma once

#include "shape/dialect.h"

namespace tallyfold {

/// `POST /events/usage`.
Preparation prepareFlexpriceUsage(std::string_view request_json, Mode mode, int64_t now_ns);
/// `POST /events/usage/meter`, the meter inlined as "meter".
Preparation prepareFlexpriceUsageByMeter(std::string_view request_json, Mode mode, int64_t now_ns);

}  // namespace tallyfold
