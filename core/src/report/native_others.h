// SPDX-License-Identifier: Apache-2.0
// Which groups does a limit show, and what are all the others together?
#pragma once

#include "report/native_series.h"

namespace tallyfold {

/// Cells and the states that their slots belong to.
struct NativeFolded {
  NativeCells cells;
  NativeStates states;
};

/// The cells with the groups beyond the limit made one, the last: its states are theirs added up,
/// so that it is exact for every aggregation. There must be more groups than the limit.
NativeFolded foldOthers(const NativeQuery& query, const NativeView& view,
                        const NativePartial& partial, NativeCells cells, const StateAdder& adder);

/// Where the slots of cells go: place(period, group, window), and `otherwise` for slots in which
/// nothing happened.
template <typename Place>
std::vector<uint32_t> mappedSlots(const NativeCells& cells, size_t slot_count, uint32_t otherwise,
                                  Place place) {
  std::vector<uint32_t> map(slot_count, otherwise);
  for (uint32_t period = 0; period < kPeriods; ++period) {
    for (uint32_t group = 0; group < cells.cells[period].groups(); ++group) {
      for (const NativeCell& cell : cells.cells[period].of(group))
        map[cell.slot] = place(period, group, cell.window);
    }
  }
  return map;
}

}  // namespace tallyfold
