// SPDX-License-Identifier: Apache-2.0
#include "query/seat_query.h"

#include <algorithm>

namespace tallyfold {

int64_t SeatQuery::changesEnd() const {
  const int64_t after_now = now_ns == INT64_MAX ? now_ns : now_ns + 1;
  // What a later deselection takes back depends on the selections between.
  if (!month || deselection == DeselectionRule::Always) return after_now;
  return std::min(after_now, month->end_ns);
}

std::string SeatQuery::canonicalBytes() const {
  ByteWriter out;
  out.u8(static_cast<uint8_t>(rows));
  out.u8(month.has_value());
  out.u32(month ? static_cast<uint32_t>(month->number) : 0);
  out.u8(event_id.has_value());
  out.i64(event_id.value_or(0));
  out.i64(now_ns);
  out.text(zone_name);
  for (const bool choice : {releases_free_places, api_holds_book, tables_count_seats,
                            includes_tests, keeps_zero_rows, by_arrival, counts_ids_once}) {
    out.u8(choice);
  }
  out.u8(static_cast<uint8_t>(deselection));
  out.u8(lateness_ns.has_value());
  out.i64(lateness_ns.value_or(0));
  out.text(catalog->seats.canonicalBytes());
  return out.take();
}

}  // namespace tallyfold
