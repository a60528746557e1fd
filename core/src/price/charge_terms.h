// SPDX-License-Identifier: Apache-2.0
// What has a charge agreed on, and is it valid?
//
// A charge's model is a name; its terms are the model's properties, read and checked once. Charges
// with filters have terms per filter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/lago.h"
#include "json/value.h"
#include "price/dynamic.h"
#include "price/graduated.h"
#include "price/graduated_percentage.h"
#include "price/package.h"
#include "price/percentage.h"
#include "price/standard.h"
#include "price/volume.h"
#include "tallyfold/result.h"

namespace tallyfold {

enum class ChargeModel : std::uint8_t {
  Standard,
  Graduated,
  GraduatedPercentage,
  Package,
  Percentage,
  Volume,
  Dynamic
};

/// In the order of ChargeModel.
using ChargeTerms = std::variant<StandardTerms, GraduatedTerms, GraduatedPercentageTerms,
                                 PackageTerms, PercentageTerms, VolumeTerms, DynamicTerms>;

inline ChargeModel modelOf(const ChargeTerms& terms) {
  return static_cast<ChargeModel>(terms.index());
}

/// One thing that is wrong with a charge: where, in Lago's code, and in words.
///   {"$.plans[0].charges[2].properties.amount", "invalid_amount", "must be ..."}
using ChargeProblem = Problem;
using ChargeProblems = std::vector<ChargeProblem>;

/// The model of a name. Errors, without a path: `custom`, which runs code of the organization, and
/// names that are no model.
///   chargeModelNamed("graduated_percentage")   // ChargeModel::GraduatedPercentage
Result<ChargeModel> chargeModelNamed(std::string_view name);

/// Reads a charge's or a filter's properties; `path` is theirs. Absent when something is wrong,
/// which is then in `problems`. Amounts are texts of decimals of at least 0. Without the premium
/// licence, a percentage's limits per transaction are passed over, as Lago does.
///
///   standard                      amount
///   package                       amount, package_size, free_units (both integers)
///   graduated, volume             graduated_ranges, volume_ranges: from_value, to_value,
///                                 per_unit_amount, flat_amount
///   graduated_percentage          graduated_percentage_ranges: the same with a rate per range
///   percentage                    rate, fixed_amount?, free_units_per_events?,
///                                 free_units_per_total_aggregation?, per_transaction_min_amount?,
///                                 per_transaction_max_amount?
///   dynamic                       nothing
/// Of all models `pricing_group_keys`, or `grouped_by` where those are absent, are lists of texts.
std::optional<ChargeTerms> readChargeTerms(ChargeModel model, const json::Value& properties,
                                           const std::string& path, bool premium,
                                           ChargeProblems& problems);

/// What a model asks of the charge and metric round it.
struct ChargeFacts {
  LagoAggregation aggregation = LagoAggregation::Count;
  bool recurring = false;
  bool prorated = false;
  bool pay_in_advance = false;
};

/// Adds what the model does not go with; `path` is the charge's. Percentages do not take `latest`,
/// dynamic takes only `sum`, volume is not paid in advance, and of proration see prorated charges
/// in Lago's documents.
void checkChargeFacts(ChargeModel model, const ChargeFacts& facts, const std::string& path,
                      ChargeProblems& problems);

}  // namespace tallyfold
