// SPDX-License-Identifier: Apache-2.0
#include "window/window.h"

#include <algorithm>

#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

constexpr int64_t kHour = 3600;

Zone::Span spanAt(const WindowRule& rule, int64_t unix_s) {
  return rule.zone ? rule.zone->spanAt(unix_s) : Zone::Span();
}
int64_t firstInstantOf(const WindowRule& rule, int64_t local_s) {
  return rule.zone ? rule.zone->firstInstantOf(local_s) : local_s;
}

// From when on the clock never shows an earlier time again: where it is set back over `local_s`,
// the later of the two.
int64_t settledInstantOf(const WindowRule& rule, int64_t local_s) {
  if (!rule.zone) return local_s;
  const std::vector<int64_t> instants = rule.zone->instantsOf(local_s);
  if (instants.size() < 2) return rule.zone->firstInstantOf(local_s);
  // A clock set back to exactly this time never showed an earlier one.
  return rule.zone->spanAt(instants.back()).begin_s == instants.back() ? instants.front()
                                                                       : instants.back();
}

// Seconds to nanoseconds, held at the ends of the span of instants.
int64_t toNs(int64_t seconds) {
  constexpr int64_t kMax = INT64_MAX / kNanosecondsPerSecond;
  if (seconds > kMax) return INT64_MAX;
  if (seconds < -kMax) return INT64_MIN;
  return seconds * kNanosecondsPerSecond;
}

struct Bounds {
  int64_t start_s;
  int64_t end_s;
  int64_t label_s;  // the instant the window is named by
};

// Up to an hour: the local clock rounded down, inside one stretch of constant offset.
Bounds shortWindow(const WindowRule& rule, int64_t size_s, bool in_utc, int64_t unix_s) {
  const Zone::Span span = in_utc ? Zone::Span() : spanAt(rule, unix_s);
  const int64_t start = floorDiv(unix_s + span.offset_s, size_s) * size_s - span.offset_s;
  const int64_t begin = std::max(start, span.begin_s);
  return {begin, std::min(start + size_s, span.end_s), begin};
}

// Consecutive windows: `startOf(n)` is the instant at which the n-th begins, `nearest` a guess.
// Where clocks are set back or days skipped the guess is off by one or two, and a window can be
// empty.
template <typename StartOf>
Bounds nthWindow(int64_t unix_s, int64_t nearest, StartOf startOf) {
  int64_t start = startOf(nearest);
  while (start > unix_s) start = startOf(--nearest);
  int64_t end = startOf(nearest + 1);
  while (end <= unix_s || end == start) {
    start = end;
    end = startOf(++nearest + 1);
  }
  return {start, end, start};
}

int64_t localSeconds(const WindowRule& rule, int64_t unix_s) {
  return unix_s + spanAt(rule, unix_s).offset_s;
}

// Multiples of `hours` on the local clock, inside one stretch of constant offset. Named by the
// first instant that shows the start, so that both stretches of a window that the clock shows twice
// carry one name.
Bounds hoursWindow(const WindowRule& rule, int64_t hours, int64_t unix_s) {
  const Zone::Span span = spanAt(rule, unix_s);
  const int64_t size = hours * kHour;
  const int64_t local_s = floorDiv(unix_s + span.offset_s, size) * size;
  const int64_t start = local_s - span.offset_s;
  return {std::max(start, span.begin_s), std::min(start + size, span.end_s),
          firstInstantOf(rule, local_s)};
}

Bounds daysWindow(const WindowRule& rule, int64_t days, int64_t first_day, int64_t unix_s) {
  const int64_t day = floorDiv(localSeconds(rule, unix_s), kSecondsPerDay);
  return nthWindow(unix_s, floorDiv(day - first_day, days), [&](int64_t n) {
    return settledInstantOf(rule, (n * days + first_day) * kSecondsPerDay);
  });
}

int64_t firstOfMonth(int64_t month) {
  return daysFromCivil({static_cast<int32_t>(floorDiv(month, 12)),
                        static_cast<uint8_t>(floorMod(month, 12) + 1), 1});
}

int64_t monthOf(int64_t day) {
  const CivilDate date = civilFromDays(day);
  return static_cast<int64_t>(date.year) * 12 + date.month - 1;
}

// Day number on which the anchored month begins.
int64_t anchoredDay(const MonthAnchor& anchor, int64_t month) {
  const int64_t first = firstOfMonth(month);
  const int64_t days = firstOfMonth(month + 1) - first;
  return first + (anchor.overflows ? anchor.day : std::min<int64_t>(anchor.day, days)) - 1;
}

// Whole hours since midnight: the same as the local clock unless its offset changes by less than an
// hour that day.
Bounds hourSinceMidnight(const WindowRule& rule, int64_t unix_s) {
  const Bounds day = daysWindow(rule, 1, 0, unix_s);
  const int64_t start = day.start_s + (unix_s - day.start_s) / kHour * kHour;
  return {start, std::min(start + kHour, day.end_s), start};
}

