// SPDX-License-Identifier: Apache-2.0
#include "report/native_report.h"

#include <algorithm>
#include <numeric>

#include "base/apart.h"
#include "base/counting_sort.h"
#include "base/sort.h"
#include "numeric/plain_numbers.h"
#include "report/native_running.h"

namespace tallyfold {
namespace {

class ReportMaker {
 public:
  ReportMaker(const NativeQuery& query, const NativeView& view, const NativePartial& partial,
              MemoryAccount& account)
      : query_(query),
        view_(view),
        partial_(partial),
        account_(account),
        adder_(query, account),
        states_(&partial.measures) {}

  NativeReport run() {
    cells_ = cellsOf(query_, view_, partial_);
    if (cells_.too_many) return tooLarge("window");
    makeTotals();
    report_.has_others = view_.limit && cells_.groups.count > *view_.limit;
    if (report_.has_others) {
      NativeFolded folded = foldOthers(query_, view_, partial_, std::move(cells_), adder_);
      cells_ = std::move(folded.cells);
      made_states_ = std::move(folded.states);
      states_ = &made_states_;
    } else if (hasLevels()) {
      // A copy, because levels put their readings in order when they are read.
      std::vector<uint32_t> same(cells_.slot_count);
      std::iota(same.begin(), same.end(), 0U);
      made_states_ = adder_.sum(partial_.measures, same, same.size());
      states_ = &made_states_;
    }
    if (isPlain()) {
      addPlainRows();
    } else {
      running_.emplace(cells_, adder_, account_);
      if (view_.cumulative && !running_->make(*states_)) return tooLarge("cumulative");
      SeriesReader reader(query_, view_, *states_);
      for (uint32_t group = 0; group < cells_.groups.count; ++group) addRows(reader, group);
    }
    report_.windows = std::move(cells_.windows[kCurrentPeriod]);
    report_.groups = std::move(cells_.groups);
    putInOrder();
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool hasPrevious() const { return query_.previous_start_ns.has_value(); }
  [[nodiscard]] bool hasLevels() const {
    return std::any_of(query_.measures.begin(), query_.measures.end(),
                       [](const Measure& measure) { return measure.facts->is_level; });
  }
  // Rows are the slots in which something happened, as they are.
  [[nodiscard]] bool isPlain() const {
    const bool shows_one_row = query_.groups.empty() && !query_.window;
    return !hasLevels() && !hasPrevious() && !view_.cumulative && !shows_one_row &&
           view_.fill == NativeView::Fill::None;
  }
  static NativeReport tooLarge(const char* what) {
    NativeReport report;
    report.too_large = what;
    return report;
  }

  TALLYFOLD_APART void makeTotals() {
    const auto place = [](uint32_t period, uint32_t, uint32_t) { return period; };
    NativeStates sums = adder_.sum(
        partial_.measures, mappedSlots(cells_, cells_.slot_count, kPeriods, place), kPeriods + 1);
    SeriesReader reader(query_, view_, sums);
    report_.totals = reader.total(kCurrentPeriod, kCurrentPeriod);
    if (hasPrevious()) report_.previous_totals = reader.total(kPreviousPeriod, kPreviousPeriod);
  }

  TALLYFOLD_APART void addPlainRows() {
    const NativeCellTable& table = cells_.cells[kCurrentPeriod];
    const auto width = static_cast<uint32_t>(query_.measures.size());
    std::vector<uint32_t> slots;
    report_.rows.reserve(table.cells.size());
    slots.reserve(table.cells.size());
    for (uint32_t group = 0; group < table.groups(); ++group) {
      for (const NativeCell& cell : table.of(group)) {
        report_.rows.push_back({cell.window, group, static_cast<uint32_t>(slots.size()) * width});
        slots.push_back(cell.slot);
      }
    }
    if (readPlainValues(slots)) return;
    report_.plain.clear();
    report_.values.reserve(slots.size() * width);
    for (const uint32_t slot : slots) {
      for (const MeasureState& state : *states_) report_.values.push_back(state.finish(slot));
    }
  }

  bool readPlainValues(const std::vector<uint32_t>& slots) {
    for (const MeasureState& state : *states_) {
      report_.plain.emplace_back(slots.size());
      if (!state.readScaled(slots.data(), slots.size(), report_.plain.back().data())) return false;
    }
    return true;
  }

  std::vector<NativePoint> seriesOf(SeriesReader& reader, uint32_t period, uint32_t group) {
    SeriesReader::Source source;
    source.cells = cells_.cells[period].of(group);
    source.windows = &cells_.windows[period];
    source.period = period;
    source.every_window = !query_.window || cells_.every_window;
    if (view_.cumulative) source.running = &running_->states();
    source.first_running = running_->first(period, group);
    return reader.read(source);
  }

  TALLYFOLD_APART void addRows(SeriesReader& reader, uint32_t group) {
    const bool shows_all =
        view_.fill != NativeView::Fill::None || (query_.groups.empty() && !query_.window);
    std::vector<NativePoint> current = seriesOf(reader, kCurrentPeriod, group);
    std::vector<NativePoint> previous;
    if (hasPrevious()) previous = seriesOf(reader, kPreviousPeriod, group);
    for (NativePoint& point : current) {
      // With a period before, both have a point for every window.
      NativePoint* then = point.window < previous.size() ? &previous[point.window] : nullptr;
      if (!shows_all && !point.happened && (then == nullptr || !then->happened)) continue;
      report_.rows.push_back({point.window, group, static_cast<uint32_t>(report_.values.size())});
      for (auto& value : point.values) report_.values.push_back(std::move(value));
      if (!hasPrevious()) continue;
      for (size_t m = 0; m < query_.measures.size(); ++m)
        report_.previous.push_back(then == nullptr ? std::nullopt : std::move(then->values[m]));
    }
  }

  [[nodiscard]] int compareValues(const NativeRow& a, const NativeRow& b, size_t measure) const {
    if (report_.isPlain())
      return compareScaled(report_.plainAt(a, measure), report_.plainAt(b, measure));
    const NativeValue& left = report_.values[a.values + measure];
    const NativeValue& right = report_.values[b.values + measure];
    return left && right ? left->compare(*right) : 0;
  }

  // Others stand behind the groups; a row without the value stands behind those that have it.
  [[nodiscard]] int rank(const NativeRow& row, const NativeView::Order& order) const {
    if (order.by == NativeView::By::Window) return 0;
    const bool lacks = order.by == NativeView::By::Measure && !report_.isPlain() &&
                       !report_.values[row.values + order.measure];
    return (report_.isOthers(row) ? 2 : 0) + (lacks ? 1 : 0);
  }

  [[nodiscard]] int compareRows(const NativeRow& a, const NativeRow& b,
                                const NativeView::Order& order) const {
    if (order.by == NativeView::By::Measure) return compareValues(a, b, order.measure);
    const bool by_window = order.by == NativeView::By::Window;
    const uint32_t left = by_window ? a.window : a.group;
    const uint32_t right = by_window ? b.window : b.group;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  // Rows were made by group and window, and stay so where the order says nothing.
  TALLYFOLD_APART void putInOrder() {
    const NativeView::Order order = view_.order.value_or(NativeView::Order());
    if (order.by == NativeView::By::Window && report_.windows.size() <= 1) return;
    if (order.by == NativeView::By::Group && !order.descending) return;
    if (order.by == NativeView::By::Window && !order.descending)
      return countingSort(report_.rows, [](const NativeRow& row) { return row.window; });
    const auto stands_before = [&](const NativeRow& a, const NativeRow& b) {
      const int left = rank(a, order);
      const int right = rank(b, order);
      if (left != right) return left < right;
      const int compared = compareRows(a, b, order);
      return order.descending ? compared > 0 : compared < 0;
    };
    // As rows without groups are.
    if (std::is_sorted(report_.rows.begin(), report_.rows.end(), stands_before)) return;
    sortItems(report_.rows, stands_before);
  }

  const NativeQuery& query_;
  const NativeView& view_;
  const NativePartial& partial_;
  MemoryAccount& account_;
  StateAdder adder_;
  NativeCells cells_;
  NativeStates made_states_;
  const NativeStates* states_;  // of the slots of cells_
  std::optional<RunningStates> running_;
  NativeReport report_;
};

}  // namespace

NativeReport makeNativeReport(const NativeQuery& query, const NativeView& view,
                              const NativePartial& settled, MemoryAccount& account) {
  return ReportMaker(query, view, settled, account).run();
}

}  // namespace tallyfold
