// SPDX-License-Identifier: Apache-2.0
#include "time/local_day.h"

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {

int64_t LocalDays::localSeconds(int64_t time_ns) const {
  const int64_t unix_s = floorDiv(time_ns, kNanosecondsPerSecond);
  return zone_ ? unix_s + zone_->spanAt(unix_s).offset_s : unix_s;
}

int64_t LocalDays::startOf(int64_t day) const {
  constexpr int64_t kMost = INT64_MAX / kNanosecondsPerSecond;
  // No day beyond has a start that fits, and its seconds might not fit either.
  constexpr int64_t kMostDays = kMost / kSecondsPerDay + 2;
  if (day > kMostDays) return INT64_MAX;
  if (day < -kMostDays) return INT64_MIN;
  const int64_t local_s = day * kSecondsPerDay;
  const int64_t unix_s = zone_ ? zone_->firstInstantOf(local_s) : local_s;
  if (unix_s > kMost) return INT64_MAX;
  if (unix_s < -kMost) return INT64_MIN;
  return unix_s * kNanosecondsPerSecond;
}

int64_t LocalDays::endOf(int64_t day) const {
  const int64_t next = startOf(day + 1);
  return next == INT64_MIN ? next : next - 1;
}

int64_t LocalDays::at(int64_t time_ns) const {
  const int64_t shown = floorDiv(localSeconds(time_ns), kSecondsPerDay);
  if (!zone_) return shown;
  if (time_ns < startOf(shown)) return shown - 1;
  return time_ns >= startOf(shown + 1) ? shown + 1 : shown;
}

int64_t LocalDays::clockAt(int64_t time_ns) const {
  return floorMod(localSeconds(time_ns), kSecondsPerDay) * kNanosecondsPerSecond +
         floorMod(time_ns, kNanosecondsPerSecond);
}

}  // namespace tallyfold
