// SPDX-License-Identifier: Apache-2.0
// If this fails, a record that is none is counted, or one that is one is lost or read differently
// in another format.
#include <gtest/gtest.h>

#include <cstring>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

// "reason: detail" of the one refusal, or "accepted".
std::string refusal(const std::string& line) {
  Engine engine;
  seats::append(engine, line);
  const json::Value entries = support::at(engine.ledger(), {"entries"});
  if (entries.items.empty()) return "accepted";
  EXPECT_EQ(entries.items.size(), 1u) << line;
  return entries.items[0].find("reason")->text + ": " + entries.items[0].find("detail")->text;
}

std::string without(std::string line, const std::string& member) {
  const size_t at = line.find(member);
  EXPECT_NE(at, std::string::npos) << member;
  return line.erase(at, member.size());
}

std::string with(std::string line, const std::string& from, const std::string& to) {
  const size_t at = line.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return line.replace(at, from.size(), to);
}

const std::string kLine = Record().line();

TEST(SeatRecords, AKindThatDoesNotExistIsUnknown) {
  for (const char* kind : {"booking", "Selection", "status_change ", "STATUS_CHANGE"}) {
    EXPECT_EQ(refusal(Record{.kind = kind}.line()),
              "unknown_kind: kind is not status_change, selection, deselection or "
              "channel_assignment");
  }
  for (const char* kind : {"status_change", "selection", "deselection", "channel_assignment"})
    EXPECT_EQ(refusal(Record{.kind = kind}.line()), "accepted");
}

TEST(SeatRecords, WhatIsNeededIsNamedWhenItIsAbsentNullOrEmpty) {
  const std::pair<const char*, const char*> needed[] = {
      {"kind", R"("kind":"status_change",)"},    {"date", R"("date":"2024-03-05T10:00:00Z",)"},
      {"workspace", R"("workspace":1,)"},        {"chartKey", R"("chartKey":"c",)"},
      {"eventId", R"("eventId":10,)"},           {"eventKey", R"("eventKey":"e10",)"},
      {"objectLabel", R"("objectLabel":"A-1",)"}};
  for (const auto& [field, member] : needed) {
    const std::string expected = std::string("missing_field: ") + field + " is missing or empty";
    EXPECT_EQ(refusal(without(kLine, member)), expected);
    for (const char* empty : {"null", "\"\""}) {
      const std::string other = std::string("\"") + field + "\":" + empty + ",";
      EXPECT_EQ(refusal(with(kLine, member, other)), expected);
    }
  }
}

TEST(SeatRecords, OnlyStatusChangesNeedAStatus) {
  EXPECT_EQ(refusal(without(kLine, R"(,"status":"booked")")),
            "missing_field: status is missing or empty");
  EXPECT_EQ(refusal(Record{.status = ""}.line()), "missing_field: status is missing or empty");
  EXPECT_EQ(refusal(seats::selection("2024-03-05T10:00:00Z")), "accepted");
}

TEST(SeatRecords, NumbersOfWorkspacesAndEventsAreIntegers) {
  for (const char* wrong : {"1.5", "\"a\"", "\" 1\"", "\"+1\"", "9223372036854775808", "1e2"}) {
    EXPECT_EQ(refusal(Record{.workspace = wrong}.line()),
              "wrong_type: workspace is not an integer");
    EXPECT_EQ(refusal(with(kLine, R"("eventId":10)", std::string(R"("eventId":)") + wrong)),
              "wrong_type: eventId is not an integer");
  }
  for (const char* right : {"-1", "\"-1\"", "9223372036854775807", "\"007\"", "0"}) {
    EXPECT_EQ(refusal(Record{.workspace = right}.line()), "accepted");
    EXPECT_EQ(refusal(with(kLine, R"("eventId":10)", std::string(R"("eventId":)") + right)),
              "accepted");
  }
}

TEST(SeatRecords, AnObjectAnArrayOrABooleanIsNeitherTextNorNumber) {
  for (const char* wrong : {"{}", "[1]", "true", "false"}) {
    for (const char* field : {"kind", "date", "workspace", "chartKey", "eventId", "eventKey",
                              "objectLabel", "status"}) {
      const size_t begin = kLine.find(std::string("\"") + field + "\":") + std::strlen(field) + 3;
      const size_t end = kLine.find_first_of(",}", begin);
      const std::string line = kLine.substr(0, begin) + wrong + kLine.substr(end);
      EXPECT_EQ(refusal(line).substr(0, 10), "wrong_type") << line;
    }
    for (const char* field : {"id", "objectType", "quantity", "originType"}) {
      const Record record{.more = std::string(",\"") + field + "\":" + wrong};
      EXPECT_EQ(refusal(record.line()).substr(0, 10), "wrong_type") << record.line();
    }
  }
}

