// SPDX-License-Identifier: Apache-2.0
#include "report/native_cells.h"

#include <algorithm>
#include <utility>

#include "base/apart.h"
#include "base/cold.h"
#include "base/counting_sort.h"
#include "base/key_sort.h"
#include "report/native_groups.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

// Whether windows in which nothing happened are looked at too. A level's windows need those before
// them.
TALLYFOLD_COLD bool asksEveryWindow(const NativeQuery& query, const NativeView& view) {
  if (!query.window) return false;
  const bool has_levels =
      std::any_of(query.measures.begin(), query.measures.end(),
                  [](const Measure& measure) { return measure.facts->is_level; });
  return view.fill != NativeView::Fill::None || view.cumulative || query.previous_start_ns ||
         has_levels;
}

uint64_t touchedGroups(const NativePartial& partial) {
  std::vector<uint8_t> used(partial.slots.groupCount(), 0);
  uint64_t count = 0;
  for (uint32_t slot = 0; slot < partial.slots.size(); ++slot) {
    if (partial.slots.touched(slot))
      count += std::exchange(used[partial.slots.slot(slot).group], 1) ^ 1;
  }
  return count;
}

// Whether only the greatest groups are shown: then they need no order of their own.
TALLYFOLD_COLD bool picksGroups(const NativeQuery& query, const NativeView& view,
                                const NativePartial& partial) {
  const bool by_group = view.order && view.order->by == NativeView::By::Group;
  return view.limit && !by_group && !query.previous_start_ns && !query.groups.empty() &&
         touchedGroups(partial) > *view.limit;
}

class CellsMaker {
 public:
  CellsMaker(const NativeQuery& query, const NativeView& view, const NativePartial& partial)
      : query_(query),
        partial_(partial),
        groups_(orderedGroups(query, partial, !picksGroups(query, view, partial))) {
    cells_.every_window = asksEveryWindow(query, view);
    cells_.groups = std::move(groups_.groups);
  }

  NativeCells run() {
    for (uint32_t period = 0; period < kPeriods; ++period) findWindows(period);
    if (cells_.too_many) return std::move(cells_);
    placeSlots();
    return std::move(cells_);
  }

 private:
  // The period's windows, in order, and the number of each by its number in the partial.
  TALLYFOLD_APART void findWindows(uint32_t period) {
    std::vector<Window>& windows = cells_.windows[period];
    if (!query_.window) {
      windows.emplace_back();
      return;
    }
    const std::vector<uint32_t> touched = touchedWindows(period);
    if (cells_.every_window) {
      addEveryWindow(period, touched);
    } else {
      for (const uint32_t window : touched) windows.push_back(partial_.slots.window(window));
    }
    for (const uint32_t window : touched) {
      const int64_t start_ns = partial_.slots.window(window).start_ns;
      const auto at = std::lower_bound(
          windows.begin(), windows.end(), start_ns,
          [](const Window& known, int64_t time_ns) { return known.start_ns < time_ns; });
      // Only a forged snapshot has one that is not there.
      if (at == windows.end() || at->start_ns != start_ns) continue;
      window_numbers_[period][window] = static_cast<uint32_t>(at - windows.begin());
    }
  }

