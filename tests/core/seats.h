// SPDX-License-Identifier: Apache-2.0
// What the tests of seating reports share: records as text, questions about them, and many random
// records of every kind.
#pragma once

#include <algorithm>

#include "support.h"

namespace tallyfold::seats {

inline constexpr const char* kNow = "2024-06-01T00:00:00Z";

/// A record as an NDJSON line, with the members that a record needs. `id` is JSON and `more` are
/// further members: ,"quantity":3.
struct Record {
  std::string kind = "status_change";
  std::string date = "2024-03-05T10:00:00Z";
  std::string label = "A-1";
  std::string status = "booked";  ///< of status changes only
  std::string id;
  std::string more;
  std::string event = "10";
  std::string workspace = "1";

  [[nodiscard]] std::string line() const {
    std::string text = R"({"kind":")" + kind + R"(","date":")" + date + R"(","workspace":)" +
                       workspace + R"(,"chartKey":"c","eventId":)" + event + R"(,"eventKey":"e)" +
                       event + R"(","objectLabel":")" + label + "\"";
    if (kind == "status_change") text += R"(,"status":")" + status + "\"";
    if (!id.empty()) text += ",\"id\":" + id;
    return text + more + "}\n";
  }
};

inline std::string booking(const std::string& date, const std::string& more = "") {
  return Record{.date = date, .more = more}.line();
}
inline std::string selection(const std::string& date, const std::string& more = "") {
  return Record{.kind = "selection", .date = date, .more = more}.line();
}
inline std::string deselection(const std::string& date, const std::string& more = "") {
  return Record{.kind = "deselection", .date = date, .more = more}.line();
}

/// `more` are further members of the request: ,"zeroRows":true.
inline ReportCall months(const std::string& more = "") {
  const std::string members = more.empty() ? more : more.substr(1);
  return {"seatsio.usage", "", "{" + members + "}", kNow};
}
inline ReportCall month(const std::string& more = "", const std::string& of = "2024-03") {
  return {"seatsio.usage_month", "", R"({"month":")" + of + "\"" + more + "}", kNow};
}
inline ReportCall objects(const std::string& more = "", const std::string& event = "10",
                          const std::string& of = "2024-03") {
  return {"seatsio.usage_month_event", "",
          R"({"month":")" + of + R"(","eventId":)" + event + more + "}", kNow};
}

inline AppendCall source(uint32_t number) {
  AppendCall call;
  call.dialect = "seatsio";
  call.source = number;
  return call;
}

inline void append(Engine& engine, std::string_view text, uint32_t number = 0) {
  const Result<AppendResult> taken = engine.append(text, source(number));
  EXPECT_TRUE(taken.ok()) << taken.error().message;
}

/// The report over one document.
inline Report reportOf(std::string_view text, const ReportCall& question,
                       std::string_view catalog = "") {
  Engine engine;
  if (!catalog.empty()) {
    EXPECT_TRUE(engine.setCatalog(catalog).ok());
  }
  append(engine, text);
  return support::ask(engine, question);
}

inline uint64_t rejected(const Report& report, const char* reason) {
  const json::Value counts = support::at(report.ledger, {"rejected", "counts"});
  const json::Value* found = counts.find(reason);
  return found == nullptr ? 0 : std::strtoull(found->text.c_str(), nullptr, 10);
}

inline void expectSame(const Report& actual, const Report& expected, const std::string& what) {
  EXPECT_EQ(actual.status, expected.status) << what;
  EXPECT_EQ(actual.text, expected.text) << what;
  EXPECT_EQ(actual.ledger, expected.ledger) << what;
  EXPECT_EQ(actual.notes, expected.notes) << what;
  EXPECT_EQ(actual.complete, expected.complete) << what;
  support::expectBalanced(actual);
}

/// Which ids random records have.
enum class Ids { Integers, Texts, Mixed, None };

class RandomRecords {
 public:
  RandomRecords(uint64_t seed, Ids ids) : random_(seed), ids_(ids) {}

