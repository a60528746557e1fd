// SPDX-License-Identifier: Apache-2.0
#include "report/lago_groups.h"

#include "json/writer.h"

namespace tallyfold {
namespace {

const std::string& nameOf(const LagoCharge& charge) {
  if (!charge.code.empty()) return charge.code;
  return charge.lago_id.empty() ? charge.path : charge.lago_id;
}

}  // namespace

std::string lagoFilterValues(const LagoChargeFilter& filter) {
  json::Writer out;
  out.object();
  for (const FilterValues& values : filter.values) {
    out.key(values.key).array();
    for (const std::string& value : values.values) out.text(value);
    out.arrayEnd();
  }
  return out.objectEnd().take();
}

uint32_t LagoGroups::numberOf(const LagoSubscription& subscription, const LagoCharge& charge,
                              const std::optional<size_t>& filter) {
  const LagoPlan& plan = catalog_.plans[subscription.plan];
  LagoGroup group;
  group.code = catalog_.metrics[charge.metric].code;
  group.currency = plan.currency;
  if (by_.customer) group.customer = catalog_.customers[subscription.customer].external_id;
  if (by_.subscription) group.subscription = subscription.external_id;
  if (by_.plan) group.plan = plan.code;
  if (by_.charge) group.charge = nameOf(charge);
  if (by_.filter && filter) group.filter = lagoFilterValues(charge.filters[*filter]);
  return numbers_.emplace(std::move(group), static_cast<uint32_t>(numbers_.size())).first->second;
}

}  // namespace tallyfold
