// SPDX-License-Identifier: Apache-2.0
#include "shape/tallyfold_request.h"

#include <algorithm>

#include "shape/tallyfold_measures.h"
#include "shape/tallyfold_where.h"
#include "time/civil.h"
#include "time/instant.h"
#include "time/local_day.h"
#include "time/month.h"

namespace tallyfold {
namespace {

std::optional<int64_t> readDay(std::string_view text) {
  if (text.size() != 10 || text[7] != '-') return std::nullopt;
  const auto month = readMonth(text.substr(0, 7));
  const bool are_digits = text[8] >= '0' && text[8] <= '9' && text[9] >= '0' && text[9] <= '9';
  if (!month || !are_digits) return std::nullopt;
  const int day = (text[8] - '0') * 10 + (text[9] - '0');
  if (day < 1 || day > daysInMonth(yearOf(*month), monthOf(*month))) return std::nullopt;
  return daysFromCivil(
      {yearOf(*month), static_cast<uint8_t>(monthOf(*month)), static_cast<uint8_t>(day)});
}

class RequestReader {
 public:
  RequestReader(const json::Value& body, int64_t now_ns, QueryProblems& problems)
      : reader_(body, "$", problems), now_ns_(now_ns) {}

  TallyfoldRequest run() {
    reader_.allow({"event", "where", "from", "to", "dedupe", "aggregations", "group_by", "window",
                   "time_zone", "anchor", "fill", "cumulative", "compare", "order_by", "limit",
                   "lateness"});
    readEvents();
    if (const json::Value* where = reader_.find("where"))
      query().where = readWhere(*where, reader_.pathOf("where"), reader_.problems());
    query().counts_ids_once = reader_.choice("dedupe", {"dialect", "id", "none"}) != 2;
    readLateness();
    query().measures = readMeasures(reader_);
    readGroups();
    readZone();
    readRange();
    readWindow();
    readFill();
    readCompare();
    readOrder();
    checkLevels();
    return std::move(request_);
  }

 private:
  NativeQuery& query() { return request_.query; }
  NativeView& view() { return request_.view; }

  void readEvents() {
    const json::Value* event = reader_.find("event");
    if (event == nullptr) return;
    if (event->isText()) return query().events.push_back(event->text);
    const bool is_list = event->isArray() && !event->items.empty() &&
                         std::all_of(event->items.begin(), event->items.end(),
                                     [](const json::Value& name) { return name.isText(); });
    if (!is_list) return reader_.problem("event", "must be a name or a list of names");
    for (const json::Value& name : event->items) query().events.push_back(name.text);
  }

  void readLateness() {
    const auto lateness = reader_.text("lateness");
    if (!lateness) return;
    query().lateness_ns = readFixedDuration(*lateness);
    if (query().lateness_ns) return;
    reader_.problem(
        "lateness",
        "must be an ISO 8601 duration of days and time, such as PT24H, below 100 years");
  }

  void readGroups() {
    const json::Value* names = reader_.find("group_by");
    if (names == nullptr) return;
    if (!names->isArray()) return reader_.problem("group_by", "must be a list of fields");
    for (size_t i = 0; i < names->items.size(); ++i) {
      const json::Value& name = names->items[i];
      const std::string path = "group_by[" + std::to_string(i) + "]";
      const auto dimension = name.isText() ? dimensionNamed(name.text) : std::nullopt;
      if (!dimension) {
        reader_.problem(path, "is no field; " + std::string(kDimensionNames));
        continue;
      }
      std::vector<std::string>& known = request_.group_names;
      if (std::find(known.begin(), known.end(), name.text) != known.end())
        reader_.problem(path, "is there twice");
      known.push_back(name.text);
      query().groups.push_back(*dimension);
    }
  }

  void readZone() {
    const auto name = reader_.text("time_zone");
    if (!name) return;
    request_.zone = Zone::find(*name);
    if (!request_.zone) reader_.problem("time_zone", "is no known IANA time zone");
  }

  // An instant, or the first of a day in the time zone.
  std::optional<int64_t> instant(const char* key) {
    const auto text = reader_.text(key);
    if (!text) return std::nullopt;
    if (const auto day = readDay(*text)) return LocalDays(request_.zone).startOf(*day);
    const auto read = readRfc3339(*text);
    if (read) return read->time_ns;
    reader_.problem(key, "must be a date or an RFC 3339 date-time, such as 2024-03-13T00:00:00Z");
    return std::nullopt;
  }

  void readRange() {
    const auto from = instant("from");
    const auto to = instant("to");
    query().start_ns = from.value_or(INT64_MIN);
    query().end_ns = to.value_or(now_ns_);
    if (query().end_ns < query().start_ns) reader_.problem("to", "is before from");
  }

  void readWindow() {
    const auto name = reader_.text("window");
    if (!name) {
      if (reader_.find("anchor") != nullptr) reader_.problem("anchor", "needs a window");
      return;
    }
    IntervalRule rule;
    rule.zone = request_.zone;
    const auto size = intervalNamed(*name);
    if (size) rule.size = *size;
    if (!size) {
      reader_.problem("window",
                      "must be minute, hour, day, week, month, quarter, year, or an ISO 8601 "
                      "duration of whole seconds up to 1000 years");
    }
    // Weeks begin on Mondays, and 1970-01-05 was one.
    constexpr int64_t kFirstMonday = 4;
    const bool are_weeks =
        rule.size.months == 0 && rule.size.nanoseconds == 0 && rule.size.days % 7 == 0;
    rule.anchor_day = are_weeks ? kFirstMonday : 0;
    rule.anchor_s = floorDiv(LocalDays(request_.zone).startOf(0), kNanosecondsPerSecond);
    if (const auto anchor = instant("anchor")) setAnchor(*anchor, rule);
    query().window = rule;
  }

