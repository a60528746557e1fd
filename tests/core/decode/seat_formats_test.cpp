// SPDX-License-Identifier: Apache-2.0
// If this fails, the same records are another bill as CSV, as JSON, in pieces, or as the items that
// the service's API gives.
#include <gtest/gtest.h>

#include <cstring>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

const std::string kCatalog =
    R"({"seatsio":{"events":[{"id":10,"key":"ten","chartKey":"c","workspace":1}],)"
    R"("objects":[{"eventId":10,"label":"GA","type":"generalAdmission"}]}})";

Report reportIn(const std::string& format, const std::string& text,
                const ReportCall& question = seats::objects()) {
  Engine engine;
  EXPECT_TRUE(engine.setCatalog(kCatalog).ok());
  AppendCall call = seats::source(0);
  call.format = format;
  EXPECT_TRUE(engine.append(text, call).ok());
  return support::ask(engine, question);
}

TEST(SeatFormats, AnItemOfTheApiIsAStatusChange) {
  const std::string item =
      R"({"id":271,"eventId":10,"status":"booked","quantity":1,"objectLabel":"A-1",)"
      R"("date":"2024-03-05T10:00:00Z","orderId":null,"extraData":{"a":[1]},"isPresentOnChart":true,)"
      R"("origin":{"type":"API_CALL","ip":"127.0.0.1"}})";
  const std::string text =
      R"([{"object":"A-1","numUsedObjects":1,"usageByReason":{"STATUS_CHANGED":1}}])";
  EXPECT_EQ(reportIn("ndjson", item).text, text);
  EXPECT_EQ(reportIn("json", R"({"items":[)" + item + "]}").ledger.empty(), false);
  // The same record as a whole one is a copy of it.
  const Report both =
      reportIn("ndjson", item + "\n" + Record{.id = "271", .more = R"(,"quantity":1)"}.line());
  EXPECT_EQ(both.text, text);
  EXPECT_EQ(seats::rejected(both, "duplicate"), 1u) << both.ledger;
}

TEST(SeatFormats, AnItemsOriginSaysWhatItDoes) {
  const auto reasonOf = [](const std::string& origin) {
    const std::string item =
        R"({"eventId":10,"status":"x","objectLabel":"A-1","date":"2024-03-05T10:00:00Z",)"
        R"("origin":{"ip":null,"type":")" +
        origin + "\"}}\n";
    return reportIn("ndjson", item).text;
  };
  EXPECT_NE(reasonOf("API_CALL").find("STATUS_CHANGED"), std::string::npos);
  EXPECT_NE(reasonOf("HELD_BY_USER").find("SELECTED"), std::string::npos);
  EXPECT_EQ(reasonOf("HOLD_EXPIRED"), "[]");
  EXPECT_EQ(reasonOf("HOLD_RELEASED_BY_USER"), "[]");
}

TEST(SeatFormats, AnItemWhoseEventNobodyKnowsIsInTheReportsLedger) {
  const Report report =
      reportIn("ndjson",
               R"({"eventId":11,"status":"x","objectLabel":"A-1","date":"2024-03-05T10:00:00Z",)"
               R"("origin":{"type":"API_CALL"}})",
               seats::month());
  EXPECT_EQ(report.text, "[]");
  EXPECT_FALSE(report.complete);
  EXPECT_EQ(seats::rejected(report, "unknown_event"), 1u);
  EXPECT_NE(report.ledger.find("the workspace of event 11"), std::string::npos);
}

TEST(SeatFormats, AnItemNeedsLessButNotNothing) {
  const std::string whole =
      R"({"kind":null,"eventId":10,"status":"x","objectLabel":"A","date":"2024-03-05T10:00:00Z",)"
      R"("origin":{"type":"API_CALL"}})";
  for (const char* member : {R"("eventId":10,)", R"("status":"x",)", R"("objectLabel":"A",)",
                             R"("date":"2024-03-05T10:00:00Z",)"}) {
    std::string item = whole;
    item.erase(item.find(member), std::strlen(member));
    EXPECT_EQ(support::number(reportIn("ndjson", item, seats::month()).ledger,
                              {"intake", "counts", "missing_field"}),
              1u)
        << item;
  }
  EXPECT_TRUE(reportIn("ndjson", whole, seats::month()).complete);
  // No kind, and no origin that could stand for it.
  for (const char* origin : {"null", "{}", "[]", "\"API_CALL\"", R"({"type":null})"}) {
    std::string item = whole;
    item.replace(item.find(R"({"type":"API_CALL"})"), 19, origin);
    EXPECT_FALSE(reportIn("ndjson", item, seats::month()).complete) << item;
  }
}

TEST(SeatFormats, CsvHasTheSameColumns) {
  const std::string text =
      "kind,date,workspace,chartKey,eventId,eventKey,objectLabel,objectType,quantity,status,id,"
      "holdToken,originType,extra\r\n"
      "status_change,2024-03-05T10:00:00Z,1,c,10,e10,GA,generalAdmission,56.0,booked,7,,,x\r\n"
      "status_change,2024-03-05T10:00:00Z,1,c,10,e10,GA,generalAdmission,56,booked,7,,,y\r\n"
      "selection,2024-03-05T10:00:00Z,1,c,10,e10,\"Row \"\"A\"\", 1\",,,,8,t,,\r\n"
      "booking,2024-03-05T10:00:00Z,1,c,10,e10,A,,,,9,,,\r\n"
      "status_change,2024-03-05T10:00:00Z,1,c,10,e10,A-2,,,booked,10,,HOLD_EXPIRED,\r\n";
  const Report report = reportIn("csv", text);
  EXPECT_EQ(report.text,
            R"([{"object":"GA","numUsedObjects":56,"usageByReason":{"STATUS_CHANGED":56}},)"
            R"({"object":"Row \"A\", 1","numUsedObjects":1,"usageByReason":{"SELECTED":1}}])");
  EXPECT_EQ(seats::rejected(report, "duplicate"), 1u);
  EXPECT_EQ(support::number(report.ledger, {"intake", "counts", "unknown_kind"}), 1u);
}

