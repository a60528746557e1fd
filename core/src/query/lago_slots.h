// SPDX-License-Identifier: Apache-2.0
// Between which moments is a subscription's usage never looked at?
//
// Reports ask for usage at the ends of the customer's days, at the ends of billing periods, which
// are ends of such days or moments at which a subscription begins or ends, and now, after which
// nothing counts. Events between two such moments, in one slot, need not be told apart where only
// their sum, count, maximum or last value matters.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "time/local_day.h"

namespace tallyfold {

class LagoSlots {
 public:
  /// More moments than this cannot be numbered.
  static constexpr size_t kMostCuts = 8000;

  /// `cuts_ns` are moments at which something begins: sorted, at most kMostCuts.
  LagoSlots(std::shared_ptr<const Zone> zone, std::vector<int64_t> cuts_ns)
      : days_(std::move(zone)), cuts_ns_(std::move(cuts_ns)) {}

  /// The number of the slot that holds an instant.
  uint32_t at(int64_t time_ns);

 private:
  LocalDays days_;
  std::vector<int64_t> cuts_ns_;
  // The slot that was asked for last, which most often is the next one's, too.
  int64_t first_ns_ = 1;
  int64_t last_ns_ = 0;
  uint32_t number_ = 0;
};

}  // namespace tallyfold
