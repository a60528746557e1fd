// SPDX-License-Identifier: Apache-2.0
#include "report/native_report.h"

#include <numeric>

#include "base/sort.h"
#include "report/native_running.h"

namespace tallyfold {
namespace {

template <typename T>
int threeWay(const T& a, const T& b) {
  if (a < b) return -1;
  return b < a ? 1 : 0;
}

class ReportMaker {
 public:
  ReportMaker(const NativeQuery& query, const NativeView& view, const NativePartial& partial,
              MemoryAccount& account)
      : query_(query),
        view_(view),
        partial_(partial),
        account_(account),
        adder_(query, partial.texts.size(), account) {}

  NativeReport run() {
    cells_ = cellsOf(query_, view_, partial_);
    if (cells_.too_many) return tooLarge("window");
    makeTotals();
    has_others_ = view_.limit && cells_.groups.size() > *view_.limit;
    if (has_others_) {
      NativeFolded folded = foldOthers(query_, view_, partial_, std::move(cells_), adder_);
      cells_ = std::move(folded.cells);
      states_ = std::move(folded.states);
    } else {
      // A copy, because levels put their readings in order when they are read.
      std::vector<uint32_t> same(cells_.slot_count);
      std::iota(same.begin(), same.end(), 0U);
      states_ = adder_.sum(partial_.measures, same, same.size());
    }
    running_.emplace(cells_, adder_, account_);
    if (view_.cumulative && !running_->make(states_)) return tooLarge("cumulative");
    SeriesReader reader(query_, view_, states_);
    for (uint32_t group = 0; group < cells_.groups.size(); ++group) addRows(reader, group);
    putInOrder();
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool hasPrevious() const { return query_.previous_start_ns.has_value(); }
  static NativeReport tooLarge(const char* what) {
    NativeReport report;
    report.too_large = what;
    return report;
  }

  void makeTotals() {
    const auto place = [](uint32_t period, uint32_t, uint32_t) { return period; };
    NativeStates sums = adder_.sum(
        partial_.measures, mappedSlots(cells_, cells_.slot_count, kPeriods, place), kPeriods + 1);
    SeriesReader reader(query_, view_, sums);
    report_.totals = reader.total(kCurrentPeriod, kCurrentPeriod);
    if (hasPrevious()) report_.previous_totals = reader.total(kPreviousPeriod, kPreviousPeriod);
  }

  std::vector<NativePoint> seriesOf(SeriesReader& reader, uint32_t period, uint32_t group) {
    SeriesReader::Source source;
    source.cells = &cells_.cells[period][group];
    source.windows = &cells_.windows[period];
    source.period = period;
    source.every_window = !query_.window || cells_.every_window;
    if (view_.cumulative) source.running = &running_->states();
    source.first_running = running_->first(period, group);
    return reader.read(source);
  }

  void addRows(SeriesReader& reader, uint32_t group) {
    const bool shows_all =
        view_.fill != NativeView::Fill::None || (query_.groups.empty() && !query_.window);
    const std::vector<NativePoint> current = seriesOf(reader, kCurrentPeriod, group);
    std::vector<NativePoint> previous;
    if (hasPrevious()) previous = seriesOf(reader, kPreviousPeriod, group);
    for (const NativePoint& point : current) {
      // With a period before, both have a point for every window.
      const NativePoint* then = point.window < previous.size() ? &previous[point.window] : nullptr;
      if (!shows_all && !point.happened && (then == nullptr || !then->happened)) continue;
      NativeRow row;
      row.window = cells_.windows[kCurrentPeriod][point.window];
      row.group = cells_.groups[group];
      row.is_others = has_others_ && group + 1 == cells_.groups.size();
      row.values = point.values;
      if (then != nullptr) row.previous = then->values;
      if (hasPrevious()) row.previous.resize(query_.measures.size());
      report_.rows.push_back(std::move(row));
    }
  }

  // Rows were made by group and window, and stay so where the order says nothing. Others stand
  // behind the groups; a row without the value stands behind those that have it.
  void putInOrder() {
    const NativeView::Order order = view_.order.value_or(NativeView::Order());
    const auto compare = [&order](const NativeRow& a, const NativeRow& b) {
      switch (order.by) {
        case NativeView::By::Window:
          return threeWay(a.window.start_ns, b.window.start_ns);
        case NativeView::By::Group:
          return threeWay(a.group, b.group);
        case NativeView::By::Measure:
          break;
      }
      const auto& left = a.values[order.measure];
      const auto& right = b.values[order.measure];
      return left && right ? left->compare(*right) : 0;
    };
    const auto rank = [&order](const NativeRow& row) {
      if (order.by == NativeView::By::Window) return 0;
      const bool lacks = order.by == NativeView::By::Measure && !row.values[order.measure];
      return (row.is_others ? 2 : 0) + (lacks ? 1 : 0);
    };
    sortItems(report_.rows, [&](const NativeRow& a, const NativeRow& b) {
      if (rank(a) != rank(b)) return rank(a) < rank(b);
      const int compared = compare(a, b);
      return order.descending ? compared > 0 : compared < 0;
    });
  }

  const NativeQuery& query_;
  const NativeView& view_;
  const NativePartial& partial_;
  MemoryAccount& account_;
  StateAdder adder_;
  NativeCells cells_;
  NativeStates states_;  // of the slots of cells_
  std::optional<RunningStates> running_;
  bool has_others_ = false;
  NativeReport report_;
};

}  // namespace

NativeReport makeNativeReport(const NativeQuery& query, const NativeView& view,
                              const NativePartial& settled, MemoryAccount& account) {
  return ReportMaker(query, view, settled, account).run();
}

}  // namespace tallyfold
