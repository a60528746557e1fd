// SPDX-License-Identifier: Apache-2.0
// If this fails, a report in Lago's words copies a defect in exact mode, repairs one as-is, or does
// not say in its notes which of the service's rules changed it.
#include <gtest/gtest.h>

#include "support.h"

namespace tallyfold {
namespace {

constexpr const char* kJune = "2024-06-30T12:00:00Z";

// A catalog of one metric "m" of property "v", one plan and one subscription "s" since January.
std::string catalog(const std::string& metric, const std::string& charge,
                    const std::string& currency = "EUR", const std::string& more_metrics = "") {
  return R"({"billable_metrics":[{"code":"m",)" + metric + "}" + more_metrics +
         R"(],"plans":[{"code":"p","interval":"monthly","amount_currency":")" + currency +
         R"(","charges":[{"billable_metric_code":"m",)" + charge +
         R"(}]}],"customers":[{"external_id":"c"}],"subscriptions":[{"external_id":"s",)"
         R"("external_customer_id":"c","plan_code":"p","started_at":"2024-01-01T00:00:00Z"}]})";
}

std::string event(const std::string& time, const std::string& properties) {
  static int id = 0;
  return R"({"code":"m","transaction_id":"t)" + std::to_string(++id) + R"(","timestamp":")" + time +
         R"(","external_subscription_id":"s","properties":)" + properties + "}\n";
}

struct Asked {
  const char* mode = "as-is";
  const char* more = "";  // members of the request: ,"store":"clickhouse"
};

// "units cents notes coerced" of the running period.
std::string usage(const std::string& catalog, const std::string& events, const Asked& asked) {
  Engine engine;
  const Status set = engine.setCatalog(catalog);
  EXPECT_TRUE(set.ok()) << set.error().message;
  EXPECT_TRUE(engine.append(events, {.dialect = "lago"}).ok());
  const std::string request =
      std::string(R"({"external_customer_id":"c","external_subscription_id":"s")") + asked.more +
      "}";
  const auto report = engine.report({"lago.current_usage", asked.mode, request, kJune, ""});
  EXPECT_TRUE(report.ok());
  if (!report) return "";
  EXPECT_EQ(report.value().status, 200) << report.value().text;
  const json::Value charges = support::at(report.value().text, {"customer_usage", "charges_usage"});
  const json::Value& charge = charges.items.at(0);
  const json::Value ledger = support::at(report.value().ledger, {"coerced", "total"});
  return charge.find("units")->text + " " + charge.find("amount_cents")->text + " " +
         report.value().notes + " " + ledger.text;
}

const Asked kAsIs = {"as-is"};
const Asked kExact = {"exact"};
const Asked kClickHouse = {"as-is", R"(,"store":"clickhouse")"};
const Asked kExactClickHouse = {"exact", R"(,"store":"clickhouse")"};

const char* const kStandard = R"("charge_model":"standard","properties":{"amount":"1"})";

TEST(LagoRules, ClickHouseCountsWhatItCannotReadAsZero) {
  const std::string events = event("2024-06-02T00:00:00Z", R"({"v":-3})") +
                             event("2024-06-03T00:00:00Z", R"({"v":"1e1"})") +
                             event("2024-06-04T00:00:00Z", R"({"v":"many"})") +
                             event("2024-06-05T00:00:00Z", "{}");
  const std::string sum = catalog(R"("aggregation_type":"sum_agg","field_name":"v")", kStandard);
  EXPECT_EQ(usage(sum, events, kAsIs), "0.0 0 [] 0");
  EXPECT_EQ(usage(sum, events, kClickHouse), R"(7.0 700 ["unreadable_is_zero"] 2)");
  EXPECT_EQ(usage(sum, events, kExactClickHouse), "0.0 0 [] 0");
  const std::string latest =
      catalog(R"("aggregation_type":"latest_agg","field_name":"v")", kStandard);
  const std::string five = event("2024-06-01T00:00:00Z", R"({"v":5})");
  const std::string bad = event("2024-06-02T00:00:00Z", R"({"v":"bad"})");
  EXPECT_EQ(usage(latest, five + bad, kAsIs), "5.0 500 [] 0");
  EXPECT_EQ(usage(latest, five + bad, kClickHouse), R"(0.0 0 ["unreadable_is_zero"] 1)");
}

