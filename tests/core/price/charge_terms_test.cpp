// SPDX-License-Identifier: Apache-2.0
// If this fails, a charge that Lago refuses is priced, or its problems have other names or places.
#include "price/charge_terms.h"

#include "charge.h"

namespace tallyfold {
namespace {

using namespace charge;

std::string problemsOf(std::string_view model, std::string_view properties, bool premium = true) {
  const auto json = json::parse(properties);
  EXPECT_TRUE(json.ok()) << properties;
  ChargeProblems problems;
  const auto terms =
      readChargeTerms(chargeModelNamed(model).value(), json.value(), "$.p", premium, problems);
  EXPECT_EQ(terms.has_value(), problems.empty());
  std::string text;
  for (const auto& [path, code, message] : problems)
    text += (text.empty() ? "" : "; ") + path + " " + code;
  return text;
}

std::string tiersProblems(std::initializer_list<std::string> list) {
  return problemsOf("graduated", ranges("graduated_ranges", list));
}

TEST(ChargeTerms, KnowsTheModels) {
  for (const char* name : {"standard", "graduated", "graduated_percentage", "package", "percentage",
                           "volume", "dynamic"}) {
    EXPECT_TRUE(chargeModelNamed(name).ok()) << name;
  }
  EXPECT_EQ(chargeModelNamed("volume").value(), ChargeModel::Volume);
}

TEST(ChargeTerms, RefusesCustomAndUnknownModels) {
  const auto custom = chargeModelNamed("custom");
  ASSERT_FALSE(custom.ok());
  EXPECT_EQ(custom.error().code, ErrorCode::InvalidCatalog);
  EXPECT_EQ(custom.error().message.find("is custom, which is not offered"), 0u);
  ASSERT_FALSE(chargeModelNamed("tiered").ok());
  EXPECT_EQ(chargeModelNamed("tiered").error().message, "is no charge model");
}

TEST(ChargeTerms, WantsAmountsAsTextsOfAtLeastZero) {
  EXPECT_EQ(problemsOf("standard", R"({"amount":"0"})"), "");
  EXPECT_EQ(problemsOf("standard", R"({"amount":"1e-3"})"), "");
  for (const char* wrong : {"{}", R"({"amount":null})", R"({"amount":5})", R"({"amount":"-1"})",
                            R"({"amount":"five"})", R"({"amount":""})", R"({"amount":"NaN"})"}) {
    EXPECT_EQ(problemsOf("standard", wrong), "$.p.amount invalid_amount") << wrong;
  }
}

TEST(ChargeTerms, WantsWholePackages) {
  EXPECT_EQ(problemsOf("package", R"({"amount":"1","package_size":10,"free_units":0})"), "");
  EXPECT_EQ(problemsOf("package", R"({"amount":"1","package_size":0,"free_units":-1})"),
            "$.p.free_units invalid_free_units; $.p.package_size invalid_package_size");
  EXPECT_EQ(problemsOf("package", R"({"package_size":"10","free_units":1.5})"),
            "$.p.amount invalid_amount; $.p.free_units invalid_free_units; "
            "$.p.package_size invalid_package_size");
}

TEST(ChargeTerms, WantsTiersFromZeroToTheEnd) {
  const std::string tail = range("11", "null", "1", "0");
  const std::string code = " invalid_graduated_ranges";
  const std::string first = "$.p.graduated_ranges[0]" + code;
  const std::string second = "$.p.graduated_ranges[1]" + code;
  EXPECT_EQ(tiersProblems({range("0", "10", "1", "0"), tail}), "");
  EXPECT_EQ(tiersProblems({range("0", "11", "1", "0"), tail}), "") << "touching";
  EXPECT_EQ(tiersProblems({range("0", R"("10.0")", "1", "0"), tail}), "") << "as text";
  EXPECT_EQ(tiersProblems({range("1", "10", "1", "0"), tail}), first);
  EXPECT_EQ(tiersProblems({range("0", "9", "1", "0"), tail}), second) << "gap";
  EXPECT_EQ(tiersProblems({range("0", "12", "1", "0"), tail}), second) << "overlap";
  EXPECT_EQ(tiersProblems({range("0", "10", "1", "0")}), first) << "no end";
  EXPECT_EQ(tiersProblems({range("0", "null", "1", "0"), tail}), first + "; " + second);
  EXPECT_EQ(tiersProblems({range("0", "0", "1", "0"), range("1", "null", "1", "0")}), first);
  EXPECT_EQ(tiersProblems({range("null", "null", "1", "0")}), first);
  EXPECT_EQ(tiersProblems({range("0", R"("many")", "1", "0"), tail}), first + "; " + second);
}

TEST(ChargeTerms, NamesMissingTiersAndTheirAmounts) {
  EXPECT_EQ(problemsOf("graduated", "{}"), "$.p.graduated_ranges missing_graduated_ranges");
  EXPECT_EQ(problemsOf("volume", R"({"volume_ranges":[]})"),
            "$.p.volume_ranges missing_volume_ranges");
  EXPECT_EQ(problemsOf("graduated_percentage", R"({"graduated_percentage_ranges":3})"),
            "$.p.graduated_percentage_ranges missing_graduated_percentage_ranges");
  EXPECT_EQ(tiersProblems({range("0", "null", "-1", "")}),
            "$.p.graduated_ranges[0].per_unit_amount invalid_amount; "
            "$.p.graduated_ranges[0].flat_amount invalid_amount");
  EXPECT_EQ(problemsOf("graduated_percentage", ranges("graduated_percentage_ranges",
                                                      {range("0", "null", "x", "0", "rate")})),
            "$.p.graduated_percentage_ranges[0].rate invalid_rate");
  EXPECT_EQ(problemsOf("volume", R"({"volume_ranges":[7]})"),
            "$.p.volume_ranges[0].per_unit_amount invalid_amount; "
            "$.p.volume_ranges[0].flat_amount invalid_amount; "
            "$.p.volume_ranges[0] invalid_volume_ranges");
}

TEST(ChargeTerms, ChecksPercentages) {
  EXPECT_EQ(problemsOf("percentage", R"({"rate":"0"})"), "");
  EXPECT_EQ(
      problemsOf("percentage", R"({"rate":"1","fixed_amount":null,"free_units_per_events":null,
      "free_units_per_total_aggregation":null,"per_transaction_min_amount":""})"),
      "");
  EXPECT_EQ(problemsOf("percentage", R"({"rate":1,"fixed_amount":"x","free_units_per_events":0,
      "free_units_per_total_aggregation":"-1"})"),
            "$.p.rate invalid_rate; $.p.fixed_amount invalid_fixed_amount; "
            "$.p.free_units_per_total_aggregation invalid_free_units_per_total_aggregation; "
            "$.p.free_units_per_events invalid_free_units_per_events");
}

