// SPDX-License-Identifier: Apache-2.0
// If this fails, a bill depends on how the network cut the input into pieces.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::line;
using support::march;

struct Document {
  const char* name;
  AppendCall call;
  std::string text;
};

AppendCall as(const char* format, const char* dialect = "flexprice") {
  AppendCall call;
  call.format = format;
  call.dialect = dialect;
  return call;
}

// UTF-8 of two, three and four bytes, escapes with surrogates, CRLF, a byte order mark, a broken
// line in the middle.
std::vector<Document> documents() {
  const std::string good =
      R"({"event_name":"e","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","event_id":"\u00e9\ud83d\ude00",)"
      R"("properties":{"v":1e400,"k.\u20ac":"é€😀\n\"","v":2.50,"deep":{"b":[1,{"a":null}],"a":"}]"}}})";
  const std::string other =
      R"({"event_name":" e ","external_customer_id":"c","timestamp":"2024-03-06T10:00:00+02:00","properties":{"k.€":"[{","v":"3"}})";
  const std::string broken = R"({"event_name":"e","external_customer_id":"c","timestamp":"x\"})";
  const std::string mark = "\xef\xbb\xbf";
  return {
      {"ndjson", as("ndjson"), mark + good + "\r\n\n  \r\n" + broken + "\n" + other},
      {"ndjson with a last newline", as("ndjson"), other + "\n" + good + "\r\n"},
      {"array", as("json"), mark + " [ " + good + " ,\n[1,2],\"text\\\"]\", 17," + other + "] \n"},
      {"object", as("json"), "\n" + good + "\n"},
      {"wrapper", as("json"),
       R"({"note":{"events":[1]},"events" : [)" + good + "," + other + R"(],"more":"]}\""})"},
      {"text behind the end", as("json"), "[" + good + "] [" + other + "]"},
      {"cut off", as("json"), R"({"events":[)" + good + "," + other.substr(0, 60)},
      {"no document", as("json"), "17 " + good},
      {"csv", as("csv"),
       mark + "event_name,external_customer_id,timestamp,properties.v,properties.\"x\",note\r\n"},
      {"csv with quotes", as("csv"),
       mark + "\"event_name\",external_customer_id,timestamp,properties.v,\"properties.k.€\"\r\n"
              "e,c,2024-03-05T10:00:00Z,1.5,\"a,\"\"b\"\"\r\nü\"\r\n"
              "e,c,2024-03-05T11:00:00Z,2,bad\"quote\n"
              "e,c,2024-03-05T11:00:00Z,\"4\"\n"
              "\n"
              "e,c,2024-03-05T11:00:00Z,2,a,b,c\n"
              "e,c,\"2024-03-05T12:00:00Z\",,\"\"\n"
              "e,c,2024-03-05T13:00:00Z,\"8\",\"open"},
      {"cloudevents", as("json", "cloudevents"),
       R"([{"specversion":"1.0","type":"e","source":"s","id":"1","subject":"c","time":"2024-03-05T10:00:00Z","data":{"v":4}},)"
       R"({"specversion":"0.3","type":"e","source":"s","id":"2","time":"2024-03-05T10:00:00Z"}])"},
      {"mapping",
       as("ndjson", R"({"name":{"const":"e"},"time":"/at/ms","timeUnit":"ms","properties":"*"})"),
       "{\"at\":{\"ms\":1709632800000},\"v\":5}\n{\"at\":{\"ms\":\"x\"}}\n{\"at\":{\"ms\":"
       "1709632800000.5},\"v\":\"6\"}"},
  };
}

struct Seen {
  std::string sum, groups, ledger, intake;
  uint64_t accepted, refused;

  bool operator==(const Seen& other) const {
    return sum == other.sum && groups == other.groups && ledger == other.ledger &&
           intake == other.intake && accepted == other.accepted && refused == other.refused;
  }
};

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << seen.sum << "\n"
             << seen.groups << "\n"
             << seen.ledger << "\n"
             << seen.accepted << "+" << seen.refused;
}

// What an engine answers after it was fed the pieces that end at `cuts`.
Seen feed(const Document& document, const std::vector<size_t>& cuts) {
  Engine engine;
  Seen seen{"", "", "", "", 0, 0};
  size_t begin = 0;
  for (size_t i = 0; i <= cuts.size(); ++i) {
    AppendCall call = document.call;
    call.more = i < cuts.size();
    const size_t end = call.more ? cuts[i] : document.text.size();
    const auto taken =
        engine.append(std::string_view(document.text).substr(begin, end - begin), call);
    EXPECT_TRUE(taken.ok());
    seen.accepted += taken.value().accepted;
    seen.refused += taken.value().refused;
    begin = end;
  }
  const Report sum = ask(engine, march("SUM", R"(,"numbers":"text")"));
  seen.sum = sum.text;
  seen.ledger = sum.ledger;
  seen.groups = ask(engine, march("COUNT_UNIQUE"), "as-is").text;
  seen.intake = engine.ledger();
  return seen;
}

