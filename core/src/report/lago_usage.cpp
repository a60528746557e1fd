// SPDX-License-Identifier: Apache-2.0
#include "report/lago_usage.h"

#include <algorithm>

#include "time/civil.h"
#include "time/instant.h"
#include "time/local_day.h"

namespace tallyfold {

LagoUsageReport::LagoUsageReport(const LagoQuery& query, const LagoMetrics& metrics,
                                 const LagoLog& log, MemoryAccount& account)
    : query_(query), metrics_(metrics), log_(log), account_(account) {
  const auto& entries = log.entries();
  for (size_t first = 0, last = 0; first < entries.size(); first = last) {
    const uint32_t number = log.line(entries[first]).account;
    while (last < entries.size() && log.line(entries[last]).account == number) ++last;
    const LagoLog::Account& of = log.accounts()[number];
    entries_of_[{std::string(log.texts.text(of.subscription)), of.metric}] = {first, last};
  }
}

uint64_t LagoUsageReport::bytesOfDays(const LagoQuery& query, const LagoLog& log, LagoGroupBy by) {
  constexpr int64_t kDayNs = kSecondsPerDay * kNanosecondsPerSecond;
  constexpr int64_t kShortestPeriodDays = 7;
  constexpr uint64_t kBytesPerRow = 512;
  const LagoCatalog& lago = query.catalog->lago;
  int64_t first_ns = query.now_ns;
  std::vector<uint64_t> buckets(lago.plans.size());  // of each plan
  for (size_t plan = 0; plan < buckets.size(); ++plan) {
    for (const LagoCharge& charge : lago.plans[plan].charges)
      buckets[plan] += charge.filters.size() + 1;
  }
  uint64_t groups = 0;  // at most
  uint64_t units = 0;   // buckets of subscriptions
  for (const LagoSubscription& subscription : lago.subscriptions) {
    first_ns = std::min(first_ns, subscription.started_ns);
    units += buckets[subscription.plan];
  }
  if (by.customer || by.subscription) {
    groups = units;
  } else {
    for (const uint64_t count : buckets) groups += count;
  }
  const auto days = static_cast<uint64_t>((query.now_ns - first_ns) / kDayNs) + 2;
  // A row begins a period or has an event.
  const uint64_t changes = log.entryCount() + units * (days / kShortestPeriodDays + 2);
  return kBytesPerRow * std::min(groups * days, changes);
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

LagoUsageReport::Members LagoUsageReport::membersOf(const LagoSubscription& subscription,
                                                    LagoPricedCharge& charge) {
  Members members(charge.buckets().size());
  const auto found = entries_of_.find({subscription.external_id, charge.charge().metric});
  if (found == entries_of_.end()) return members;
  for (size_t i = found->second.first; i < found->second.second; ++i) {
    const LagoEntry& entry = log_.entries()[i];
    for (const auto& [bucket, group] : charge.placesOf(log_.line(entry).shape))
      members[bucket][group].push_back(&entry);
  }
  return members;
}

// An end to come is not known yet.
std::optional<int64_t> LagoUsageReport::endOf(const LagoSubscription& subscription) const {
  const bool has_ended = subscription.terminated_ns && *subscription.terminated_ns <= query_.now_ns;
  return has_ended ? subscription.terminated_ns : std::nullopt;
}

// Days of a prorated charge that ends where another subscription of the name begins are without the
// day of the change.
bool LagoUsageReport::endsInUpgrade(const LagoSubscription& subscription) const {
  const std::optional<int64_t> end_ns = endOf(subscription);
  if (!end_ns) return false;
  const LagoCatalog& lago = query_.catalog->lago;
  const std::vector<uint32_t> same_name = lago.subscriptionsOf(subscription.external_id);
  return std::any_of(same_name.begin(), same_name.end(), [&](uint32_t number) {
    const LagoSubscription& other = lago.subscriptions[number];
    return &other != &subscription && other.started_ns == *end_ns;
  });
}

BillingPeriods LagoUsageReport::periodsOf(const LagoSubscription& subscription) const {
  const LagoCatalog& lago = query_.catalog->lago;
  const LagoPlan& plan = lago.plans[subscription.plan];
  BillingTerms terms;
  terms.interval = plan.interval;
  terms.billing_time = subscription.anniversary ? BillingTime::Anniversary : BillingTime::Calendar;
  terms.bill_charges_monthly = plan.bill_charges_monthly;
  terms.subscription_at_ns = subscription.subscription_ns;
  terms.started_at_ns = lagoUsageStart(subscription);
  terms.terminated_at_ns = endOf(subscription);
  terms.zone = lago.zoneOf(lago.customers[subscription.customer]);
  return BillingPeriods(std::move(terms));
}

LagoUnit::Setting LagoUsageReport::settingOf(const LagoSubscription& subscription,
                                             const LagoPricedCharge& charge) {
  const LagoCatalog& lago = query_.catalog->lago;
  return {query_,   charge, log_, lago.zoneOf(lago.customers[subscription.customer]),
          account_, &rules_};
}

LagoLine LagoUsageReport::lineOf(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                                 const BillingPeriod& period, const Group& group,
                                 const Entries& entries) const {
  LagoUnit unit(setting, bucket, period, entries);
  unit.advanceTo(query_.now_ns);
  LagoLine line;
  line.filter = bucket.filter;
  for (const uint32_t text : group) {
    line.groups.push_back(text == kAbsentText ? std::nullopt
                                              : std::optional(std::string(log_.texts.text(text))));
  }
  line.usage = unit.usage();
  return line;
}

std::optional<LagoCurrentUsage> LagoUsageReport::current(uint32_t number) {
  const LagoCatalog& lago = query_.catalog->lago;
  const LagoSubscription& subscription = lago.subscriptions[number];
  // Of a subscription that has ended the last period.
  const int64_t at_ns = std::min(query_.now_ns, endOf(subscription).value_or(INT64_MAX));
  auto period = periodsOf(subscription).usage(at_ns, PeriodChoice::Running);
  if (!period) return std::nullopt;
  period->ends_in_upgrade = endsInUpgrade(subscription);
  LagoCurrentUsage current;
  current.period = *period;
  current.plan = &lago.plans[subscription.plan];
  for (const LagoCharge& charge : current.plan->charges) {
    LagoPricedCharge& of = priced(subscription, charge);
    const LagoUnit::Setting setting = settingOf(subscription, of);
    LagoChargeUsage usage;
    usage.charge = &charge;
    usage.metric = &of.metric();
    const Members members = membersOf(subscription, of);
    for (size_t place = 0; place < members.size(); ++place) {
      const LagoBucket& bucket = of.buckets()[place];
      const size_t before = usage.lines.size();
      for (const auto& [group, entries] : members[place]) {
        if (firstOf(of.metric(), *period, entries) <= at_ns)
          usage.lines.push_back(lineOf(setting, bucket, *period, group, entries));
      }
      if (usage.lines.size() == before)
        usage.lines.push_back(lineOf(setting, bucket, *period, bucket.nobody(), {}));
    }
    current.charges.push_back(std::move(usage));
  }
  return current;
}

// From when on a group is there in a period; INT64_MAX when it is not. What recurs is there from
// the beginning.
int64_t LagoUsageReport::firstOf(const LagoMetric& metric, const BillingPeriod& period,
                                 const Entries& entries) {
  if (metric.recurring && !entries.empty() && entries.front()->time_ns < period.from_ns)
    return period.from_ns;
  const auto first = std::lower_bound(
      entries.begin(), entries.end(), period.from_ns,
      [](const LagoEntry* entry, int64_t time_ns) { return entry->time_ns < time_ns; });
  const bool is_there = first != entries.end() && (*first)->time_ns <= period.to_ns;
  return is_there ? (*first)->time_ns : INT64_MAX;
}

void LagoUsageReport::addRow(int64_t day, uint32_t group, const Fee& fee, const Fee& before) {
  const Decimal more_cents = fee.amounts.amount_cents - before.amounts.amount_cents;
  if (more_cents.isZero() && fee.units == before.units) return;
  LagoDayRow& row = rows_[{day, group}];
  row.units = row.units + fee.units - before.units;
  row.amount_cents += more_cents;
}

// What each local day added: the difference of the usage at its end and at the end of the day
// before; of the first day all of it.
void LagoUsageReport::addPeriod(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                                const BillingPeriod& period, const Entries& entries,
                                int64_t from_ns, uint32_t group) {
  const LocalDays days(setting.zone);
  const int64_t end_ns = std::min(period.to_ns, query_.now_ns);
  LagoUnit unit(setting, bucket, period, entries);
  Fee before;
  auto next = std::lower_bound(
      entries.begin(), entries.end(), from_ns,
      [](const LagoEntry* entry, int64_t time_ns) { return entry->time_ns < time_ns; });
  int64_t day = days.at(from_ns);
  for (;;) {
    const int64_t day_end_ns = days.endOf(day);
    unit.advanceTo(std::min(day_end_ns, end_ns));
    Fee fee = unit.usage().fee;
    addRow(day, group, fee, before);
    before = std::move(fee);
    // Between events nothing changes: on to the day of the next.
    while (next != entries.end() && (*next)->time_ns <= day_end_ns) ++next;
    if (next == entries.end() || (*next)->time_ns > end_ns) return;
    day = days.at((*next)->time_ns);
  }
}

// What a bucket without events costs, in any period.
const Fee& LagoUsageReport::nobodysFee(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                                       const BillingPeriod& period) {
  const auto known = nobodys_fees_.find(&bucket);
  if (known != nobodys_fees_.end()) return known->second;
  const Entries none;
  return nobodys_fees_.emplace(&bucket, LagoUnit(setting, bucket, period, none).usage().fee)
      .first->second;
}

// Groups are there from their first event on. While a bucket has none it is there itself, for a
// flat amount may be due.
void LagoUsageReport::addBucket(const LagoUnit::Setting& setting, const LagoBucket& bucket,
                                const BillingPeriod& period, const std::map<Group, Entries>& groups,
                                uint32_t number) {
  int64_t first_ns = INT64_MAX;
  for (const auto& [group, entries] : groups) {
    const int64_t from_ns = firstOf(setting.charge.metric(), period, entries);
    if (from_ns > query_.now_ns) continue;
    first_ns = std::min(first_ns, from_ns);
    addPeriod(setting, bucket, period, entries, from_ns, number);
  }
  const LocalDays days(setting.zone);
  const int64_t first_day = days.at(period.from_ns);
  const int64_t last_day = first_ns == INT64_MAX ? INT64_MAX : days.at(first_ns);
  if (last_day == first_day) return;
  const Fee& fee = nobodysFee(setting, bucket, period);
  addRow(first_day, number, fee, Fee());
  if (last_day != INT64_MAX) addRow(last_day, number, Fee(), fee);
}

void LagoUsageReport::addDays(const LagoSubscription& subscription, LagoPricedCharge& charge,
                              LagoGroups& groups) {
  const BillingPeriods periods = periodsOf(subscription);
  const LagoUnit::Setting setting = settingOf(subscription, charge);
  const Members members = membersOf(subscription, charge);
  std::vector<uint32_t> group_of;  // by bucket
  for (const LagoBucket& bucket : charge.buckets())
    group_of.push_back(groups.numberOf(subscription, charge.charge(), bucket.filter));
  int64_t at_ns = subscription.started_ns;
  const int64_t last_ns = endOf(subscription).value_or(INT64_MAX);
  const bool is_upgraded = endsInUpgrade(subscription);
  while (at_ns <= std::min(query_.now_ns, last_ns)) {
    auto period = periods.usage(at_ns, PeriodChoice::Running);
    if (!period || period->to_ns < at_ns) return;
    period->to_ns = std::min(period->to_ns, last_ns);
    period->ends_in_upgrade = period->to_ns == last_ns && is_upgraded;
    for (size_t bucket = 0; bucket < members.size(); ++bucket)
      addBucket(setting, charge.buckets()[bucket], *period, members[bucket], group_of[bucket]);
    if (period->to_ns == INT64_MAX) return;
    at_ns = period->to_ns + 1;
  }
}

LagoDays LagoUsageReport::days(LagoGroupBy by) {
  const LagoCatalog& lago = query_.catalog->lago;
  LagoGroups groups(lago, by);
  for (const LagoSubscription& subscription : lago.subscriptions) {
    for (const LagoCharge& charge : lago.plans[subscription.plan].charges) {
      if (query_.asks(subscription, charge))
        addDays(subscription, priced(subscription, charge), groups);
    }
  }
  LagoDays days;
  std::vector<uint32_t> place_of(groups.all().size());  // by number
  for (const auto& [group, number] : groups.all()) {
    place_of[number] = static_cast<uint32_t>(days.groups.size());
    days.groups.push_back(group);
  }
  for (auto& [key, row] : rows_) {
    if (row.units.isZero() && row.amount_cents.isZero()) continue;
    row.day = key.first;
    row.group = place_of[key.second];
    days.rows.push_back(std::move(row));
  }
  return days;
}

}  // namespace tallyfold
