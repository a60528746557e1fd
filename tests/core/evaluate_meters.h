// SPDX-License-Identifier: Apache-2.0
// How can Lago's aggregations be tested without a report? The part of `evaluate` for meters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace tallyfold {

/// The answer to a request, or absent for another kind:
///
///   kind         request
///   aggregation  {metric, boundaries: {from, to, max_timestamp?, charges_duration_days?}, events},
///                with prorated, filters, grouped_by, grouped_by_values, presentation_by, options,
///                initial_value, initial_values, store; with operation, what an event store alone
///                answers
std::optional<std::string> evaluateMeter(std::string_view kind, const json::Value& request);

}  // namespace tallyfold