TEST(LagoRules, ClickHouseKeepsTwentySixDecimals) {
  const std::string sum = catalog(R"("aggregation_type":"sum_agg","field_name":"v")", kStandard);
  const std::string events =
      event("2024-06-02T00:00:00Z", R"({"v":0.1234567890123456789012345678})");
  EXPECT_EQ(usage(sum, events, kAsIs), "0.1234567890123456789012345678 12 [] 0");
  EXPECT_EQ(usage(sum, events, kClickHouse),
            R"(0.12345678901234567890123456 12 ["stored_digits"] 0)");
  EXPECT_EQ(usage(sum, events, kExactClickHouse), "0.1234567890123456789012345678 12 [] 0");
}

TEST(LagoRules, AStoreBringsItsIdentityUnlessThatIsGiven) {
  const std::string sum = catalog(R"("aggregation_type":"sum_agg","field_name":"v")", kStandard);
  const std::string once = event("2024-06-02T00:00:00Z", R"({"v":1})");
  std::string twice = once;
  twice.replace(twice.find("06-02"), 5, "06-03");
  EXPECT_EQ(usage(sum, once + twice, kAsIs), "1.0 100 [] 0");
  EXPECT_EQ(usage(sum, once + twice, kClickHouse), "2.0 200 [] 0");
  const Asked first = {"as-is", R"(,"store":"clickhouse","identity":"postgres")"};
  EXPECT_EQ(usage(sum, once + twice, first), "1.0 100 [] 0");
}

TEST(LagoRules, ThereAreTwoStores) {
  Engine engine;
  const auto report =
      engine.report({"lago.analytics_usage", "as-is", R"({"store":"mysql"})", kJune, ""});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().status, 422);
  EXPECT_EQ(report.value().text,
            R"({"status":422,"error":"Unprocessable Entity","code":"validation_errors",)"
            R"("error_details":{"store":["value_is_invalid"]}})");
}

TEST(LagoRules, AMissingValueIsATextInClickHouse) {
  const std::string unique =
      catalog(R"("aggregation_type":"unique_count_agg","field_name":"v")", kStandard);
  const std::string events =
      event("2024-06-02T00:00:00Z", "{}") + event("2024-06-03T00:00:00Z", R"({"v":"<nil>"})");
  EXPECT_EQ(usage(unique, events, kAsIs), "2.0 200 [] 0");
  EXPECT_EQ(usage(unique, events, kClickHouse), "1.0 100 [] 0");
}

// The unit on the bound, half a subunit, packages by doubles.
TEST(LagoRules, PricesAreRightInExactMode) {
  const std::string count = R"("aggregation_type":"count_agg")";
  const std::string sum = R"("aggregation_type":"sum_agg","field_name":"v")";
  const std::string eleven = event("2024-06-02T00:00:00Z", R"({"v":11})");
  const std::string tiers = catalog(sum, R"("charge_model":"graduated_percentage","properties":
      {"graduated_percentage_ranges":[{"from_value":0,"to_value":10,"rate":"100","flat_amount":"0"},
       {"from_value":10,"to_value":null,"rate":"100","flat_amount":"0"}]})");
  EXPECT_EQ(usage(tiers, eleven, kAsIs), R"(11.0 1200 ["tier_bound_counts_twice"] 0)");
  EXPECT_EQ(usage(tiers, eleven, kExact), "11.0 1100 [] 0");
  const std::string ouguiya =
      catalog(count, R"("charge_model":"standard","properties":{"amount":"1.1"})", "MRO");
  EXPECT_EQ(usage(ouguiya, eleven, kAsIs), R"(1.0 5 ["half_subunit_dropped"] 0)");
  EXPECT_EQ(usage(ouguiya, eleven, kExact), "1.0 6 [] 0");
  const std::string package = catalog(sum, R"("charge_model":"package","properties":
      {"amount":"1","package_size":10,"free_units":0})");
  const std::string more = event("2024-06-02T00:00:00Z", R"({"v":10.0000000000000000001})");
  EXPECT_EQ(usage(package, more, kAsIs), R"(10.0000000000000000001 100 ["packages_by_doubles"] 0)");
  EXPECT_EQ(usage(package, more, kExact), "10.0000000000000000001 200 [] 0");
}

