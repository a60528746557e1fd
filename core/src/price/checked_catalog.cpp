// SPDX-License-Identifier: Apache-2.0
#include "price/checked_catalog.h"

#include "catalog/lago_reader.h"
#include "price/charge_terms.h"
#include "price/currency.h"

namespace tallyfold {
namespace {

void checkCharge(const LagoCatalog& lago, const LagoCharge& charge, CatalogProblems& problems) {
  const Result<ChargeModel> model = chargeModelNamed(charge.model);
  if (!model)
    return problems.add(charge.path + ".charge_model", kInvalidValue, model.error().message);
  ChargeProblems found;
  const LagoMetric& metric = lago.metrics[charge.metric];
  checkChargeFacts(model.value(),
                   {metric.aggregation, metric.recurring, charge.prorated, charge.pay_in_advance},
                   charge.path, found);
  const std::string properties = charge.path + ".properties";
  readChargeTerms(model.value(), charge.properties, properties, lago.premium, found);
  for (size_t i = 0; i < charge.filters.size(); ++i) {
    const std::string path = charge.path + ".filters[" + std::to_string(i) + "].properties";
    readChargeTerms(model.value(), charge.filters[i].properties, path, lago.premium, found);
  }
  for (ChargeProblem& problem : found)
    problems.add(std::move(problem.path), std::move(problem.code), std::move(problem.message));
}

bool isCurrency(std::string_view code) { return currencyNamed(code).has_value(); }

}  // namespace

Result<std::shared_ptr<const Catalog>> readCheckedCatalog(std::string_view json) {
  static constexpr PriceRules kRules = {isCurrency, checkCharge};
  return readCatalog(json, &kRules);
}

}  // namespace tallyfold
