// SPDX-License-Identifier: Apache-2.0
#include "time/month.h"

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {

std::optional<MonthNumber> readMonth(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  int digits[7] = {};
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 4) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    digits[i] = text[i] - '0';
  }
  const int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  const int month = digits[5] * 10 + digits[6];
  if (month < 1 || month > 12) return std::nullopt;
  return monthNumber(year, month);
}

int64_t Months::startOf(MonthNumber number) const {
  const int64_t local_s =
      daysFromCivil({yearOf(number), static_cast<uint8_t>(monthOf(number)), 1}) * kSecondsPerDay;
  const int64_t unix_s = zone_ ? zone_->firstInstantOf(local_s) : local_s;
  if (unix_s > INT64_MAX / kNanosecondsPerSecond) return INT64_MAX;
  if (unix_s < INT64_MIN / kNanosecondsPerSecond) return INT64_MIN;
  return unix_s * kNanosecondsPerSecond;
}

Months::Bounds Months::bounds(MonthNumber number) const {
  return {number, startOf(number), startOf(number + 1)};
}

Months::Bounds Months::at(int64_t time_ns) const {
  if (time_ns >= last_.start_ns && time_ns < last_.end_ns) return last_;
  const int64_t unix_s = floorDiv(time_ns, kNanosecondsPerSecond);
  const int64_t local_s = zone_ ? unix_s + zone_->spanAt(unix_s).offset_s : unix_s;
  const CivilDate date = civilFromDays(floorDiv(local_s, kSecondsPerDay));
  Bounds found = bounds(monthNumber(date.year, date.month));
  // Where the clock is set back over midnight of the first, the repeated hour belongs to the month
  // that has begun already.
  if (time_ns >= found.end_ns && found.end_ns != INT64_MAX) found = bounds(found.number + 1);
  if (time_ns < found.start_ns) found = bounds(found.number - 1);
  last_ = found;
  return found;
}

}  // namespace tallyfold
