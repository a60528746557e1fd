// SPDX-License-Identifier: Apache-2.0
#include "evaluate.h"

#include <memory>
#include <optional>

#include "evaluate_meters.h"
#include "evaluate_price.h"
#include "evaluate_rules.h"
#include "json/value.h"
#include "json/writer.h"
#include "shape/flexprice_query.h"
#include "time/civil.h"
#include "time/instant.h"
#include "window/window.h"

namespace tallyfold {
namespace {

std::string quoted(const std::string& text) {
  std::string out;
  json::appendQuoted(out, text);
  return out;
}

std::string errorJson(const std::string& message) { return "{\"error\":" + quoted(message) + "}"; }

// A request's members by type.
class Request {
 public:
  explicit Request(const json::Value& body) : body_(body) {}

  [[nodiscard]] std::string text(const char* key) const {
    const json::Value* value = body_.find(key);
    return value != nullptr && value->isText() ? value->text : std::string();
  }
  [[nodiscard]] std::optional<ReadInstant> time(const char* key) const {
    const auto read = readRfc3339(text(key));
    return read && !read->saturated ? read : std::nullopt;
  }
  // A whole number from 1 to 1,000,000; absent for anything else.
  [[nodiscard]] std::optional<int64_t> count(const char* key) const {
    const json::Value* value = body_.find(key);
    if (value == nullptr || value->kind != json::Kind::Number || value->text.size() > 7)
      return std::nullopt;
    int64_t number = 0;
    for (const char c : value->text) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    return number >= 1 && number <= 1'000'000 ? std::optional(number) : std::nullopt;
  }
  [[nodiscard]] bool knowsZone() const { return text("timezone").empty() || zone() != nullptr; }
  // Null for UTC.
  [[nodiscard]] std::shared_ptr<const Zone> zone() const { return Zone::find(text("timezone")); }

