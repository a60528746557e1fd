// SPDX-License-Identifier: Apache-2.0
// Reading and checking a catalog in Lago's words.
#include <algorithm>

#include "catalog/lago.h"
#include "catalog/members.h"

namespace tallyfold {

class LagoReader {
 public:
  LagoReader(LagoCatalog& catalog, CatalogProblems& problems)
      : catalog_(catalog), problems_(problems) {}

  void read(const json::Value& document) {
    readOrganization(document);
    each(document, "billable_metrics", &LagoReader::readMetric);
    each(document, "plans", &LagoReader::readPlan);
    each(document, "customers", &LagoReader::readCustomer);
    each(document, "subscriptions", &LagoReader::readSubscription);
    for (auto& [external_id, list] : catalog_.subscriptions_of_) {
      std::stable_sort(list.begin(), list.end(), [this](uint32_t a, uint32_t b) {
        return catalog_.subscriptions[a].started_ns < catalog_.subscriptions[b].started_ns;
      });
    }
  }

 private:
  using Reader = void (LagoReader::*)(Members&);

  void each(const json::Value& object, const std::string& name, Reader reader,
            const std::string& path = "$") {
    const json::Value* list = object.find(name);
    if (list == nullptr || list->isNull()) return;
    if (!list->isArray()) return problems_.add(path + "." + name, "value_is_invalid");
    for (size_t i = 0; i < list->items.size(); ++i) {
      const std::string item_path = path + "." + name + "[" + std::to_string(i) + "]";
      if (!list->items[i].isObject()) {
        problems_.add(item_path, "value_is_invalid");
        continue;
      }
      Members members(list->items[i], item_path, problems_);
      item_ = &list->items[i];
      (this->*reader)(members);
    }
  }

  void readOrganization(const json::Value& document) {
    const json::Value* value = document.find("organization");
    if (value == nullptr || value->isNull()) return;
    if (!value->isObject()) return problems_.add("$.organization", "value_is_invalid");
    Members members(*value, "$.organization", problems_);
    catalog_.organization_id = members.text("lago_id");
    catalog_.premium = members.flag("premium", true);
    catalog_.zone = members.zone("timezone");
  }

  // {"region": ["eu"]} or, as the API lists a metric's, [{"key": "region", "values": ["eu"]}].
  FilterConditions readValues(const json::Value* value, const std::string& path) {
    FilterConditions values;
    if (value == nullptr || value->isNull()) return values;
    if (value->isArray()) {
      for (size_t i = 0; i < value->items.size(); ++i) {
        const json::Value* key = value->items[i].find("key");
        const json::Value* list = value->items[i].find("values");
        const std::string item_path = path + "[" + std::to_string(i) + "]";
        if (key == nullptr || !key->isText() || key->text.empty())
          problems_.add(item_path + ".key", "value_is_mandatory");
        else
          values.push_back({key->text, readTexts(list, item_path + ".values")});
      }
      return values;
    }
    if (!value->isObject()) return problems_.add(path, "value_is_invalid"), values;
    for (const auto& [key, list] : value->members)
      values.push_back({key, readTexts(&list, path + "." + key)});
    return values;
  }
  std::vector<std::string> readTexts(const json::Value* list, const std::string& path) {
    std::vector<std::string> texts;
    if (list == nullptr || !list->isArray()) return problems_.add(path, "value_is_invalid"), texts;
    for (const json::Value& item : list->items) {
      if (!item.isText() && item.kind != json::Kind::Number)
        problems_.add(path, "value_is_invalid");
      texts.push_back(item.text);
    }
    return texts;
  }

