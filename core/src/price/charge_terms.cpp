// SPDX-License-Identifier: Apache-2.0
#include "price/charge_terms.h"

#include <array>

namespace tallyfold {

namespace {

// In the order of ChargeModel.
constexpr std::array<std::string_view, 7> kModelNames = {
    "standard", "graduated", "graduated_percentage", "package", "percentage", "volume", "dynamic"};

// A prorated charge needs a metric that carries over, and a model that knows what a part of a
// unit costs.
bool mayBeProrated(ChargeModel model, const ChargeFacts& facts) {
  if (!facts.recurring || facts.aggregation == LagoAggregation::WeightedSum) return false;
  if (model == ChargeModel::Standard) return true;
  const bool has_tiers = model == ChargeModel::Volume || model == ChargeModel::Graduated;
  return has_tiers && !facts.pay_in_advance;
}

}  // namespace

Result<ChargeModel> chargeModelNamed(std::string_view name) {
  for (std::size_t i = 0; i < kModelNames.size(); ++i) {
    if (kModelNames[i] == name) return static_cast<ChargeModel>(i);
  }
  if (name == "custom") {
    return Error{ErrorCode::InvalidCatalog,
                 "the charge model \"custom\" is not supported: its prices come from code that "
                 "runs on Lago's servers",
                 ""};
  }
  return Error{ErrorCode::InvalidCatalog, "unknown charge model \"" + std::string(name) + "\"", ""};
}

void checkChargeFacts(ChargeModel model, const ChargeFacts& facts, const std::string& path,
                      ChargeProblems& problems) {
  const bool is_rate =
      model == ChargeModel::Percentage || model == ChargeModel::GraduatedPercentage;
  if (is_rate && facts.aggregation == LagoAggregation::Latest) {
    problems.push_back({path + ".billable_metric", "invalid_value"});
  }
  if (model == ChargeModel::Dynamic && facts.aggregation != LagoAggregation::Sum) {
    problems.push_back({path + ".charge_model", "invalid_aggregation_type_or_charge_model"});
  }
  if (model == ChargeModel::Volume && facts.pay_in_advance) {
    problems.push_back({path + ".pay_in_advance", "invalid_aggregation_type_or_charge_model"});
  }
  if (facts.prorated && !mayBeProrated(model, facts)) {
    problems.push_back({path + ".prorated", "invalid_billable_metric_or_charge_model"});
  }
}

}  // namespace tallyfold
