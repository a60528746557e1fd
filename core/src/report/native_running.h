// SPDX-License-Identifier: Apache-2.0
// What is everything up to each window? The states behind cumulative rows.
#pragma once

#include "report/native_others.h"

namespace tallyfold {

class RunningStates {
 public:
  RunningStates(const NativeCells& cells, const StateAdder& adder, const MemoryAccount& account);

  /// Adds up the states of the cells' slots. False when there is no room.
  bool make(const NativeStates& states);
  [[nodiscard]] const NativeStates& states() const { return states_; }
  /// The slot of a group's first window; the others follow it.
  [[nodiscard]] size_t first(uint32_t period, uint32_t group) const;

 private:
  [[nodiscard]] std::vector<uint32_t> shifted(size_t step) const;

  const NativeCells& cells_;
  const StateAdder& adder_;
  const MemoryAccount& account_;
  uint32_t trash_;  // the slot of what leaves the range
  NativeStates states_;
};

}  // namespace tallyfold
