// SPDX-License-Identifier: Apache-2.0
// If this fails, a catalog that Lago would not have is taken, or it is refused in other words than
// Lago's.
#include <gtest/gtest.h>

#include "price/checked_catalog.h"

namespace tallyfold {
namespace {

// "PATH code; PATH code"
std::string problemsOf(const std::string& json) {
  const auto read = readCheckedCatalog(json);
  std::string text;
  if (read) return text;
  for (const Problem& problem : read.error().problems) {
    text += (text.empty() ? "" : "; ") + problem.path + " " + problem.code;
    EXPECT_FALSE(problem.message.empty());
  }
  return text;
}

std::string ofMetric(const std::string& members) {
  return problemsOf(R"({"billable_metrics":[{"code":"m",)" + members + "}]}");
}

std::string ofPlan(const std::string& entries) {
  return problemsOf(R"({"plans":[)" + entries + "]}");
}

// A charge of a metric that has the filter `region`, with more or other members.
std::string ofCharge(const std::string& members, const std::string& kind = "sum_agg") {
  return problemsOf(
      R"({"billable_metrics":[{"code":"m","field_name":"f","weighted_interval":"seconds",
          "aggregation_type":")" +
      kind + R"(","recurring":)" + (kind == "sum_agg" ? "true" : "false") +
      R"(,"filters":[{"key":"region","values":["eu","us"]}]}],
          "plans":[{"code":"p","interval":"monthly","amount_currency":"EUR","charges":[
          {"billable_metric_code":"m","charge_model":"standard","properties":{"amount":"1"},)" +
      members + "}]}]}");
}

std::string ofCustomer(const std::string& entries) {
  return problemsOf(R"({"customers":[)" + entries + "]}");
}

// Subscriptions s of a customer c and a plan p, with more or other members.
std::string ofSubscription(const std::string& members, const std::string& more = "") {
  return problemsOf(R"({"plans":[{"code":"p","interval":"monthly","amount_currency":"EUR"}],
      "customers":[{"external_id":"c","lago_id":"i"}],"subscriptions":[
      {"external_id":"s","external_customer_id":"c","plan_code":"p",)" +
                    members + "}" + more + "]}");
}

TEST(LagoProblems, OfMetrics) {
  const std::string at = "$.billable_metrics[0].";
  EXPECT_EQ(ofMetric(R"("aggregation_type":"count_agg","field_name":"dropped")"), "");
  EXPECT_EQ(ofMetric(R"("name":"n")"), at + "aggregation_type value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"recurring_count_agg")"),
            at + "aggregation_type value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":5)"), at + "aggregation_type value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"custom_agg")"),
            at + "aggregation_type value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"max_agg","field_name":"")"),
            at + "field_name value_is_mandatory");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"max_agg","field_name":7)"),
            at + "field_name value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"sum_agg","field_name":"f","expression":"1 +")"),
            at + "expression invalid_expression");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"weighted_sum_agg","field_name":"f")"),
            at + "weighted_interval value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"weighted_sum_agg","field_name":"f",
                        "weighted_interval":"minutes")"),
            at + "weighted_interval value_is_invalid");
  EXPECT_EQ(
      ofMetric(R"("aggregation_type":"count_agg","rounding_function":"up",
                        "rounding_precision":1.5)"),
      at + "rounding_function value_is_invalid; " + at + "rounding_precision value_is_invalid");
  EXPECT_EQ(ofMetric(R"("aggregation_type":"count_agg","deleted_at":"yesterday")"),
            at + "deleted_at value_is_invalid");
  for (const char* kind : {"count_agg", "max_agg", "latest_agg"}) {
    EXPECT_EQ(ofMetric(R"("field_name":"f","recurring":true,"aggregation_type":")" +
                       std::string(kind) + "\""),
              at + "recurring not_compatible_with_aggregation_type");
  }
}

TEST(LagoProblems, OfTheFiltersOfMetrics) {
  const auto filters = [](const std::string& list) {
    return ofMetric(R"("aggregation_type":"count_agg","filters":)" + list);
  };
  const std::string at = "$.billable_metrics[0].filters";
  EXPECT_EQ(filters("[]"), "");
  EXPECT_EQ(filters(R"({"region":["eu"]})"), at + " value_is_invalid");
  EXPECT_EQ(filters("[1]"), at + "[0] value_is_invalid");
  EXPECT_EQ(filters(R"([{"values":["eu"]}])"), at + "[0].key value_is_mandatory");
  EXPECT_EQ(filters(R"([{"key":"region","values":[]}])"), at + "[0].values value_is_mandatory");
  EXPECT_EQ(filters(R"([{"key":"region"}])"), at + "[0].values value_is_mandatory");
  EXPECT_EQ(filters(R"([{"key":"region","values":"eu"}])"), at + "[0].values value_is_invalid");
  EXPECT_EQ(filters(R"([{"key":"region","values":["eu",null]}])"),
            at + "[0].values[1] value_is_invalid");
}

