// SPDX-License-Identifier: Apache-2.0
// The request of a seats.io report: its path and query parameters, and the options that Tallyfold
// adds where the service's rule is not known. docs/dialects.md lists them.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "query/seat_query.h"
#include "shape/dialect.h"
#include "shape/seatsio_error.h"

namespace tallyfold {

/// Which counters a row has: those of a time in the service's history.
enum class SeatsioShape : uint8_t {
  Legacy,   ///< of all months, to 2023-03
  Legacy6,  ///< of a month, 2020-12 to 2022-06
  Legacy3,  ///< of a month, 2022-06 to 2023-03
  Current
};

struct SeatsioRequest {
  SeatQuery query;
  SeatsioShape shape = SeatsioShape::Current;
  int version = 1;
  bool bills_bookings = false;  ///< used is what was booked first
  std::string event_id;         ///< as the request has it
};

/// The months from which an assignment to a channel is a use too.
inline constexpr MonthNumber kFirstMonthOfChannels = monthNumber(2022, 12);

std::variant<SeatsioRequest, SeatsioError> readSeatsioRequest(const RequestInput& input,
                                                              SeatRows rows);

}  // namespace tallyfold
