// SPDX-License-Identifier: Apache-2.0
// If this fails, a counter of a seating report does not count what docs/dialects.md says it does.
#include <gtest/gtest.h>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

// The counters of event 10 in March 2024: used, bookings, bookings or selections, GA and other
// selections without booking, selections.
std::string legacy(const std::string& records, const std::string& more = "",
                   const std::string& catalog = "") {
  const Report report = seats::reportOf(records, seats::month(more), catalog);
  const json::Value workspaces = support::at(report.text, {});
  if (workspaces.items.empty()) return "none";
  const json::Value& chart = workspaces.items[0].find("usageByChart")->items[0];
  const json::Value& row = chart.find("usageByEvent")->items[0];
  std::string counters;
  for (const auto& member : row.members) {
    if (member.key != "event") counters += (counters.empty() ? "" : " ") + member.value.text;
  }
  return counters;
}

Record area(std::string kind, std::string date, int quantity, std::string status = "booked") {
  return {.kind = std::move(kind),
          .date = std::move(date),
          .label = "GA",
          .status = std::move(status),
          .more = R"(,"objectType":"generalAdmission","quantity":)" + std::to_string(quantity)};
}

TEST(SeatUsage, AMonthIsHalfOpen) {
  EXPECT_EQ(legacy(seats::booking("2024-03-01T00:00:00Z")), "1 1 1 0 0 0");
  EXPECT_EQ(legacy(seats::booking("2024-02-29T23:59:59.999999999Z")), "none");
  EXPECT_EQ(legacy(seats::booking("2024-03-31T23:59:59.999999999Z")), "1 1 1 0 0 0");
  EXPECT_EQ(legacy(seats::booking("2024-04-01T00:00:00Z")), "none");
  EXPECT_EQ(legacy(seats::booking("2024-04-01T01:00:00+02:00")), "1 1 1 0 0 0");
  const std::string tokyo = R"(,"timeZone":"Asia/Tokyo")";
  EXPECT_EQ(legacy(seats::booking("2024-02-29T15:00:00Z"), tokyo), "1 1 1 0 0 0");
  EXPECT_EQ(legacy(seats::booking("2024-03-31T15:00:00Z"), tokyo), "none");
}

TEST(SeatUsage, APlaceIsUsedOnceHoweverOftenItIsBooked) {
  const std::string again = seats::booking("2024-03-05T00:00:00Z") +
                            Record{.date = "2024-03-06T00:00:00Z", .status = "free"}.line() +
                            seats::booking("2024-03-07T00:00:00Z");
  EXPECT_EQ(legacy(again), "1 1 1 0 0 0");
  EXPECT_EQ(legacy(seats::booking("2024-02-05T00:00:00Z") + again), "none");
}

TEST(SeatUsage, WhatWasSelectedBeforeIsCarriedOver) {
  EXPECT_EQ(
      legacy(seats::selection("2024-02-05T00:00:00Z") + seats::booking("2024-03-05T00:00:00Z")),
      "0 1 0 0 0 0");
  EXPECT_EQ(
      legacy(seats::selection("2024-03-05T00:00:00Z") + seats::booking("2024-04-05T00:00:00Z")),
      "1 0 1 0 1 1");
  EXPECT_EQ(
      legacy(seats::selection("2024-03-05T00:00:00Z") + seats::booking("2024-03-06T00:00:00Z")),
      "1 1 1 0 0 1");
}

TEST(SeatUsage, AreasAndOtherObjectsAreToldApart) {
  EXPECT_EQ(legacy(area("selection", "2024-03-05T00:00:00Z", 4).line()), "4 0 4 4 0 4");
  EXPECT_EQ(
      legacy(Record{.kind = "selection", .more = R"(,"objectType":"table","quantity":4)"}.line()),
      "1 0 1 0 1 4");
  EXPECT_EQ(legacy(area("selection", "2024-03-05T00:00:00Z", 56).line() +
                   area("status_change", "2024-03-06T00:00:00Z", 34).line()),
            "56 34 56 22 0 56");
}

TEST(SeatUsage, SelectionsThatWereTakenBackStillCountAsMade) {
  const std::string text =
      seats::selection("2024-03-05T00:00:00Z") + seats::deselection("2024-03-06T00:00:00Z");
  EXPECT_EQ(legacy(text), "0 0 0 0 0 1");
  EXPECT_EQ(legacy(text, R"(,"deselection":"never")"), "1 0 1 0 1 1");
  EXPECT_EQ(legacy(text, R"(,"shape":"current")"), "none");
  EXPECT_EQ(legacy(text, R"(,"shape":"legacy3")"), "0 0 1");
}

