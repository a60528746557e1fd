// SPDX-License-Identifier: Apache-2.0
#include "query/lago_slots.h"

#include <algorithm>

namespace tallyfold {

uint32_t LagoSlots::at(int64_t time_ns) {
  if (time_ns >= first_ns_ && time_ns <= last_ns_) return number_;
  constexpr int64_t kDaysBelowZero = 1 << 17;  // an int64_t of nanoseconds spans 213,503 days
  constexpr uint32_t kCutBits = 13;
  static_assert(kMostCuts < 1U << kCutBits, "a cut has its bits");
  const int64_t day = days_.at(time_ns);
  const auto next = std::upper_bound(cuts_ns_.begin(), cuts_ns_.end(), time_ns);
  first_ns_ = days_.startOf(day);
  last_ns_ = days_.endOf(day);
  if (next != cuts_ns_.begin()) first_ns_ = std::max(first_ns_, *(next - 1));
  if (next != cuts_ns_.end()) last_ns_ = std::min(last_ns_, *next - 1);
  number_ = static_cast<uint32_t>(day + kDaysBelowZero) << kCutBits |
            static_cast<uint32_t>(next - cuts_ns_.begin());
  return number_;
}

}  // namespace tallyfold
