// SPDX-License-Identifier: Apache-2.0
// If this fails, a broken line takes good events with it, or nobody can find it again.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::line;
using support::march;

AppendCall as(const char* format) {
  AppendCall call;
  call.format = format;
  return call;
}

struct Place {
  std::string reason;
  uint64_t line, offset;
};

std::vector<Place> places(const Engine& engine) {
  std::vector<Place> found;
  for (const json::Value& entry : support::at(engine.ledger(), {"entries"}).items) {
    found.push_back({entry.find("reason")->text, std::stoull(entry.find("line")->text),
                     std::stoull(entry.find("byte_offset")->text)});
  }
  return found;
}

// What the only refused record of a document was refused for.
std::string reasonOf(const std::string& text, const AppendCall& call = {}) {
  Engine engine;
  const auto taken = engine.append(text, call);
  EXPECT_TRUE(taken.ok());
  const std::vector<Place> found = places(engine);
  EXPECT_EQ(found.size(), 1u) << engine.ledger();
  return found.empty() ? "" : found[0].reason;
}

TEST(LedgerPlaces, ABrokenNdjsonLineCostsThatLineAndIsNamedByItsOffset) {
  const std::string good = line("2024-03-05T10:00:00Z", R"({"v":1})");
  const std::string text =
      good + "{\"a\":\xff}\n" + good + "\n" + "[1]\nnull\n\"e\"\n" + good + "{\"event_name\":";
  Engine engine;
  const auto taken = engine.append(text);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken.value().accepted, 3u);
  EXPECT_EQ(taken.value().refused, 5u);
  const std::vector<Place> found = places(engine);
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0].reason, "malformed_line");
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].offset, good.size());
  EXPECT_EQ(found[1].reason, "not_an_event");
  EXPECT_EQ(found[1].line, 5u);
  EXPECT_EQ(found[1].offset, 2 * good.size() + 9);
  EXPECT_EQ(found[4].reason, "malformed_line");
  EXPECT_EQ(found[4].line, 9u);
  EXPECT_EQ(found[4].offset, text.rfind('{'));
}

TEST(LedgerPlaces, ABrokenElementOfAJsonArrayIsNamedByItsNumberAndOffset) {
  const std::string good = line("2024-03-05T10:00:00Z");
  const std::string text = "[" + good + ",{\"event_name\":\"e\",}," + good + "]";
  Engine engine;
  ASSERT_EQ(engine.append(text, as("json")).value().accepted, 2u);
  const std::vector<Place> found = places(engine);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].reason, "malformed_line");
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].offset, good.size() + 2);
}

TEST(LedgerPlaces, ABrokenCsvRecordIsNamedByItsFirstLine) {
  const std::string text =
      "event_name,external_customer_id,timestamp,properties.v\n"
      "e,c,2024-03-05T10:00:00Z,\"a\nb\"\n"
      "e,c,2024-03-05T10:00:00Z,\"x\"y\n"
      "e,c,2024-03-05T10:00:00Z,1,2\n"
      "e,c,2024-03-05T10:00:00Z,1\n";
  Engine engine;
  ASSERT_EQ(engine.append(text, as("csv")).value().accepted, 2u);
  const std::vector<Place> found = places(engine);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].line, 4u);
  EXPECT_EQ(found[0].offset, text.find("e,c,2024-03-05T10:00:00Z,\"x"));
  EXPECT_EQ(found[1].line, 5u);
}

TEST(LedgerPlaces, OneFaultOfAJsonDocumentIsOneEntry) {
  const std::string good = line("2024-03-05T10:00:00Z");
  EXPECT_EQ(reasonOf("[" + good + "] trailing text", as("json")), "malformed_line");
  EXPECT_EQ(reasonOf("17 and more", as("json")), "malformed_line");
  EXPECT_EQ(reasonOf("[" + good, as("json")), "malformed_line");
}

TEST(LedgerPlaces, EachReasonHasItsName) {
  const auto event = [](const char* members) { return std::string("{") + members + "}"; };
  EXPECT_EQ(reasonOf(event(R"("external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z")")),
            "missing_field");
  EXPECT_EQ(
      reasonOf(event(
          R"("event_name":" \t","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z")")),
      "missing_field");
  EXPECT_EQ(reasonOf(event(R"("event_name":"e","timestamp":"2024-03-05T10:00:00Z")")),
            "missing_field");
  EXPECT_EQ(reasonOf(event(R"("event_name":"e","external_customer_id":"c")")), "missing_field");
  EXPECT_EQ(reasonOf(event(
                R"("event_name":7,"external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z")")),
            "wrong_type");
  EXPECT_EQ(
      reasonOf(event(
          R"("event_name":"e","external_customer_id":["c"],"timestamp":"2024-03-05T10:00:00Z")")),
      "wrong_type");
  EXPECT_EQ(reasonOf(line("2024-03-05T10:00:00Z", "[1]")), "wrong_type");
  EXPECT_EQ(reasonOf(line("2024-03-05T10:00:00Z", "\"x\"")), "wrong_type");
  EXPECT_EQ(reasonOf(line("2024-03-05 10:00:00")), "bad_timestamp");
  EXPECT_EQ(reasonOf(line("2024-02-30T10:00:00Z")), "bad_timestamp");
  EXPECT_EQ(reasonOf(line("1600-01-01T00:00:00Z")), "bad_timestamp");
  EXPECT_EQ(reasonOf(line("2262-04-12T00:00:00Z")), "bad_timestamp");
}

