// SPDX-License-Identifier: Apache-2.0
#include "report/native_others.h"

#include <algorithm>
#include <numeric>

#include "base/apart.h"
#include "base/sort.h"
#include "numeric/plain_numbers.h"
#include "report/native_groups.h"

namespace tallyfold {
namespace {

// A measure's value of each group over the whole range.
TALLYFOLD_APART NativeValues valuesOfGroups(const NativeQuery& query, const NativeView& view,
                                            const NativePartial& partial, const NativeCells& cells,
                                            const StateAdder& adder, size_t measure) {
  const auto count = static_cast<uint32_t>(cells.groups.count);
  NativeValues values(count);
  if (!query.window && !query.measures[measure].facts->is_level) {
    for (uint32_t group = 0; group < count; ++group) {
      const NativeCellTable::OfGroup of_group = cells.cells[kCurrentPeriod].of(group);
      // A group of which only the period before has events is one of no events.
      if (of_group.count != 0)
        values[group] = partial.measures[measure].finish(of_group.first->slot);
      else if (query.measures[measure].facts->empty_is_zero)
        values[group] = Rational();
    }
    return values;
  }
  const auto place = [count](uint32_t period, uint32_t group, uint32_t) {
    return period == kCurrentPeriod ? group : count;
  };
  const NativeStates sums = adder.sum(
      partial.measures, mappedSlots(cells, partial.slots.size(), count, place), count + 1);
  SeriesReader reader(query, view, sums);
  for (uint32_t group = 0; group < count; ++group)
    values[group] = reader.total(group, kCurrentPeriod)[measure];
  return values;
}

// Where groups are rows as they are, the values of most measures are numbers of the fast form.
TALLYFOLD_APART bool readPlainValues(const NativeQuery& query, const NativePartial& partial,
                                     const NativeCells& cells, size_t measure,
                                     std::vector<Scaled>& values) {
  if (query.window || query.measures[measure].facts->is_level) return false;
  std::vector<uint32_t> slots;
  for (uint32_t group = 0; group < cells.groups.count; ++group) {
    const NativeCellTable::OfGroup of_group = cells.cells[kCurrentPeriod].of(group);
    if (of_group.count == 0) return false;
    slots.push_back(of_group.first->slot);
  }
  values.resize(slots.size());
  return partial.measures[measure].readScaled(slots.data(), slots.size(), values.data());
}

// How the values of two groups stand.
class GroupValues {
 public:
  GroupValues(const NativeQuery& query, const NativeView& view, const NativePartial& partial,
              const NativeCells& cells, const StateAdder& adder, size_t measure) {
    is_plain_ = readPlainValues(query, partial, cells, measure, plain_);
    if (!is_plain_) values_ = valuesOfGroups(query, view, partial, cells, adder, measure);
  }

  /// A group without a value stands behind the others, whatever the order.
  [[nodiscard]] bool lacks(uint32_t group) const { return !is_plain_ && !values_[group]; }
  [[nodiscard]] int compare(uint32_t a, uint32_t b) const {
    if (is_plain_) return compareScaled(plain_[a], plain_[b]);
    return values_[a] && values_[b] ? values_[a]->compare(*values_[b]) : 0;
  }

 private:
  bool is_plain_ = false;
  std::vector<Scaled> plain_;
  NativeValues values_;
};

// The first `limit` groups by what the order says of the whole range.
TALLYFOLD_APART std::vector<uint32_t> bestGroups(const NativeQuery& query, const NativeView& view,
                                                 const NativePartial& partial,
                                                 const NativeCells& cells,
                                                 const StateAdder& adder) {
  std::vector<uint32_t> ranked(cells.groups.count);
  std::iota(ranked.begin(), ranked.end(), 0U);
  const auto limit = static_cast<std::ptrdiff_t>(*view.limit);
  NativeView::Order order{NativeView::By::Measure, 0, true};
  if (view.order && view.order->by != NativeView::By::Window) order = *view.order;
  if (order.by == NativeView::By::Group) {
    if (order.descending) std::reverse(ranked.begin(), ranked.end());
  } else {
    const GroupValues values(query, view, partial, cells, adder, order.measure);
    std::partial_sort(ranked.begin(), ranked.begin() + limit, ranked.end(),
                      [&](uint32_t a, uint32_t b) {
                        if (values.lacks(a) != values.lacks(b)) return values.lacks(b);
                        const int compared = values.compare(a, b);
                        if (compared == 0) return compareGroups(cells.groups, a, b) < 0;
                        return order.descending ? compared > 0 : compared < 0;
                      });
  }
  ranked.resize(*view.limit);
  return ranked;
}

// The cells of one period under new groups; `map` learns where each slot went.
TALLYFOLD_APART NativeCellTable regrouped(const NativeCellTable& cells,
                                          const std::vector<uint32_t>& new_group, size_t groups,
                                          size_t windows, uint32_t& slots,
                                          std::vector<uint32_t>& map) {
  constexpr uint32_t kNoSlot = 0xffffffff;
  const auto others = static_cast<uint32_t>(groups - 1);
  std::vector<uint32_t> slot_of_others(windows, kNoSlot);
  std::vector<std::pair<uint32_t, NativeCell>> made;
  for (uint32_t group = 0; group < new_group.size(); ++group) {
    for (const NativeCell& cell : cells.of(group)) {
      uint32_t shown_once = kNoSlot;
      uint32_t& slot = new_group[group] == others ? slot_of_others[cell.window] : shown_once;
      if (slot == kNoSlot) {
        slot = slots++;
        made.push_back({new_group[group], {cell.window, slot}});
      }
      map[cell.slot] = slot;
    }
  }
  return tableOf(std::move(made), static_cast<uint32_t>(groups));
}

}  // namespace

NativeFolded foldOthers(const NativeQuery& query, const NativeView& view,
                        const NativePartial& partial, NativeCells cells, const StateAdder& adder) {
  const auto limit = static_cast<uint32_t>(*view.limit);
  std::vector<uint32_t> shown = bestGroups(query, view, partial, cells, adder);
  sortItems(shown, [&](uint32_t a, uint32_t b) { return compareGroups(cells.groups, a, b) < 0; });
  std::vector<uint32_t> new_group(cells.groups.count, limit);
  NativeGroups groups;
  groups.partial = cells.groups.partial;
  groups.width = cells.groups.width;
  for (const uint32_t group : shown) {
    new_group[group] = static_cast<uint32_t>(groups.count++);
    groups.ids.push_back(cells.groups.ids[group]);
  }
  groups.ids.push_back(NativeGroups::kOthers);
  ++groups.count;
  // Slots in which nothing happened are empty, and can be added anywhere.
  std::vector<uint32_t> map(partial.slots.size(), 0);
  uint32_t slots = 0;
  for (uint32_t period = 0; period < kPeriods; ++period) {
    cells.cells[period] = regrouped(cells.cells[period], new_group, groups.count,
                                    cells.windows[period].size(), slots, map);
  }
  cells.groups = std::move(groups);
  cells.slot_count = std::max<uint32_t>(slots, 1);
  NativeStates states = adder.sum(partial.measures, map, cells.slot_count);
  return {std::move(cells), std::move(states)};
}

}  // namespace tallyfold