TEST(LagoProblems, OfPlans) {
  EXPECT_EQ(ofPlan(R"({"code":"p","interval":"monthly","amount_currency":"KWD"})"), "");
  EXPECT_EQ(ofPlan("{}"),
            "$.plans[0].code value_is_mandatory; $.plans[0].amount_currency value_is_invalid; "
            "$.plans[0].interval value_is_mandatory");
  for (const char* currency : {"\"BTC\"", "\"eur\"", "\"\"", "5"}) {
    EXPECT_EQ(ofPlan(R"({"code":"p","interval":"monthly","amount_currency":)" +
                     std::string(currency) + "}"),
              "$.plans[0].amount_currency value_is_invalid")
        << currency;
  }
  EXPECT_EQ(
      ofPlan(R"({"code":"p","interval":"daily","amount_currency":"EUR","charges":{},
                       "bill_charges_monthly":"yes"})"),
      "$.plans[0].interval value_is_invalid; "
      "$.plans[0].bill_charges_monthly value_is_invalid; $.plans[0].charges value_is_invalid");
}

TEST(LagoProblems, OfCodesThatAreThereTwice) {
  const std::string metric = R"({"code":"m","aggregation_type":"count_agg"})";
  const std::string gone =
      R"({"code":"m","aggregation_type":"count_agg","deleted_at":"2024-01-01T00:00:00Z"})";
  const auto metrics = [](const std::string& list) {
    return problemsOf(R"({"billable_metrics":[)" + list + "]}");
  };
  EXPECT_EQ(metrics(metric + "," + metric), "$.billable_metrics[1].code value_already_exist");
  EXPECT_EQ(metrics(gone + "," + metric + "," + gone), "") << "a deleted one keeps its code";
  const std::string plan = R"({"code":"p","interval":"monthly","amount_currency":"EUR"})";
  EXPECT_EQ(ofPlan(plan + "," + plan), "$.plans[1].code value_already_exist");
  EXPECT_EQ(ofCustomer(R"({"external_id":"c"},{"external_id":"c"})"),
            "$.customers[1].external_id value_already_exist");
}

TEST(LagoProblems, OfCharges) {
  const std::string at = "$.plans[0].charges[0].";
  EXPECT_EQ(ofCharge(R"("prorated":true)"), "");
  EXPECT_EQ(ofCharge(R"("charge_model":null)"), at + "charge_model value_is_mandatory");
  EXPECT_EQ(ofCharge(R"("charge_model":"flat")"), at + "charge_model value_is_invalid");
  EXPECT_EQ(ofCharge(R"("charge_model":"custom")"), at + "charge_model value_is_invalid");
  EXPECT_EQ(ofCharge(R"("billable_metric_code":"n")"),
            at + "billable_metric_code billable_metric_not_found");
  EXPECT_EQ(ofCharge(R"("billable_metric_code":null)"),
            at + "billable_metric_code billable_metric_not_found");
  EXPECT_EQ(ofCharge(R"("properties":[])"),
            at + "properties value_is_invalid; " + at + "properties.amount invalid_amount");
  EXPECT_EQ(ofCharge(R"("properties":{"amount":1})"), at + "properties.amount invalid_amount");
  EXPECT_EQ(ofCharge(R"("properties":{"amount":"-0.01"})"),
            at + "properties.amount invalid_amount");
  EXPECT_EQ(ofCharge(R"("properties":{"amount":"1","pricing_group_keys":"region"})"),
            at + "properties.pricing_group_keys invalid_type");
  EXPECT_EQ(ofCharge(R"("properties":{"amount":"1","grouped_by":["a",1]})"),
            at + "properties.grouped_by invalid_type");
  EXPECT_EQ(ofCharge(R"("prorated":1,"pay_in_advance":"no","code":2)"),
            at + "code value_is_invalid; " + at + "prorated value_is_invalid; " + at +
                "pay_in_advance value_is_invalid");
}

