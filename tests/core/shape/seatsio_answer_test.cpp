// SPDX-License-Identifier: Apache-2.0
// If this fails, a client of the service cannot read the body of a seating report, or finds rows
// where they do not belong.
#include <gtest/gtest.h>

#include "seats.h"

namespace tallyfold {
namespace {

using seats::Record;

const std::string kRecords =
    Record{.date = "2024-03-05T10:00:00.123987Z", .label = "B", .more = R"(,"chartName":"Old")"}
        .line() +
    Record{.kind = "selection",
           .date = "2024-03-06T00:00:00Z",
           .label = "A",
           .more = R"(,"chartName":"Hall")"}
        .line();

TEST(SeatsioAnswer, MonthsHaveEveryShape) {
  const auto body = [](const char* more) {
    return seats::reportOf(kRecords, seats::months(more)).text;
  };
  const std::string month = R"({"month":{"month":3,"year":2024},"numUsedObjects":2)";
  const std::string legacy =
      "[" + month +
      R"(,"numFirstBookings":1,"numFirstBookingsByStatus":{"booked":1},"numFirstBookingsOrSelections":2}])";
  EXPECT_EQ(body(""), legacy);
  EXPECT_EQ(body(R"(,"shape":"current")"), "[" + month + "}]");
  EXPECT_EQ(body(R"(,"version":"2")"),
            R"({"usageCutoffDate":"2024-06-01T00:00:00.000Z","usage":[)" + month + "}]}");
  EXPECT_EQ(body(R"(,"version":2,"shape":"legacy")"),
            R"({"usageCutoffDate":"2024-06-01T00:00:00.000Z","usage":)" + legacy + "}");
}

TEST(SeatsioAnswer, AMonthHasEveryShape) {
  const auto body = [](const char* more) {
    const std::string text = seats::reportOf(kRecords, seats::month(more)).text;
    const std::string head =
        R"([{"workspace":1,"usageByChart":[{"chart":{"name":"Hall","key":"c"},"usageByEvent":[)";
    EXPECT_EQ(text.substr(0, head.size()), head);
    return text.substr(std::min(text.size(), head.size()));
  };
  EXPECT_EQ(body(""), R"({"event":{"id":10,"key":"e10"},"numUsedObjects":2,"numFirstBookings":1,)"
                      R"("numFirstBookingsOrSelections":2,"numGASelectionsWithoutBooking":0,)"
                      R"("numNonGASelectionsWithoutBooking":1,"numObjectSelections":1}]}]}])");
  EXPECT_EQ(body(R"(,"shape":"legacy3")"),
            R"({"event":{"id":10,"key":"e10"},"numUsedObjects":2,"numFirstBookings":1,)"
            R"("numObjectSelections":1}]}]}])");
  EXPECT_EQ(body(R"(,"shape":"current")"),
            R"({"event":{"id":10,"key":"e10","deleted":false},"numUsedObjects":2}]}]}])");
}

TEST(SeatsioAnswer, AnEventHasBothVersions) {
  EXPECT_EQ(seats::reportOf(kRecords, seats::objects(R"(,"version":1)")).text,
            R"([{"object":"A","numFirstBookings":0,"numFirstSelections":1,)"
            R"("numFirstBookingsOrSelections":1},{"object":"B","numFirstBookings":1,)"
            R"("firstBookingDate":"2024-03-05T10:00:00.123Z","numFirstSelections":0,)"
            R"("numFirstBookingsOrSelections":1}])");
  EXPECT_EQ(seats::reportOf(kRecords, seats::objects()).text,
            R"([{"object":"A","numUsedObjects":1,"usageByReason":{"SELECTED":1}},)"
            R"({"object":"B","numUsedObjects":1,"usageByReason":{"STATUS_CHANGED":1}}])");
}

TEST(SeatsioAnswer, NothingIsAnEmptyList) {
  Engine engine;
  EXPECT_EQ(support::ask(engine, seats::months()).text, "[]");
  EXPECT_EQ(support::ask(engine, seats::month(R"(,"zeroRows":true)")).text, "[]");
  EXPECT_EQ(support::ask(engine, seats::months(R"(,"version":2,"zeroRows":true)")).text,
            R"({"usageCutoffDate":"2024-06-01T00:00:00.000Z","usage":[]})");
}

// Workspaces, charts, events and objects in order: "w1 c a e10 e11".
std::string orderOf(const Report& report) {
  std::string order;
  const auto add = [&order](const std::string& name) {
    order += (order.empty() ? "" : " ") + name;
  };
  for (const json::Value& workspace : support::at(report.text, {}).items) {
    add("w" + workspace.find("workspace")->text);
    for (const json::Value& chart : workspace.find("usageByChart")->items) {
      const json::Value& named = *chart.find("chart");
      add(named.isNull() ? "null" : named.find("key")->text);
      for (const json::Value& row : chart.find("usageByEvent")->items)
        add(row.find("event")->find("id")->text);
    }
  }
  return order;
}

std::string bookingOf(const char* workspace, const char* chart, const char* event) {
  std::string line = Record{.event = event, .workspace = workspace}.line();
  return line.replace(line.find(R"("chartKey":"c")"), 14,
                      std::string(R"("chartKey":")") + chart + "\"");
}

TEST(SeatsioAnswer, RowsStandByTheirNumbersOrByFirstAppearance) {
  const std::string text = bookingOf("20", "b", "9") + bookingOf("3", "c", "10") +
                           bookingOf("20", "a", "7") + bookingOf("20", "b", "-1") +
                           bookingOf("20", "B", "100");
  EXPECT_EQ(orderOf(seats::reportOf(text, seats::month())), "w3 c 10 w20 B 100 a 7 b -1 9");
  EXPECT_EQ(orderOf(seats::reportOf(text, seats::month(R"(,"order":"input")"))),
            "w20 b 9 -1 a 7 B 100 w3 c 10");
  const std::string labels = Record{.label = "b"}.line() + Record{.label = "B"}.line() +
                             Record{.label = "a"}.line() + Record{.label = "b"}.line();
  const auto objectsOf = [&labels](const char* more) {
    std::string order;
    for (const json::Value& row :
         support::at(seats::reportOf(labels, seats::objects(more)).text, {}).items)
      order += row.find("object")->text;
    return order;
  };
  EXPECT_EQ(objectsOf(""), "Bab");
  EXPECT_EQ(objectsOf(R"(,"order":"input")"), "bBa");
}

TEST(SeatsioAnswer, NamesAreTheCatalogsElseTheLatestWhateverItCountsFor) {
  const std::string text =
      Record{.more = R"(,"chartName":"One")"}.line() +
      // After now, and so not counted.
      Record{.kind = "selection", .date = "2030-01-01T00:00:00Z", .more = R"(,"chartName":"Two")"}
          .line() +
      Record{.date = "2024-03-04T00:00:00Z", .more = R"(,"chartName":"Zero")"}.line();
  EXPECT_NE(seats::reportOf(text, seats::month()).text.find(R"("chart":{"name":"Two","key":"c"})"),
            std::string::npos);
  const Report named = seats::reportOf(
      text, seats::month(R"(,"shape":"current")"),
      R"({"seatsio":{"events":[{"id":10,"key":"ten","chartKey":"k","chartName":"Cat","deleted":true}]}})");
  EXPECT_NE(named.text.find(R"("chart":{"name":"Cat","key":"k"})"), std::string::npos)
      << named.text;
  EXPECT_NE(named.text.find(R"({"id":10,"key":"ten","deleted":true})"), std::string::npos);
}

TEST(SeatsioAnswer, AChartThatNobodyNamesIsNull) {
  const std::string catalog = R"({"seatsio":{"events":[{"id":10,"workspace":1}]}})";
  const std::string item =
      R"({"eventId":10,"objectLabel":"A","status":"x","date":"2024-03-05T00:00:00Z","origin":{"type":"API_CALL"}})";
  EXPECT_NE(seats::reportOf(item, seats::month(), catalog).text.find(R"("chart":null)"),
            std::string::npos);
  EXPECT_NE(seats::reportOf(seats::booking("2024-03-05T00:00:00Z"), seats::month())
                .text.find(R"("chart":{"name":null,"key":"c"})"),
            std::string::npos);
}

TEST(SeatsioAnswer, ZeroRowsAreEveryMonthEventAndObjectThatIsKnown) {
  const std::string text =
      seats::booking("2024-02-05T00:00:00Z") +
      Record{.kind = "deselection", .date = "2024-03-05T00:00:00Z", .label = "Z"}.line();
  const std::string more = R"(,"zeroRows":true)";
  EXPECT_EQ(support::at(seats::reportOf(text, seats::months(more)).text, {}).items.size(), 5u);
  EXPECT_EQ(
      orderOf(seats::reportOf(text, seats::month(more),
                              R"({"seatsio":{"events":[{"id":12,"workspace":1,"chartKey":"c"},)"
                              R"({"id":13}]}})")),
      "w1 c 10 12");
  EXPECT_EQ(support::at(seats::reportOf(text, seats::objects(more)).text, {}).items.size(), 2u);
}

TEST(SeatsioAnswer, TestWorkspacesAreLeftOutAndSaidToBe) {
  const std::string text = bookingOf("1", "c", "10") + bookingOf("2", "c", "11");
  const std::string catalog = R"({"seatsio":{"workspaces":[{"id":2,"isTest":true}]}})";
  const Report report = seats::reportOf(text, seats::month(), catalog);
  EXPECT_EQ(orderOf(report), "w1 c 10");
  EXPECT_EQ(report.notes, R"(["test_workspaces_left_out"])");
  EXPECT_EQ(support::number(report.ledger, {"not_asked_for"}), 1u);
  const Report all = seats::reportOf(text, seats::month(R"(,"testWorkspaces":"include")"), catalog);
  EXPECT_EQ(orderOf(all), "w1 c 10 w2 c 11");
  EXPECT_EQ(all.notes, "[]");
}

}  // namespace
}  // namespace tallyfold