  // A date is its midnight, also where the clock skips that.
  void setAnchor(int64_t anchor_ns, IntervalRule& rule) {
    if (floorMod(anchor_ns, kNanosecondsPerSecond) != 0)
      return reader_.problem("anchor", "must be of whole seconds");
    rule.anchor_s = floorDiv(anchor_ns, kNanosecondsPerSecond);
    const auto day = readDay(*reader_.text("anchor"));
    const int64_t local_s = day ? *day * kSecondsPerDay : rule.anchor_s + rule.offsetAt(anchor_ns);
    rule.anchor_day = floorDiv(local_s, kSecondsPerDay);
    rule.anchor_clock_s = floorMod(local_s, kSecondsPerDay);
  }

  void readFill() {
    const auto fill = reader_.choice("fill", {"none", "zero", "previous"});
    view().fill = static_cast<NativeView::Fill>(fill.value_or(0));
    view().cumulative = reader_.boolean("cumulative");
    if (reader_.find("window") != nullptr) return;
    if (view().fill != NativeView::Fill::None) reader_.problem("fill", "needs a window");
    if (view().cumulative) reader_.problem("cumulative", "needs a window");
  }

  void readCompare() {
    if (!reader_.choice("compare", {"previous"})) return;
    if (reader_.find("from") == nullptr) return reader_.problem("compare", "needs a from");
    query().previous_start_ns = previousStart();
  }

  // Whole months before whole months, whole days before whole days, else as long as the range.
  int64_t previousStart() {
    const int64_t start_ns = query().start_ns;
    const int64_t end_ns = query().end_ns;
    const LocalDays days(request_.zone);
    const int64_t first = days.at(start_ns);
    const int64_t last = days.at(end_ns);
    if (days.startOf(first) == start_ns && days.startOf(last) == end_ns) {
      const CivilDate from = civilFromDays(first);
      const CivilDate to = civilFromDays(last);
      if (from.day != 1 || to.day != 1) return days.startOf(first - (last - first));
      const int64_t months = (int64_t{to.year} - from.year) * 12 + to.month - from.month;
      const CivilMonth month = addMonths(from.year, from.month, -months);
      return days.startOf(daysFromCivil({month.year, month.month, 1}));
    }
    const auto length = static_cast<Int128>(end_ns) - start_ns;
    const Int128 before = start_ns - length;
    return before < INT64_MIN ? INT64_MIN : static_cast<int64_t>(before);
  }

  void readOrder() {
    view().limit = reader_.positiveInteger("limit");
    if (view().limit && query().groups.empty()) reader_.problem("limit", "needs a group_by");
    const json::Value* order = reader_.find("order_by");
    if (order == nullptr) return;
    const QueryReader reader(*order, reader_.pathOf("order_by"), reader_.problems());
    reader.allow({"by", "direction"});
    NativeView::Order made;
    const auto by = reader.text("by");
    const std::vector<Measure>& measures = query().measures;
    const auto named = std::find_if(measures.begin(), measures.end(),
                                    [&](const Measure& measure) { return measure.name == by; });
    if (named != measures.end()) {
      made.by = NativeView::By::Measure;
      made.measure = static_cast<size_t>(named - measures.begin());
    } else if (by == "group" || by == "window") {
      made.by = by == "group" ? NativeView::By::Group : NativeView::By::Window;
    } else {
      reader.problem("by", "must be the name of an aggregation, group or window");
    }
    // Greatest values first, and everything else from its start, unless it says otherwise.
    const auto direction = reader.choice("direction", {"asc", "desc"});
    made.descending = direction.value_or(made.by == NativeView::By::Measure ? 1 : 0) == 1;
    view().order = made;
  }

  void checkLevels() {
    for (const Measure& measure : query().measures) {
      if (measure.facts == nullptr || !measure.facts->is_level) continue;
      if (reader_.find("from") == nullptr)
        reader_.problem("from", "is required for " + std::string(measure.facts->name));
      if (measure.opening && query().previous_start_ns) {
        reader_.problem("aggregations." + measure.name + ".opening",
                        "cannot stand beside compare: of the period before it is not known");
      }
    }
  }

  QueryReader reader_;
  int64_t now_ns_;
  TallyfoldRequest request_;
};

}  // namespace

std::variant<TallyfoldRequest, RefusedRequest> readTallyfoldRequest(std::string_view request_json,
                                                                    int64_t now_ns) {
  QueryProblems problems;
  const Result<json::Value> body = json::parse(request_json);
  if (!body) {
    problems.emplace_back("$", "is no JSON: " + body.error().message);
    return queryRefusal(problems);
  }
  TallyfoldRequest request = RequestReader(body.value(), now_ns, problems).run();
  if (!problems.empty()) return queryRefusal(problems);
  return request;
}

}  // namespace tallyfold
