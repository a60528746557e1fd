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

bool mayBePaidInAdvance(ChargeModel model, LagoAggregation aggregation) {
  return model != ChargeModel::Volume &&
         (aggregation == LagoAggregation::Count || aggregation == LagoAggregation::Sum ||
          aggregation == LagoAggregation::UniqueCount);
}

}  // namespace

Result<ChargeModel> chargeModelNamed(std::string_view name) {
  for (std::size_t i = 0; i < kModelNames.size(); ++i) {
    if (kModelNames[i] == name) return static_cast<ChargeModel>(i);
  }
  if (name == "custom") {
    return Error{
        ErrorCode::InvalidCatalog,
        "is custom, which is not offered: its prices come from code that cannot be run here", ""};
  }
  return Error{ErrorCode::InvalidCatalog, "is no charge model", ""};
}

void checkChargeFacts(ChargeModel model, const ChargeFacts& facts, const std::string& path,
                      ChargeProblems& problems) {
  const bool is_rate =
      model == ChargeModel::Percentage || model == ChargeModel::GraduatedPercentage;
  const auto add = [&](const char* name, const char* code, const char* message) {
    problems.push_back({path + "." + name, code, message});
  };
  if (is_rate && facts.aggregation == LagoAggregation::Latest) {
    add("billable_metric", "invalid_value", "must not be a latest_agg: a rate needs a sum");
  }
  if (model == ChargeModel::Dynamic && facts.aggregation != LagoAggregation::Sum) {
    add("charge_model", "invalid_aggregation_type_or_charge_model",
        "can be dynamic only with a sum_agg");
  }
  if (facts.pay_in_advance && !mayBePaidInAdvance(model, facts.aggregation)) {
    add("pay_in_advance", "invalid_aggregation_type_or_charge_model",
        "is only for count_agg, sum_agg and unique_count_agg, and never for volume");
  }
  if (facts.prorated && !mayBeProrated(model, facts)) {
    add("prorated", "invalid_billable_metric_or_charge_model",
        "needs a recurring metric but weighted_sum_agg, and the model standard, or in arrears "
        "volume or graduated");
  }
}

}  // namespace tallyfold
