// SPDX-License-Identifier: Apache-2.0
#include "price/checked_catalog.h"

#include "catalog/problems.h"
#include "price/charge_terms.h"
#include "price/currency.h"

namespace tallyfold {
namespace {

void checkCharge(const LagoCatalog& lago, const LagoCharge& charge, CatalogProblems& problems) {
  const Result<ChargeModel> model = chargeModelNamed(charge.model);
  if (!model) return problems.add(charge.path + ".charge_model", model.error().message);
  ChargeProblems found;
  const std::string properties = charge.path + ".properties";
  readChargeTerms(model.value(), charge.properties, properties, lago.premium, found);
  for (size_t i = 0; i < charge.filters.size(); ++i) {
    const std::string path = charge.path + ".filters[" + std::to_string(i) + "].properties";
    readChargeTerms(model.value(), charge.filters[i].properties, path, lago.premium, found);
  }
  const LagoMetric& metric = lago.metrics[charge.metric];
  const ChargeFacts facts{metric.aggregation, metric.recurring, charge.prorated,
                          charge.pay_in_advance};
  checkChargeFacts(model.value(), facts, charge.path, found);
  for (const ChargeProblem& problem : found) problems.add(problem.path, problem.code);
}

void checkPlan(const LagoCatalog& lago, size_t number, CatalogProblems& problems) {
  const LagoPlan& plan = lago.plans[number];
  if (!plan.currency.empty() && !currencyNamed(plan.currency)) {
    problems.add("$.plans[" + std::to_string(number) + "].amount_currency", "value_is_invalid");
  }
  for (const LagoCharge& charge : plan.charges) {
    if (charge.metric < lago.metrics.size()) checkCharge(lago, charge, problems);
  }
}

}  // namespace

Result<std::shared_ptr<const Catalog>> readCheckedCatalog(std::string_view json) {
  CatalogProblems problems;
  const std::shared_ptr<const Catalog> catalog = readCatalog(json, problems);
  for (size_t i = 0; i < catalog->lago.plans.size(); ++i) checkPlan(catalog->lago, i, problems);
  if (!problems.none()) return problems.error();
  return catalog;
}

}  // namespace tallyfold
