// SPDX-License-Identifier: Apache-2.0
#include "query/lago_query.h"

#include "base/bytes.h"

namespace tallyfold {
namespace {

bool passes(const std::optional<std::string>& asked, const std::string& value) {
  return !asked || *asked == value;
}

}  // namespace

bool LagoQuery::asks(const LagoSubscription& of, const LagoCharge& charge) const {
  const LagoCatalog& lago = catalog->lago;
  const LagoPlan& plan = lago.plans[of.plan];
  const LagoCustomer& owner = lago.customers[of.customer];
  const LagoMetric& metric = lago.metrics[charge.metric];
  if (!passes(metric_code, metric.code) || !passes(subscription, of.external_id)) return false;
  if (!passes(customer, owner.external_id) || !passes(plan_code, plan.code)) return false;
  if (!passes(country, owner.country) || !passes(currency, plan.currency)) return false;
  if (is_company && (!owner.has_type || owner.is_company != *is_company)) return false;
  return !is_recurring || metric.recurring == *is_recurring;
}

std::string LagoQuery::canonicalBytes() const {
  ByteWriter out;
  out.i64(now_ns);
  out.u8(static_cast<uint8_t>(identity));
  out.u8(exact);
  for (const auto* text :
       {&metric_code, &subscription, &customer, &plan_code, &country, &currency}) {
    out.u8(text->has_value());
    out.text(text->value_or(""));
  }
  for (const auto* flag : {&is_company, &is_recurring}) {
    out.u8(flag->has_value());
    out.u8(flag->value_or(false));
  }
  out.u64(catalog->lago.fingerprint.low);
  out.u64(catalog->lago.fingerprint.high);
  return out.take();
}

}  // namespace tallyfold