TEST(LagoProblems, OfModelsThatDoNotGoWithTheMetric) {
  const std::string at = "$.plans[0].charges[0].";
  const std::string rate = R"("charge_model":"percentage","properties":{"rate":"1"})";
  EXPECT_EQ(ofCharge(rate, "latest_agg"), at + "billable_metric invalid_value");
  EXPECT_EQ(ofCharge(rate), "");
  EXPECT_EQ(ofCharge(R"("charge_model":"dynamic")", "count_agg"),
            at + "charge_model invalid_aggregation_type_or_charge_model");
  EXPECT_EQ(ofCharge(R"("prorated":true)", "count_agg"),
            at + "prorated invalid_billable_metric_or_charge_model");
  for (const char* kind : {"max_agg", "latest_agg", "weighted_sum_agg"}) {
    EXPECT_EQ(ofCharge(R"("pay_in_advance":true)", kind),
              at + "pay_in_advance invalid_aggregation_type_or_charge_model")
        << kind;
  }
  EXPECT_EQ(ofCharge(R"("pay_in_advance":true,"prorated":true)"), "");
  const std::string volume =
      R"("charge_model":"volume","properties":{"volume_ranges":[{"from_value":0,"to_value":null,)"
      R"("per_unit_amount":"1","flat_amount":"0"}]},)";
  EXPECT_EQ(ofCharge(volume + R"("prorated":true)"), "");
  EXPECT_EQ(ofCharge(volume + R"("pay_in_advance":true)"),
            at + "pay_in_advance invalid_aggregation_type_or_charge_model");
}

TEST(LagoProblems, OfPricingUnits) {
  const std::string at = "$.plans[0].charges[0].applied_pricing_unit";
  EXPECT_EQ(ofCharge(R"("applied_pricing_unit":{"code":"credits","conversion_rate":"0.5"})"), "");
  EXPECT_EQ(ofCharge(R"("applied_pricing_unit":"credits")"), at + " value_is_invalid");
  EXPECT_EQ(ofCharge(R"("applied_pricing_unit":{})"),
            at + ".code value_is_mandatory; " + at + ".conversion_rate value_is_mandatory");
  for (const char* rate : {"0", "\"-1\"", "\"x\"", "true"}) {
    EXPECT_EQ(ofCharge(R"("applied_pricing_unit":{"code":"c","conversion_rate":)" +
                       std::string(rate) + "}"),
              at + ".conversion_rate value_is_invalid");
  }
}

TEST(LagoProblems, OfTheFiltersOfCharges) {
  const auto values = [](const std::string& json) {
    return ofCharge(R"("filters":[{"properties":{"amount":"1"},"values":)" + json + "}]");
  };
  const std::string at = "$.plans[0].charges[0].filters[0].values";
  EXPECT_EQ(values(R"({"region":["eu"]})"), "");
  EXPECT_EQ(values(R"([{"key":"region","values":["us"]}])"), "");
  EXPECT_EQ(values(R"({"region":["__ALL_FILTER_VALUES__"]})"), "");
  EXPECT_EQ(values("{}"), at + " value_is_mandatory");
  EXPECT_EQ(values("[]"), at + " value_is_mandatory");
  EXPECT_EQ(values("null"), at + " value_is_mandatory");
  EXPECT_EQ(values("7"), at + " value_is_invalid");
  EXPECT_EQ(values(R"({"region":[]})"), at + ".region value_is_mandatory");
  EXPECT_EQ(values(R"({"region":"eu"})"), at + ".region value_is_invalid");
  EXPECT_EQ(values(R"({"cloud":["aws"]})"), at + ".cloud value_is_invalid");
  EXPECT_EQ(values(R"({"region":["eu","mars"]})"), at + ".region value_is_invalid");
  EXPECT_EQ(ofCharge(R"("filters":[{"values":{"region":["eu"]},"properties":{"amount":"x"}}])"),
            "$.plans[0].charges[0].filters[0].properties.amount invalid_amount");
}

TEST(LagoProblems, OfCustomers) {
  const std::string at = "$.customers[0].";
  EXPECT_EQ(ofCustomer(R"({"external_id":"","customer_type":"firm","timezone":"Paris",
                           "country":33})"),
            at + "external_id value_is_mandatory; " + at + "country value_is_invalid; " + at +
                "customer_type value_is_invalid; " + at + "timezone value_is_invalid");
  EXPECT_EQ(ofCustomer(R"({"external_id":{"a":1},"timezone":["UTC"]})"),
            at + "external_id value_is_invalid; " + at + "timezone value_is_invalid");
  EXPECT_EQ(ofCustomer("[],null"),
            "$.customers[0] value_is_invalid; $.customers[1] value_is_invalid");
  EXPECT_EQ(problemsOf(R"({"customers":{},"subscriptions":"x","plans":1,"billable_metrics":true,
                           "organization":[]})"),
            "$.customers value_is_invalid; $.subscriptions value_is_invalid; "
            "$.plans value_is_invalid; $.billable_metrics value_is_invalid; "
            "$.organization value_is_invalid");
  EXPECT_EQ(problemsOf(R"({"organization":{"lago_id":1,"premium":"yes","timezone":"X"}})"),
            "$.organization.lago_id value_is_invalid; $.organization.premium value_is_invalid; "
            "$.organization.timezone value_is_invalid");
}

