// SPDX-License-Identifier: Apache-2.0
#include "report/usage_report.h"

#include "base/sort.h"

namespace tallyfold {
namespace {

std::vector<std::optional<std::string>> groupTexts(const Partial& partial, uint32_t group) {
  std::vector<std::optional<std::string>> texts;
  for (const uint32_t code : partial.slots.textsOf(group)) {
    texts.push_back(code == kAbsentText ? std::nullopt
                                        : std::optional<std::string>(partial.texts.text(code)));
  }
  return texts;
}

void add(Outcome& sum, const Outcome& more) {
  sum.finite = sum.finite && more.finite;
  sum.value += more.value;
}

// Each group's aggregation over all windows, added up. Merging states is what makes this right for
// averages, maxima and distinct counts as well as for sums.
Outcome totalOfRange(const Query& query, const Partial& partial, MemoryAccount& account) {
  Partial groups(query, account);
  std::vector<uint32_t> slot_map(partial.slots.size());
  std::vector<uint8_t> used(partial.slots.groupCount(), 0);
  for (uint32_t slot = 0; slot < slot_map.size(); ++slot) {
    slot_map[slot] = partial.slots.slot(slot).group;
    if (partial.slots.touched(slot)) used[slot_map[slot]] = 1;
  }
  groups.state->resize(partial.slots.groupCount());
  groups.state->merge(*partial.state, slot_map, nullptr);
  Outcome total;
  for (uint32_t group = 0; group < used.size(); ++group) {
    if (used[group] != 0) add(total, groups.state->finish(group));
  }
  return total;
}

bool before(const UsageRow& a, const UsageRow& b) {
  if (a.window.label_ns != b.window.label_ns) return a.window.label_ns < b.window.label_ns;
  return a.groups < b.groups;
}

}  // namespace

UsageReport makeUsageReport(const Query& query, const Partial& settled, MemoryAccount& account) {
  UsageReport report;
  for (uint32_t slot = 0; slot < settled.slots.size(); ++slot) {
    if (!settled.slots.touched(slot)) continue;
    const SlotTable::Slot place = settled.slots.slot(slot);
    report.rows.push_back({settled.slots.window(place.window), groupTexts(settled, place.group),
                           settled.state->finish(slot)});
  }
  sortItems(report.rows, before);
  if (!report.rows.empty() && query.total == TotalRule::SumOfRows) {
    report.total = Outcome();
    for (const UsageRow& row : report.rows) add(*report.total, row.outcome);
  }
  if (!report.rows.empty() && query.total == TotalRule::OfRange) {
    report.total =
        report.rows.size() == 1 ? report.rows[0].outcome : totalOfRange(query, settled, account);
  }
  report.seen = settled.seen;
  report.counted = settled.counted;
  report.rejected = settled.rejected;
  report.coerced = settled.coerced;
  return report;
}

}  // namespace tallyfold
