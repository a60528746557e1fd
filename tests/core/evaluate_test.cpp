// SPDX-License-Identifier: Apache-2.0
// If this fails, a billing period begins on another day than the service's, or a group name is
// judged otherwise.
#include "evaluate.h"

#include <gtest/gtest.h>

namespace tallyfold {
namespace {

struct Case {
  const char* kind;
  const char* request;
  const char* expected;
};

// Asserted by the service's own tests.
TEST(Evaluate, AnswersAsTheServicesOwnTestsAssert) {
  static constexpr Case kCases[] = {
      {"bucket_starts",
       R"~({"start":"2024-01-10T00:00:00Z","end":"2024-01-10T00:00:00Z","bucket_size":"DAY"})~",
       R"~([])~"},
      {"bucket_starts",
       R"~({"start":"2024-01-10T00:00:00Z","end":"2024-01-09T00:00:00Z","bucket_size":"DAY"})~",
       R"~([])~"},
      {"bucket_starts",
       R"~({"start":"2024-01-10T12:30:00Z","end":"2024-01-13T00:00:00Z","bucket_size":"DAY"})~",
       R"~(["2024-01-10T00:00:00Z","2024-01-11T00:00:00Z","2024-01-12T00:00:00Z"])~"},
      {"bucket_starts",
       R"~({"start":"2024-02-05T00:00:00Z","end":"2024-03-05T00:00:00Z","bucket_size":"MONTH"})~",
       R"~(["2024-02-05T00:00:00Z"])~"},
      {"bucket_starts",
       R"~({"start":"2028-01-31T00:00:00Z","end":"2028-03-01T00:00:00Z","bucket_size":"MONTH"})~",
       R"~(["2028-01-31T00:00:00Z","2028-02-29T00:00:00Z"])~"},
      {"bucket_starts",
       R"~({"start":"2026-01-31T00:00:00Z","end":"2026-05-01T00:00:00Z","bucket_size":"MONTH","billing_anchor":"2026-01-31T00:00:00Z"})~",
       R"~(["2026-01-31T00:00:00Z","2026-02-28T00:00:00Z","2026-03-31T00:00:00Z","2026-04-30T00:00:00Z"])~"},
      {"add_month_clamped", R"~({"from":"2026-01-31T00:00:00Z","day":31})~",
       R"~("2026-02-28T00:00:00Z")~"},
      {"add_month_clamped", R"~({"from":"2028-01-31T00:00:00Z","day":31})~",
       R"~("2028-02-29T00:00:00Z")~"},
      {"add_month_clamped", R"~({"from":"2026-02-28T00:00:00Z","day":31})~",
       R"~("2026-03-31T00:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"DAILY","current_period_start":"2024-03-10T10:00:00Z","billing_anchor":"2024-03-10T10:00:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2024-03-11T10:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"DAILY","current_period_start":"2024-03-10T08:00:00Z","billing_anchor":"2024-01-01T14:30:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2024-03-11T14:30:00Z")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2024-04-15T10:00:00Z","billing_anchor":"2024-01-15T10:00:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2024-05-15T10:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2024-04-01T00:00:00Z","billing_anchor":"2024-01-15T12:00:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2024-04-15T12:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"QUARTERLY","current_period_start":"2024-04-01T00:00:00Z","billing_anchor":"2024-04-01T00:00:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2024-07-01T00:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"HALF_YEARLY","current_period_start":"2024-03-15T00:00:00Z","billing_anchor":"2024-07-01T00:00:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2024-07-01T00:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"ANNUAL","current_period_start":"2024-01-15T00:00:00Z","billing_anchor":"2024-06-15T12:00:00Z","unit":1,"timezone":"UTC"})~",
       R"~("2025-06-15T12:00:00Z")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2024-01-15T00:00:00+05:30","billing_anchor":"2024-01-15T00:00:00+05:30","unit":1,"timezone":"Asia/Kolkata"})~",
       R"~("2024-02-15T00:00:00+05:30")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2023-12-31T10:37:00+05:30","billing_anchor":"2023-12-31T00:00:00+05:30","unit":2,"timezone":"Asia/Kolkata"})~",
       R"~("2024-02-29T00:00:00+05:30")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2024-02-29T10:37:00+05:30","billing_anchor":"2024-02-29T10:37:00+05:30","unit":1,"timezone":"Asia/Kolkata"})~",
       R"~("2024-03-29T10:37:00+05:30")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2025-02-28T10:37:00+05:30","billing_anchor":"2025-02-28T10:37:00+05:30","unit":1,"timezone":"Asia/Kolkata"})~",
       R"~("2025-03-28T10:37:00+05:30")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2024-01-31T15:45:30-08:00","billing_anchor":"2024-01-31T15:45:30-08:00","unit":1,"timezone":"America/Los_Angeles"})~",
       R"~("2024-02-29T15:45:30-08:00")~"},
      {"next_billing_date",
       R"~({"period":"MONTHLY","current_period_start":"2024-01-31T23:59:59+09:00","billing_anchor":"2024-01-31T23:59:59+09:00","unit":2,"timezone":"Asia/Tokyo"})~",
       R"~("2024-03-31T23:59:59+09:00")~"},
      {"group_by_name", R"~({"name":"x') OR 1=1 -- "})~", R"~({"valid":false})~"},
      {"group_by_name", R"~({"name":"org_id'); DROP TABLE feature_usage; --"})~",
       R"~({"valid":false})~"},
      {"group_by_name", R"~({"name":"org id"})~", R"~({"valid":false})~"},
      {"group_by_name", R"~({"name":"a-b"})~", R"~({"valid":false})~"},
      {"group_by_name", R"~({"name":"org_id"})~", R"~({"valid":true})~"},
      {"group_by_name", R"~({"name":"krn"})~", R"~({"valid":true})~"},
      {"group_by_name", R"~({"name":"region.code"})~", R"~({"valid":true})~"},
      {"group_by_name", R"~({"name":"a1_b2"})~", R"~({"valid":true})~"},
  };
  for (const Case& one : kCases)
    EXPECT_EQ(evaluate(one.kind, one.request), one.expected) << one.kind << one.request;
}