TEST(LagoProblems, OfSubscriptions) {
  const std::string at = "$.subscriptions[0].";
  const std::string started = R"("started_at":"2024-01-01T00:00:00Z")";
  EXPECT_EQ(ofSubscription(started), "");
  EXPECT_EQ(ofSubscription(started + R"(,"external_customer_id":null,"lago_customer_id":"i")"), "");
  EXPECT_EQ(ofSubscription(R"("status":"active")"), at + "started_at value_is_mandatory");
  EXPECT_EQ(ofSubscription(R"("status":"pending")"), "") << "has not begun";
  EXPECT_EQ(ofSubscription(started + R"(,"status":"asleep","billing_time":"lunar")"),
            at + "billing_time value_is_invalid; " + at + "status value_is_invalid");
  EXPECT_EQ(ofSubscription(R"("started_at":1704067200,"subscription_at":"2024-01-01")"),
            at + "subscription_at value_is_invalid; " + at + "started_at value_is_invalid");
  EXPECT_EQ(ofSubscription(started + R"(,"external_id":null,"plan_code":"q",
                                       "external_customer_id":"d")"),
            at + "external_id value_is_mandatory; " + at +
                "external_customer_id customer_not_found; " + at + "plan_code plan_not_found");
  EXPECT_EQ(ofSubscription(started + R"(,"plan_code":null,"external_customer_id":[])"),
            at + "external_customer_id value_is_invalid; " + at + "plan_code value_is_mandatory");
}

TEST(LagoProblems, OfTheLivesOfSubscriptions) {
  const std::string started = R"("started_at":"2024-01-01T00:00:00Z")";
  const std::string other =
      R"(,{"external_id":"s","external_customer_id":"c","plan_code":"p",)" + started + "}";
  EXPECT_EQ(ofSubscription(started + R"(,"status":"terminated")"),
            "$.subscriptions[0].terminated_at value_is_mandatory");
  EXPECT_EQ(ofSubscription(started + R"(,"terminated_at":"2023-12-31T23:59:59Z")"),
            "$.subscriptions[0].terminated_at value_is_invalid");
  EXPECT_EQ(ofSubscription(started + R"(,"terminated_at":"2024-01-01T00:00:00Z")", other), "");
  EXPECT_EQ(ofSubscription(started, other), "$.subscriptions[1].external_id value_already_exist");
}

TEST(LagoProblems, StandInTheOrderOfTheDocumentWhateverThatIs) {
  const auto read = readCheckedCatalog(R"({"seatsio":{"events":[{"id":"x"}]},
      "subscriptions":[{"external_id":"s","external_customer_id":"c","plan_code":"p"}],
      "customers":[{"external_id":"c","timezone":"X"}],"other":[1],
      "plans":[{"code":"p","interval":"monthly","amount_currency":"EUR","charges":[
        {"billable_metric_code":"m","charge_model":"standard"}]},{"code":"p"}],
      "billable_metrics":[{"code":"m","aggregation_type":"count_agg","name":1}]})");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().path, "$.seatsio.events[0].id");
  EXPECT_EQ(read.error().body,
            R"({"status":422,"error":"Unprocessable Entity","code":"validation_errors",)"
            R"("error_details":{"$.seatsio.events[0].id":["value_is_invalid"],)"
            R"("$.subscriptions[0].started_at":["value_is_mandatory"],)"
            R"("$.customers[0].timezone":["value_is_invalid"],)"
            R"("$.plans[0].charges[0].properties.amount":["invalid_amount"],)"
            R"("$.plans[1].amount_currency":["value_is_invalid"],)"
            R"("$.plans[1].interval":["value_is_mandatory"],)"
            R"("$.plans[1].code":["value_already_exist"],)"
            R"("$.billable_metrics[0].name":["value_is_invalid"]}})");
  EXPECT_EQ(read.error().problems.front().message, "must be an integer");
}

TEST(LagoProblems, CodesOfOnePathStandTogether) {
  const auto read = readCheckedCatalog(R"({"seatsio":{"workspaces":[
      {"id":1},{"id":1,"isTest":3},{"id":1}],"objects":[{"label":"A"},{"label":"A"}]}})");
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().body.find(R"("$.seatsio.workspaces[1].isTest":["value_is_invalid"])"),
            std::string::npos)
      << read.error().body;
  const auto twice = readCheckedCatalog(R"({"seatsio":{"a":1,"a":2}})");
  EXPECT_NE(twice.error().body.find(R"("$.seatsio.a":["value_is_invalid","value_is_invalid"])"),
            std::string::npos);
}

TEST(LagoProblems, MoreThanAnyoneReadsAreCounted) {
  std::string list = "0";
  for (int i = 1; i < 10'005; ++i) list += ",0";
  const auto read = readCheckedCatalog(R"({"customers":[)" + list + "]}");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().problems.size(), 10'001u);
  EXPECT_EQ(read.error().problems.back().message, "has 5 more problems");
}

}  // namespace
}  // namespace tallyfold