TEST(LagoRules, FreeUnitsApplyToMaximaAndWeightedSumsInExactMode) {
  const std::string charge = R"("charge_model":"percentage","properties":
      {"rate":"10","fixed_amount":"0","free_units_per_total_aggregation":"4"})";
  const std::string max = catalog(R"("aggregation_type":"max_agg","field_name":"v")", charge);
  const std::string events =
      event("2024-06-01T00:00:00Z", R"({"v":3})") + event("2024-06-16T00:00:00Z", R"({"v":9})");
  EXPECT_EQ(usage(max, events, kAsIs), R"(9.0 90 ["free_units_never_apply"] 0)");
  EXPECT_EQ(usage(max, events, kExact), "9.0 50 [] 0");
  const std::string weighted = catalog(
      R"("aggregation_type":"weighted_sum_agg","field_name":"v","weighted_interval":"seconds")",
      charge);
  // Three for the month and nine for half of it.
  EXPECT_EQ(usage(weighted, events, kAsIs), R"(7.5 75 ["free_units_never_apply"] 0)");
  EXPECT_EQ(usage(weighted, events, kExact), "7.5 35 [] 0");
}

TEST(LagoRules, FreeEventsMakeWhatTheyBringFreeInExactMode) {
  const std::string recurring = catalog(
      R"("aggregation_type":"weighted_sum_agg","field_name":"v","weighted_interval":"seconds",
         "recurring":true)",
      R"("charge_model":"percentage","properties":{"rate":"10","free_units_per_events":1})");
  // Two are carried over; of the period's own events the first is free.
  const std::string events = event("2024-05-01T00:00:00Z", R"({"v":2})") +
                             event("2024-06-01T00:00:00Z", R"({"v":3})") +
                             event("2024-06-16T00:00:00Z", R"({"v":10})");
  EXPECT_EQ(usage(recurring, events, kExact), "10.0 70 [] 0");
}

TEST(LagoRules, AnEventCountsInOneFilterInExactMode) {
  const std::string metric = R"("aggregation_type":"sum_agg","field_name":"v",
      "filters":[{"key":"zone","values":["a","b","c"]}])";
  const std::string overlapping = catalog(metric, std::string(kStandard) + R"(,"filters":[
      {"values":{"zone":["a","b"]},"properties":{"amount":"10"}},
      {"values":{"zone":["b","c"]},"properties":{"amount":"20"}}])");
  const std::string events = event("2024-06-02T00:00:00Z", R"({"v":1,"zone":"b"})");
  EXPECT_EQ(usage(overlapping, events, kAsIs), R"(2.0 3000 ["filters_overlap"] 0)");
  EXPECT_EQ(usage(overlapping, events, kExact), "1.0 1000 [] 0");
  const std::string other = event("2024-06-02T00:00:00Z", R"({"v":1,"zone":"c"})");
  EXPECT_EQ(usage(overlapping, other, kAsIs), "1.0 2000 [] 0");
}

// A narrower filter of the empty text takes what has no such property from a wider one, and does
// not take it itself; ClickHouse reads a missing property as empty.
TEST(LagoRules, NoFilterLosesAnEventInExactMode) {
  const std::string metric = R"("aggregation_type":"sum_agg","field_name":"v",
      "filters":[{"key":"zone","values":["a"]},{"key":"tier","values":["","x"]}])";
  const std::string lossy = catalog(metric, std::string(kStandard) + R"(,"filters":[
      {"values":{"zone":["a"]},"properties":{"amount":"10"}},
      {"values":{"zone":["a"],"tier":["","x"]},"properties":{"amount":"20"}}])");
  const std::string events = event("2024-06-02T00:00:00Z", R"({"v":1,"zone":"a"})");
  EXPECT_EQ(usage(lossy, events, kAsIs), R"(0.0 0 ["filters_leave_out"] 0)");
  EXPECT_EQ(usage(lossy, events, kExact), "1.0 1000 [] 0");
  EXPECT_EQ(usage(lossy, events, kClickHouse), "1.0 2000 [] 0");
}

TEST(LagoRules, TiersOfAGroupBeginWithItsOwnUnitsInExactMode) {
  const std::string grouped = catalog(
      R"("aggregation_type":"sum_agg","field_name":"v","recurring":true)",
      R"("charge_model":"graduated","prorated":true,"properties":{"pricing_group_keys":["g"],
         "graduated_ranges":[{"from_value":0,"to_value":10,"per_unit_amount":"1","flat_amount":"0"},
         {"from_value":11,"to_value":null,"per_unit_amount":"2","flat_amount":"0"}]})");
  const std::string events = event("2024-05-02T00:00:00Z", R"({"v":6,"g":"a"})") +
                             event("2024-05-02T00:00:00Z", R"({"v":6,"g":"b"})");
  // As-is each group begins with twelve units, two of them in the second tier.
  EXPECT_EQ(usage(grouped, events, kAsIs), R"(12.0 2800 ["carried_units_of_all_groups"] 0)");
  EXPECT_EQ(usage(grouped, events, kExact), "12.0 1200 [] 0");
}