TEST(ChargeTerms, ChecksLimitsOnlyWithTheLicence) {
  const char* const crossed =
      R"({"rate":"1","per_transaction_min_amount":"3","per_transaction_max_amount":"2"})";
  EXPECT_EQ(problemsOf("percentage", crossed),
            "$.p.per_transaction_max_amount per_transaction_max_lower_than_per_transaction_min");
  EXPECT_EQ(problemsOf("percentage", crossed, false), "");
  EXPECT_EQ(problemsOf("percentage", R"({"rate":"1","per_transaction_min_amount":"x"})"),
            "$.p.per_transaction_min_amount invalid_amount");
}

std::string factsProblems(ChargeModel model, const ChargeFacts& facts) {
  ChargeProblems problems;
  checkChargeFacts(model, facts, "$", problems);
  std::string text;
  for (const auto& [path, code, message] : problems) text += path + " " + code;
  return text;
}

TEST(ChargeTerms, ChecksWhatModelsGoWith) {
  const auto sum = LagoAggregation::Sum;
  const auto latest = LagoAggregation::Latest;
  EXPECT_EQ(factsProblems(ChargeModel::Percentage, {latest}), "$.billable_metric invalid_value");
  EXPECT_EQ(factsProblems(ChargeModel::GraduatedPercentage, {latest}),
            "$.billable_metric invalid_value");
  EXPECT_EQ(factsProblems(ChargeModel::Standard, {latest}), "");
  EXPECT_EQ(factsProblems(ChargeModel::Dynamic, {sum}), "");
  EXPECT_NE(factsProblems(ChargeModel::Dynamic, {LagoAggregation::Count}), "");
  EXPECT_EQ(factsProblems(ChargeModel::Volume, {sum, false, false, true}),
            "$.pay_in_advance invalid_aggregation_type_or_charge_model");
}

TEST(ChargeTerms, ChecksProration) {
  const auto sum = LagoAggregation::Sum;
  const std::string refused = "$.prorated invalid_billable_metric_or_charge_model";
  for (const auto model : {ChargeModel::Standard, ChargeModel::Volume, ChargeModel::Graduated}) {
    EXPECT_EQ(factsProblems(model, {sum, true, true, false}), "");
    EXPECT_EQ(factsProblems(model, {sum, false, true, false}), refused) << "not recurring";
    EXPECT_EQ(factsProblems(model, {LagoAggregation::WeightedSum, true, true, false}), refused);
  }
  EXPECT_EQ(factsProblems(ChargeModel::Standard, {sum, true, true, true}), "");
  EXPECT_EQ(factsProblems(ChargeModel::Graduated, {sum, true, true, true}), refused);
  EXPECT_EQ(factsProblems(ChargeModel::Package, {sum, true, true, false}), refused);
}

}  // namespace
}  // namespace tallyfold
