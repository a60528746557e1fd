// SPDX-License-Identifier: Apache-2.0
// How are a zone's packed bytes turned into spans? The reader of the table in zone_table.h.
#pragma once

#include <cstdint>
#include <vector>

#include "time/zone.h"

namespace tallyfold::internal {

/// A change of offset that comes back every year, such as "last Sunday of March, 01:00 UTC".
struct YearlyChange {
  int32_t offset_s = 0;  ///< the offset from this change on, in seconds
  uint8_t month = 1;     ///< 1 to 12
  uint8_t week = 1;      ///< 1 to 4 from the month's first, 5 for the last
  uint8_t weekday = 0;   ///< 0 for Sunday to 6
  int32_t time_s = 0;    ///< seconds from 00:00 UTC of that day; may leave the day either way
};

/// The second since 1970 at which the change happens in a year.
/// {7200, 3, 5, 0, 3600} in 2024 is 2024-03-31T01:00:00Z, 1711846800.
int64_t yearlyChangeIn(const YearlyChange& change, int32_t year);

/// The spans of the history that begins at `bytes`, yearly changes written out to the end of 2263.
/// Trusts its input, which is always the linked table.
std::vector<Zone::Span> unpackSpans(const uint8_t* bytes);

}  // namespace tallyfold::internal
