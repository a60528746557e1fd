// SPDX-License-Identifier: Apache-2.0
// How can a rule be tested that no report shows by itself? One entry, built natively and to
// WebAssembly, never shipped.
#pragma once

#include <string>
#include <string_view>

namespace tallyfold {

/// The rule's answer to a request, as JSON; {"error": "..."} for an unknown kind or an unusable
/// request.
///
///   kind               request                                                              answer
///   next_billing_date  {period, unit, current_period_start, billing_anchor, timezone}        RFC
///   3339 text add_month_clamped  {from, day} RFC 3339 text bucket_starts      {start, end,
///   bucket_size, billing_anchor?, timezone?}                 list of RFC 3339 texts group_by_name
///   {name}                                                                {"valid": true or false}
///
///   evaluate("add_month_clamped", R"({"from":"2026-01-31T00:00:00Z","day":31})")  is
///   "2026-02-28T00:00:00Z"
std::string evaluate(std::string_view kind, std::string_view request_json);

}  // namespace tallyfold
