// SPDX-License-Identifier: Apache-2.0
// If this fails, a mistake in a catalog is found one run after the other, or not at all, or a
// seat's facts are taken from another event.
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <cstring>

#include "catalog/problems.h"
#include "support.h"

namespace tallyfold {
namespace {

std::string problemsOf(std::string_view json) {
  const auto read = readCatalog(json);
  if (read.ok()) return "";
  EXPECT_EQ(read.error().code, ErrorCode::InvalidCatalog);
  const std::string& message = read.error().message;
  EXPECT_EQ(message.substr(0, message.find(' ')), read.error().path);
  return message;
}

// What is wrong with one entry of a list.
std::string problemsOf(const std::string& list, const std::string& entries) {
  return problemsOf(R"({"seatsio":{")" + list + "\":[" + entries + "]}}");
}

SeatCatalog seatsOf(std::string_view json) {
  const auto read = readCatalog(json);
  EXPECT_TRUE(read.ok()) << read.error().message;
  return read.ok() ? read.value()->seats : SeatCatalog();
}

TEST(Catalog, AnythingButAnObjectIsOneProblem) {
  EXPECT_EQ(problemsOf("[]"), "$ a catalog is a JSON object");
  EXPECT_EQ(problemsOf("null"), "$ a catalog is a JSON object");
  EXPECT_EQ(problemsOf("{"), "$ not readable as JSON at byte 1: Missing a name for object member.");
  EXPECT_EQ(problemsOf(R"({"seatsio":[]})"), "$.seatsio must be an object");
  EXPECT_EQ(problemsOf(R"({"seatsio":{"workspaces":{},"events":1,"objects":"x","seats":[]}})"),
            "$.seatsio.workspaces must be an array\n$.seatsio.events must be an array\n"
            "$.seatsio.objects must be an array\n"
            "$.seatsio.seats is unknown; there are workspaces, events and objects");
  EXPECT_EQ(problemsOf("events", "1,[],null"),
            "$.seatsio.events[0] must be an object\n$.seatsio.events[1] must be an object\n"
            "$.seatsio.events[2] must be an object");
}

TEST(Catalog, NothingAndNullAndOtherReportsFactsAreACatalog) {
  for (const char* json :
       {"{}", R"({"seatsio":null})", R"({"seatsio":{}})", R"({"seatsio":{"events":[]}})"}) {
    EXPECT_EQ(problemsOf(json), "") << json;
  }
}

TEST(Catalog, EveryProblemOfAWorkspaceHasItsPath) {
  EXPECT_EQ(problemsOf("workspaces", "{}"), "$.seatsio.workspaces[0].id is missing");
  EXPECT_EQ(problemsOf("workspaces", R"({"id":null})"), "$.seatsio.workspaces[0].id is missing");
  EXPECT_EQ(problemsOf("workspaces", R"({"id":1.5})"),
            "$.seatsio.workspaces[0].id must be an integer");
  EXPECT_EQ(problemsOf("workspaces", R"({"id":9223372036854775808})"),
            "$.seatsio.workspaces[0].id must be an integer");
  EXPECT_EQ(problemsOf("workspaces", R"({"id":true})"),
            "$.seatsio.workspaces[0].id must be an integer");
  EXPECT_EQ(problemsOf("workspaces", R"({"id":1,"isTest":"true"})"),
            "$.seatsio.workspaces[0].isTest must be true or false");
  EXPECT_EQ(problemsOf("workspaces", R"({"id":1},{"id":"1"})"),
            "$.seatsio.workspaces[1].id is there already");
}

TEST(Catalog, EveryProblemOfAnEventHasItsPath) {
  EXPECT_EQ(problemsOf("events", R"({"key":1,"chartKey":[],"chartName":true,"workspace":"a",)"
                                 R"("deleted":0})"),
            "$.seatsio.events[0].id is missing\n$.seatsio.events[0].key must be a text\n"
            "$.seatsio.events[0].chartKey must be a text\n"
            "$.seatsio.events[0].chartName must be a text\n"
            "$.seatsio.events[0].workspace must be an integer\n"
            "$.seatsio.events[0].deleted must be true or false");
  EXPECT_EQ(problemsOf("events", R"({"id":1},{"id":1,"workspace":1},{"id":1})"),
            "$.seatsio.events[2].id is there already");
  EXPECT_EQ(problemsOf("events", R"({"id":1,"workspace":2},{"id":1,"workspace":1},)"
                                 R"({"id":1,"workspace":"1"})"),
            "$.seatsio.events[2].id is there already");
  EXPECT_EQ(problemsOf("events", R"({"id":1,"supportedBy":{"x":1}})"), "");
}

TEST(Catalog, EveryProblemOfAnObjectHasItsPath) {
  EXPECT_EQ(problemsOf("objects", "{}"),
            "$.seatsio.objects[0] needs either eventId or chartKey\n"
            "$.seatsio.objects[0].label is missing");
  EXPECT_EQ(problemsOf("objects", R"({"eventId":1,"chartKey":"c","label":"A"})"),
            "$.seatsio.objects[0] needs either eventId or chartKey");
  EXPECT_EQ(problemsOf("objects", R"({"eventId":1,"label":"A","type":"chair","capacity":-1,)"
                                  R"("numSeats":100000001})"),
            "$.seatsio.objects[0].type must be seat, table, booth or generalAdmission\n"
            "$.seatsio.objects[0].capacity must be an integer of 0 or more\n"
            "$.seatsio.objects[0].numSeats must be at most 100000000");
  EXPECT_EQ(problemsOf("objects", R"({"eventId":1,"label":"A"},{"eventId":"1","label":"A"},)"
                                  R"({"chartKey":"1","label":"A"},{"chartKey":"1","label":"A"})"),
            "$.seatsio.objects[1].label is there already\n"
            "$.seatsio.objects[3].label is there already");
}

TEST(Catalog, AllProblemsComeTogetherAndTheOldCatalogStands) {
  Engine engine;
  ASSERT_TRUE(engine.setCatalog(R"({"seatsio":{"workspaces":[{"id":1}]}})").ok());
  const Status status = engine.setCatalog(
      R"({"seatsio":{"objects":[{"label":"A"}],"events":[{"id":"x"},{"id":7,"key":7}],"x":1}})");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().path, "$.seatsio.objects[0]");
  EXPECT_EQ(status.error().message,
            "$.seatsio.objects[0] needs either eventId or chartKey\n"
            "$.seatsio.events[0].id must be an integer\n$.seatsio.events[1].key must be a text\n"
            "$.seatsio.x is unknown; there are workspaces, events and objects");
  ReportCall call{"seatsio.usage", "", "{}", support::kNow, R"({"seatsio":1})"};
  EXPECT_EQ(engine.report(call).error().code, ErrorCode::InvalidCatalog);
  EXPECT_EQ(engine.plan(call).error().code, ErrorCode::InvalidCatalog);
  call.catalog.clear();
  EXPECT_EQ(support::ask(engine, call).text, "[]");
}

