// SPDX-License-Identifier: Apache-2.0
// Changes in snapshots, and copied from one partial's words to another's.
#pragma once

#include "aggregate/seat_changes.h"
#include "query/seat_tables.h"

namespace tallyfold {

inline void writeChange(ByteWriter& out, const SeatChange& change) {
  out.i64(change.time_ns);
  out.u64(change.order);
  out.u64(change.detail);
  out.u32(change.slot);
  out.u32(change.quantity);
  out.u8(change.act_number);
}

inline SeatChange readChange(ByteReader& in) {
  SeatChange change;
  change.time_ns = in.i64();
  change.order = in.u64();
  change.detail = in.u64();
  change.slot = in.u32();
  const uint32_t quantity = in.u32();
  const uint8_t act = in.u8();
  if (quantity > 0xfffffff || act > static_cast<uint8_t>(SeatAct::Assign)) in.fail();
  change.quantity = quantity & 0xfffffff;
  change.act_number = act & 15U;
  return change;
}

/// Whether a change that was read speaks of what the tables have.
inline bool isKnown(const SeatChange& change, const SeatTables& tables) {
  const uint32_t text_count = tables.texts.size();
  return change.slot < tables.slotCount() && tables.orders.knows(change.order, text_count) &&
         (change.act() != SeatAct::Book || change.detail < text_count);
}

}  // namespace tallyfold
