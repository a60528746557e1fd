// SPDX-License-Identifier: Apache-2.0
#include "report/native_cells.h"

#include <algorithm>
#include <map>

#include "base/sort.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

// Whether windows in which nothing happened are looked at too. A level's windows need those before
// them.
bool asksEveryWindow(const NativeQuery& query, const NativeView& view) {
  if (!query.window) return false;
  const bool has_levels =
      std::any_of(query.measures.begin(), query.measures.end(),
                  [](const Measure& measure) { return measure.facts->is_level; });
  return view.fill != NativeView::Fill::None || view.cumulative || query.previous_start_ns ||
         has_levels;
}

class CellsMaker {
 public:
  CellsMaker(const NativeQuery& query, const NativeView& view, const NativePartial& partial)
      : query_(query), partial_(partial) {
    cells_.every_window = asksEveryWindow(query, view);
  }

  NativeCells run() {
    findGroups();
    findWindows();
    if (cells_.too_many) return std::move(cells_);
    placeSlots();
    return std::move(cells_);
  }

 private:
  struct Place {
    uint32_t period;
    GroupTexts texts;
  };
  [[nodiscard]] Place placeOf(uint32_t group) const {
    Place place{kCurrentPeriod, {}};
    std::vector<uint32_t> codes = partial_.slots.textsOf(group);
    if (query_.previous_start_ns && !codes.empty()) {
      place.period = codes[0] == NativePartial::kPrevious ? kPreviousPeriod : kCurrentPeriod;
      codes.erase(codes.begin());
    }
    for (const uint32_t code : codes) {
      place.texts.push_back(code == kAbsentText
                                ? std::nullopt
                                : std::optional<std::string>(partial_.texts.text(code)));
    }
    return place;
  }

  void findGroups() {
    places_.resize(partial_.slots.groupCount());
    std::map<GroupTexts, uint32_t> numbers;
    // Without groups there is one row, whatever happened.
    if (query_.groups.empty()) numbers.emplace(GroupTexts(), 0);
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      if (!partial_.slots.touched(slot)) continue;
      const uint32_t group = partial_.slots.slot(slot).group;
      places_[group] = placeOf(group);
      numbers.emplace(places_[group].texts, 0);
    }
    for (auto& [texts, number] : numbers) {
      number = static_cast<uint32_t>(cells_.groups.size());
      cells_.groups.push_back(texts);
    }
    numbers_ = std::move(numbers);
  }

  void findWindows() {
    std::map<int64_t, Window> touched[kPeriods];
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      if (!partial_.slots.touched(slot)) continue;
      const Window& window = partial_.slots.window(partial_.slots.slot(slot).window);
      touched[places_[partial_.slots.slot(slot).group].period].emplace(window.start_ns, window);
    }
    for (uint32_t period = 0; period < kPeriods; ++period) {
      if (cells_.every_window) {
        addEveryWindow(period, touched[period]);
      } else if (query_.window) {
        for (const auto& [start, window] : touched[period])
          cells_.windows[period].push_back(window);
      } else {
        cells_.windows[period].emplace_back();
      }
      for (uint32_t w = 0; w < cells_.windows[period].size(); ++w)
        window_numbers_[period].emplace(cells_.windows[period][w].start_ns, w);
    }
  }

  // A range without a start begins with the first event.
  void addEveryWindow(uint32_t period, const std::map<int64_t, Window>& touched) {
    if (period == kPreviousPeriod && !query_.previous_start_ns) return;
    int64_t from_ns = period == kCurrentPeriod ? query_.start_ns : *query_.previous_start_ns;
    const int64_t to_ns = period == kCurrentPeriod ? query_.end_ns : query_.start_ns;
    if (from_ns == INT64_MIN) {
      if (touched.empty()) return;
      from_ns = touched.begin()->first;
    }
    std::vector<Window>& windows = cells_.windows[period];
    while (from_ns < to_ns) {
      windows.push_back(intervalAt(*query_.window, from_ns));
      from_ns = windows.back().end_ns;
      cells_.too_many = windows.size() * cells_.groups.size() > kMostFilledRows;
      if (cells_.too_many) return;
    }
  }

  void placeSlots() {
    cells_.slot_count = partial_.slots.size();
    for (auto& of_period : cells_.cells) of_period.resize(cells_.groups.size());
    for (uint32_t slot = 0; slot < partial_.slots.size(); ++slot) {
      if (!partial_.slots.touched(slot)) continue;
      const SlotTable::Slot at = partial_.slots.slot(slot);
      const Place& place = places_[at.group];
      uint32_t number = 0;
      if (query_.window) {
        const auto& numbers = window_numbers_[place.period];
        const auto found = numbers.find(partial_.slots.window(at.window).start_ns);
        if (found == numbers.end()) continue;  // only a forged snapshot has such a slot
        number = found->second;
      }
      cells_.cells[place.period][numbers_.find(place.texts)->second].push_back({number, slot});
    }
    for (auto& of_period : cells_.cells) {
      for (auto& cells : of_period) {
        sortItems(cells,
                  [](const NativeCell& a, const NativeCell& b) { return a.window < b.window; });
      }
    }
  }

  const NativeQuery& query_;
  const NativePartial& partial_;
  NativeCells cells_;
  std::vector<Place> places_;  // by the partial's groups
  std::map<GroupTexts, uint32_t> numbers_;
  std::map<int64_t, uint32_t> window_numbers_[kPeriods];
};

}  // namespace

NativeCells cellsOf(const NativeQuery& query, const NativeView& view,
                    const NativePartial& partial) {
  return CellsMaker(query, view, partial).run();
}

uint64_t mostRows(const NativeQuery& query, const NativeView& view, const NativePartial& partial) {
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
