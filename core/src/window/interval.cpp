// SPDX-License-Identifier: Apache-2.0
#include "window/interval.h"

#include <algorithm>

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int64_t kHour = 3600;

struct Seconds {
  int64_t start;
  int64_t end;
};

Zone::Span spanAt(const IntervalRule& rule, int64_t unix_s) {
  return rule.zone ? rule.zone->spanAt(unix_s) : Zone::Span();
}
int64_t firstInstantOf(const IntervalRule& rule, int64_t local_s) {
  return rule.zone ? rule.zone->firstInstantOf(local_s) : local_s;
}

// Seconds to nanoseconds, held at the ends of the span of instants.
int64_t toNs(int64_t seconds) {
  constexpr int64_t kMax = INT64_MAX / kNanosecondsPerSecond;
  if (seconds > kMax) return INT64_MAX;
  if (seconds < -kMax) return INT64_MIN;
  return seconds * kNanosecondsPerSecond;
}

// `startOf(n)` is where the n-th window begins, `nearest` a guess. A window can be empty where days
// were skipped.
template <typename StartOf>
Seconds nthInterval(int64_t unix_s, int64_t nearest, StartOf startOf) {
  int64_t start = startOf(nearest);
  while (start > unix_s) start = startOf(--nearest);
  int64_t end = startOf(nearest + 1);
  while (end <= unix_s) {
    start = end;
    end = startOf(++nearest + 1);
  }
  return {start, end};
}

// The local clock rounded down, inside one stretch of constant offset.
Seconds partOfHour(const IntervalRule& rule, int64_t size_s, int64_t unix_s) {
  const Zone::Span span = spanAt(rule, unix_s);
  const int64_t to_grid = span.offset_s - rule.anchor_clock_s;
  const int64_t start = floorDiv(unix_s + to_grid, size_s) * size_s - to_grid;
  return {std::max(start, span.begin_s), std::min(start + size_s, span.end_s)};
}

Seconds partOfDay(const IntervalRule& rule, int64_t size_s, int64_t unix_s) {
  const int64_t clock_s = rule.anchor_clock_s % size_s;
  const int64_t local_s = unix_s + spanAt(rule, unix_s).offset_s;
  return nthInterval(unix_s, floorDiv(local_s - clock_s, size_s),
                     [&](int64_t n) { return firstInstantOf(rule, n * size_s + clock_s); });
}

// Where the n-th window begins that is counted from the anchor.
int64_t anchoredStart(const IntervalRule& rule, int64_t n) {
  const CivilDate anchor = civilFromDays(rule.anchor_day);
  const CivilMonth month = addMonths(anchor.year, anchor.month, n * rule.size.months);
  const int64_t day =
      daysFromCivil(clampDay(month.year, month.month, anchor.day)) + n * rule.size.days;
  return firstInstantOf(rule, day * kSecondsPerDay + rule.anchor_clock_s) +
         n * (rule.size.nanoseconds / kNanosecondsPerSecond);
}

// In UTC windows of no months all have one length.
Seconds boundsInUtc(const IntervalRule& rule, int64_t clock_s, int64_t unix_s) {
  const int64_t length_s = rule.size.days * kSecondsPerDay + clock_s;
  const bool on_clock = rule.size.days == 0 && kSecondsPerDay % clock_s == 0;
  const int64_t anchor_s = rule.size.days != 0
                               ? rule.anchor_day * kSecondsPerDay + rule.anchor_clock_s
                           : on_clock ? rule.anchor_clock_s
                                      : rule.anchor_s;
  const int64_t start = anchor_s + floorDiv(unix_s - anchor_s, length_s) * length_s;
  return {start, start + length_s};
}

Seconds boundsAt(const IntervalRule& rule, int64_t unix_s) {
  const Duration& size = rule.size;
  const int64_t clock_s = size.nanoseconds / kNanosecondsPerSecond;
  if (!rule.zone && size.months == 0) return boundsInUtc(rule, clock_s, unix_s);
  if (size.months == 0 && size.days == 0) {
    if (kHour % clock_s == 0) return partOfHour(rule, clock_s, unix_s);
    if (kSecondsPerDay % clock_s == 0) return partOfDay(rule, clock_s, unix_s);
    const int64_t start = rule.anchor_s + floorDiv(unix_s - rule.anchor_s, clock_s) * clock_s;
    return {start, start + clock_s};
  }
  // The mean length keeps the guess within a window or two of the truth.
  const auto mean_s = static_cast<int64_t>(rule.meanSeconds());
  return nthInterval(unix_s, floorDiv(unix_s - anchoredStart(rule, 0), mean_s),
                     [&](int64_t n) { return anchoredStart(rule, n); });
}

}  // namespace

int32_t IntervalRule::offsetAt(int64_t time_ns) const {
  return spanAt(*this, floorDiv(time_ns, kNanosecondsPerSecond)).offset_s;
}

uint64_t IntervalRule::meanSeconds() const {
  constexpr int64_t kMeanMonth = 2'629'746;
  return static_cast<uint64_t>(size.months * kMeanMonth + size.days * kSecondsPerDay +
                               size.nanoseconds / kNanosecondsPerSecond);
}

Window intervalAt(const IntervalRule& rule, int64_t time_ns) {
  const Seconds bounds = boundsAt(rule, floorDiv(time_ns, kNanosecondsPerSecond));
  Window window;
  window.start_ns = toNs(bounds.start);
  window.end_ns = toNs(bounds.end);
  window.label_ns = window.start_ns;
  window.label_offset_s = rule.zone ? rule.offsetAt(window.start_ns) : 0;
  return window;
}

std::optional<Duration> intervalNamed(std::string_view name) {
  static constexpr std::pair<std::string_view, Duration> kNames[] = {
      {"minute", {0, 0, 60 * kNanosecondsPerSecond}},
      {"hour", {0, 0, kHour * kNanosecondsPerSecond}},
      {"day", {0, 1, 0}},
      {"week", {0, 7, 0}},
      {"month", {1, 0, 0}},
      {"quarter", {3, 0, 0}},
      {"year", {12, 0, 0}}};
  for (const auto& [known, size] : kNames) {
    if (known == name) return size;
  }
  constexpr int64_t kMostMonths = 12'000;
  constexpr int64_t kMostDays = 366'000;
  const auto size = readDuration(name);
  if (!size || size->nanoseconds % kNanosecondsPerSecond != 0) return std::nullopt;
  if (size->months > kMostMonths || size->days > kMostDays) return std::nullopt;
  if (*size == Duration()) return std::nullopt;
  return size;
}

}  // namespace tallyfold