  void readMetric(Members& members) {
    LagoMetric metric;
    metric.lago_id = members.text("lago_id");
    metric.code = members.requiredText("code");
    metric.name = members.text("name");
    const json::Value* kind = members.find("aggregation_type");
    if (kind != nullptr && kind->isText() && kind->text == "custom_agg") {
      members.problem("aggregation_type", "custom_agg is not offered: its code cannot be run here");
    } else {
      metric.aggregation = static_cast<LagoAggregation>(members.choice(
          "aggregation_type",
          {"count_agg", "sum_agg", "max_agg", "unique_count_agg", "latest_agg", "weighted_sum_agg"},
          std::nullopt));
    }
    const bool counts = metric.aggregation == LagoAggregation::Count;
    metric.field_name = counts ? members.text("field_name") : members.requiredText("field_name");
    readExpression(members, metric);
    metric.recurring = members.flag("recurring");
    const bool may_recur = metric.aggregation == LagoAggregation::Sum ||
                           metric.aggregation == LagoAggregation::UniqueCount ||
                           metric.aggregation == LagoAggregation::WeightedSum;
    if (metric.recurring && !may_recur)
      members.problem("recurring", "not_compatible_with_aggregation_type");
    metric.rounding = static_cast<LagoRounding>(
        members.choice("rounding_function", {"none", "round", "ceil", "floor"}, 0));
    metric.rounding_precision = static_cast<int32_t>(
        std::clamp<int64_t>(members.integer("rounding_precision", 0), -1000, 1000));
    metric.filters = readValues(members.find("filters"), members.path() + ".filters");
    metric.deleted = members.time("deleted_at").has_value();
    const bool known =
        std::any_of(catalog_.metrics.begin(), catalog_.metrics.end(), [&](const LagoMetric& other) {
          return !other.deleted && !metric.deleted && other.code == metric.code;
        });
    if (known) members.problem("code", "value_already_exist");
    catalog_.metrics.push_back(std::move(metric));
  }

  void readExpression(Members& members, LagoMetric& metric) {
    const std::string text = members.text("expression");
    if (text.empty()) return;
    Result<Expression> parsed = Expression::parse(text);
    if (!parsed)
      return members.problem("expression", "invalid_expression: " + parsed.error().message);
    metric.expression = std::make_shared<const Expression>(std::move(parsed).value());
  }

  void readPlan(Members& members) {
    LagoPlan plan;
    plan.code = members.requiredText("code");
    plan.currency = members.requiredText("amount_currency");
    plan.interval = static_cast<BillingInterval>(members.choice(
        "interval", {"weekly", "monthly", "quarterly", "semiannual", "yearly"}, std::nullopt));
    plan.bill_charges_monthly = members.flag("bill_charges_monthly");
    const bool known = std::any_of(catalog_.plans.begin(), catalog_.plans.end(),
                                   [&](const LagoPlan& other) { return other.code == plan.code; });
    if (known) members.problem("code", "value_already_exist");
    plan_ = &plan;
    each(*item_, "charges", &LagoReader::readCharge, members.path());
    catalog_.plans.push_back(std::move(plan));
  }

  void readCharge(Members& members) {
    LagoCharge charge;
    charge.path = members.path();
    charge.lago_id = members.text("lago_id");
    charge.code = members.text("code");
    charge.name = members.text("invoice_display_name");
    charge.model = members.requiredText("charge_model");
    if (const json::Value* properties = members.find("properties")) charge.properties = *properties;
    charge.prorated = members.flag("prorated");
    charge.pay_in_advance = members.flag("pay_in_advance");
    readPricingUnit(members, charge);
    const json::Value item = *item_;  // a filter's members become the item
    charge.metric = metricOf(members);
    charge_ = &charge;
    each(item, "filters", &LagoReader::readFilter, members.path());
    plan_->charges.push_back(std::move(charge));
  }

  void readPricingUnit(Members& members, LagoCharge& charge) {
    const json::Value* unit = members.find("applied_pricing_unit");
    if (unit == nullptr) return;
    if (!unit->isObject()) return members.problem("applied_pricing_unit", "value_is_invalid");
    const std::string path = members.path() + ".applied_pricing_unit";
    Members of_unit(*unit, path, problems_);
    charge.pricing_unit = of_unit.requiredText("code");
    const json::Value* rate = of_unit.find("conversion_rate");
    const bool readable = rate != nullptr && (rate->isText() || rate->kind == json::Kind::Number);
    if (!readable) return of_unit.problem("conversion_rate", "value_is_mandatory");
    charge.conversion_rate = rate->text;
  }

  // By its id where the charge has one, for a code may have belonged to a metric that was deleted.
  uint32_t metricOf(Members& members) {
    const std::string id = members.text("lago_billable_metric_id");
    const std::string code = members.text("billable_metric_code");
    const auto& metrics = catalog_.metrics;
    for (uint32_t i = 0; i < metrics.size(); ++i) {
      if (!id.empty() && metrics[i].lago_id == id) return i;
    }
    std::optional<uint32_t> of_code;
    for (uint32_t i = 0; i < metrics.size(); ++i) {
      if (code.empty() || metrics[i].code != code) continue;
      if (!of_code || metrics[*of_code].deleted) of_code = i;
    }
    if (!of_code) members.problem("billable_metric_code", "billable_metric_not_found");
    return of_code.value_or(0);
  }

