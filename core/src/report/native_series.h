// SPDX-License-Identifier: Apache-2.0
// The values of a group, window by window; states added up over windows or groups, which is what
// makes totals, others and cumulative rows right for averages and percentiles too.
#pragma once

#include "report/native_report.h"

namespace tallyfold {

/// A state per measure, of slots that are told where they came from.
using NativeStates = std::vector<MeasureState>;

/// Adds up states of texts that stay the same.
class StateAdder {
 public:
  StateAdder(const NativeQuery& query, MemoryAccount& account) : query_(query), account_(account) {}

  /// States of `count` empty slots.
  [[nodiscard]] NativeStates empty(size_t count) const;
  /// Adds states: slot s goes to slots[s]. Levels need not be added for cumulative rows.
  void add(NativeStates& sums, const NativeStates& states, const std::vector<uint32_t>& slots,
           bool with_levels = true) const;
  [[nodiscard]] NativeStates sum(const NativeStates& states, const std::vector<uint32_t>& slots,
                                 size_t count) const;

 private:
  const NativeQuery& query_;
  MemoryAccount& account_;
};

/// One point of a group's series.
struct NativePoint {
  uint32_t window = 0;
  bool happened = false;  ///< an event counted there
  NativeValues values;
};

/// Reads the values of a group from states.
class SeriesReader {
 public:
  SeriesReader(const NativeQuery& query, const NativeView& view, const NativeStates& states);

  /// Where the series of one group is.
  struct Source {
    NativeCellTable::OfGroup cells{nullptr, 0};  ///< in which something happened
    const std::vector<Window>* windows = nullptr;
    uint32_t period = 0;
    bool every_window = false;  ///< the series has a point for each of the windows
    /// States of everything up to a window, whose slot is first_running + its number; null when the
    /// values are not cumulative.
    const NativeStates* running = nullptr;
    size_t first_running = 0;
  };
  std::vector<NativePoint> read(const Source& source);
  /// The values of one slot that holds all of a period.
  NativeValues total(uint32_t slot, uint32_t period);

 private:
  static std::vector<NativePoint> pointsOf(const Source& source, std::vector<uint32_t>& slots,
                                           size_t measures);
  void readLevels(size_t m, const Source& source, std::vector<NativePoint>& points);
  [[nodiscard]] Level levelAtStart(size_t m) const;
  [[nodiscard]] LevelStretch stretchOf(const Window* window, uint32_t period) const;
  void fill(std::vector<NativePoint>& points) const;

  const NativeQuery& query_;
  const NativeView& view_;
  const NativeStates& states_;
};

}  // namespace tallyfold
