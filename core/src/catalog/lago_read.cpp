// SPDX-License-Identifier: Apache-2.0
// Reading and checking the organization, customers and subscriptions.
#include <algorithm>

#include "catalog/lago_reader.h"
#include "json/list_reader.h"

namespace tallyfold {
namespace {

const JsonPath kRoot;
constexpr int kLevelsAboveItems = 2;  // the document and the list

enum class Life : size_t { Active, Terminated, Pending, Canceled };

}  // namespace

// Reads the items one after another; false when the text is no JSON.
template <typename Read>
bool LagoReader::eachOf(std::string_view list, const json::ObjectPicker::Names& names,
                        const JsonPath& path, CatalogProblems& problems, const Read& read) {
  json::ObjectPicker picker(names, kLevelsAboveItems);
  json::ListReader reader(list);
  JsonPath item{path.parent, path.name, 0};
  for (; reader.next(picker); ++item.index) {
    if (!picker.isObject()) {
      problems.add(item.text(), kNoObject);
      continue;
    }
    Members members(picker, item, problems);
    read(members);
  }
  return reader.ended();
}

void LagoReader::readOrganization(const json::Value& value, CatalogProblems& problems) {
  const JsonPath path{&kRoot, "organization"};
  if (!value.isObject()) return problems.add(path.text(), kNoObject);
  Members members(value, path, problems);
  catalog_.organization_id = members.text("lago_id");
  catalog_.premium = members.flag("premium", true);
  catalog_.zone = zoneOf(members);
}

bool LagoReader::readCustomers(std::string_view list, CatalogProblems& problems) {
  return eachOf(list, {"external_id", "lago_id", "country", "customer_type", "timezone"},
                {&kRoot, "customers"}, problems,
                [this](Members& members) { readCustomer(members); });
}

void LagoReader::readCustomer(Members& members) {
  LagoCustomer customer;
  customer.external_id = members.requiredText("external_id");
  customer.country = members.text("country");
  const auto type = members.choice("customer_type", {"individual", "company"});
  customer.has_type = type.has_value();
  customer.is_company = type == 1;
  customer.zone = zoneOf(members);
  const size_t place = catalog_.customers.size();
  const bool is_new = name(customer_of_, customer.external_id, place);
  if (!is_new && !customer.external_id.empty()) members.problem("external_id", kRepeated);
  const std::string_view id = members.text("lago_id");
  if (!id.empty()) name(customer_of_id_, id, place);
  catalog_.customers.push_back(std::move(customer));
}

bool LagoReader::readSubscriptions(std::string_view list, CatalogProblems& problems) {
  return eachOf(list,
                {"external_id", "lago_customer_id", "external_customer_id", "plan_code",
                 "billing_time", "subscription_at", "started_at", "terminated_at", "status"},
                {&kRoot, "subscriptions"}, problems,
                [this](Members& members) { readSubscription(members); });
}

void LagoReader::readSubscription(Members& members) {
  LagoSubscription subscription;
  subscription.external_id = members.requiredText("external_id");
  subscription.customer = customerOf(members);
  subscription.plan = planOf(members);
  subscription.anniversary = members.choice("billing_time", {"calendar", "anniversary"}) == 1;
  const auto subscription_at = members.time("subscription_at");
  const auto started_at = members.time("started_at");
  subscription.terminated_ns = members.time("terminated_at");
  const size_t status =
      members.choice("status", {"active", "terminated", "pending", "canceled"}).value_or(0);
  // One that has not begun has no usage.
  if (status == static_cast<size_t>(Life::Pending) || status == static_cast<size_t>(Life::Canceled))
    return;
  if (members.find("started_at").isNull() && members.find("subscription_at").isNull())
    members.problem("started_at", kMissing);
  if (!started_at && !subscription_at) return;
  subscription.started_ns = started_at ? *started_at : *subscription_at;
  subscription.subscription_ns = subscription_at ? *subscription_at : *started_at;
  checkLife(members, subscription, status);
  uint32_t& last = catalog_.last_subscription_of_.at(subscription.external_id);
  catalog_.previous_subscription_.push_back(last);
  last = static_cast<uint32_t>(catalog_.subscriptions.size());
  catalog_.subscriptions.push_back(std::move(subscription));
}

void LagoReader::checkLife(Members& members, const LagoSubscription& subscription, size_t status) {
  const auto& ended = subscription.terminated_ns;
  if (status == static_cast<size_t>(Life::Terminated) && members.find("terminated_at").isNull())
    members.problem("terminated_at", kMissing);
  if (ended && *ended < subscription.started_ns)
    members.problem("terminated_at", kInvalidValue, "is before the subscription's start");
  if (ended || subscription.external_id.empty()) return;
  // The last one that is alive is near, however many have ended before it.
  uint32_t other = catalog_.last_subscription_of_.find(subscription.external_id);
  while (other != NameMap::kNone && catalog_.subscriptions[other].terminated_ns)
    other = catalog_.previous_subscription_[other];
  if (other == NameMap::kNone) return;
  members.problem("external_id", kRepeated.code,
                  "is that of another subscription that has not been terminated");
}

uint32_t LagoReader::customerOf(Members& members) const {
  const std::string_view id = members.text("lago_customer_id");
  const uint32_t of_id = id.empty() ? NameMap::kNone : customer_of_id_.find(id);
  if (of_id != NameMap::kNone) return of_id;
  const std::string_view external_id = members.requiredText("external_customer_id");
  if (external_id.empty()) return 0;
  const uint32_t found = customer_of_.find(external_id);
  if (found != NameMap::kNone) return found;
  members.problem("external_customer_id", "customer_not_found",
                  "names no customer of this catalog");
  return 0;
}

uint32_t LagoReader::planOf(Members& members) const {
  const std::string_view code = members.requiredText("plan_code");
  if (code.empty()) return 0;
  const uint32_t found = plan_of_.find(code);
  if (found != NameMap::kNone) return found;
  members.problem("plan_code", "plan_not_found", "names no plan of this catalog");
  return 0;
}

std::shared_ptr<const Zone> LagoReader::zoneOf(Members& members) {
  const std::string_view zone_name = members.text("timezone");
  if (zone_name.empty()) return nullptr;
  if (name(zone_of_, zone_name, zones_.size())) zones_.push_back(Zone::find(zone_name));
  const std::shared_ptr<const Zone>& zone = zones_[zone_of_.find(zone_name)];
  if (!zone) members.problem("timezone", kInvalidValue, "is no time zone of the IANA's list");
  return zone;
}

}  // namespace tallyfold
