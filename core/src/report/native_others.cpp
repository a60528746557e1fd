// SPDX-License-Identifier: Apache-2.0
#include "report/native_others.h"

#include <algorithm>
#include <numeric>

#include "base/sort.h"

namespace tallyfold {
namespace {

// A measure's value of each group over the whole range.
std::vector<std::optional<Rational>> valuesOfGroups(const NativeQuery& query,
                                                    const NativeView& view,
                                                    const NativePartial& partial,
                                                    const NativeCells& cells,
                                                    const StateAdder& adder, size_t measure) {
  const auto count = static_cast<uint32_t>(cells.groups.size());
  const auto place = [count](uint32_t period, uint32_t group, uint32_t) {
    return period == kCurrentPeriod ? group : count;
  };
  NativeStates sums = adder.sum(partial.measures,
                                mappedSlots(cells, partial.slots.size(), count, place), count + 1);
  SeriesReader reader(query, view, sums);
  std::vector<std::optional<Rational>> values(count);
  for (uint32_t group = 0; group < count; ++group)
    values[group] = reader.total(group, kCurrentPeriod)[measure];
  return values;
}

// All groups, best first by what the order says of the whole range.
std::vector<uint32_t> rankedGroups(const NativeQuery& query, const NativeView& view,
                                   const NativePartial& partial, const NativeCells& cells,
                                   const StateAdder& adder) {
  std::vector<uint32_t> ranked(cells.groups.size());
  std::iota(ranked.begin(), ranked.end(), 0U);
  NativeView::Order order{NativeView::By::Measure, 0, true};
  if (view.order && view.order->by != NativeView::By::Window) order = *view.order;
  if (order.by == NativeView::By::Group) {
    if (order.descending) std::reverse(ranked.begin(), ranked.end());
    return ranked;
  }
  const auto values = valuesOfGroups(query, view, partial, cells, adder, order.measure);
  sortItems(ranked, [&](uint32_t a, uint32_t b) {
    if (!values[a] || !values[b]) return values[a].has_value() && !values[b].has_value();
    const int compared = values[a]->compare(*values[b]);
    return order.descending ? compared > 0 : compared < 0;
  });
  return ranked;
}

// The cells of one period under new groups; `map` learns where each slot went.
std::vector<std::vector<NativeCell>> regrouped(const std::vector<std::vector<NativeCell>>& cells,
                                               const std::vector<uint32_t>& new_group,
                                               size_t groups, uint32_t& slots,
                                               std::vector<uint32_t>& map) {
  std::vector<std::pair<NativeCell, uint32_t>> all;
  for (uint32_t group = 0; group < new_group.size(); ++group) {
    for (const NativeCell& cell : cells[group]) all.emplace_back(cell, new_group[group]);
  }
  sortItems(all, [](const auto& a, const auto& b) { return a.first.window < b.first.window; });
  std::vector<std::vector<NativeCell>> made(groups);
  for (const auto& [cell, group] : all) {
    std::vector<NativeCell>& of_group = made[group];
    if (of_group.empty() || of_group.back().window != cell.window)
      of_group.push_back({cell.window, slots++});
    map[cell.slot] = of_group.back().slot;
  }
  return made;
}

}  // namespace

NativeFolded foldOthers(const NativeQuery& query, const NativeView& view,
                        const NativePartial& partial, NativeCells cells, const StateAdder& adder) {
  const auto limit = static_cast<uint32_t>(*view.limit);
  std::vector<uint32_t> shown = rankedGroups(query, view, partial, cells, adder);
  shown.resize(limit);
  sortItems(shown);
  std::vector<uint32_t> new_group(cells.groups.size(), limit);
  std::vector<GroupTexts> groups;
  for (const uint32_t group : shown) {
    new_group[group] = static_cast<uint32_t>(groups.size());
    groups.push_back(cells.groups[group]);
  }
  groups.emplace_back();
  // Slots in which nothing happened are empty, and can be added anywhere.
  std::vector<uint32_t> map(partial.slots.size(), 0);
  uint32_t slots = 0;
  for (auto& of_period : cells.cells)
    of_period = regrouped(of_period, new_group, groups.size(), slots, map);
  cells.groups = std::move(groups);
  cells.slot_count = std::max<uint32_t>(slots, 1);
  NativeStates states = adder.sum(partial.measures, map, cells.slot_count);
  return {std::move(cells), std::move(states)};
}

}  // namespace tallyfold
