// SPDX-License-Identifier: Apache-2.0
// The request of a report in Lago's words: query parameters, and the errors they meet.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "query/lago_query.h"
#include "report/lago_groups.h"
#include "shape/dialect.h"

namespace tallyfold {

enum class LagoGranularity : uint8_t { Daily, Weekly, Monthly, Yearly };

struct LagoRequest {
  LagoQuery query;
  LagoGranularity granularity = LagoGranularity::Daily;
  std::optional<int64_t> from_day, to_day;  ///< day numbers, both inclusive
  LagoGroupBy group_by;                     ///< our addition
  uint32_t subscription = 0;                ///< of current usage: place in the catalog
};

using LagoRead = std::variant<LagoRequest, RefusedRequest>;

/// Parameters of `GET /analytics/usage`. Unknown ones are passed over, as the service does.
LagoRead readLagoAnalyticsUsage(const RequestInput& input);
/// {"external_customer_id", "external_subscription_id"}.
LagoRead readLagoCurrentUsage(const RequestInput& input);

/// {"status":404,"error":"Not Found","code":"subscription_not_found"}
RefusedRequest lagoNotFound(std::string_view code);
/// {"status":422,"error":"Unprocessable Entity","code":"validation_errors","error_details":...}
RefusedRequest lagoUnprocessable(std::string_view details_json);

}  // namespace tallyfold