TEST(LedgerPlaces, ALongTextInALedgerIsCutBetweenCharacters) {
  std::string time;
  for (int i = 0; i < 60; ++i) time += "é";
  Engine engine;
  ASSERT_TRUE(engine.append(line("x" + time)).ok());
  EXPECT_EQ(support::number(engine.ledger(), {"total"}),
            1u);  // reads the ledger as JSON, UTF-8 checked
}

TEST(LedgerPlaces, NestingIsLimitedForPropertiesIgnoredFieldsAndWholeRecords) {
  const auto nested = [](size_t depth, const char* open, const char* close) {
    std::string text;
    for (size_t i = 0; i < depth; ++i) text += open;
    text += "1";
    for (size_t i = 0; i < depth; ++i) text += close;
    return text;
  };
  const char* time = "2024-03-05T10:00:00Z";
  EXPECT_EQ(reasonOf(line(time, "{\"v\":" + nested(200, "[", "]") + "}")), "too_large");
  EXPECT_EQ(reasonOf(line(time, "{\"v\":" + nested(100000, "{\"a\":", "}") + "}")), "too_large");
  EXPECT_EQ(reasonOf(line(time, "{}", ",\"x\":" + nested(100000, "[", "]"))), "too_large");
  EXPECT_EQ(reasonOf(nested(100000, "[", "]") + "\n"), "too_large");
  Engine engine;
  EXPECT_EQ(engine.append(line(time, "{\"v\":" + nested(100, "[", "]") + "}")).value().accepted,
            1u);
}

TEST(LedgerPlaces, ALineBeyondSixteenMebibytesCostsThatLine) {
  const std::string good = line("2024-03-05T10:00:00Z");
  const std::string huge =
      line("2024-03-05T10:00:00Z", "{\"v\":\"" + std::string((16u << 20) + 1, 'x') + "\"}");
  Engine engine;
  const auto taken = engine.append(good + huge + good);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken.value().accepted, 2u);
  const std::vector<Place> found = places(engine);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].reason, "too_large");
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].offset, good.size());
}

TEST(LedgerPlaces, AJsonElementBeyondSixteenMebibytesCostsThatElement) {
  const std::string good = line("2024-03-05T10:00:00Z");
  const std::string huge =
      line("2024-03-05T10:00:00Z", "{\"v\":\"" + std::string((16u << 20) + 1, 'x') + "\"}");
  Engine engine;
  EXPECT_EQ(engine.append("[" + good + "," + huge + "," + good + "]", as("json")).value().accepted,
            2u);
  ASSERT_EQ(places(engine).size(), 1u);
  EXPECT_EQ(places(engine)[0].reason, "too_large");
}

TEST(LedgerPlaces, AQuotedCsvCellBeyondSixteenMebibytesCostsThatRecord) {
  const std::string good = "e,c,2024-03-05T10:00:00Z,1\n";
  const std::string text = "event_name,external_customer_id,timestamp,properties.v\n" + good +
                           "e,c,2024-03-05T10:00:00Z,\"" + std::string(17u << 20, '\n') + "\"\n" +
                           good;
  Engine engine;
  EXPECT_EQ(engine.append(text, as("csv")).value().accepted, 2u);
  ASSERT_EQ(places(engine).size(), 1u);
  EXPECT_EQ(places(engine)[0].reason, "too_large");
  EXPECT_EQ(places(engine)[0].line, 3u);
}

TEST(LedgerPlaces, CsvCellsThatAreNotUtf8CostTheirRecord) {
  Engine engine;
  const std::string text =
      "event_name,external_customer_id,timestamp,properties.v\n"
      "e,c,2024-03-05T10:00:00Z,\xff\n"
      "e,c,2024-03-05T10:00:00Z,1\n";
  EXPECT_EQ(engine.append(text, as("csv")).value().accepted, 1u);
  ASSERT_EQ(places(engine).size(), 1u);
  EXPECT_EQ(places(engine)[0].reason, "malformed_line");
}

TEST(LedgerPlaces, ACsvHeaderThatCannotBeReadLosesNoRecordSilently) {
  Engine engine;
  const auto taken = engine.append("event_name,bad\"quote\ne,c\n", as("csv"));
  EXPECT_EQ(taken.value().accepted, 0u);
  EXPECT_EQ(taken.value().refused, 2u);
}

TEST(LedgerPlaces, TheFirstHundredAreNamedAndAllAreCounted) {
  std::string text;
  for (int i = 0; i < 250; ++i) text += "x\n";
  Engine engine;
  ASSERT_TRUE(engine.append(text).ok());
  EXPECT_EQ(support::number(engine.ledger(), {"total"}), 250u);
  EXPECT_EQ(places(engine).size(), 100u);
  EXPECT_EQ(places(engine)[99].line, 100u);
}

}  // namespace
}  // namespace tallyfold