  /// Lines of which some are copies, some contradict another, some are no records.
  std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      const bool is_copy = ids_ != Ids::None && below(8) == 0;
      text += is_copy ? common()[static_cast<size_t>(below(20))] : line(date());
    }
    return text;
  }
  /// Lines whose dates never go back by more than `back_s`, over the first months of 2024.
  std::string stream(int count, int step_s, int back_s) {
    std::string text;
    for (int i = 0; i < count; ++i) text += line(dateOf(i * step_s - below(back_s + 1)));
    return text;
  }
  int below(int count) { return static_cast<int>(random_() % static_cast<uint64_t>(count)); }

 private:
  // Records that every input may have a copy of.
  const std::vector<std::string>& common() {
    if (!common_.empty()) return common_;
    RandomRecords same(12345, ids_);
    for (int i = 0; i < 20; ++i) common_.push_back(same.line(same.date()));
    return common_;
  }
  // Few instants, so that many records share one; some after `kNow`.
  std::string date() { return dateOf(below(170) * 86400 + below(3) * 7); }
  static std::string dateOf(int64_t second) {
    static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31};
    int64_t day = std::max<int64_t>(second, 0) / 86400;
    int month = 0;
    while (month < 6 && day >= kDays[month]) day -= kDays[month++];
    const int of_day = static_cast<int>(std::max<int64_t>(second, 0) % 86400);
    char text[96];
    std::snprintf(text, sizeof text, "2024-%02d-%02dT%02d:%02d:%02dZ", month + 1,
                  static_cast<int>(day) % 31 + 1, of_day / 3600, of_day / 60 % 60, of_day % 60);
    return text;
  }
  std::string id() {
    const std::string number = std::to_string(below(60));
    const Ids kind = ids_ == Ids::Mixed ? static_cast<Ids>(below(4)) : ids_;
    if (kind == Ids::Integers) return below(4) == 0 ? "-4611686018427387" + number : number;
    return kind == Ids::Texts ? "\"x" + number + "\"" : "";
  }
  std::string line(const std::string& when) {
    static constexpr const char* kKinds[] = {"status_change", "status_change",
                                             "selection",     "selection",
                                             "deselection",   "channel_assignment"};
    static constexpr const char* kStatuses[] = {"booked", "booked", "free", "reservedByToken",
                                                "resale"};
    static constexpr const char* kOrigins[] = {"API_CALL", "HELD_BY_USER", "HOLD_RELEASED_BY_USER",
                                               "HOLD_EXPIRED"};
    static constexpr std::pair<const char*, const char*> kObjects[] = {
        {"A-1", "seat"},
        {"A-2", "Seat"},
        {"T-1", "table"},
        {"T-2", "table"},
        {"B-1", "booth"},
        {"GA", "generalAdmission"},
        {"Floor", "GeneralAdmissionArea"}};
    static constexpr std::pair<const char*, const char*> kEvents[] = {
        {"10", "1"}, {"11", "1"}, {"10", "2"}, {"30", "3"}};
    if (below(40) == 0) return "broken\n";
    if (below(60) == 0)
      return R"({"eventId":77,"objectLabel":"A-1","status":"booked","date":")" + when +
             R"(","origin":{"type":"API_CALL"}})" + "\n";
    Record record;
    record.kind = kKinds[below(6)];
    record.date = when;
    record.status = kStatuses[below(5)];
    record.id = below(6) == 0 ? "" : id();
    const auto& [label, type] = kObjects[below(7)];
    record.label = label;
    std::tie(record.event, record.workspace) = kEvents[below(4)];
    record.more = std::string(",\"objectType\":\"") + type + "\"";
    if (below(3) == 0) record.more += ",\"quantity\":" + std::to_string(1 + below(5));
    if (below(3) == 0) record.more += ",\"holdToken\":\"t" + std::to_string(below(3)) + "\"";
    if (below(4) == 0) record.more += ",\"chartName\":\"Hall " + std::to_string(below(3)) + "\"";
    if (record.kind == "status_change" && below(3) == 0)
      record.more += std::string(",\"originType\":\"") + kOrigins[below(4)] + "\"";
    return record.line();
  }

  std::mt19937_64 random_;
  Ids ids_;
  std::vector<std::string> common_;
};

/// A catalog that knows some of what random records are about.
inline constexpr const char* kCatalog =
    R"({"seatsio":{"workspaces":[{"id":3,"isTest":true},{"id":1}],"events":[{"id":10,"key":"ten",)"
    R"("chartKey":"hall","chartName":"Hall","workspace":1,"deleted":true},{"id":12,"workspace":2}],)"
    R"("objects":[{"chartKey":"c","label":"GA","capacity":6,"type":"generalAdmission"},)"
    R"({"eventId":10,"label":"T-1","type":"table","numSeats":8},)"
    R"({"eventId":11,"label":"A-2","type":"booth"}]}})";

/// Every report under every rule that changes what a partial holds.
inline std::vector<ReportCall> questions() {
  std::vector<ReportCall> all;
  for (const char* more :
       {"", R"(,"gaPlaces":"cumulative","deselection":"never","reasonRule":"first")",
        R"(,"deselection":"always","tableCountsAs":"seats","apiHoldCounts":false)",
        R"(,"testWorkspaces":"include","zeroRows":true,"order":"input")",
        R"(,"dedupe":"none","timeZone":"America/New_York","billable":"bookings")"}) {
    for (const char* catalog : {"", kCatalog}) {
      for (ReportCall call : {months(more), months(std::string(more) + R"(,"version":2)"),
                              month(more), month(std::string(more) + R"(,"shape":"current")"),
                              objects(more), objects(std::string(more) + R"(,"version":1)")}) {
        call.catalog = catalog;
        all.push_back(call);
      }
    }
  }
  return all;
}

}  // namespace tallyfold::seats
