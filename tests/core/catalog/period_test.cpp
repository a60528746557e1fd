// SPDX-License-Identifier: Apache-2.0
// If this fails, usage is billed in a month that it does not belong to, or a divisor of prorated
// units is a day off. What the service's own tests assert runs as vectors.
#include "catalog/period.h"

#include <gtest/gtest.h>

#include <string>

#include "time/instant.h"

namespace tallyfold {
namespace {

int64_t at(const std::string& text) {
  const auto read = readRfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
  EXPECT_TRUE(read) << text;
  return read ? read->time_ns : 0;
}

std::string shown(const std::optional<BillingPeriod>& period) {
  if (!period) return "none";
  return writeRfc3339(period->from_ns, 0) + " " + writeRfc3339(period->to_ns, 0) + " " +
         std::to_string(period->days);
}

BillingTerms terms(BillingInterval interval, BillingTime time, const std::string& started,
                   const char* zone = "UTC") {
  BillingTerms terms;
  terms.interval = interval;
  terms.billing_time = time;
  terms.started_at_ns = at(started);
  terms.zone = Zone::find(zone);
  return terms;
}

std::string running(const BillingTerms& of, const std::string& time) {
  return shown(BillingPeriods(of).usage(at(time), PeriodChoice::Running));
}

std::string invoiced(const BillingTerms& of, const std::string& time) {
  return shown(BillingPeriods(of).usage(at(time), PeriodChoice::Invoiced));
}

TEST(Period, TheDayComesBackAfterAShortMonth) {
  const auto of = terms(BillingInterval::Monthly, BillingTime::Anniversary, "2023-01-31");
  EXPECT_EQ(running(of, "2023-02-27"), "2023-01-31T00:00:00Z 2023-02-27T23:59:59.999999999Z 28");
  EXPECT_EQ(running(of, "2023-02-28"), "2023-02-28T00:00:00Z 2023-03-30T23:59:59.999999999Z 31");
  EXPECT_EQ(running(of, "2023-03-31"), "2023-03-31T00:00:00Z 2023-04-29T23:59:59.999999999Z 30");
}

TEST(Period, TheFirstBeginsWithTheSubscriptionAndKeepsItsFullLength) {
  const auto of = terms(BillingInterval::Monthly, BillingTime::Calendar, "2024-02-10T12:30:00Z");
  EXPECT_EQ(running(of, "2024-02-20"), "2024-02-10T12:30:00Z 2024-02-29T23:59:59.999999999Z 29");
  EXPECT_EQ(shown(BillingPeriods(of).fee(at("2024-02-20"), PeriodChoice::Running)),
            "2024-02-10T00:00:00Z 2024-02-29T23:59:59.999999999Z 29");
}

TEST(Period, TheLastEndsWithTheSubscription) {
  auto of = terms(BillingInterval::Weekly, BillingTime::Calendar, "2024-02-01");
  of.terminated_at_ns = at("2024-02-14T06:00:00Z");
  EXPECT_EQ(running(of, "2024-02-15"), "2024-02-12T00:00:00Z 2024-02-14T06:00:00Z 7");
  EXPECT_EQ(invoiced(of, "2024-02-15"), running(of, "2024-02-15"));
  // Before it ends nothing is known of the end.
  EXPECT_EQ(running(of, "2024-02-13"), "2024-02-12T00:00:00Z 2024-02-18T23:59:59.999999999Z 7");
  EXPECT_EQ(invoiced(of, "2024-02-13"), "2024-02-05T00:00:00Z 2024-02-11T23:59:59.999999999Z 7");
  // Of a week after that nothing is left.
  const auto after = BillingPeriods(of).usage(at("2024-02-20"), PeriodChoice::Running);
  ASSERT_TRUE(after);
  EXPECT_LT(after->to_ns, after->from_ns);
}

TEST(Period, DaysAreThoseOfTheCustomersZone) {
  const auto of = terms(BillingInterval::Monthly, BillingTime::Anniversary, "2022-01-13T03:00:00Z",
                        "America/New_York");  // the 12th there
  EXPECT_EQ(running(of, "2022-03-13T12:00:00Z"),
            "2022-03-12T05:00:00Z 2022-04-12T03:59:59.999999999Z 31");
}

TEST(Period, QuartersAndHalfYearsOfTheCalendarBeginInJanuary) {
  auto of = terms(BillingInterval::Quarterly, BillingTime::Calendar, "2020-02-02");
  EXPECT_EQ(running(of, "2024-06-30"), "2024-04-01T00:00:00Z 2024-06-30T23:59:59.999999999Z 91");
  of.interval = BillingInterval::Semiannual;
  EXPECT_EQ(running(of, "2024-06-30"), "2024-01-01T00:00:00Z 2024-06-30T23:59:59.999999999Z 182");
  of.interval = BillingInterval::Yearly;
  EXPECT_EQ(running(of, "2024-06-30"), "2024-01-01T00:00:00Z 2024-12-31T23:59:59.999999999Z 366");
}

TEST(Period, ChargesByTheMonthAreForLongIntervalsOnly) {
  auto of = terms(BillingInterval::Yearly, BillingTime::Anniversary, "2020-02-29");
  of.bill_charges_monthly = true;
  EXPECT_EQ(running(of, "2023-03-01"), "2023-02-28T00:00:00Z 2023-03-28T23:59:59.999999999Z 29");
  of.interval = BillingInterval::Quarterly;
  EXPECT_EQ(running(of, "2023-03-01"), "2023-02-28T00:00:00Z 2023-05-28T23:59:59.999999999Z 90");
}

TEST(Period, UsageIsOnTheFirstInvoiceOfFixedChargesByTheMonth) {
  auto of = terms(BillingInterval::Yearly, BillingTime::Anniversary, "2020-03-31");
  of.bill_fixed_charges_monthly = true;
  EXPECT_EQ(invoiced(of, "2023-03-31"), "2022-03-31T00:00:00Z 2023-03-30T23:59:59.999999999Z 365");
  EXPECT_EQ(invoiced(of, "2023-04-30"), "none");
  EXPECT_NE(running(of, "2023-04-30"), "none");
  of.terminated_at_ns = at("2023-04-29");
  EXPECT_NE(invoiced(of, "2023-04-30"), "none");
}

TEST(Period, AFeeInAdvanceIsOfThePeriodThatBegins) {
  auto of = terms(BillingInterval::Monthly, BillingTime::Calendar, "2020-01-01");
  of.pay_in_advance = true;
  const BillingPeriods periods(of);
  EXPECT_EQ(shown(periods.fee(at("2024-03-01"), PeriodChoice::Invoiced)),
            "2024-03-01T00:00:00Z 2024-03-31T23:59:59.999999999Z 31");
  EXPECT_EQ(invoiced(of, "2024-03-01"), "2024-02-01T00:00:00Z 2024-02-29T23:59:59.999999999Z 29");
  EXPECT_EQ(periods.startOf(at("2024-03-15"), 2), at("2024-01-01"));
}

TEST(Period, PeriodsFollowEachOtherWithoutAGap) {
  for (const char* zone : {"UTC", "America/Santiago", "Pacific/Apia", "Australia/Lord_Howe"}) {
    for (const BillingInterval interval :
         {BillingInterval::Weekly, BillingInterval::Monthly, BillingInterval::Quarterly,
          BillingInterval::Semiannual, BillingInterval::Yearly}) {
      for (const BillingTime time : {BillingTime::Calendar, BillingTime::Anniversary}) {
        const BillingPeriods periods(terms(interval, time, "2008-08-31T22:15:00Z", zone));
        auto period = *periods.usage(at("2008-08-31T22:15:00Z"), PeriodChoice::Running);
        while (period.to_ns < at("2015-01-01")) {
          const auto next = *periods.usage(period.to_ns + 1, PeriodChoice::Running);
          ASSERT_EQ(next.from_ns, period.to_ns + 1) << zone;
          ASSERT_GT(next.to_ns, next.from_ns) << zone;
          period = next;
        }
      }
    }
  }
}

TEST(Period, NothingBeforeTheStart) {
  BillingTerms of = terms(BillingInterval::Monthly, BillingTime::Calendar, "2024-01-01");
  of.started_at_ns.reset();
  EXPECT_EQ(running(of, "2024-02-01"), "none");
  EXPECT_EQ(shown(BillingPeriods(of).fee(at("2024-02-01"), PeriodChoice::Invoiced)), "none");
}

TEST(Period, TheEndsOfTimeAreNoTrap) {
  for (const BillingTime time : {BillingTime::Calendar, BillingTime::Anniversary}) {
    BillingTerms of = terms(BillingInterval::Yearly, time, "2024-01-31", "Asia/Kathmandu");
    for (const int64_t end : {INT64_MIN, INT64_MAX}) {
      of.started_at_ns = end;
      const BillingPeriods periods(of);
      EXPECT_TRUE(periods.usage(end, PeriodChoice::Running));
      EXPECT_TRUE(periods.usage(end, PeriodChoice::Invoiced));
      EXPECT_LE(periods.startOf(end, 3), periods.endOf(end));
    }
  }
}

TEST(Period, DaysBetweenCountsBegunDaysByTheClock) {
  const auto paris = Zone::find("Europe/Paris");
  EXPECT_EQ(daysBetween(at("2023-09-30T23:10:00Z"), at("2023-10-31T22:59:59Z"), paris), 31);
  EXPECT_EQ(daysBetween(at("2023-10-01"), at("2023-10-03"), nullptr), 3);
  EXPECT_EQ(daysBetween(at("2023-10-01T05:00:00Z"), at("2023-10-03T05:00:00Z"), nullptr), 2);
  EXPECT_EQ(daysBetween(at("2023-10-01T05:00:00Z"), at("2023-10-03T05:00:01Z"), nullptr), 3);
}

TEST(Period, NamesAreTheCatalogs) {
  EXPECT_EQ(billingInterval("semiannual"), BillingInterval::Semiannual);
  EXPECT_EQ(billingInterval("daily"), std::nullopt);
  EXPECT_EQ(billingTime("anniversary"), BillingTime::Anniversary);
  EXPECT_EQ(billingTime("Calendar"), std::nullopt);
}

}  // namespace
}  // namespace tallyfold
