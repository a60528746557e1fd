// SPDX-License-Identifier: Apache-2.0
// A Flexprice request body as typed fields, before anything is decided.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/value.h"
#include "numeric/decimal.h"
#include "shape/dialect.h"
#include "time/instant.h"

namespace tallyfold {

/// What is wrong with a request: a JSON path and a sentence each.
using Problems = std::vector<std::pair<std::string, std::string>>;

struct FlexpriceFields {
  std::string event_name, aggregation_type, property_name, external_customer_id, customer_id;
  std::string window_size, bucket_size, timezone, group_by_property;
  std::vector<std::string> group_by;
  std::vector<std::pair<std::string, std::vector<std::string>>> filters;
  std::optional<ReadInstant> start_time, end_time, billing_anchor;
  std::optional<Decimal> multiplier;
  std::string numbers, dedupe, lateness;  ///< our additions
  bool adds_history = false;              ///< a meter that never resets
};

/// Reads the body of `POST /events/usage`. Wrong types and unreadable values become problems.
FlexpriceFields readUsageFields(const json::Value& body, Problems& problems);
/// Reads the body of `POST /events/usage/meter` with its meter inlined.
FlexpriceFields readMeterFields(const json::Value& body, Problems& problems);

/// {"code":"validation_error","message":...,"http_status_code":400,"details":{...}}; no details
/// when the list is empty.
RefusedRequest flexpriceError(std::string_view message, const Problems& details);
inline constexpr std::string_view kBadPayload = "Please check the request payload";

}  // namespace tallyfold