TEST(Chunks, OneCutAtEveryByteChangesNothing) {
  for (const Document& document : documents()) {
    const Seen whole = feed(document, {});
    for (size_t cut = 0; cut <= document.text.size(); ++cut) {
      ASSERT_EQ(feed(document, {cut}), whole) << document.name << " cut at byte " << cut;
    }
  }
}

TEST(Chunks, OneByteAtATimeChangesNothing) {
  for (const Document& document : documents()) {
    std::vector<size_t> cuts;
    for (size_t cut = 1; cut < document.text.size(); ++cut) cuts.push_back(cut);
    EXPECT_EQ(feed(document, cuts), feed(document, {})) << document.name;
  }
}

TEST(Chunks, RandomCutsChangeNothing) {
  std::mt19937 random(7);
  for (const Document& document : documents()) {
    const Seen whole = feed(document, {});
    for (int round = 0; round < 20; ++round) {
      std::vector<size_t> cuts;
      for (size_t at = random() % 9; at < document.text.size(); at += random() % 40)
        cuts.push_back(at);
      ASSERT_EQ(feed(document, cuts), whole) << document.name;
    }
  }
}

TEST(Chunks, SourcesInterleaveEachWithItsOwnUnfinishedLineAndHeader) {
  const std::string left =
      line("2024-03-05T10:00:00Z", R"({"v":"äöü1"})") + line("2024-03-05T10:00:01Z", R"({"v":2})");
  const std::string right =
      "event_name,external_customer_id,timestamp,properties.v\ne,c,2024-03-06T00:00:00Z,\"40\"\n"
      "e,c,nonsense,1\ne,c,2024-03-07T00:00:00Z,5";
  Engine engine;
  for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    AppendCall first;
    first.more = true;
    AppendCall second = as("csv");
    second.source = 9;
    second.more = i + 1 < right.size();
    if (i < left.size()) {
      ASSERT_TRUE(engine.append(left.substr(i, 1), first).ok());
    }
    if (i < right.size()) {
      ASSERT_TRUE(engine.append(right.substr(i, 1), second).ok());
    }
  }
  const Report report = ask(engine, march("SUM"));
  EXPECT_EQ(report.text, R"({"results":[],"value":47,"event_name":"e","type":"SUM"})");
  const std::string intake = engine.ledger();
  EXPECT_NE(intake.find(R"("source":9,"line":3,"byte_offset":85)"), std::string::npos) << intake;
}

TEST(Chunks, AFormatThatChangesInsideADocumentIsRefusedAndTheDocumentGoesOn) {
  Engine engine;
  AppendCall open;
  open.more = true;
  const std::string text = line("2024-03-05T10:00:00Z");
  ASSERT_TRUE(engine.append(text.substr(0, 20), open).ok());
  const auto changed = engine.append("[]", as("json"));
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code, ErrorCode::Misuse);
  EXPECT_EQ(changed.error().path, "$.format");
  ASSERT_TRUE(engine.append(text.substr(20)).ok());
  EXPECT_EQ(ask(engine, march("COUNT")).text,
            R"({"results":[],"value":1,"event_name":"e","type":"COUNT"})");
}

TEST(Chunks, DocumentsOfOneSourceFollowEachOtherInAnyFormat) {
  Engine engine;
  ASSERT_TRUE(engine.append(line("2024-03-05T10:00:00Z", R"({"v":1})")).ok());
  ASSERT_TRUE(
      engine.append("[" + line("2024-03-05T10:00:00Z", R"({"v":2})") + "]", as("json")).ok());
  ASSERT_TRUE(
      engine
          .append(
              "event_name,external_customer_id,timestamp,properties.v\ne,c,2024-03-06T00:00:00Z,4",
              as("csv"))
          .ok());
  ASSERT_TRUE(
      engine
          .append(
              "timestamp,event_name,external_customer_id,properties.v\n2024-03-06T00:00:00Z,e,c,8",
              as("csv"))
          .ok());
  ASSERT_TRUE(engine.append("broken").ok());
  EXPECT_NE(ask(engine, march("SUM")).text.find("\"value\":15"), std::string::npos);
  const size_t before = 2 * line("2024-03-05T10:00:00Z", R"({"v":1})").size() + 2 + 2 * 81;
  EXPECT_NE(engine.ledger().find("\"byte_offset\":" + std::to_string(before)), std::string::npos)
      << engine.ledger();
}

TEST(Chunks, ACutOffWrapperLeavesNothingBehindForTheNextDocument) {
  Engine engine;
  const std::string event = line("2024-03-05T10:00:00Z");
  ASSERT_TRUE(engine.append(R"({"events":[)" + event, as("json")).ok());
  const auto next = engine.append("[" + event + "]", as("json"));
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(next.value().accepted, 1u);
  EXPECT_EQ(next.value().refused, 0u) << engine.ledger();
}

}  // namespace
}  // namespace tallyfold