TEST(Catalog, TheSameFactsHaveTheSameBytesAndOthersHaveOthers) {
  const std::string plain =
      R"({"seatsio":{"workspaces":[{"id":1,"isTest":true}],"events":[{"id":2,"key":"k"}],)"
      R"("objects":[{"chartKey":"c","label":"A","capacity":5}]}})";
  const std::string bytes = seatsOf(plain).canonicalBytes();
  EXPECT_EQ(seatsOf(R"({ "more":1, "seatsio":{"workspaces":[{"isTest":true,"id":"1","name":"x"}],
      "events":[{"key":"k","id":2,"deleted":false,"chartKey":null}],
      "objects":[{"capacity":5,"label":"A","chartKey":"c"}]}})")
                .canonicalBytes(),
            bytes);
  for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
           {"\"id\":1", "\"id\":3"},
           {"true", "false"},
           {"\"id\":2", "\"id\":3"},
           {"\"key\":\"k\"", "\"key\":\"l\""},
           {"\"key\":\"k\"", "\"chartKey\":\"k\""},
           {"\"key\":\"k\"", "\"chartName\":\"k\""},
           {"\"key\":\"k\"", "\"workspace\":0"},
           {"\"key\":\"k\"", "\"key\":\"k\",\"deleted\":true"},
           {"\"chartKey\":\"c\"", "\"eventId\":0"},
           {"\"label\":\"A\"", "\"label\":\"\""},
           {"\"capacity\":5", "\"capacity\":0"},
           {",\"capacity\":5", ""},
           {"\"capacity\":5", "\"numSeats\":5"},
           {"\"capacity\":5", "\"capacity\":5,\"type\":\"seat\""}}) {
    std::string other = plain;
    other.replace(other.find(from), std::strlen(from), to);
    EXPECT_NE(seatsOf(other).canonicalBytes(), bytes) << other;
  }
  EXPECT_NE(seatsOf(R"({"seatsio":{"events":[{"id":1}]}})").canonicalBytes(),
            seatsOf(R"({"seatsio":{"workspaces":[{"id":1}]}})").canonicalBytes());
}

