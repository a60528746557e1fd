// SPDX-License-Identifier: Apache-2.0
// Which windows and groups are there, and which slot is where? Both periods' slots, by group and by
// the number of their window in the period.
#pragma once

#include "query/native_partial.h"
#include "report/native_view.h"

namespace tallyfold {

using GroupTexts = std::vector<std::optional<std::string>>;

enum : uint32_t { kCurrentPeriod = 0, kPreviousPeriod = 1, kPeriods = 2 };

struct NativeCell {
  uint32_t window = 0;  ///< number of the window in its period
  uint32_t slot = 0;
};

struct NativeCells {
  /// Of the period and the one before. All of them, or those in which something happened.
  std::vector<Window> windows[kPeriods];
  std::vector<GroupTexts> groups;  ///< in order, absent texts first
  /// By period and group: the slots in which something happened, by window.
  std::vector<std::vector<NativeCell>> cells[kPeriods];
  size_t slot_count = 0;  ///< of the states that the slots belong to
  bool every_window = false;
  bool too_many = false;  ///< more windows than an answer may show
};

NativeCells cellsOf(const NativeQuery& query, const NativeView& view, const NativePartial& partial);

/// The most rows that an answer can have, both periods counted: asked before it is made.
uint64_t mostRows(const NativeQuery& query, const NativeView& view, const NativePartial& partial);

}  // namespace tallyfold