  TALLYFOLD_APART std::vector<uint32_t> touchedWindows(uint32_t period) {
    uint32_t most = 0;
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot)
      most = std::max(most, partial_.slots.slot(slot).window + 1);
    std::vector<uint8_t> used(most, 0);
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      const SlotTable::Slot at = partial_.slots.slot(slot);
      if (partial_.slots.touched(slot) && groups_.period_of[at.group] == period)
        used[at.window] = 1;
    }
    window_numbers_[period].assign(most, kNoNumber);
    std::vector<uint32_t> touched;
    for (uint32_t window = 0; window < most; ++window) {
      if (used[window] != 0) touched.push_back(window);
    }
    sortByStart(touched);
    return touched;
  }

  TALLYFOLD_APART void sortByStart(std::vector<uint32_t>& windows) const {
    const size_t count = windows.size();
    std::vector<Keyed> keyed(2 * count);
    for (size_t i = 0; i < count; ++i) {
      // The sign turned round, so that times before 1970 come first as whole numbers too.
      const auto start = static_cast<uint64_t>(partial_.slots.window(windows[i]).start_ns);
      keyed[i] = {start ^ uint64_t{1} << 63, windows[i], 0};
    }
    const Keyed* sorted = sortByKey(keyed.data(), keyed.data() + count, count);
    for (size_t i = 0; i < count; ++i) windows[i] = sorted[i].item;
  }

  // A range without a start begins with the first event.
  void addEveryWindow(uint32_t period, const std::vector<uint32_t>& touched) {
    if (period == kPreviousPeriod && !query_.previous_start_ns) return;
    int64_t from_ns = period == kCurrentPeriod ? query_.start_ns : *query_.previous_start_ns;
    const int64_t to_ns = period == kCurrentPeriod ? query_.end_ns : query_.start_ns;
    if (from_ns == INT64_MIN) {
      if (touched.empty()) return;
      from_ns = partial_.slots.window(touched[0]).start_ns;
    }
    std::vector<Window>& windows = cells_.windows[period];
    while (from_ns < to_ns) {
      windows.push_back(intervalAt(*query_.window, from_ns));
      from_ns = windows.back().end_ns;
      cells_.too_many = windows.size() * cells_.groups.count > kMostFilledRows;
      if (cells_.too_many) return;
    }
  }

  TALLYFOLD_APART void placeSlots() {
    cells_.slot_count = partial_.slots.size();
    std::vector<std::pair<uint32_t, NativeCell>> placed[kPeriods];
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      if (!partial_.slots.touched(slot)) continue;
      const SlotTable::Slot at = partial_.slots.slot(slot);
      const uint32_t period = groups_.period_of[at.group];
      const uint32_t window = query_.window ? window_numbers_[period][at.window] : 0;
      if (window == kNoNumber) continue;
      placed[period].push_back({groups_.number_of[at.group], {window, slot}});
    }
    for (uint32_t period = 0; period < kPeriods; ++period) {
      cells_.cells[period] =
          tableOf(std::move(placed[period]), static_cast<uint32_t>(cells_.groups.count));
    }
  }

  static constexpr uint32_t kNoNumber = 0xffffffff;
  const NativeQuery& query_;
  const NativePartial& partial_;
  OrderedGroups groups_;
  NativeCells cells_;
  std::vector<uint32_t> window_numbers_[kPeriods];  // by the partial's windows
};

}  // namespace

NativeCells cellsOf(const NativeQuery& query, const NativeView& view,
                    const NativePartial& partial) {
  return CellsMaker(query, view, partial).run();
}

TALLYFOLD_APART NativeCellTable tableOf(std::vector<std::pair<uint32_t, NativeCell>> cells_by_group,
                                        uint32_t groups) {
  // By window first: dealing them out to their groups keeps that order.
  countingSort(cells_by_group, [](const auto& cell) { return cell.second.window; });
  NativeCellTable table;
  table.ends.assign(groups, 0);
  table.cells.resize(cells_by_group.size());
  for (const auto& [group, cell] : cells_by_group) ++table.ends[group];
  size_t begin = 0;
  for (size_t& end : table.ends) begin = std::exchange(end, begin) + begin;
  for (const auto& [group, cell] : cells_by_group) table.cells[table.ends[group]++] = cell;
  return table;
}

TALLYFOLD_COLD uint64_t mostRows(const NativeQuery& query, const NativeView& view,
                                 const NativePartial& partial) {
  const uint64_t groups = partial.slots.groupCount();
  const uint64_t rows = partial.slots.size() + groups;
  if (!asksEveryWindow(query, view)) return rows;
  int64_t start_ns = query.foldedStart();
  if (start_ns == INT64_MIN) {  // then the first event begins the range
    start_ns = query.end_ns;
    for (uint32_t slot = 0; slot < partial.slots.size(); ++slot)
      start_ns = std::min(start_ns, partial.slots.window(partial.slots.slot(slot).window).start_ns);
  }
  // Windows can be a little shorter than their mean length, and some are cut by the range.
  const uint64_t length_s =
      (static_cast<uint64_t>(query.end_ns) - static_cast<uint64_t>(start_ns)) /
      static_cast<uint64_t>(kNanosecondsPerSecond);
  const uint64_t mean = length_s / query.window->meanSeconds();
  const uint64_t windows = mean + mean / 8 + 4;
  const uint64_t most = kPeriods * kMostFilledRows;
  return std::max(rows, std::min(most, std::min(windows, most) * std::min(groups, most)));
}

}  // namespace tallyfold