TEST(SeatFormats, CsvItemsNameTheirOriginWithADot) {
  const std::string text =
      "id,eventId,objectLabel,status,date,origin.type,origin.ip\n"
      "1,10,A-1,x,2024-03-05T10:00:00Z,HELD_BY_USER,::1\n"
      "2,10,A-2,x,2024-03-05T10:00:00Z,API_CALL,::1\n"
      "3,10,A-3,x,2024-03-05T10:00:00Z,,::1\n";
  const Report report = reportIn("csv", text);
  EXPECT_EQ(report.text,
            R"([{"object":"A-1","numUsedObjects":1,"usageByReason":{"SELECTED":1}},)"
            R"({"object":"A-2","numUsedObjects":1,"usageByReason":{"STATUS_CHANGED":1}}])");
  EXPECT_EQ(support::number(report.ledger, {"intake", "counts", "missing_field"}), 1u);
}

TEST(SeatFormats, AnArrayAWrapperAndOneObjectAreTheirRecords) {
  std::string a = seats::booking("2024-03-05T10:00:00Z"), b = Record{.label = "A-2"}.line();
  const std::string lines = reportIn("ndjson", a + b).text;
  a.pop_back();
  b.pop_back();
  EXPECT_EQ(reportIn("json", "[" + a + "," + b + "]").text, lines);
  EXPECT_EQ(reportIn("json", a).text, reportIn("ndjson", a).text);
}

TEST(SeatFormats, NullMembersAreAbsent) {
  const char* nulls =
      R"(,"id":null,"objectType":null,"quantity":null,"originType":null,"holdToken":null,)"
      R"("orderId":null,"channelKey":null,"chartName":null,"origin":null)";
  const Report with = reportIn("ndjson", seats::booking("2024-03-05T10:00:00Z", nulls));
  EXPECT_TRUE(with.complete) << with.ledger;
  EXPECT_EQ(with.text, reportIn("ndjson", seats::booking("2024-03-05T10:00:00Z")).text);
}

TEST(SeatFormats, EscapesAreReadEverywhere) {
  const std::string plain = Record{.label = "Ä-1/ü", .status = "boökt", .id = "\"x\""}.line();
  std::string escaped = plain;
  for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
           {"kind", R"(k\u0069nd)"},
           {"status_change", R"(status\u005fchange)"},
           {"Ä-1/ü", R"(\u00c4-1\/\u00FC)"},
           {"boökt", R"(bo\u00f6kt)"},
           {"\"x\"", R"("\u0078")"},
           {"2024-03", R"(\u003224-03)"}}) {
    escaped.replace(escaped.find(from), std::strlen(from), to);
  }
  escaped.replace(escaped.find(R"(\u003224)"), 8, R"(\u0032024)");
  const Report both = reportIn("ndjson", plain + escaped);
  EXPECT_EQ(seats::rejected(both, "duplicate"), 1u) << both.ledger;
  EXPECT_NE(both.text.find("Ä-1/ü"), std::string::npos) << both.text;
  EXPECT_NE(reportIn("ndjson", escaped, seats::months()).text.find(R"({"boökt":1})"),
            std::string::npos);
}

// Records of every shape as one text in each format.
std::string document(const std::string& format) {
  seats::RandomRecords random(9, seats::Ids::Mixed);
  const std::string lines = random.lines(14);
  if (format == "ndjson") return "\xef\xbb\xbf" + lines;
  if (format == "csv")
    return "kind,date,workspace,chartKey,eventId,eventKey,objectLabel,status,id,quantity\r\n"
           "status_change,2024-03-05T10:00:00Z,1,c,10,e,\"A\r\n\"\"1\",booked,7,1\r\n"
           "selection,2024-03-05T10:00:00Z,1,c,10,e,Ä,,x,\r\nselection,,,,,,,,,\r\n";
  std::string text = "[";
  for (size_t at = 0; at < lines.size();) {
    const size_t end = lines.find('\n', at);
    const std::string line = lines.substr(at, end - at);
    if (line != "broken") text += (text.size() > 1 ? " ,\n" : "") + line;
    at = end + 1;
  }
  return text + "]";
}

TEST(SeatFormats, WhereADocumentIsCutNeverShows) {
  for (const char* format : {"ndjson", "json", "csv"}) {
    const std::string text = document(format);
    AppendCall call = seats::source(0);
    call.format = format;
    const ReportCall question = seats::month(R"(,"zeroRows":true)");
    Engine whole;
    ASSERT_TRUE(whole.append(text, call).ok());
    const Report expected = support::ask(whole, question);
    EXPECT_NE(expected.text, "[]");
    for (size_t cut = 0; cut <= text.size(); ++cut) {
      Engine engine;
      call.more = true;
      ASSERT_TRUE(engine.append(text.substr(0, cut), call).ok());
      call.more = false;
      ASSERT_TRUE(engine.append(text.substr(cut), call).ok());
      const Report report = support::ask(engine, question);
      ASSERT_EQ(report.text, expected.text) << format << " " << cut;
      ASSERT_EQ(report.ledger, expected.ledger) << format << " " << cut;
    }
  }
}

}  // namespace
}  // namespace tallyfold
