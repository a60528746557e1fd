// SPDX-License-Identifier: Apache-2.0
#include "report/native_series.h"

#include <algorithm>

namespace tallyfold {
namespace {

constexpr uint32_t kNoSlot = 0xffffffff;

// The level's average between two moments of its way; nothing where it was not known.
std::optional<Rational> averageOf(const Rational& area, Int128 known_ns) {
  if (known_ns == 0) return std::nullopt;
  return area.dividedBy(Rational(Decimal::fromScaled(known_ns, 0)));
}

}  // namespace

NativeStates StateAdder::empty(size_t count) const {
  NativeStates states;
  for (const Measure& measure : query_.measures) {
    states.emplace_back(measure, account_);
    states.back().resize(count);
  }
  return states;
}

void StateAdder::add(NativeStates& sums, const NativeStates& states,
                     const std::vector<uint32_t>& slots, bool with_levels) const {
  for (size_t m = 0; m < sums.size(); ++m) {
    if (with_levels || !query_.measures[m].facts->is_level)
      sums[m].merge(states[m], slots, nullptr);
  }
}

NativeStates StateAdder::sum(const NativeStates& states, const std::vector<uint32_t>& slots,
                             size_t count) const {
  NativeStates sums = empty(count);
  add(sums, states, slots);
  return sums;
}

SeriesReader::SeriesReader(const NativeQuery& query, const NativeView& view,
                           const NativeStates& states)
    : query_(query), view_(view), states_(states) {}

std::vector<NativePoint> SeriesReader::pointsOf(const Source& source, std::vector<uint32_t>& slots,
                                                size_t measures) {
  const NativeCellTable::OfGroup cells = source.cells;
  std::vector<NativePoint> points;
  const auto add = [&](uint32_t window, uint32_t slot) {
    points.push_back({window, slot != kNoSlot, NativeValues(measures)});
    slots.push_back(slot);
  };
  size_t next = 0;
  for (uint32_t w = 0; source.every_window && w < source.windows->size(); ++w) {
    const bool there = next < cells.count && cells.first[next].window == w;
    add(w, there ? cells.first[next++].slot : kNoSlot);
  }
  for (; next < cells.count; ++next) add(cells.first[next].window, cells.first[next].slot);
  return points;
}

std::vector<NativePoint> SeriesReader::read(const Source& source) {
  std::vector<uint32_t> slots;
  std::vector<NativePoint> points = pointsOf(source, slots, query_.measures.size());
  for (size_t m = 0; m < query_.measures.size(); ++m) {
    const MeasureFacts& facts = *query_.measures[m].facts;
    if (facts.is_level) {
      readLevels(m, source, points);
      continue;
    }
    for (size_t p = 0; p < points.size(); ++p) {
      std::optional<Rational>& value = points[p].values[m];
      if (source.running != nullptr) {
        const size_t slot = source.first_running + points[p].window;
        value = (*source.running)[m].finish(static_cast<uint32_t>(slot));
      } else if (slots[p] != kNoSlot) {
        value = states_[m].finish(slots[p]);
      } else if (facts.empty_is_zero) {
        value = Rational();
      }
    }
  }
  fill(points);
  return points;
}

Level SeriesReader::levelAtStart(size_t m) const {
  Level level;
  if (query_.measures[m].opening) level.value = Rational(*query_.measures[m].opening);
  // Changes add to nothing; a reading that is not known is none.
  if (!level.value && query_.measures[m].facts->empty_is_zero) level.value = Rational();
  return level;
}

LevelStretch SeriesReader::stretchOf(const Window* window, uint32_t period) const {
  int64_t start_ns = period == kCurrentPeriod ? query_.start_ns : query_.foldedStart();
  int64_t end_ns = period == kCurrentPeriod ? query_.end_ns : query_.start_ns;
  if (window != nullptr && query_.window) {
    start_ns = std::max(start_ns, window->start_ns);
    end_ns = std::min(end_ns, window->end_ns);
  }
  const auto base = static_cast<uint64_t>(query_.foldedStart());
  return {static_cast<uint64_t>(start_ns) - base, static_cast<uint64_t>(end_ns) - base};
}

// Through every window of the range, whether it is shown or not.
void SeriesReader::readLevels(size_t m, const Source& source, std::vector<NativePoint>& points) {
  const NativeCellTable::OfGroup cells = source.cells;
  Level level = levelAtStart(m);
  size_t next = 0;
  size_t point = 0;
  for (uint32_t w = 0; w < source.windows->size(); ++w) {
    const Level before = level;
    const LevelStretch stretch = stretchOf(&(*source.windows)[w], source.period);
    if (next < cells.count && cells.first[next].window == w) {
      states_[m].level().follow(cells.first[next++].slot, stretch, level);
    } else {
      level.hold(static_cast<Int128>(stretch.end) - stretch.start);
    }
    if (point == points.size() || points[point].window != w) continue;
    points[point++].values[m] =
        view_.cumulative ? averageOf(level.area, level.known_ns)
                         : averageOf(level.area - before.area, level.known_ns - before.known_ns);
  }
}

NativeValues SeriesReader::total(uint32_t slot, uint32_t period) {
  NativeValues values(query_.measures.size());
  for (size_t m = 0; m < values.size(); ++m) {
    if (!query_.measures[m].facts->is_level) {
      values[m] = states_[m].finish(slot);
      continue;
    }
    Level level = levelAtStart(m);
    states_[m].level().follow(slot, stretchOf(nullptr, period), level);
    values[m] = averageOf(level.area, level.known_ns);
  }
  return values;
}

void SeriesReader::fill(std::vector<NativePoint>& points) const {
  const NativePoint* before = nullptr;
  for (NativePoint& point : points) {
    for (size_t m = 0; m < point.values.size(); ++m) {
      std::optional<Rational>& value = point.values[m];
      if (view_.fill == NativeView::Fill::Zero && !value) value = Rational();
      if (view_.fill == NativeView::Fill::Previous && !point.happened && !view_.cumulative &&
          !query_.measures[m].facts->is_level) {
        value = before == nullptr ? std::nullopt : before->values[m];
      }
    }
    before = &point;
  }
}

}  // namespace tallyfold
