// SPDX-License-Identifier: Apache-2.0
// Lago's usage reports. The rules are in docs/dialects.md.
#pragma once

#include "shape/dialect.h"

namespace tallyfold {

/// `GET /analytics/usage`: units and cents by period, metric and currency.
Preparation prepareLagoAnalyticsUsage(const RequestInput& input);
/// `GET /customers/{external_customer_id}/current_usage`: what a subscription has used so far.
Preparation prepareLagoCurrentUsage(const RequestInput& input);

}  // namespace tallyfold
