// SPDX-License-Identifier: Apache-2.0
// If this fails, the total of an answer is not what its rows stand for.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

using support::line;
using support::march;

std::string sample() {
  return line("2024-03-05T10:00:00Z", R"({"v":1,"g":"b"})") +
         line("2024-03-05T11:00:00Z", R"({"v":3,"g":"b"})") +
         line("2024-03-06T10:00:00Z", R"({"v":8,"g":"a"})") +
         line("2024-03-06T11:00:00Z", R"({"v":8})") +
         line("2024-03-07T10:00:00Z", R"({"v":-2,"g":""})");
}

std::string total(const char* type, const char* more) {
  return support::at(support::answer(sample(), march(type, more)), {"value"}).text;
}

TEST(Totals, WithWindowsTheTotalIsTheAggregationOverTheWholeRange) {
  const char* days = R"(,"window_size":"DAY")";
  EXPECT_EQ(total("COUNT", days), "5");
  EXPECT_EQ(total("SUM", days), "18");
  EXPECT_EQ(total("AVG", days), "3.6");
  EXPECT_EQ(total("MAX", days), "8");
  EXPECT_EQ(total("COUNT_UNIQUE", days), "4");
  EXPECT_EQ(total("LATEST", days), "-2");
}

TEST(Totals, WithGroupsTheTotalIsTheSumOfTheGroupsTotals) {
  const char* groups = R"(,"window_size":"DAY","group_by_property":"g")";
  EXPECT_EQ(total("SUM", groups), "18");
  EXPECT_EQ(total("AVG", groups), "16");  // b 2, a 8, none 8, empty -2
  EXPECT_EQ(total("MAX", groups), "17");
  EXPECT_EQ(total("LATEST", groups), "17");
  EXPECT_EQ(total("COUNT_UNIQUE", groups), "5");
}

TEST(Totals, WithBucketsTheTotalIsTheSumOfTheRows) {
  EXPECT_EQ(total("MAX", R"(,"bucket_size":"DAY")"), "9");
  EXPECT_EQ(total("SUM", R"(,"bucket_size":"DAY")"), "18");
  EXPECT_EQ(total("MAX", R"(,"bucket_size":"DAY","group_by_property":"g")"), "17");
}

TEST(Totals, RowsStandByWindowThenByGroupAbsentFirst) {
  EXPECT_EQ(
      support::answer(sample(), march("SUM", R"(,"group_by":["properties.g"])")),
      R"({"results":[{"group":{"properties.g":null},"value":8},{"group":{"properties.g":""},"value":-2},)"
      R"({"group":{"properties.g":"a"},"value":8},{"group":{"properties.g":"b"},"value":4}],"value":18,"event_name":"e","type":"SUM"})");
  EXPECT_EQ(
      support::answer(sample(), march("MAX", R"(,"bucket_size":"DAY","group_by_property":"g")")),
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","group":{"g":"b"},"value":3},{"window_size":"2024-03-06T00:00:00Z","group":{"g":null},"value":8},)"
      R"({"window_size":"2024-03-06T00:00:00Z","group":{"g":"a"},"value":8},{"window_size":"2024-03-07T00:00:00Z","group":{"g":""},"value":-2}],)"
      R"("value":17,"event_name":"e","type":"MAX"})");
}

TEST(Totals, AsIsBucketsThatAreNegativeShowAsZeroAndStillCountInTheTotal) {
  const std::string events =
      line("2024-03-05T10:00:00Z", R"({"v":-5})") + line("2024-03-06T10:00:00Z", R"({"v":30})");
  EXPECT_EQ(
      support::answer(events, march("MAX", R"(,"bucket_size":"DAY")"), "as-is"),
      R"({"results":[{"window_size":"2024-03-05T00:00:00Z","value":0},{"window_size":"2024-03-06T00:00:00Z","value":30}],"value":25,"event_name":"e","type":"MAX"})");
}

TEST(Totals, QuotientsThatDoNotEndAreRoundedOnceAtTheEnd) {
  const std::string events = line("2024-03-05T10:00:00Z", R"({"v":1})") +
                             line("2024-03-05T10:00:00Z", R"({"v":0})") +
                             line("2024-03-06T10:00:00Z", R"({"v":0})");
  EXPECT_EQ(
      support::answer(events, march("AVG", R"(,"numbers":"text")")),
      R"({"results":[],"value":"0.3333333333333333333333333333333333","event_name":"e","type":"AVG"})");
  EXPECT_EQ(support::answer(events, march("AVG")),
            R"({"results":[],"value":0.3333333333333333,"event_name":"e","type":"AVG"})");
}

}  // namespace
}  // namespace tallyfold