TEST(Catalog, AnEventIsTheOneOfItsWorkspaceNeverOfAnother) {
  const SeatCatalog seats = seatsOf(
      R"({"seatsio":{"events":[{"id":1,"key":"a","workspace":5},{"id":1,"key":"b","workspace":6},)"
      R"({"id":1,"key":"c"},{"id":-2,"key":"d"},{"id":3,"workspace":9}]}})");
  EXPECT_EQ(seats.event(1, 6)->key, "b");
  EXPECT_EQ(seats.event(1, 5)->key, "a");
  EXPECT_EQ(seats.event(1, 7)->key, "c");
  EXPECT_EQ(seats.event(3, 5), nullptr);
  EXPECT_NE(seats.event(3, std::nullopt), nullptr);
  EXPECT_EQ(seats.event(1, std::nullopt)->key, "a");
  EXPECT_EQ(seats.event(-2, 5)->key, "d");
  EXPECT_EQ(seats.event(2, 5), nullptr);
}

TEST(Catalog, AnObjectOfAnEventGoesBeforeThatOfItsChart) {
  const SeatCatalog seats = seatsOf(
      R"({"seatsio":{"objects":[{"chartKey":"c","label":"A","capacity":1},)"
      R"({"eventId":1,"label":"A","capacity":2},{"chartKey":"cA","label":"","capacity":3},)"
      R"({"chartKey":"","label":"Z","capacity":4},{"eventId":1,"label":"1","capacity":5}]}})");
  EXPECT_EQ(seats.object(1, "c", "A")->capacity, 2);
  EXPECT_EQ(seats.object(2, "c", "A")->capacity, 1);
  EXPECT_EQ(seats.object(2, "cA", "")->capacity, 3);
  EXPECT_EQ(seats.object(2, "", "Z")->capacity, 4);
  EXPECT_EQ(seats.object(2, "", "cA"), nullptr);
  EXPECT_EQ(seats.object(11, "", ""), nullptr);
  EXPECT_EQ(seats.object(1, "d", "B"), nullptr);
}

TEST(Catalog, WorkspacesAreTestsOnlyWhenTheCatalogSaysSo) {
  const SeatCatalog seats =
      seatsOf(R"({"seatsio":{"workspaces":[{"id":1,"isTest":true},{"id":"-2","isTest":null}]}})");
  EXPECT_TRUE(seats.isTest(1));
  EXPECT_FALSE(seats.isTest(-2));
  EXPECT_FALSE(seats.isTest(3));
}

TEST(Catalog, TypesHaveTheNamesOfTheApiAndOfTheRenderer) {
  EXPECT_EQ(seatObjectType("generalAdmission"), SeatObjectType::Area);
  EXPECT_EQ(seatObjectType("GeneralAdmissionArea"), SeatObjectType::Area);
  EXPECT_EQ(seatObjectType("Booth"), SeatObjectType::Booth);
  EXPECT_EQ(seatObjectType("table"), SeatObjectType::Table);
  EXPECT_EQ(seatObjectType("SEAT"), std::nullopt);
  EXPECT_EQ(seatObjectType(""), std::nullopt);
}

TEST(Catalog, TheGreatestNumbersAreTaken) {
  const SeatCatalog seats = seatsOf(
      R"({"seatsio":{"events":[{"id":9223372036854775807,"workspace":-9223372036854775808}],)"
      R"("objects":[{"eventId":-9223372036854775808,"label":"A","capacity":100000000,)"
      R"("numSeats":0}]}})");
  EXPECT_EQ(seats.event(INT64_MAX, INT64_MIN)->workspace, INT64_MIN);
  EXPECT_EQ(seats.object(INT64_MIN, "", "A")->capacity, kMostPlaces);
  EXPECT_EQ(seats.object(INT64_MIN, "", "A")->num_seats, 0);
}

}  // namespace
}  // namespace tallyfold
