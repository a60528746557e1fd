// SPDX-License-Identifier: Apache-2.0
// The bodies of the reports in Lago's words.
#pragma once

#include <string>
#include <vector>

#include "report/lago_usage.h"
#include "shape/lago_request.h"

namespace tallyfold {

/// {"usages":[...]}
std::string lagoAnalyticsBody(const LagoRequest& request, const std::vector<LagoDayRow>& days);
/// {"customer_usage":{...}}
std::string lagoCurrentBody(const LagoRequest& request, const LagoCurrentUsage& usage);

/// Units as text: a whole number has ".0".
std::string lagoUnits(const Rational& units);

}  // namespace tallyfold
