// SPDX-License-Identifier: Apache-2.0
// The bodies of the seats.io reports.
#pragma once

#include <string>

#include "report/seat_usage.h"
#include "shape/seatsio_request.h"

namespace tallyfold {

/// The body over what a settled partial holds.
std::string seatsioBody(const SeatsioRequest& request, SeatPartial& settled);

}  // namespace tallyfold