TEST(LagoRules, GoneValuesCountNoDayInExactMode) {
  const std::string grouped =
      catalog(R"("aggregation_type":"unique_count_agg","field_name":"v","recurring":true)",
              R"("charge_model":"standard","prorated":true,"properties":{"amount":"30",
         "pricing_group_keys":["g"]})");
  const std::string events =
      event("2024-05-02T00:00:00Z", R"({"v":"x","g":"a"})") +
      event("2024-05-03T00:00:00Z", R"({"v":"x","g":"a","operation_type":"remove"})");
  EXPECT_EQ(usage(grouped, events, kAsIs), R"(0.0 100 ["gone_value_counts_a_day"] 0)");
  EXPECT_EQ(usage(grouped, events, kClickHouse), "0.0 0 [] 0");
  EXPECT_EQ(usage(grouped, events, kExact), "0.0 0 [] 0");
}

TEST(LagoRules, ACodeThatLivesAgainIsNotDeletedInExactMode) {
  const std::string deleted =
      R"(,{"code":"m","aggregation_type":"count_agg","deleted_at":"2024-01-01T00:00:00Z"})";
  for (const char* mode : {"as-is", "exact"}) {
    Engine engine;
    ASSERT_TRUE(
        engine.setCatalog(catalog(R"("aggregation_type":"count_agg")", kStandard, "EUR", deleted))
            .ok());
    ASSERT_TRUE(engine.append(event("2024-06-02T00:00:00Z", "{}"), {.dialect = "lago"}).ok());
    const auto report = engine.report({"lago.analytics_usage", mode, "{}", kJune, ""});
    ASSERT_TRUE(report.ok());
    const json::Value rows = support::at(report.value().text, {"usages"});
    ASSERT_EQ(rows.items.size(), 1U);
    const bool is_exact = std::string(mode) == "exact";
    EXPECT_EQ(rows.items[0].find("is_billable_metric_deleted")->kind,
              is_exact ? json::Kind::False : json::Kind::True);
    EXPECT_EQ(report.value().notes, is_exact ? "[]" : R"(["code_of_deleted_metric"])");
  }
}

TEST(LagoRules, AMillisecondIsAllThatClickHouseKeepsOfATime) {
  const std::string latest =
      catalog(R"("aggregation_type":"latest_agg","field_name":"v")", kStandard);
  // The first to arrive is later by a microsecond.
  const std::string events = event("2024-06-02T00:00:00.000002Z", R"({"v":1})") +
                             event("2024-06-02T00:00:00.000001Z", R"({"v":2})");
  EXPECT_EQ(usage(latest, events, kAsIs), "1.0 100 [] 0");
  EXPECT_EQ(usage(latest, events, kClickHouse), "2.0 200 [] 0");
  // By less than a microsecond.
  const std::string nanoseconds = event("2024-06-02T00:00:00.000000002Z", R"({"v":1})") +
                                  event("2024-06-02T00:00:00.000000001Z", R"({"v":2})");
  EXPECT_EQ(usage(latest, nanoseconds, kAsIs), "2.0 200 [] 0");
  EXPECT_EQ(usage(latest, nanoseconds, kExact), "1.0 100 [] 0");
}

TEST(LagoRules, SnapshotsKeepWhatWasCoerced) {
  const std::string sum = catalog(R"("aggregation_type":"sum_agg","field_name":"v")", kStandard);
  Engine engine;
  ASSERT_TRUE(engine.setCatalog(sum).ok());
  ASSERT_TRUE(
      engine.append(event("2024-06-02T00:00:00Z", R"({"v":"x"})"), {.dialect = "lago"}).ok());
  const ReportCall call = {"lago.analytics_usage", "as-is", R"({"store":"clickhouse"})", kJune, ""};
  auto plan = engine.plan(call);
  ASSERT_TRUE(plan.ok());
  const auto bytes = plan.value()->snapshot();
  ASSERT_TRUE(bytes.ok());
  Engine empty;
  ASSERT_TRUE(empty.setCatalog(sum).ok());
  auto copy = empty.plan(call);
  ASSERT_TRUE(copy.ok());
  ASSERT_TRUE(copy.value()->restore(bytes.value()).ok());
  const auto report = copy.value()->report();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().notes, R"(["unreadable_is_zero"])");
  EXPECT_FALSE(report.value().complete);
}

}  // namespace
}  // namespace tallyfold
