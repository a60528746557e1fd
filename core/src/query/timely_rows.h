// SPDX-License-Identifier: Apache-2.0
// With a lateness: which rows of a block are not too late, judged one by one in order of arrival,
// so that neither the input's cuts nor the order of names inside a block ever show.
#pragma once

#include <cstdint>
#include <vector>

#include "events/block.h"

namespace tallyfold {

class TimelyRows {
 public:
  explicit TimelyRows(int64_t lateness_ns) : lateness_ns_(lateness_ns) {}

  /// The time before which an event is late when this is the latest so far. INT64_MIN while nothing
  /// is.
  [[nodiscard]] static int64_t horizonOf(int64_t latest_ns, int64_t lateness_ns) {
    return latest_ns < INT64_MIN + lateness_ns ? INT64_MIN : latest_ns - lateness_ns;
  }

  /// Begins a block of which nothing is asked for yet.
  void begin(const Block& block) {
    block_ = &block;
    states_.assign(block.rows, kNotAsked);
    horizons_.resize(block.rows);
  }
  void ask(size_t row) { states_[row] = kAsked; }
  /// Judges the rows asked for, with `latest_ns` the latest before the block and after it, and
  /// calls late(row) for each that is too late.
  template <typename Late>
  void judge(int64_t& latest_ns, Late late) {
    for (uint32_t arrival = 0; arrival < block_->rows; ++arrival) {
      const uint32_t row = block_->rowOfOrdinal(arrival);
      if (states_[row] != kAsked) continue;
      const int64_t time_ns = block_->times.at(row);
      if (time_ns < horizonOf(latest_ns, lateness_ns_)) {
        states_[row] = kLate;
        late(row);
        continue;
      }
      if (time_ns > latest_ns) latest_ns = time_ns;
      horizons_[row] = horizonOf(latest_ns, lateness_ns_);
    }
  }
  [[nodiscard]] bool isLate(size_t row) const { return states_[row] == kLate; }
  /// The horizon once a timely row has arrived.
  [[nodiscard]] int64_t horizonAt(size_t row) const { return horizons_[row]; }

 private:
  enum : uint8_t { kNotAsked, kAsked, kLate };

  int64_t lateness_ns_;
  const Block* block_ = nullptr;
  std::vector<uint8_t> states_;    // by row
  std::vector<int64_t> horizons_;  // by row
};

}  // namespace tallyfold