std::string next(const char* period, const char* start, const char* anchor, const char* zone,
                 int unit = 1) {
  return evaluate("next_billing_date",
                  std::string(R"({"period":")") + period + R"(","current_period_start":")" + start +
                      R"(","billing_anchor":")" + anchor + R"(","unit":)" + std::to_string(unit) +
                      R"(,"timezone":")" + zone + "\"}");
}

TEST(Evaluate, ALocalClockTimeIsKeptOverAChangeOfTheClocks) {
  const char* anchor = "2024-02-10T09:00:00-05:00";
  EXPECT_EQ(next("MONTHLY", anchor, anchor, "America/New_York"), R"("2024-03-10T09:00:00-04:00")");
  EXPECT_EQ(next("DAILY", "2024-03-09T09:00:00-05:00", anchor, "America/New_York"),
            R"("2024-03-10T09:00:00-04:00")");
  EXPECT_EQ(next("WEEKLY", "2024-03-09T09:00:00-05:00", anchor, "America/New_York"),
            R"("2024-03-16T09:00:00-04:00")");
}

TEST(Evaluate, AClockTimeThatIsSkippedIsTheFirstInstantAfter) {
  EXPECT_EQ(
      next("MONTHLY", "2024-02-10T02:30:00-05:00", "2024-02-10T02:30:00-05:00", "America/New_York"),
      R"("2024-03-10T03:00:00-04:00")");
}

TEST(Evaluate, TheAnchorsDayComesBackAfterAShortMonth) {
  EXPECT_EQ(next("MONTHLY", "2023-02-28T00:00:00Z", "2023-01-31T00:00:00Z", "UTC"),
            R"("2023-03-31T00:00:00Z")");
  EXPECT_EQ(next("ANNUAL", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "UTC"),
            R"("2025-02-28T00:00:00Z")");
  EXPECT_EQ(next("QUARTERLY", "2023-11-30T00:00:00Z", "2023-11-30T00:00:00Z", "UTC"),
            R"("2024-02-29T00:00:00Z")");
}

TEST(Evaluate, BucketsFollowTheZone) {
  EXPECT_EQ(
      evaluate(
          "bucket_starts",
          R"({"start":"2024-03-30T12:00:00Z","end":"2024-04-01T00:00:00Z","bucket_size":"DAY","timezone":"Europe/Berlin"})"),
      R"(["2024-03-30T00:00:00+01:00","2024-03-31T00:00:00+01:00","2024-04-01T00:00:00+02:00"])");
}

TEST(Evaluate, WhatItCannotUseIsAnError) {
  for (
      const Case& one :
      {Case{"nothing", "{}", ""}, Case{"next_billing_date", "{}", ""},
       Case{"add_month_clamped", "{", ""},
       Case{"add_month_clamped", R"({"from":"2024-01-01T00:00:00Z","day":0})", ""},
       Case{
           "bucket_starts",
           R"({"start":"2024-01-01T00:00:00Z","end":"2025-01-01T00:00:00Z","bucket_size":"MINUTE"})",
           ""},
       Case{
           "bucket_starts",
           R"({"start":"2024-01-01T00:00:00Z","end":"2025-01-01T00:00:00Z","bucket_size":"DAY","timezone":"Mars"})",
           ""}}) {
    EXPECT_EQ(evaluate(one.kind, one.request).rfind("{\"error\":", 0), 0u)
        << one.kind << one.request;
  }
  EXPECT_EQ(next("MONTHLY", "2262-04-11T00:00:00Z", "2024-01-31T00:00:00Z", "UTC")
                .rfind("{\"error\":", 0),
            0u);
}

}  // namespace
}  // namespace tallyfold
