// SPDX-License-Identifier: Apache-2.0
#include "report/native_running.h"

#include <algorithm>
#include <numeric>

namespace tallyfold {

RunningStates::RunningStates(const NativeCells& cells, const StateAdder& adder,
                             const MemoryAccount& account)
    : cells_(cells),
      adder_(adder),
      account_(account),
      trash_(static_cast<uint32_t>(first(kPreviousPeriod, 0) +
                                   cells.groups.count * cells.windows[kPreviousPeriod].size())) {}

size_t RunningStates::first(uint32_t period, uint32_t group) const {
  const size_t before =
      period == kCurrentPeriod ? 0 : cells_.groups.count * cells_.windows[kCurrentPeriod].size();
  return before + group * cells_.windows[period].size();
}

// Each step adds to every window what stands 1, 2, 4 ... before it, so that a thousand windows take
// ten steps.
bool RunningStates::make(const NativeStates& states) {
  const uint64_t held = account_.usedBytes();
  states_ = adder_.empty(trash_ + 1);
  const auto place = [this](uint32_t period, uint32_t group, uint32_t window) {
    return static_cast<uint32_t>(first(period, group) + window);
  };
  adder_.add(states_, states, mappedSlots(cells_, cells_.slot_count, trash_, place), false);
  const size_t windows =
      std::max(cells_.windows[kCurrentPeriod].size(), cells_.windows[kPreviousPeriod].size());
  std::vector<uint32_t> same(trash_ + 1);
  std::iota(same.begin(), same.end(), 0U);
  for (size_t step = 1; step < windows; step *= 2) {
    // Distinct values can double with each step, and tables hold the old while they grow.
    if (!account_.canTake(4 * (account_.usedBytes() - held))) return false;
    NativeStates next = adder_.empty(trash_ + 1);
    adder_.add(next, states_, same, false);
    adder_.add(next, states_, shifted(step), false);
    states_ = std::move(next);
  }
  return true;
}

std::vector<uint32_t> RunningStates::shifted(size_t step) const {
  std::vector<uint32_t> later(trash_ + 1, trash_);
  for (uint32_t period = 0; period < kPeriods; ++period) {
    for (uint32_t group = 0; group < cells_.groups.count; ++group) {
      const size_t begin = first(period, group);
      for (size_t w = 0; w + step < cells_.windows[period].size(); ++w)
        later[begin + w] = static_cast<uint32_t>(begin + w + step);
    }
  }
  return later;
}

}  // namespace tallyfold
