// SPDX-License-Identifier: Apache-2.0
#include "shape/seatsio_request.h"

#include <algorithm>

#include "base/integer_text.h"
#include "json/value.h"
#include "time/duration.h"

namespace tallyfold {
namespace {

// What a member may be called, and in which reports.
struct Known {
  std::string_view name;
  bool months, events, objects;
};
constexpr Known kMembers[] = {
    {"month", false, true, true},        {"eventId", false, false, true},
    {"shape", true, true, false},        {"version", true, false, true},
    {"gaPlaces", true, true, true},      {"apiHoldCounts", true, true, true},
    {"reasonRule", true, true, true},    {"deselection", true, true, true},
    {"tableCountsAs", true, true, true}, {"testWorkspaces", true, true, true},
    {"zeroRows", true, true, true},      {"timeZone", true, true, true},
    {"order", true, true, true},         {"billable", true, true, true},
    {"dedupe", true, true, true},        {"lateness", true, true, true},
};

class RequestReader {
 public:
  RequestReader(const RequestInput& input, SeatRows rows, const json::Value& body)
      : rows_(rows), body_(body) {
    request_.query.rows = rows;
    request_.query.now_ns = input.now_ns;
    request_.query.catalog = input.catalog;
  }

  std::variant<SeatsioRequest, SeatsioError> run() {
    checkNames();
    readZone();
    readMonth();
    readEvent();
    readRules();
    readRows();
    readShape();
    if (!error_.problems.empty()) return std::move(error_);
    return std::move(request_);
  }

 private:
  void problem(std::string_view name, const std::string& what) {
    const std::string path = "$." + std::string(name);
    const auto& known = error_.problems;
    if (std::any_of(known.begin(), known.end(), [&](const auto& p) { return p.path == path; }))
      return;  // one problem of a member is enough
    error_.problems.push_back({"BAD_REQUEST", std::string(name) + " " + what, path});
  }

  void checkNames() {
    for (const auto& member : body_.members) {
      const auto known =
          std::find_if(std::begin(kMembers), std::end(kMembers), [&](const Known& k) {
            const bool here = rows_ == SeatRows::Months   ? k.months
                              : rows_ == SeatRows::Events ? k.events
                                                          : k.objects;
            return here && k.name == member.key;
          });
      if (known == std::end(kMembers)) problem(member.key, "is unknown to this report");
    }
  }

  // A query string has only texts, so numbers and true and false may come as texts too.
  std::optional<std::string> word(std::string_view name) {
    const json::Value* value = body_.find(name);
    if (value == nullptr || value->isNull()) return std::nullopt;
    if (value->isText() || value->kind == json::Kind::Number) return value->text;
    if (value->kind == json::Kind::True) return "true";
    if (value->kind == json::Kind::False) return "false";
    problem(name, "must be a text, a number, true or false");
    return std::nullopt;
  }

  // The number of the chosen word; 0, the default, when there is none.
  size_t choice(std::string_view name, std::initializer_list<std::string_view> words) {
    const auto chosen = word(name);
    if (!chosen) return 0;
    const auto found = std::find(words.begin(), words.end(), *chosen);
    if (found != words.end()) return static_cast<size_t>(found - words.begin());
    std::string list;
    for (const std::string_view allowed : words) {
      list += list.empty() ? "" : " or ";
      list += allowed;
    }
    problem(name, "must be " + list);
    return 0;
  }

  void readZone() {
    const auto name = word("timeZone");
    if (!name || *name == "UTC") return;
    auto zone = Zone::find(*name);
    if (!zone) return problem("timeZone", "must be the name of an IANA time zone, such as UTC");
    request_.query.zone_name = *name;
    request_.query.months = Months(std::move(zone));
  }

  void readMonth() {
    if (rows_ == SeatRows::Months) return;
    const auto text = word("month");
    const auto month = text ? tallyfold::readMonth(*text) : std::nullopt;
    if (!month) return problem("month", "must be a month as YYYY-MM, such as 2018-09");
    request_.query.month = request_.query.months.bounds(*month);
  }

  void readEvent() {
    if (rows_ != SeatRows::Objects) return;
    const auto text = word("eventId");
    if (!text || text->empty()) return problem("eventId", "is missing: it is the event's number");
    request_.event_id = *text;
    request_.query.event_id = readInteger(*text);
  }

  void readRules() {
    SeatQuery& query = request_.query;
    query.releases_free_places = choice("gaPlaces", {"peak", "cumulative"}) == 0;
    query.api_holds_book = choice("apiHoldCounts", {"true", "false"}) == 0;
    query.first_reason_counts = choice("reasonRule", {"precedence", "first"}) == 1;
    query.deselection =
        static_cast<DeselectionRule>(choice("deselection", {"sameMonth", "never", "always"}));
    query.tables_count_seats = choice("tableCountsAs", {"object", "seats"}) == 1;
    query.counts_ids_once = choice("dedupe", {"dialect", "id", "none"}) != 2;
    const auto lateness = word("lateness");
    if (!lateness) return;
    query.lateness_ns = readFixedDuration(*lateness);
    if (!query.lateness_ns)
      problem("lateness", "must be an ISO 8601 duration of days and time, such as PT24H");
  }

  void readRows() {
    SeatQuery& query = request_.query;
    query.includes_tests = choice("testWorkspaces", {"exclude", "include"}) == 1;
    query.keeps_zero_rows = choice("zeroRows", {"false", "true"}) == 1;
    query.by_arrival = choice("order", {"id", "input"}) == 1;
    request_.bills_bookings = choice("billable", {"used", "bookings"}) == 1;
  }

  void readShape() {
    if (rows_ == SeatRows::Events) {
      constexpr SeatsioShape kShapes[] = {SeatsioShape::Legacy6, SeatsioShape::Legacy3,
                                          SeatsioShape::Current};
      request_.shape = kShapes[choice("shape", {"legacy6", "legacy3", "current"})];
      return;
    }
    request_.version = static_cast<int>(choice("version", {"1", "2"})) + 1;
    if (rows_ == SeatRows::Objects) {
      const json::Value* version = body_.find("version");
      const bool by_month = version == nullptr || version->isNull();
      if (by_month && request_.query.month)
        request_.version = request_.query.month->number < kFirstMonthOfChannels ? 1 : 2;
      return;
    }
    // The version with a cutoff date never had the legacy counters.
    const bool is_legacy =
        word("shape") ? choice("shape", {"legacy", "current"}) == 0 : request_.version == 1;
    request_.shape = is_legacy ? SeatsioShape::Legacy : SeatsioShape::Current;
  }

  SeatRows rows_;
  const json::Value& body_;
  SeatsioRequest request_;
  SeatsioError error_;
};

}  // namespace

std::variant<SeatsioRequest, SeatsioError> readSeatsioRequest(const RequestInput& input,
                                                              SeatRows rows) {
  const Result<json::Value> body = json::parse(input.request_json);
  SeatsioError error;
  if (!body) {
    error.problems.push_back({"BAD_REQUEST", body.error().message, "$"});
    return error;
  }
  if (!body.value().isObject()) {
    error.problems.push_back({"BAD_REQUEST", "the request must be a JSON object", "$"});
    return error;
  }
  return RequestReader(input, rows, body.value()).run();
}

}  // namespace tallyfold
