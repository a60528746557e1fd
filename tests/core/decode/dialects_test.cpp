// SPDX-License-Identifier: Apache-2.0
// If this fails, events of another shape are read wrongly or lost without a word.
#include <gtest/gtest.h>

#include "decode/dialect.h"
#include "support.h"

namespace tallyfold {
namespace {

using support::ask;
using support::march;

AppendCall in(const std::string& dialect, const char* format = "ndjson") {
  AppendCall call;
  call.dialect = dialect;
  call.format = format;
  return call;
}

std::string sum(const std::string& events, const AppendCall& append, const std::string& more = "") {
  return support::at(support::answer(events, march("SUM", more), "exact", append), {"value"}).text;
}

TEST(CloudEvents, SingleAndBatchAreRead) {
  const std::string one =
      R"({"specversion":"1.0","type":"e","source":"s","id":"1","subject":"c","time":"2024-03-05T10:00:00Z","data":{"v":4}})";
  EXPECT_EQ(sum(one, in("cloudevents", "json")), "4");
  EXPECT_EQ(sum("[" + one + "]", in("cloudevents", "json")), "4");
  EXPECT_EQ(sum(one + "\n", in("cloudevents")), "4");
  EXPECT_EQ(sum(one, in("cloudevents"), R"(,"external_customer_id":"c")"), "4");
  EXPECT_EQ(sum(one, in("cloudevents"), R"(,"external_customer_id":"d")"), "0");
}

TEST(CloudEvents, IdentityIsSourceAndIdTogether) {
  const auto event = [](const char* source, const char* id) {
    return std::string(
               R"({"specversion":"1.0","type":"e","time":"2024-03-05T10:00:00Z","data":{"v":1},"source":")") +
           source + R"(","id":")" + id + "\"}\n";
  };
  EXPECT_EQ(sum(event("a", "bc") + event("ab", "c") + event("a", "bc") + event("1:a", "bc"),
                in("cloudevents")),
            "3");
}

TEST(CloudEvents, WhatTheStandardRequiresIsRequired) {
  const auto accepted = [](const char* members) {
    Engine engine;
    return engine.append(std::string("{") + members + "}", in("cloudevents")).value().accepted;
  };
  EXPECT_EQ(
      accepted(
          R"("specversion":"1.0","type":"e","source":"s","id":"1","time":"2024-03-05T10:00:00Z")"),
      1u);
  EXPECT_EQ(accepted(R"("type":"e","source":"s","id":"1","time":"2024-03-05T10:00:00Z")"), 0u);
  EXPECT_EQ(accepted(R"("specversion":"1.0","source":"s","id":"1","time":"2024-03-05T10:00:00Z")"),
            0u);
  EXPECT_EQ(accepted(R"("specversion":"1.0","type":"e","id":"1","time":"2024-03-05T10:00:00Z")"),
            0u);
  EXPECT_EQ(
      accepted(R"("specversion":"1.0","type":"e","source":"s","time":"2024-03-05T10:00:00Z")"), 0u);
  EXPECT_EQ(accepted(R"("specversion":"1.0","type":"e","source":"s","id":"1")"), 0u);
  EXPECT_EQ(
      accepted(
          R"("specversion":"2.0","type":"e","source":"s","id":"1","time":"2024-03-05T10:00:00Z")"),
      0u);
}

TEST(CloudEvents, AMissingTimeIsTheTimeOfReceipt) {
  AppendCall call = in("cloudevents");
  call.received_at = "2024-03-05T10:00:00Z";
  EXPECT_EQ(sum(R"({"specversion":"1.0","type":"e","source":"s","id":"1","data":{"v":4}})", call),
            "4");
}

TEST(FlexpriceDialect, NamesAreTrimmedAndUnknownFieldsIgnored) {
  EXPECT_EQ(
      sum(R"({"event_name":"\t e \n","external_customer_id":"c","timestamp":"2024-03-05T10:00:00Z","unknown":{"v":9},"properties":{"v":4}})",
          in("flexprice")),
      "4");
}

TEST(FlexpriceDialect, NullFieldsAreAbsent) {
  AppendCall call = in("flexprice");
  call.received_at = "2024-03-05T10:00:00Z";
  EXPECT_EQ(
      sum(R"({"event_name":"e","external_customer_id":"c","timestamp":null,"event_id":null,"source":null,"properties":{"v":4}})",
          call),
      "4");
  Engine engine;
  EXPECT_EQ(
      engine.append(R"({"event_name":"e","external_customer_id":"c","properties":null})", call)
          .value()
          .accepted,
      1u);
  EXPECT_EQ(
      engine.append(R"({"event_name":null,"external_customer_id":"c"})", call).value().accepted,
      0u);
}

TEST(FlexpriceDialect, TimesAreRfc3339OrUnixSeconds) {
  const auto counted = [](const char* time, const char* start, const char* end) {
    const std::string event =
        std::string(R"({"event_name":"e","external_customer_id":"c","timestamp":)") + time + "}";
    const std::string request =
        std::string(R"({"event_name":"e","aggregation_type":"COUNT","start_time":")") + start +
        R"(","end_time":")" + end + "\"}";
    return support::at(support::answer(event, request), {"value"}).text;
  };
  EXPECT_EQ(counted("\"2024-03-05T10:00:00.123456789+05:30\"", "2024-03-05T04:30:00.123456789Z",
                    "2024-03-05T04:30:00.12345679Z"),
            "1");
  EXPECT_EQ(counted("1709614800", "2024-03-05T05:00:00Z", "2024-03-05T05:00:00.000000001Z"), "1");
  EXPECT_EQ(counted("1709614800.000000001", "2024-03-05T05:00:00.000000001Z",
                    "2024-03-05T05:00:00.000000002Z"),
            "1");
  EXPECT_EQ(counted("\"1709614800\"", "2024-03-05T05:00:00Z", "2024-03-05T05:00:00.000000001Z"),
            "1");
  EXPECT_EQ(counted("\"1677-09-21T00:12:43.145224192Z\"", "1677-09-21T00:12:43.145224192Z",
                    "1677-09-21T00:12:43.145224193Z"),
            "1");
  EXPECT_EQ(counted("\"2262-04-11T23:47:16.854775806Z\"", "2262-04-11T23:47:16.854775806Z",
                    "2262-04-11T23:47:16.854775807Z"),
            "1");
}

TEST(Mapping, PointersColumnsAndConstantsNameTheFields) {
  const std::string mapping =
      R"({"name":{"const":"e"},"customer":"/account/a~1b~0","time":"/at","timeUnit":"ms","id":"uuid","source":"/via",)"
      R"("subscription":"/sub","properties":"/data"})";
  const std::string event =
      R"({"account":{"a/b~":"c"},"at":1709632800123,"uuid":7,"via":"s","sub":"x","data":{"v":1.5,"nested":{"v":8}}})";
  EXPECT_EQ(sum(event + "\n" + event, in(mapping), R"(,"external_customer_id":"c")"), "1.5");
  EXPECT_EQ(sum(event, in(mapping, "json"), R"(,"group_by":["source"])"), "1.5");
}

TEST(Mapping, UnitsOfTimeAreTakenAtTheirWord) {
  const auto counted = [](const char* unit, const char* at) {
    return sum(std::string(R"({"at":)") + at + R"(,"v":1})",
               in(std::string(R"({"name":{"const":"e"},"time":"at","timeUnit":")") + unit +
                  R"(","properties":"*"})"));
  };
  EXPECT_EQ(counted("s", "1709632800"), "1");
  EXPECT_EQ(counted("ms", "1709632800000"), "1");
  EXPECT_EQ(counted("us", "1709632800000000"), "1");
  EXPECT_EQ(counted("ns", "\"1709632800000000000\""), "1");
  EXPECT_EQ(counted("ms", "1709632800"), "0");  // nothing is guessed from size
}

TEST(Mapping, AStarTakesEveryTopLevelFieldWithoutARole) {
  const std::string mapping =
      R"({"name":"type","time":"/at","customer":"/who/id","properties":"*"})";
  const std::string event =
      R"({"type":"e","at":1709632800,"who":{"id":"c","v":9},"v":2,"a.b":"x"})";
  EXPECT_EQ(sum(event, in(mapping), R"(,"filters":{"a.b":["x"],"type":[""]})"), "2");
  EXPECT_EQ(sum("type,at,v\ne,1709632800,3\n", in(mapping, "csv")), "3");
}

TEST(Mapping, AListTakesTheValuesItNames) {
  const std::string mapping = R"({"name":"type","time":"/at","properties":["/meter/v","region"]})";
  const std::string event =
      R"({"type":"e","at":1709632800,"v":9,"meter":{"v":2,"w":3},"region":"eu"})";
  EXPECT_EQ(sum(event, in(mapping), R"(,"filters":{"region":["eu"],"w":[""]})"), "2");
  EXPECT_EQ(sum("type,at,meter.v,region\ne,1709632800,3,eu\n", in(mapping, "csv"),
                R"(,"filters":{"region":["eu"]})"),
            "3");
}

TEST(Mapping, EveryProblemIsListedWithItsPath) {
  const Result<Dialect> made = makeDialect(
      R"({"customer":7,"time":"/a~2","timeUnit":"h","colour":"red","properties":[1],"source":{"const":1}})");
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::InvalidMapping);
  for (const char* path : {"$.customer", "$.time", "$.timeUnit", "$.colour", "$.properties[0]",
                           "$.source", "$.name"}) {
    EXPECT_NE(made.error().message.find(path), std::string::npos)
        << path << ": " << made.error().message;
  }
  EXPECT_EQ(made.error().path, "$.customer");
}

TEST(Mapping, APlaceThatIsTakenIsAProblemInsteadOfALostField) {
  const auto pathOfProblem = [](const char* members) {
    const Result<Dialect> made = makeDialect(std::string(R"({"name":"/type",)") + members + "}");
    return made.ok() ? std::string("none") : made.error().path;
  };
  EXPECT_EQ(pathOfProblem(R"("customer":"/type")"), "$.customer");
  EXPECT_EQ(pathOfProblem(R"("customer":"/who","properties":["/who","/v"])"), "$.properties[0]");
  EXPECT_EQ(pathOfProblem(R"("properties":["/who"],"customer":"/who")"), "$.customer");
  EXPECT_EQ(pathOfProblem(R"("properties":"/data","customer":"/data")"), "$.customer");
  EXPECT_EQ(pathOfProblem(R"("properties":["/who"],"customer":"/who/id")"), "$.properties");
  EXPECT_EQ(pathOfProblem(R"("properties":"/data","customer":"/data/id")"), "none");
}

TEST(Mapping, APathTooDeepForAnyRecordIsAProblem) {
  std::string path;
  for (int i = 0; i < 200; ++i) path += "/a";
  EXPECT_FALSE(makeDialect("{\"name\":\"" + path + "\"}").ok());
}

TEST(Mapping, WhatIsNoMappingIsRefused) {
  for (const char* text : {"{", "{}", "[{}]", "{\"name\":\"\"}", "lago2", "{\"name\":\"/a\"} x"}) {
    const Result<Dialect> made = makeDialect(text);
    ASSERT_FALSE(made.ok()) << text;
    EXPECT_EQ(made.error().code, ErrorCode::InvalidMapping);
  }
  Engine engine;
  EXPECT_EQ(engine.append("{}", in("{}")).error().code, ErrorCode::InvalidMapping);
}

TEST(CsvDialect, AByteOrderMarkBelongsToNoColumnName) {
  const std::string mark = "\xef\xbb\xbf";
  const std::string rest =
      ",external_customer_id,timestamp,properties.v\ne,c,2024-03-05T10:00:00Z,3\n";
  EXPECT_EQ(sum(mark + "event_name" + rest, in("flexprice", "csv")), "3");
  EXPECT_EQ(sum(mark + "\"event_name\"" + rest, in("flexprice", "csv")), "3");
}

TEST(Engine, AnUnknownFormatOrTimeOfReceiptIsMisuse) {
  Engine engine;
  EXPECT_EQ(engine.append("", in("flexprice", "xml")).error().code, ErrorCode::Misuse);
  AppendCall call;
  call.received_at = "yesterday";
  EXPECT_EQ(engine.append("", call).error().path, "$.receivedAt");
}

}  // namespace
}  // namespace tallyfold