  void readFilter(Members& members) {
    LagoChargeFilter filter;
    filter.name = members.text("invoice_display_name");
    filter.values = readValues(members.find("values"), members.path() + ".values");
    if (const json::Value* properties = members.find("properties")) filter.properties = *properties;
    if (filter.values.empty()) members.problem("values", "value_is_mandatory");
    charge_->filters.push_back(std::move(filter));
  }

  void readCustomer(Members& members) {
    LagoCustomer customer;
    customer.external_id = members.requiredText("external_id");
    customer.country = members.text("country");
    customer.has_type = members.find("customer_type") != nullptr;
    customer.is_company = members.choice("customer_type", {"individual", "company"}, 0) == 1;
    customer.zone = members.zone("timezone");
    const auto place = static_cast<uint32_t>(catalog_.customers.size());
    if (!customer_of_.emplace(customer.external_id, place).second)
      members.problem("external_id", "value_already_exist");
    const std::string id = members.text("lago_id");
    if (!id.empty()) customer_of_id_.emplace(id, place);
    catalog_.customers.push_back(std::move(customer));
  }

  void readSubscription(Members& members) {
    LagoSubscription subscription;
    subscription.external_id = members.requiredText("external_id");
    subscription.customer = customerOf(members);
    subscription.plan = planOf(members);
    subscription.anniversary = members.choice("billing_time", {"calendar", "anniversary"}, 0) == 1;
    const auto subscription_at = members.time("subscription_at");
    const auto started_at = members.time("started_at");
    members.choice("status", {"active", "terminated", "pending", "canceled"}, 0);
    const json::Value* status = members.find("status");
    // One that has not begun has no usage.
    const bool has_begun =
        status == nullptr || status->text == "active" || status->text == "terminated";
    if (has_begun && !members.find("started_at") && !members.find("subscription_at"))
      members.problem("started_at", "value_is_mandatory");
    if (!has_begun || (!started_at && !subscription_at)) return;
    subscription.started_ns = started_at ? *started_at : *subscription_at;
    subscription.subscription_ns = subscription_at ? *subscription_at : *started_at;
    subscription.terminated_ns = members.time("terminated_at");
    const auto place = static_cast<uint32_t>(catalog_.subscriptions.size());
    catalog_.subscriptions_of_[subscription.external_id].push_back(place);
    catalog_.subscriptions.push_back(std::move(subscription));
  }
  uint32_t customerOf(Members& members) {
    auto found = customer_of_id_.find(members.text("lago_customer_id"));
    if (found != customer_of_id_.end()) return found->second;
    const std::string id = members.requiredText("external_customer_id");
    found = customer_of_.find(id);
    if (found != customer_of_.end()) return found->second;
    if (!id.empty()) members.problem("external_customer_id", "customer_not_found");
    return 0;
  }
  uint32_t planOf(Members& members) {
    const std::string code = members.requiredText("plan_code");
    const auto& plans = catalog_.plans;
    if (plan_of_.size() != plans.size()) {
      for (uint32_t i = 0; i < plans.size(); ++i) plan_of_.emplace(plans[i].code, i);
    }
    const auto found = plan_of_.find(code);
    if (found != plan_of_.end()) return found->second;
    if (!code.empty()) members.problem("plan_code", "plan_not_found");
    return 0;
  }

  LagoCatalog& catalog_;
  CatalogProblems& problems_;
  const json::Value* item_ = nullptr;  // that is being read
  LagoPlan* plan_ = nullptr;
  LagoCharge* charge_ = nullptr;
  std::unordered_map<std::string, uint32_t> customer_of_, customer_of_id_, plan_of_;
};

void LagoCatalog::read(const json::Value& document, CatalogProblems& problems) {
  LagoReader(*this, problems).read(document);
}

std::vector<uint32_t> LagoCatalog::subscriptionsOf(std::string_view external_id) const {
  const auto found = subscriptions_of_.find(std::string(external_id));
  return found == subscriptions_of_.end() ? std::vector<uint32_t>() : found->second;
}

const LagoMetric* LagoCatalog::metric(std::string_view code) const {
  const LagoMetric* found = nullptr;
  for (const LagoMetric& metric : metrics) {
    if (metric.code == code && (found == nullptr || found->deleted)) found = &metric;
  }
  return found;
}

bool LagoCatalog::isDeleted(std::string_view code) const {
  return std::any_of(metrics.begin(), metrics.end(), [code](const LagoMetric& metric) {
    return metric.deleted && metric.code == code;
  });
}

}  // namespace tallyfold
