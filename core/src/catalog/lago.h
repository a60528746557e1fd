// SPDX-License-Identifier: Apache-2.0
// The catalog in Lago's own words: metrics, plans with their charges, customers, subscriptions.
//
// Everything stands as the API returns it, so that it can be pasted. Source of the fields: Lago's
// public API documents.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/name_map.h"
#include "base/siphash.h"
#include "catalog/charge_filters.h"
#include "catalog/period.h"
#include "expression/expression.h"
#include "json/value.h"
#include "time/zone.h"

namespace tallyfold {

enum class LagoAggregation : uint8_t { Count, Sum, Max, UniqueCount, Latest, WeightedSum };
enum class LagoRounding : uint8_t { None, Round, Ceil, Floor };

struct LagoMetric {
  std::string lago_id, code, name;
  LagoAggregation aggregation = LagoAggregation::Count;
  std::string field_name;                        ///< property that is aggregated; unused by count
  std::shared_ptr<const Expression> expression;  ///< computes the property instead; may be null
  bool recurring = false;  ///< what was counted stays counted in later periods
  LagoRounding rounding = LagoRounding::None;
  int32_t rounding_precision = 0;
  FilterConditions filters;  ///< keys that charges may filter by, with their values
  bool deleted = false;      ///< it keeps its code, which may come back
};

struct LagoChargeFilter {
  FilterConditions values;
  json::Value properties;
  std::string name;
};

struct LagoCharge {
  std::string lago_id, code, name;
  uint32_t metric = 0;  ///< index into metrics
  std::string model;
  json::Value properties;
  std::vector<LagoChargeFilter> filters;
  bool prorated = false;
  bool pay_in_advance = false;
  std::string pricing_unit;     ///< code of the unit it is priced in; empty: the currency
  std::string conversion_rate;  ///< from that unit to the currency, as decimal text
  std::string path;             ///< JSON path in the catalog, for messages
};

struct LagoPlan {
  std::string code, currency;
  BillingInterval interval = BillingInterval::Monthly;
  bool bill_charges_monthly = false;
  std::vector<LagoCharge> charges;
};

struct LagoCustomer {
  std::string external_id, country;
  bool is_company = false;
  bool has_type = false;
  std::shared_ptr<const Zone> zone;  ///< null: the organization's
};

struct LagoSubscription {
  std::string external_id;
  uint32_t customer = 0;  ///< index into customers
  uint32_t plan = 0;      ///< index into plans
  bool anniversary = false;
  int64_t started_ns = 0;
  int64_t subscription_ns = 0;           ///< what anniversaries are counted from
  std::optional<int64_t> terminated_ns;  ///< its last instant
};

struct LagoCatalog {
  std::string organization_id;
  bool premium = true;
  std::shared_ptr<const Zone> zone;  ///< of the organization; null: UTC
  Hash128 fingerprint;               ///< of the document's text
  std::vector<LagoMetric> metrics;
  std::vector<LagoPlan> plans;
  std::vector<LagoCustomer> customers;
  std::vector<LagoSubscription> subscriptions;

  /// Subscriptions of an external id, by their start.
  [[nodiscard]] std::vector<uint32_t> subscriptionsOf(std::string_view external_id) const;
  /// The live metric of a code, else a deleted one; null when there is none.
  [[nodiscard]] const LagoMetric* metric(std::string_view code) const;
  /// Whether some deleted metric has this code.
  [[nodiscard]] bool isDeleted(std::string_view code) const;
  /// Zone of a customer's days; null: UTC.
  [[nodiscard]] const std::shared_ptr<const Zone>& zoneOf(const LagoCustomer& customer) const {
    return customer.zone ? customer.zone : zone;
  }

 private:
  friend class LagoReader;
  NameMap last_subscription_of_;                 // by external id
  std::vector<uint32_t> previous_subscription_;  // of each, the one before it of the same id
};

}  // namespace tallyfold