Bounds monthWindow(const WindowRule& rule, int64_t unix_s) {
  const MonthAnchor anchor = rule.anchor.value_or(MonthAnchor());
  const int64_t day = floorDiv(localSeconds(rule, unix_s), kSecondsPerDay);
  const int64_t clock_s = anchor.time_of_day_ns / kNanosecondsPerSecond;
  return nthWindow(unix_s, monthOf(day - (anchor.day - 1)), [&](int64_t month) {
    const int64_t local_s = anchoredDay(anchor, month) * kSecondsPerDay + clock_s;
    return clock_s == 0 ? settledInstantOf(rule, local_s) : firstInstantOf(rule, local_s);
  });
}

Bounds boundsAt(const WindowRule& rule, int64_t unix_s) {
  constexpr int64_t kThursday = 4;  // 1970-01-01
  switch (rule.size) {
    case WindowSize::Minute:
      return shortWindow(rule, 60, rule.minutes_in_utc, unix_s);
    case WindowSize::Minutes15:
      return shortWindow(rule, 15 * 60, rule.minutes_in_utc, unix_s);
    case WindowSize::Minutes30:
      return shortWindow(rule, 30 * 60, rule.minutes_in_utc, unix_s);
    case WindowSize::Hour:
      return rule.hours_from_midnight ? hourSinceMidnight(rule, unix_s)
                                      : shortWindow(rule, kHour, false, unix_s);
    case WindowSize::Hours3:
      return hoursWindow(rule, 3, unix_s);
    case WindowSize::Hours6:
      return hoursWindow(rule, 6, unix_s);
    case WindowSize::Hours12:
      return hoursWindow(rule, 12, unix_s);
    case WindowSize::Day:
      return daysWindow(rule, 1, 0, unix_s);
    case WindowSize::Week:
      return daysWindow(rule, 7, rule.first_weekday - kThursday, unix_s);
    case WindowSize::Month:
      break;
  }
  return monthWindow(rule, unix_s);
}

Window secondsWindow(const WindowRule& rule, int64_t unix_s) {
  const Bounds bounds = boundsAt(rule, unix_s);
  Window window;
  window.start_ns = toNs(bounds.start_s);
  window.end_ns = toNs(bounds.end_s);
  window.label_ns = toNs(bounds.label_s);
  return window;
}

void addLabel(const WindowRule& rule, Window& window) {
  const int64_t start_s = floorDiv(window.label_ns, kNanosecondsPerSecond);
  const int32_t offset_s = spanAt(rule, start_s).offset_s;
  window.label_offset_s = offset_s;
  const bool whole_days = rule.size == WindowSize::Week || rule.size == WindowSize::Month;
  if (rule.date_labels && whole_days) {
    // The date on which the window begins; after a skipped midnight the clock shows 01:00 of that
    // same date.
    const int64_t local_s = start_s + offset_s;
    window.label_ns = toNs(floorDiv(local_s, kSecondsPerDay) * kSecondsPerDay);
    window.label_offset_s = 0;
  }
  if (rule.minute_label_in_utc && rule.size == WindowSize::Minute) window.label_offset_s = 0;
}

}  // namespace

std::optional<WindowSize> windowSizeNamed(std::string_view name) {
  static constexpr std::pair<std::string_view, WindowSize> kNames[] = {
      {"MINUTE", WindowSize::Minute},   {"15MIN", WindowSize::Minutes15},
      {"30MIN", WindowSize::Minutes30}, {"HOUR", WindowSize::Hour},
      {"3HOUR", WindowSize::Hours3},    {"6HOUR", WindowSize::Hours6},
      {"12HOUR", WindowSize::Hours12},  {"DAY", WindowSize::Day},
      {"WEEK", WindowSize::Week},       {"MONTH", WindowSize::Month}};
  for (const auto& [known, size] : kNames) {
    if (known == name) return size;
  }
  return std::nullopt;
}

std::string Window::label() const { return writeRfc3339(label_ns, label_offset_s); }

Window windowAt(const WindowRule& rule, int64_t time_ns) {
  // An anchor's fraction of a second moves every boundary by the same amount: take it off, put it
  // back.
  const bool anchored = rule.size == WindowSize::Month && rule.anchor.has_value();
  const int64_t fraction_ns = anchored ? rule.anchor->time_of_day_ns % kNanosecondsPerSecond : 0;
  const int64_t moved_ns = time_ns < INT64_MIN + fraction_ns ? INT64_MIN : time_ns - fraction_ns;
  Window window = secondsWindow(rule, floorDiv(moved_ns, kNanosecondsPerSecond));
  const auto put_back = [fraction_ns](int64_t at_ns) {
    return at_ns == INT64_MIN || at_ns > INT64_MAX - fraction_ns ? at_ns : at_ns + fraction_ns;
  };
  window.start_ns = put_back(window.start_ns);
  window.end_ns = put_back(window.end_ns);
  window.label_ns = put_back(window.label_ns);
  addLabel(rule, window);
  return window;
}

}  // namespace tallyfold
