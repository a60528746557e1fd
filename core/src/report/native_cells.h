// SPDX-License-Identifier: Apache-2.0
// Which windows and groups are there, and which slot is where? Both periods' slots, by group and by
// the number of their window in the period.
#pragma once

#include <optional>
#include <string_view>

#include "query/native_partial.h"
#include "report/native_view.h"

namespace tallyfold {

/// A value of a dimension; absent where the events have none. Of the partial's dictionaries.
using GroupText = std::optional<std::string_view>;

/// The groups in order, absent texts first.
struct NativeGroups {
  /// Stands for a group that is none of the partial's: of all others.
  static constexpr uint32_t kOthers = 0xffffffff;

  const NativePartial* partial = nullptr;
  size_t width = 0;           ///< dimensions
  size_t count = 0;           ///< 1 when there are no dimensions
  std::vector<uint32_t> ids;  ///< the partial's number of each

  /// The text of a group in one dimension.
  [[nodiscard]] GroupText text(uint32_t group, size_t dimension) const;
};

enum : uint32_t { kCurrentPeriod = 0, kPreviousPeriod = 1, kPeriods = 2 };

struct NativeCell {
  uint32_t window = 0;  ///< number of the window in its period
  uint32_t slot = 0;
};

/// The cells of each group, by window.
struct NativeCellTable {
  struct OfGroup {
    const NativeCell* first;
    size_t count;
    [[nodiscard]] const NativeCell* begin() const { return first; }
    [[nodiscard]] const NativeCell* end() const { return first + count; }
  };
  std::vector<size_t> ends;  ///< per group
  std::vector<NativeCell> cells;

  [[nodiscard]] uint32_t groups() const { return static_cast<uint32_t>(ends.size()); }
  [[nodiscard]] OfGroup of(uint32_t group) const {
    const size_t begin = group == 0 ? 0 : ends[group - 1];
    return {cells.data() + begin, ends[group] - begin};
  }
};

struct NativeCells {
  /// Of the period and the one before. All of them, or those in which something happened.
  std::vector<Window> windows[kPeriods];
  NativeGroups groups;
  /// By period: the slots in which something happened.
  NativeCellTable cells[kPeriods];
  size_t slot_count = 0;  ///< of the states that the slots belong to
  bool every_window = false;
  bool too_many = false;  ///< more windows than an answer may show
};

NativeCells cellsOf(const NativeQuery& query, const NativeView& view, const NativePartial& partial);

/// A table of cells that come with their groups, in any order.
NativeCellTable tableOf(std::vector<std::pair<uint32_t, NativeCell>> cells_by_group,
                        uint32_t groups);

/// The most rows that an answer can have, both periods counted: asked before it is made.
uint64_t mostRows(const NativeQuery& query, const NativeView& view, const NativePartial& partial);

}  // namespace tallyfold
