// SPDX-License-Identifier: Apache-2.0
// The seats.io usage reports. The rules are in docs/dialects.md.
#pragma once

#include "shape/dialect.h"

namespace tallyfold {

/// `GET /reports/usage`: a row a month.
Preparation prepareSeatsioUsage(const RequestInput& input);
/// `GET /reports/usage/month/{month}`: a row an event.
Preparation prepareSeatsioUsageMonth(const RequestInput& input);
/// `GET /reports/usage/month/{month}/event/{eventId}`: a row an object.
Preparation prepareSeatsioUsageMonthEvent(const RequestInput& input);

}  // namespace tallyfold