 private:
  const json::Value& body_;
};

// An instant as the clock of a zone shows it.
struct LocalTime {
  CivilDate date;
  int64_t clock_ns;  // since local midnight
};

LocalTime localTime(const Zone* zone, int64_t time_ns) {
  const int64_t unix_s = floorDiv(time_ns, kNanosecondsPerSecond);
  const int64_t local_s = unix_s + (zone != nullptr ? zone->spanAt(unix_s).offset_s : 0);
  const int64_t clock_s = floorMod(local_s, kSecondsPerDay);
  return {civilFromDays(floorDiv(local_s, kSecondsPerDay)),
          clock_s * kNanosecondsPerSecond + floorMod(time_ns, kNanosecondsPerSecond)};
}

// The first instant at which the zone's clock shows this, or the first after a gap.
std::optional<int64_t> instantOf(const Zone* zone, CivilDate date, int64_t clock_ns) {
  constexpr int64_t kEnd = INT64_MAX / kNanosecondsPerSecond;
  const int64_t local_s = daysFromCivil(date) * kSecondsPerDay + clock_ns / kNanosecondsPerSecond;
  const int64_t unix_s = zone != nullptr ? zone->firstInstantOf(local_s) : local_s;
  if (unix_s >= kEnd || unix_s <= -kEnd) return std::nullopt;
  return unix_s * kNanosecondsPerSecond + clock_ns % kNanosecondsPerSecond;
}

std::string written(const Zone* zone, std::optional<int64_t> time_ns) {
  if (!time_ns) return errorJson("the answer lies outside the years 1677 to 2262");
  const int64_t unix_s = floorDiv(*time_ns, kNanosecondsPerSecond);
  return quoted(writeRfc3339(*time_ns, zone != nullptr ? zone->spanAt(unix_s).offset_s : 0));
}

// The n-th boundary counted from the anchor's own, `step` months apart: its day, clamped, and its
// clock.
std::optional<int64_t> monthBoundary(const Zone* zone, const LocalTime& anchor, int64_t months) {
  const CivilMonth month = addMonths(anchor.date.year, anchor.date.month, months);
  return instantOf(zone, clampDay(month.year, month.month, anchor.date.day), anchor.clock_ns);
}

// Months, quarters and half years keep to the anchor's grid: the answer is its first boundary after
// the start.
std::optional<int64_t> nextMonthBoundary(const Zone* zone, const LocalTime& anchor,
                                         int64_t start_ns, int64_t step) {
  const LocalTime start = localTime(zone, start_ns);
  const int64_t apart =
      (start.date.year - anchor.date.year) * int64_t{12} + start.date.month - anchor.date.month;
  for (int64_t n = floorDiv(apart, step) - 1;; ++n) {
    const auto boundary = monthBoundary(zone, anchor, n * step);
    if (!boundary && n * step > apart) return std::nullopt;
    if (boundary && *boundary > start_ns) return boundary;
  }
}

// Weeks keep to the anchor's weekday in the same way.
std::optional<int64_t> nextWeekBoundary(const Zone* zone, const LocalTime& anchor, int64_t start_ns,
                                        int64_t weeks) {
  const int64_t first = daysFromCivil(anchor.date);
  const int64_t start_day = daysFromCivil(localTime(zone, start_ns).date);
  for (int64_t n = floorDiv(start_day - first, 7 * weeks) - 1;; ++n) {
    const int64_t day = first + n * 7 * weeks;
    const auto boundary = instantOf(zone, civilFromDays(day), anchor.clock_ns);
    if (!boundary && day > start_day) return std::nullopt;
    if (boundary && *boundary > start_ns) return boundary;
  }
}

// Days and years are counted from the start and take the anchor's clock, years its month and day
// too.
std::optional<int64_t> nextBoundary(const Zone* zone, const LocalTime& anchor, int64_t start_ns,
                                    std::string_view period, int64_t unit) {
  const LocalTime start = localTime(zone, start_ns);
  if (period == "DAILY")
    return instantOf(zone, civilFromDays(daysFromCivil(start.date) + unit), anchor.clock_ns);
  if (period == "WEEKLY") return nextWeekBoundary(zone, anchor, start_ns, unit);
  if (period == "ANNUAL")
    return monthBoundary(zone, anchor, (start.date.year + unit - anchor.date.year) * 12);
  const int64_t months = period == "MONTHLY" ? 1 : period == "QUARTERLY" ? 3 : 6;
  return nextMonthBoundary(zone, anchor, start_ns, months * unit);
}

std::string nextBillingDate(const Request& request) {
  const auto start = request.time("current_period_start");
  const auto anchor = request.time("billing_anchor");
  const auto unit = request.count("unit");
  const std::string period = request.text("period");
  if (!start || !anchor || !unit || !request.knowsZone())
    return errorJson("a start, an anchor, a unit and a zone are needed");
  bool known = false;
  for (const char* name : {"DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "HALF_YEARLY", "ANNUAL"})
    known = known || period == name;
  if (!known || *unit > 1000) return errorJson("unknown period");
  const auto zone = request.zone();
  return written(zone.get(), nextBoundary(zone.get(), localTime(zone.get(), anchor->time_ns),
                                          start->time_ns, period, *unit));
}

std::string addMonthClamped(const Request& request) {
  const auto from = request.time("from");
  const auto day = request.count("day");
  if (!from || !day || *day > 31) return errorJson("a time and a day of the month are needed");
  const LocalTime start = localTime(nullptr, from->time_ns);
  const CivilMonth month = addMonths(start.date.year, start.date.month, 1);
  return written(nullptr,
                 instantOf(nullptr, clampDay(month.year, month.month, static_cast<int>(*day)),
                           start.clock_ns));
}

// The windows of reports, from the one that holds the start; a month without an anchor begins on
// the start's own day.
std::string bucketStarts(const Request& request) {
  constexpr size_t kMost = 100'000;
  const auto start = request.time("start");
  const auto end = request.time("end");
  const auto size = windowSizeNamed(request.text("bucket_size"));
  if (!start || !end || !size || !request.knowsZone())
    return errorJson("a start, an end, a size and a zone are needed");
  WindowRule rule;
  rule.size = *size;
  rule.zone = request.zone();
  const auto anchor = request.time("billing_anchor");
  const LocalTime local = localTime(rule.zone.get(), (anchor ? anchor : start)->time_ns);
  if (*size == WindowSize::Month) rule.anchor = MonthAnchor{local.date.day, local.clock_ns, false};
  json::Writer out;
  out.array();
  size_t count = 0;
  for (int64_t at = start->time_ns; at < end->time_ns;) {
    const Window window = windowAt(rule, at);
    out.text(window.label());
    if (++count > kMost || window.end_ns <= at) return errorJson("too many buckets");
    at = window.end_ns;
  }
  return out.arrayEnd().take();
}

std::string groupByName(const Request& request) {
  return isGroupName(request.text("name")) ? R"({"valid":true})" : R"({"valid":false})";
}

}  // namespace

std::string evaluate(std::string_view kind, std::string_view request_json) {
  const Result<json::Value> body = json::parse(request_json);
  if (!body) return errorJson(body.error().message);
  const Request request(body.value());
  if (kind == "next_billing_date") return nextBillingDate(request);
  if (kind == "add_month_clamped") return addMonthClamped(request);
  if (kind == "bucket_starts") return bucketStarts(request);
  if (kind == "group_by_name") return groupByName(request);
  if (const auto answer = evaluateRule(kind, body.value())) return *answer;
  if (const auto answer = evaluatePrice(kind, body.value())) return *answer;
  if (const auto answer = evaluateMeter(kind, body.value())) return *answer;
  return errorJson("unknown kind \"" + std::string(kind) + "\"");
}

}  // namespace tallyfold