TEST(SeatUsage, ADeselectionInALaterMonthChangesThatMonthOnlyUnderAlways) {
  const std::string text =
      seats::selection("2024-03-05T00:00:00Z") + seats::deselection("2024-04-06T00:00:00Z");
  EXPECT_EQ(legacy(text), "1 0 1 0 1 1");
  EXPECT_EQ(legacy(text, R"(,"deselection":"always")"), "0 0 0 0 0 1");
  // Then later records are read too, and a booking at the month's end is outside of it.
  EXPECT_EQ(
      legacy(seats::selection("2024-03-05T00:00:00Z") + seats::booking("2024-04-01T00:00:00Z"),
             R"(,"deselection":"always")"),
      "1 0 1 0 1 1");
}

TEST(SeatUsage, WhatIsDatedAfterNowDoesNotCount) {
  ReportCall question = seats::months();
  question.now = "2024-03-05T10:00:00Z";
  const std::string at_now = seats::booking("2024-03-05T10:00:00Z");
  const std::string later = Record{.date = "2024-03-05T10:00:00.000000001Z", .label = "B"}.line();
  const Report report = seats::reportOf(at_now + later, question);
  EXPECT_NE(report.text.find("\"numUsedObjects\":1"), std::string::npos) << report.text;
  EXPECT_EQ(support::number(report.ledger, {"not_asked_for"}), 1u);
}

TEST(SeatUsage, PlacesOfAnAreaEndAtItsCapacity) {
  const std::string text = area("status_change", "2024-03-05T00:00:00Z", 9).line() +
                           area("selection", "2024-03-04T00:00:00Z", 7).line();
  EXPECT_EQ(
      legacy(text, "", R"({"seatsio":{"objects":[{"chartKey":"c","label":"GA","capacity":5}]}})"),
      "5 5 5 0 0 7");
  EXPECT_EQ(
      legacy(text, "", R"({"seatsio":{"objects":[{"eventId":10,"label":"GA","capacity":0}]}})"),
      "0 0 0 0 0 7");
}

TEST(SeatUsage, ATableCountsItsSeatsWhereTheCatalogHasThem) {
  const std::string table = R"(,"objectType":"table","quantity":3)";
  const std::string text =
      Record{.more = table}.line() + Record{.kind = "selection", .more = table}.line();
  const std::string seats_of = R"(,"tableCountsAs":"seats")";
  EXPECT_EQ(legacy(text), "1 1 1 0 0 3");
  EXPECT_EQ(legacy(text, seats_of), "3 3 3 0 0 3");
  EXPECT_EQ(legacy(text, seats_of,
                   R"({"seatsio":{"objects":[{"chartKey":"c","label":"A-1","numSeats":8}]}})"),
            "8 8 8 0 0 8");
  EXPECT_EQ(
      legacy(
          text, seats_of,
          R"({"seatsio":{"objects":[{"chartKey":"c","label":"A-1","type":"table","numSeats":0}]}})"),
      "none");
}

TEST(SeatUsage, ASeatOfSeveralPlacesIsOneAndIsNamed) {
  const Report report =
      seats::reportOf(seats::booking("2024-03-05T00:00:00Z", R"(,"quantity":3)"), seats::months());
  EXPECT_NE(report.text.find("\"numUsedObjects\":1"), std::string::npos);
  EXPECT_EQ(support::number(report.ledger, {"coerced", "counts", "bad_quantity"}), 1u);
  EXPECT_FALSE(report.complete);
}

TEST(SeatUsage, WhoHoldsAndWhoBooksIsToldByOriginAndStatus) {
  const auto counters = [](const char* origin, const char* status, const char* more = "") {
    return legacy(
        Record{.status = status, .more = std::string(R"(,"originType":")") + origin + "\""}.line(),
        more);
  };
  EXPECT_EQ(counters("API_CALL", "anything"), "1 1 1 0 0 0");
  EXPECT_EQ(counters("API_CALL", "free"), "none");
  EXPECT_EQ(counters("API_CALL", "reservedByToken"), "1 1 1 0 0 0");
  EXPECT_EQ(counters("API_CALL", "reservedByToken", R"(,"apiHoldCounts":false)"), "none");
  EXPECT_EQ(counters("HELD_BY_USER", "reservedByToken"), "1 0 1 0 1 1");
  EXPECT_EQ(counters("HELD_BY_USER", "reservedByToken", R"(,"apiHoldCounts":false)"),
            "1 0 1 0 1 1");
  EXPECT_EQ(counters("HOLD_EXPIRED", "free"), "none");
}

