// SPDX-License-Identifier: Apache-2.0
// The bodies of the reports in Lago's words.
#pragma once

#include <string>

#include "report/lago_usage.h"
#include "shape/lago_request.h"

namespace tallyfold {

/// {"usages":[...]}; as-is rules that changed a row are added to `rules`.
std::string lagoAnalyticsBody(const LagoRequest& request, const LagoDays& days, LagoRules& rules);
/// {"customer_usage":{...}}
std::string lagoCurrentBody(const LagoRequest& request, const LagoCurrentUsage& usage);

/// Units as text: a whole number has ".0".
std::string lagoUnits(const Rational& units);

}  // namespace tallyfold
