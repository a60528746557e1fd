// SPDX-License-Identifier: Apache-2.0
// If this fails, a mistake in a catalog in Lago's words is found late, or a charge is priced by the
// wrong metric.
#include <gtest/gtest.h>

#include "price/checked_catalog.h"

namespace tallyfold {
namespace {

const char* const kWhole = R"({
  "organization": {"lago_id": "o1", "timezone": "Europe/Paris"},
  "billable_metrics": [
    {"lago_id": "m1", "code": "calls", "aggregation_type": "count_agg"},
    {"lago_id": "m0", "code": "gb", "aggregation_type": "max_agg", "field_name": "old",
     "deleted_at": "2023-01-01T00:00:00Z"},
    {"lago_id": "m2", "code": "gb", "aggregation_type": "sum_agg", "field_name": "gb",
     "recurring": true, "expression": "event.properties.mb / 1024",
     "filters": [{"key": "region", "values": ["eu", "us"]}]}],
  "plans": [{"code": "pro", "interval": "monthly", "amount_currency": "EUR", "charges": [
    {"billable_metric_code": "gb", "charge_model": "standard", "properties": {"amount": "1"},
     "filters": [{"values": {"region": ["eu"]}, "properties": {"amount": "2"}}]},
    {"lago_billable_metric_id": "m0", "charge_model": "standard", "properties": {"amount": "1"}}]}],
  "customers": [{"external_id": "c1", "timezone": "Asia/Kolkata", "customer_type": "company"},
                {"external_id": "c2"}],
  "subscriptions": [
    {"external_id": "s1", "external_customer_id": "c1", "plan_code": "pro",
     "started_at": "2024-02-01T00:00:00Z"},
    {"external_id": "s1", "external_customer_id": "c1", "plan_code": "pro",
     "started_at": "2024-01-01T00:00:00Z", "terminated_at": "2024-01-31T23:59:59Z",
     "status": "terminated", "billing_time": "anniversary"},
    {"external_id": "s2", "external_customer_id": "c2", "plan_code": "pro", "status": "pending"}]
})";

std::string problemsOf(const std::string& json) {
  const auto read = readCatalog(json);
  return read.ok() ? "" : read.error().message;
}

TEST(LagoCatalog, EverythingStandsAsItWasWritten) {
  const auto read = readCatalog(kWhole);
  ASSERT_TRUE(read.ok()) << read.error().message;
  const LagoCatalog& lago = read.value()->lago;
  EXPECT_EQ(lago.organization_id, "o1");
  EXPECT_TRUE(lago.premium);
  EXPECT_EQ(lago.zoneOf(lago.customers[0])->name(), "Asia/Kolkata");
  EXPECT_EQ(lago.zoneOf(lago.customers[1])->name(), "Europe/Paris");
  EXPECT_TRUE(lago.customers[0].is_company);
  EXPECT_FALSE(lago.customers[1].has_type);
  ASSERT_EQ(lago.subscriptions.size(), 2u);  // what is pending has no usage
  const std::vector<uint32_t> versions = lago.subscriptionsOf("s1");
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_TRUE(lago.subscriptions[versions[0]].anniversary);  // the earlier first
  EXPECT_TRUE(lago.subscriptions[versions[0]].terminated_ns.has_value());
  EXPECT_TRUE(lago.subscriptionsOf("s3").empty());
}

TEST(LagoCatalog, AChargeFindsItsMetricByIdAndElseTheLiveOneOfItsCode) {
  const LagoCatalog lago = readCatalog(kWhole).value()->lago;
  const std::vector<LagoCharge>& charges = lago.plans[0].charges;
  EXPECT_EQ(lago.metrics[charges[0].metric].lago_id, "m2");
  EXPECT_EQ(lago.metrics[charges[1].metric].lago_id, "m0");
  EXPECT_EQ(lago.metric("gb")->lago_id, "m2");
  EXPECT_TRUE(lago.isDeleted("gb"));
  EXPECT_FALSE(lago.isDeleted("calls"));
  ASSERT_NE(lago.metrics[2].expression, nullptr);
  EXPECT_EQ(lago.metrics[2].expression->properties(), std::vector<std::string>{"mb"});
  ASSERT_EQ(charges[0].filters.size(), 1u);
  EXPECT_EQ(charges[0].filters[0].values[0].values, std::vector<std::string>{"eu"});
}

