// SPDX-License-Identifier: Apache-2.0
#include "query/lago_query.h"

#include "base/bytes.h"
#include "time/civil.h"

namespace tallyfold {
namespace {

constexpr int64_t kMicrosecond = 1000;
constexpr int64_t kMillisecond = 1000 * kMicrosecond;

bool passes(const std::optional<std::string>& asked, const std::string& value) {
  return !asked || *asked == value;
}

}  // namespace

bool LagoQuery::asks(const LagoSubscription& of) const {
  const LagoCatalog& lago = catalog->lago;
  const LagoPlan& plan = lago.plans[of.plan];
  const LagoCustomer& owner = lago.customers[of.customer];
  if (!passes(subscription, of.external_id) || !passes(customer, owner.external_id)) return false;
  if (!passes(country, owner.country) || !passes(plan_code, plan.code)) return false;
  if (!passes(currency, plan.currency)) return false;
  return !is_company || (owner.has_type && owner.is_company == *is_company);
}

bool LagoQuery::asks(const LagoSubscription& of, const LagoCharge& charge) const {
  const LagoMetric& metric = catalog->lago.metrics[charge.metric];
  if (!passes(metric_code, metric.code) || !asks(of)) return false;
  return !is_recurring || metric.recurring == *is_recurring;
}

int64_t LagoQuery::storedTime(int64_t time_ns) const {
  const int64_t tick_ns = exact ? 1 : isClickHouse() ? kMillisecond : kMicrosecond;
  if (time_ns < INT64_MIN + tick_ns) return time_ns;
  return floorDiv(time_ns, tick_ns) * tick_ns;
}

std::string LagoQuery::canonicalBytes() const {
  ByteWriter out;
  out.i64(now_ns);
  out.u8(static_cast<uint8_t>(identity));
  out.u8(exact);
  out.u8(static_cast<uint8_t>(store));
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

int64_t lagoUsageStart(const LagoSubscription& subscription) {
  return floorDiv(subscription.started_ns, kMillisecond) * kMillisecond;
}

}  // namespace tallyfold
