// SPDX-License-Identifier: Apache-2.0
// Reads and checks the catalog's members in Lago's words. Later members name entries of earlier
// ones, so they are read in this order: organization, metrics, plans, customers, subscriptions.
//
// Metrics and plans are read from trees. Customers and subscriptions may be hundreds of thousands,
// and are read one at a time from the text.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/name_map.h"
#include "catalog/lago.h"
#include "catalog/members.h"

namespace tallyfold {

/// What only later rooms know about prices.
struct PriceRules {
  bool (*is_currency)(std::string_view code);
  /// Adds what is wrong with the terms of a charge, whose metric is `lago.metrics[charge.metric]`.
  void (*check)(const LagoCatalog& lago, const LagoCharge& charge, CatalogProblems& problems);
};

class LagoReader {
 public:
  /// `rules` may be null: then prices are not checked.
  LagoReader(LagoCatalog& catalog, const PriceRules* rules) : catalog_(catalog), rules_(rules) {}

  void readOrganization(const json::Value& value, CatalogProblems& problems);
  void readMetrics(const json::Value& list, CatalogProblems& problems);
  void readPlans(const json::Value& list, CatalogProblems& problems);
  /// These take the text of a list; false when it is not JSON.
  [[nodiscard]] bool readCustomers(std::string_view list, CatalogProblems& problems);
  [[nodiscard]] bool readSubscriptions(std::string_view list, CatalogProblems& problems);

 private:
  /// An item of a list that was read from a tree.
  struct Item {
    const json::Value& value;
    JsonPath path;
    CatalogProblems& problems;

    [[nodiscard]] Members members() const { return Members(value, path, problems); }
  };

  template <typename Read>
  static void each(const json::Value* list, const JsonPath& path, CatalogProblems& problems,
                   const Read& read);
  template <typename Read>
  static bool eachOf(std::string_view list, const json::ObjectPicker::Names& names,
                     const JsonPath& path, CatalogProblems& problems, const Read& read);

  /// Sets the number of a name unless it has one; whether it had none.
  static bool name(NameMap& numbers, std::string_view name, size_t number);

  void readMetric(const Item& item);
  static void readAggregation(Members& members, LagoMetric& metric);
  static void readRounding(Members& members, LagoMetric& metric);
  static FilterConditions readMetricFilters(const Item& item);
  void readPlan(const Item& item);
  void readCurrency(Members& members, LagoPlan& plan);
  LagoCharge readCharge(const Item& item);
  static json::Value readProperties(const Item& item);
  static void readPricingUnit(const Item& item, LagoCharge& charge);
  std::optional<uint32_t> metricOf(Members& members) const;
  LagoChargeFilter readFilter(const Item& item, const LagoMetric* metric);
  static FilterConditions readFilterValues(const Item& item);
  static void checkFilterValues(const FilterConditions& values, const LagoMetric& metric,
                                const Item& item);

  void readCustomer(Members& members);
  void readSubscription(Members& members);
  void checkLife(Members& members, const LagoSubscription& subscription, size_t status);
  uint32_t customerOf(Members& members) const;
  uint32_t planOf(Members& members) const;
  std::shared_ptr<const Zone> zoneOf(Members& members);

  LagoCatalog& catalog_;
  const PriceRules* rules_;
  // Where an entry of a name stands.
  NameMap metric_of_id_, live_metric_of_, deleted_metric_of_;
  NameMap plan_of_;
  NameMap customer_of_, customer_of_id_;
  NameMap zone_of_;
  std::vector<std::shared_ptr<const Zone>> zones_;  // null: there is none
};

inline bool LagoReader::name(NameMap& numbers, std::string_view name, size_t number) {
  uint32_t& known = numbers.at(name);
  if (known != NameMap::kNone) return false;
  known = static_cast<uint32_t>(number);
  return true;
}

template <typename Read>
void LagoReader::each(const json::Value* list, const JsonPath& path, CatalogProblems& problems,
                      const Read& read) {
  if (list == nullptr || list->isNull()) return;
  if (!list->isArray()) return problems.add(path.text(), kNoArray);
  for (size_t i = 0; i < list->items.size(); ++i) {
    const Item item{list->items[i], {path.parent, path.name, i}, problems};
    if (item.value.isObject()) {
      read(item);
    } else {
      problems.add(item.path.text(), kNoObject);
    }
  }
}

}  // namespace tallyfold