TEST(SeatRecords, TypesAndOriginsHaveKnownNames) {
  EXPECT_EQ(refusal(Record{.more = R"(,"objectType":"chair")"}.line()),
            "wrong_type: objectType is not seat, table, booth or generalAdmission");
  for (const char* type : {"seat", "Seat", "table", "Table", "booth", "Booth", "generalAdmission",
                           "GeneralAdmissionArea", ""}) {
    const std::string more = std::string(R"(,"objectType":")") + type + "\"";
    EXPECT_EQ(refusal(Record{.more = more}.line()), "accepted") << type;
  }
  for (const char* more :
       {R"(,"originType":"USER")", R"(,"originType":5)", R"(,"origin":{"type":"api_call"})"}) {
    EXPECT_EQ(refusal(Record{.more = more}.line()).substr(0, 29), "wrong_type: the origin is not");
  }
  for (const char* origin : {"API_CALL", "HELD_BY_USER", "HOLD_RELEASED_BY_USER", "HOLD_EXPIRED"}) {
    const std::string more = std::string(R"(,"originType":")") + origin + "\"";
    EXPECT_EQ(refusal(Record{.more = more}.line()), "accepted") << origin;
  }
}

TEST(SeatRecords, DatesAreRfc3339AndNothingElse) {
  for (const char* date :
       {"2024-03-05", "1709632800", "2024-03-05T10:00:00", "yesterday", "1600-01-01T00:00:00Z"}) {
    EXPECT_EQ(refusal(Record{.date = date}.line()).substr(0, 14), "bad_timestamp:") << date;
  }
  EXPECT_EQ(refusal(with(kLine, R"("2024-03-05T10:00:00Z")", "1709632800")),
            "bad_timestamp: the time \"1709632800\" is not RFC 3339");
  EXPECT_EQ(refusal(Record{.date = "2024-03-05T10:00:00.123456789+05:45"}.line()), "accepted");
}

TEST(SeatRecords, WhenARecordWasReceivedIsNotItsDate) {
  Engine engine;
  AppendCall call = seats::source(0);
  call.received_at = "2024-03-05T10:00:00Z";
  ASSERT_TRUE(engine.append(without(kLine, R"("date":"2024-03-05T10:00:00Z",)"), call).ok());
  EXPECT_EQ(support::number(engine.ledger(), {"counts", "missing_field"}), 1u);
}

TEST(SeatRecords, QuantitiesAreIntegersFromOneToAHundredMillion) {
  for (const char* wrong : {"0", "-1", "1.5", "100000001", "\"abc\"", "1e9", "1e400", "\"1.5\"",
                            "99999999999999999999", "\"NaN\"", "\" 1\""}) {
    EXPECT_EQ(refusal(Record{.more = std::string(R"(,"quantity":)") + wrong}.line()),
              "bad_quantity: quantity is not an integer from 1 to 100000000")
        << wrong;
  }
}

// How many places a booking of an area with this quantity takes.
uint64_t placesOf(const std::string& quantity) {
  const Record record{.more = R"(,"objectType":"generalAdmission","quantity":)" + quantity};
  const Report report = seats::reportOf(record.line(), seats::objects(R"(,"version":2)"));
  const json::Value rows = support::at(report.text, {});
  if (rows.items.size() != 1) return 0;
  return std::strtoull(rows.items[0].find("numUsedObjects")->text.c_str(), nullptr, 10);
}

TEST(SeatRecords, AQuantityMayBeWrittenInEveryWayANumberCan) {
  EXPECT_EQ(placesOf("56"), 56u);
  EXPECT_EQ(placesOf("56.0"), 56u);
  EXPECT_EQ(placesOf("5.6e1"), 56u);
  EXPECT_EQ(placesOf("\"56\""), 56u);
  EXPECT_EQ(placesOf("\"56.0\""), 56u);
  EXPECT_EQ(placesOf("\"056\""), 56u);
  EXPECT_EQ(placesOf("\"+56\""), 56u);
  EXPECT_EQ(placesOf("\"5.6e1\""), 56u);
  EXPECT_EQ(placesOf("1e8"), 100'000'000u);
  EXPECT_EQ(placesOf("null"), 1u);
  EXPECT_EQ(placesOf("\"\""), 1u);
}

}  // namespace
}  // namespace tallyfold
