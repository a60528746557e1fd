// SPDX-License-Identifier: Apache-2.0
// How can Lago's prices be tested without events? The part of `evaluate` for charge models,
// currencies and the rounding of metrics.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace tallyfold {

/// The answer to a request, or absent for a kind that is not one of these:
///
///   kind          request
///   charge_model  {charge_model, properties, aggregation or units, count, running_total,
///                 per_event_aggregation, per_event, ...}; with mode "estimate_instant" or
///                 "calculate_price", with level "fee", or one tier with range and total_units
///   currency      {currency}
///   rounding      {units, rounding_function, rounding_precision}
std::optional<std::string> evaluatePrice(std::string_view kind, const json::Value& request);

}  // namespace tallyfold