// The reasons of seat A-1 in a month.
std::string reasons(const std::string& records, const std::string& more = "",
                    const std::string& of = "2024-03") {
  const std::string text =
      seats::reportOf(records, seats::objects(R"(,"version":2)" + more, "10", of)).text;
  const size_t at = text.find("\"usageByReason\":");
  return at == std::string::npos ? "none" : text.substr(at + 16, text.find('}', at) - at - 15);
}

TEST(SeatUsage, AUseHasTheReasonThatCountsMostOrCameFirst) {
  const std::string assigned =
      Record{.kind = "channel_assignment", .date = "2024-03-01T00:00:00Z"}.line();
  const std::string selected = seats::selection("2024-03-02T00:00:00Z");
  const std::string booked = seats::booking("2024-03-03T00:00:00Z");
  const std::string first = R"(,"reasonRule":"first")";
  EXPECT_EQ(reasons(assigned), R"({"ASSIGNED_TO_CHANNEL":1})");
  EXPECT_EQ(reasons(assigned + selected), R"({"SELECTED":1})");
  EXPECT_EQ(reasons(assigned + selected + booked), R"({"STATUS_CHANGED":1})");
  EXPECT_EQ(reasons(assigned + selected + booked, first), R"({"ASSIGNED_TO_CHANNEL":1})");
  EXPECT_EQ(reasons(selected + booked, first), R"({"SELECTED":1})");
  EXPECT_EQ(reasons(assigned + seats::selection("2024-03-01T00:00:00Z"), first),
            R"({"SELECTED":1})");
  EXPECT_EQ(reasons(selected + seats::booking("2024-03-02T00:00:00Z"), first),
            R"({"STATUS_CHANGED":1})");
  EXPECT_EQ(reasons(selected + seats::booking("2024-04-03T00:00:00Z")), R"({"SELECTED":1})");
  EXPECT_EQ(reasons(assigned + seats::booking("2024-04-03T00:00:00Z"), "", "2024-04"), "none");
  EXPECT_EQ(reasons(selected + booked, R"(,"billable":"bookings")"), R"({"STATUS_CHANGED":1})");
  EXPECT_EQ(reasons(selected, R"(,"billable":"bookings")"), "none");
}

TEST(SeatUsage, ChannelsAreAUseFromDecember2022) {
  for (const auto& [month, used] : {std::pair("2022-11", false), std::pair("2022-12", true)}) {
    const std::string text =
        Record{.kind = "channel_assignment", .date = std::string(month) + "-05T00:00:00Z"}.line();
    const std::string shape = R"(,"shape":"current")";
    EXPECT_EQ(seats::reportOf(text, seats::month(shape, month)).text != "[]", used);
    EXPECT_EQ(seats::reportOf(text, seats::months(shape)).text != "[]", used);
    EXPECT_EQ(seats::reportOf(text, seats::month("", month)).text, "[]");
    EXPECT_EQ(seats::reportOf(text, seats::months()).text, "[]");
  }
}

TEST(SeatUsage, CarriedOverAndWithoutBookingMakeUpTheDifference) {
  // used = first bookings - carry + selections without booking, over the months of one event: each
  // place is used once.
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const std::string text = seats::RandomRecords(seed, seats::Ids::None).lines(300);
    uint64_t used = 0, in_current = 0;
    Engine engine;
    seats::append(engine, text);
    for (const char* month : {"2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"}) {
      for (const json::Value& workspace :
           support::at(support::ask(engine, seats::month("", month)).text, {}).items) {
        for (const json::Value& chart : workspace.find("usageByChart")->items) {
          for (const json::Value& row : chart.find("usageByEvent")->items) {
            const auto counter = [&row](const char* name) {
              return std::strtoll(row.find(name)->text.c_str(), nullptr, 10);
            };
            const int64_t without = counter("numGASelectionsWithoutBooking") +
                                    counter("numNonGASelectionsWithoutBooking");
            EXPECT_EQ(counter("numUsedObjects"), counter("numFirstBookingsOrSelections"));
            EXPECT_GE(counter("numFirstBookings") + without, counter("numUsedObjects"));
            EXPECT_LE(without, counter("numUsedObjects"));
            used += static_cast<uint64_t>(counter("numUsedObjects"));
          }
        }
      }
    }
    for (const json::Value& row : support::at(support::ask(engine, seats::months()).text, {}).items)
      in_current += std::strtoull(row.find("numUsedObjects")->text.c_str(), nullptr, 10);
    EXPECT_EQ(used, in_current);
  }
}

}  // namespace
}  // namespace tallyfold
