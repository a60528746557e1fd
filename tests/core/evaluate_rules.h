// SPDX-License-Identifier: Apache-2.0
// How can Lago's rules be tested that no report shows by themselves? The part of `evaluate` for
// formulas, billing periods and charge filters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace tallyfold {

/// The answer to a request, or absent for a kind that is not one of these:
///
///   kind                           request
///   expression                     {expression, event: {code, timestamp, properties}},
///                                  with mode "parse" or with field_name
///   period                         {method, interval, billing_time, timezone, started_at, ...}
///   date_diff                      {from, to, timezone}
///   filter_matching                {metric_filters, filters: [{id, values}], properties}
///   filter_matching_and_ignored    {metric_filters, filters: [{id, values, created_at}], current}
std::optional<std::string> evaluateRule(std::string_view kind, const json::Value& request);

}  // namespace tallyfold
