// SPDX-License-Identifier: Apache-2.0
#include "report/lago_usage.h"

#include <algorithm>

#include "time/local_day.h"

namespace tallyfold {

LagoUsageReport::LagoUsageReport(const LagoQuery& query, const LagoMetrics& metrics,
                                 const LagoLog& log, MemoryAccount& account)
    : query_(query), metrics_(metrics), log_(log), account_(account) {
  const auto& entries = log.entries();
  for (size_t first = 0, last = 0; first < entries.size(); first = last) {
    while (last < entries.size() && entries[last].account == entries[first].account) ++last;
    const LagoLog::Account& of = log.accounts()[entries[first].account];
    entries_of_[{std::string(log.texts.text(of.subscription)), of.metric}] = {first, last};
  }
}

LagoPricedCharge& LagoUsageReport::priced(const LagoSubscription& subscription,
                                          const LagoCharge& charge) {
  auto& known = charges_[&charge];
  if (!known) {
    known =
        std::make_unique<LagoPricedCharge>(query_, query_.catalog->lago.plans[subscription.plan],
                                           charge, metrics_.ofMetric(charge.metric), log_);
  }
  return *known;
}

// Every bucket without groups is there, events or not: a flat amount may be due.
LagoUsageReport::Members LagoUsageReport::membersOf(const LagoSubscription& subscription,
                                                    LagoPricedCharge& charge) {
  Members members;
  const auto found = entries_of_.find({subscription.external_id, charge.charge().metric});
  if (found != entries_of_.end()) {
    for (size_t i = found->second.first; i < found->second.second; ++i) {
      const LagoEntry& entry = log_.entries()[i];
      for (const LagoPricedCharge::Place& place : charge.placesOf(entry.shape))
        members[place].push_back(&entry);
    }
  }
  for (size_t bucket = 0; bucket < charge.buckets().size(); ++bucket) {
    const auto first = members.lower_bound({bucket, {}});
    if (first != members.end() && first->first.first == bucket) continue;
    const size_t keys = charge.buckets()[bucket].group_keys.size();
    members[{bucket, std::vector<uint32_t>(keys, kAbsentText)}];
  }
  return members;
}

BillingPeriods LagoUsageReport::periodsOf(const LagoSubscription& subscription) const {
  const LagoCatalog& lago = query_.catalog->lago;
  const LagoPlan& plan = lago.plans[subscription.plan];
  BillingTerms terms;
  terms.interval = plan.interval;
  terms.billing_time = subscription.anniversary ? BillingTime::Anniversary : BillingTime::Calendar;
  terms.bill_charges_monthly = plan.bill_charges_monthly;
  terms.subscription_at_ns = subscription.subscription_ns;
  terms.started_at_ns = subscription.started_ns;
  terms.terminated_at_ns = subscription.terminated_ns;
  terms.zone = lago.zoneOf(lago.customers[subscription.customer]);
  return BillingPeriods(std::move(terms));
}

LagoUnit::Setting LagoUsageReport::settingOf(const LagoSubscription& subscription,
                                             const LagoPricedCharge& charge) const {
  const LagoCatalog& lago = query_.catalog->lago;
  return {query_, charge, log_, lago.zoneOf(lago.customers[subscription.customer]), account_};
}

std::optional<LagoCurrentUsage> LagoUsageReport::current(uint32_t number) {
  const LagoCatalog& lago = query_.catalog->lago;
  const LagoSubscription& subscription = lago.subscriptions[number];
  const auto period = periodsOf(subscription).usage(query_.now_ns, PeriodChoice::Running);
  if (!period) return std::nullopt;
  LagoCurrentUsage current;
  current.period = *period;
  current.plan = &lago.plans[subscription.plan];
  for (const LagoCharge& charge : current.plan->charges) {
    LagoPricedCharge& of = priced(subscription, charge);
    const LagoUnit::Setting setting = settingOf(subscription, of);
    LagoChargeUsage usage;
    usage.charge = &charge;
    usage.metric = &of.metric();
    for (const auto& [place, entries] : membersOf(subscription, of)) {
      const LagoBucket& bucket = of.buckets()[place.first];
      LagoUnit unit(setting, bucket, *period, entries);
      unit.advanceTo(query_.now_ns);
      LagoLine line;
      line.filter = bucket.filter;
      for (const uint32_t text : place.second) {
        line.groups.push_back(
            text == kAbsentText ? std::nullopt : std::optional(std::string(log_.texts.text(text))));
      }
      line.usage = unit.usage();
      usage.lines.push_back(std::move(line));
    }
    current.charges.push_back(std::move(usage));
  }
  return current;
}

// What each local day added: the difference of the usage at its end and at the end of the day
// before; of a period's first day all of it.
void LagoUsageReport::addPeriod(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                                const BillingPeriod& period,
                                const std::vector<const LagoEntry*>& entries,
                                const std::string& currency) {
  const LocalDays days(setting.zone);
  const int64_t end_ns = std::min(period.to_ns, query_.now_ns);
  LagoUnit unit(setting, bucket, period, entries);
  LagoUsage before;
  auto next = std::lower_bound(
      entries.begin(), entries.end(), period.from_ns,
      [](const LagoEntry* entry, int64_t time_ns) { return entry->time_ns < time_ns; });
  int64_t day = days.at(period.from_ns);
  for (;;) {
    unit.advanceTo(std::min(days.endOf(day), end_ns));
    const LagoUsage usage = unit.usage();
    LagoDayRow& row = rows_[{day, setting.charge.metric().code, currency}];
    row.units = row.units + usage.fee.units - before.fee.units;
    row.amount_cents =
        row.amount_cents + usage.fee.amounts.amount_cents - before.fee.amounts.amount_cents;
    before = usage;
    // Between events nothing changes: on to the day of the next.
    while (next != entries.end() && days.at((*next)->time_ns) <= day) ++next;
    if (next == entries.end() || (*next)->time_ns > end_ns) return;
    day = days.at((*next)->time_ns);
  }
}

void LagoUsageReport::addDays(const LagoSubscription& subscription, LagoPricedCharge& charge,
                              const std::string& currency) {
  const BillingPeriods periods = periodsOf(subscription);
  const LagoUnit::Setting setting = settingOf(subscription, charge);
  const Members members = membersOf(subscription, charge);
  int64_t at_ns = subscription.started_ns;
  const int64_t end_ns =
      std::min(query_.now_ns, subscription.terminated_ns.value_or(query_.now_ns));
  while (at_ns <= end_ns) {
    const auto period = periods.usage(at_ns, PeriodChoice::Running);
    if (!period || period->to_ns < at_ns) return;
    for (const auto& [place, entries] : members)
      addPeriod(setting, charge.buckets()[place.first], *period, entries, currency);
    at_ns = period->to_ns + 1;
  }
}

std::vector<LagoDayRow> LagoUsageReport::days() {
  const LagoCatalog& lago = query_.catalog->lago;
  for (const LagoSubscription& subscription : lago.subscriptions) {
    const LagoPlan& plan = lago.plans[subscription.plan];
    for (const LagoCharge& charge : plan.charges) {
      if (query_.asks(subscription, charge))
        addDays(subscription, priced(subscription, charge), plan.currency);
    }
  }
  std::vector<LagoDayRow> list;
  for (auto& [key, row] : rows_) {
    if (row.units.isZero() && row.amount_cents.isZero()) continue;
    std::tie(row.day, row.code, row.currency) = key;
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace tallyfold