TEST(LagoCatalog, AllProblemsAreNamedTogetherWithTheirPaths) {
  EXPECT_EQ(problemsOf(R"({
        "billable_metrics": [{"aggregation_type": "sum_agg"}, {"code": "x", "aggregation_type": "y"}],
        "plans": [{"code": "p", "interval": "daily", "amount_currency": "EUR", "charges": [
          {"billable_metric_code": "nothing", "charge_model": "standard"}]}],
        "customers": [{"external_id": "c", "timezone": "Mars/Base"}, {"external_id": "c"}],
        "subscriptions": [{"external_id": "s", "external_customer_id": "d", "plan_code": "q",
                           "started_at": "soon"}]})"),
            "$.billable_metrics[0].code is missing\n"
            "$.billable_metrics[0].field_name is missing\n"
            "$.billable_metrics[1].aggregation_type must be one of count_agg, sum_agg, max_agg, "
            "unique_count_agg, latest_agg, weighted_sum_agg\n"
            "$.plans[0].interval must be one of weekly, monthly, quarterly, semiannual, yearly\n"
            "$.plans[0].charges[0].billable_metric_code names no metric of this catalog\n"
            "$.customers[0].timezone is no time zone of the IANA's list\n"
            "$.customers[1].external_id is there already\n"
            "$.subscriptions[0].external_customer_id names no customer of this catalog\n"
            "$.subscriptions[0].plan_code names no plan of this catalog\n"
            "$.subscriptions[0].started_at must be a time in RFC 3339, such as "
            "2024-03-06T00:00:00Z");
}

TEST(LagoCatalog, WhatCannotBeOfferedIsRefusedInWords) {
  EXPECT_EQ(problemsOf(R"({"billable_metrics":[{"code":"x","aggregation_type":"custom_agg"}]})"),
            "$.billable_metrics[0].aggregation_type custom_agg is not offered: its code cannot be "
            "run here");
  const auto read = readCheckedCatalog(R"({
    "billable_metrics": [{"code": "x", "aggregation_type": "count_agg"}],
    "plans": [{"code": "p", "interval": "monthly", "amount_currency": "EUR", "charges": [
      {"billable_metric_code": "x", "charge_model": "custom"}]}]})");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message,
            "$.plans[0].charges[0].charge_model is custom, which is not offered: its prices come "
            "from code that cannot be run here");
}

TEST(LagoCatalog, OfMembersThatAreThereTwiceTheLastHolds) {
  const auto read = readCatalog(R"({"customers": [1], "customers": [
    {"external_id": "a", "external_id": "b", "country": "FR", "country": null}],
    "organization": 7, "organization": {"lago_id": "o", "lago_id": "p"}})");
  ASSERT_TRUE(read.ok()) << read.error().message;
  const LagoCatalog& lago = read.value()->lago;
  ASSERT_EQ(lago.customers.size(), 1u);
  EXPECT_EQ(lago.customers[0].external_id, "b");
  EXPECT_EQ(lago.customers[0].country, "");
  EXPECT_EQ(lago.organization_id, "p");
  EXPECT_FALSE(readCatalog(R"({"customers": [1,], "customers": []})").ok());
  EXPECT_FALSE(readCatalog(R"({"other": {"a":}})").ok());
}

TEST(LagoCatalog, TheOrderOfTheMembersDoesNotMatterAndEscapesAreRead) {
  const auto read = readCatalog(R"({
    "subscriptions": [{"external_id": "s\u0031", "lago_customer_id": "i", "plan_code": "p\u0026",
                       "started_at": "2024-02-01T00:00:00Z", "name": "a \"b\""}],
    "customers": [{"external_id": "c", "lago_id": "\u0069", "metadata": [{"external_id": "d"}]}],
    "plans": [{"code": "o", "interval": "weekly", "amount_currency": "EUR"},
              {"code": "p&", "interval": "weekly", "amount_currency": "EUR"}]})");
  ASSERT_TRUE(read.ok()) << read.error().message;
  const LagoCatalog& lago = read.value()->lago;
  ASSERT_EQ(lago.subscriptionsOf("s1").size(), 1u);
  EXPECT_EQ(lago.subscriptions[0].plan, 1u);
  EXPECT_EQ(lago.customers[lago.subscriptions[0].customer].external_id, "c");
}

TEST(LagoCatalog, TheTermsOfChargesAreCheckedToo) {
  const auto read = readCheckedCatalog(R"({
    "billable_metrics": [{"code": "x", "aggregation_type": "count_agg"}],
    "plans": [{"code": "p", "interval": "monthly", "amount_currency": "XYZ", "charges": [
      {"billable_metric_code": "x", "charge_model": "standard", "properties": {"amount": "-1"},
       "filters": [{"values": {"a": ["b"]}, "properties": {}}]}]}]})");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message,
            "$.plans[0].amount_currency is no currency that Lago knows\n"
            "$.plans[0].charges[0].filters[0].values.a is no filter of the metric\n"
            "$.plans[0].charges[0].properties.amount must be a decimal of 0 or more, as a text\n"
            "$.plans[0].charges[0].filters[0].properties.amount must be a decimal of 0 or more, as "
            "a text");
  EXPECT_TRUE(readCheckedCatalog(kWhole).ok());
}

}  // namespace
}  // namespace tallyfold
