// SPDX-License-Identifier: Apache-2.0
#include "query/chunk.h"

#include <algorithm>

namespace tallyfold {

void Chunk::begin(const Block& the_block, size_t first_row, size_t row_count) {
  block = &the_block;
  first = first_row;
  count = row_count;
  for (Held& held : held_) held.fresh = false;
  block->times.read(first, count, times_ns);
  for (size_t i = 0; i < count; ++i) selected[i] = static_cast<uint16_t>(i);
  selected_count = count;
}

void Chunk::selectTimes(const Query& query) {
  if (query.time_unit_ns > 1) {
    for (size_t i = 0; i < count; ++i) times_ns[i] = query.roundedTime(times_ns[i]);
  }
  const TimeRange& zone = block->zones[first / kZoneRows];
  if (query.roundedTime(zone.min_ns) >= query.start_ns && zone.max_ns < query.end_ns) return;
  selectIf([&](uint16_t i) { return times_ns[i] >= query.start_ns && times_ns[i] < query.end_ns; });
}

const FieldCells& Chunk::cells(const FieldName& field, FieldKey key, bool huge_integers_hide) {
  auto held =
      std::find_if(held_.begin(), held_.end(), [key](const Held& h) { return h.key == key; });
  if (held == held_.end())
    held = held_.insert(held_.end(), {key, false, std::make_unique<FieldCells>()});
  FieldCells& cells = *held->cells;
  if (held->fresh) return cells;
  held->fresh = true;
  if (key == kNoField) {
    std::fill(cells.tags, cells.tags + count, makeTag(CellKind::Missing));
    return cells;
  }
  block->readField(key, first, count, cells.tags, cells.payloads);
  if (huge_integers_hide && !field.is_attribute) {
    for (const uint16_t row : block->huge_integer_rows) {
      if (row >= first && row < first + count) cells.tags[row - first] = makeTag(CellKind::Missing);
    }
  }
  return cells;
}

}  // namespace tallyfold
