// SPDX-License-Identifier: Apache-2.0
#include "report/seat_usage.h"

#include <algorithm>
#include <tuple>

#include "base/sort.h"

namespace tallyfold {
namespace {

constexpr size_t numberOf(SeatReason reason) { return static_cast<size_t>(reason); }

// The reason of a place used in a month that ends at `end_ns`.
SeatReason reasonOf(const PlaceRun& run, bool first_counts, int64_t end_ns) {
  if (first_counts) {
    if (run.booked_ns <= std::min(run.selected_ns, run.assigned_ns))
      return SeatReason::StatusChanged;
    return run.selected_ns <= run.assigned_ns ? SeatReason::Selected
                                              : SeatReason::AssignedToChannel;
  }
  if (run.booked_ns < end_ns) return SeatReason::StatusChanged;
  return run.selected_ns < end_ns ? SeatReason::Selected : SeatReason::AssignedToChannel;
}

// Adds a run's places to the counters of one month.
void addRun(SeatCounters& to, const PlaceRun& run, bool is_area, const Months::Bounds& month,
            bool first_counts) {
  const auto inside = [&month](int64_t time_ns) {
    return time_ns != kNever && time_ns >= month.start_ns && time_ns < month.end_ns;
  };
  if (inside(run.booked_ns)) to.first_bookings += run.places;
  if (inside(run.selected_ns)) to.first_selections += run.places;
  const int64_t used_ns = std::min(run.booked_ns, run.selected_ns);
  if (inside(used_ns)) {
    to.first_uses += run.places;
    if (run.booked_ns >= month.end_ns)
      (is_area ? to.ga_without_booking : to.non_ga_without_booking) += run.places;
  }
  if (inside(std::min(used_ns, run.assigned_ns)))
    to.uses[numberOf(reasonOf(run, first_counts, month.end_ns))] += run.places;
}

void fillMonths(const SeatQuery& query, int64_t first_ns,
                std::map<MonthNumber, SeatMonthRow>& rows) {
  if (!query.keeps_zero_rows || first_ns == INT64_MAX) return;
  const MonthNumber last = query.months.at(query.now_ns).number;
  for (MonthNumber month = query.months.at(first_ns).number; month <= last; ++month)
    rows[month].month = month;
}

template <typename Row>
void sortByArrival(std::vector<Row>& rows) {
  sortItems(rows, [](const Row& a, const Row& b) { return a.first < b.first; });
}

}  // namespace

std::vector<SeatMonthRow> seatMonths(const SeatQuery& query, SeatPartial& settled) {
  std::map<MonthNumber, SeatMonthRow> rows;
  fillMonths(query, settled.first_ns, rows);
  settled.forEachObject([&](uint32_t number, const std::vector<PlaceRun>& runs) {
    const bool is_area = settled.tables.slot(number).is_area;
    for (const PlaceRun& run : runs) {
      // A run matters to the months of its three instants, each once.
      MonthNumber done[3] = {INT32_MIN, INT32_MIN, INT32_MIN};
      size_t done_count = 0;
      for (const int64_t time_ns : {run.booked_ns, run.selected_ns, run.assigned_ns}) {
        if (time_ns == kNever) continue;
        const Months::Bounds month = query.months.at(time_ns);
        if (std::find(done, done + done_count, month.number) != done + done_count) continue;
        done[done_count++] = month.number;
        SeatMonthRow& row = rows[month.number];
        row.month = month.number;
        addRun(row.counters, run, is_area, month, query.first_reason_counts);
        if (run.booked_ns >= month.start_ns && run.booked_ns < month.end_ns)
          row.first_bookings_by_status[std::string(settled.tables.texts.text(run.status))] +=
              run.places;
      }
    }
  });
  std::vector<SeatMonthRow> list;
  for (auto& [month, row] : rows) list.push_back(std::move(row));
  return list;
}

namespace {

std::optional<std::string> textOf(const SeatTables& tables, const LatestText& latest) {
  if (latest.text == kAbsentText) return std::nullopt;
  return std::string(tables.texts.text(latest.text));
}

// What the catalog says goes before what records say.
SeatEventRow rowOf(const SeatQuery& query, const SeatTables& tables, const SeatEventFacts& event) {
  SeatEventRow row;
  row.workspace = event.workspace;
  row.id = event.id;
  row.chart_key = textOf(tables, event.chart_key);
  row.key = textOf(tables, event.key);
  row.selections = event.selections;
  row.first = event.first;
  const SeatEvent* known = query.catalog->seats.event(event.id, event.workspace);
  if (known == nullptr) return row;
  if (known->chart_key) row.chart_key = known->chart_key;
  if (known->key) row.key = known->key;
  row.deleted = known->deleted;
  return row;
}

// One name for each chart of a workspace: the first that the catalog has, else the latest that a
// record gave.
void nameCharts(const SeatQuery& query, const SeatTables& tables, std::vector<SeatEventRow>& rows) {
  const SeatCatalog& catalog = query.catalog->seats;
  std::map<std::pair<int64_t, std::string>, std::string> names;
  for (const SeatEvent& event : catalog.events()) {
    if (event.chart_name && event.chart_key && event.workspace)
      names.emplace(std::pair(*event.workspace, *event.chart_key), *event.chart_name);
  }
  // Of an event that the catalog names without its chart or workspace, records say the rest.
  for (const SeatEventRow& row : rows) {
    const SeatEvent* known = catalog.event(row.id, row.workspace);
    if (known != nullptr && known->chart_name && row.chart_key)
      names.emplace(std::pair(row.workspace, *row.chart_key), *known->chart_name);
  }
  for (SeatEventRow& row : rows) {
    if (!row.chart_key) continue;
    const auto named = names.find({row.workspace, *row.chart_key});
    row.chart_name = named != names.end() ? std::optional(named->second)
                                          : tables.chartName(row.workspace, *row.chart_key);
  }
}

// Events that only the catalog knows have no usage; reports that keep such rows show them.
void addCatalogEvents(const SeatQuery& query, const SeatTables& tables,
                      std::vector<SeatEventRow>& rows) {
  const SeatCatalog& catalog = query.catalog->seats;
  for (const SeatEvent& event : catalog.events()) {
    if (!event.workspace || tables.hasEvent(*event.workspace, event.id)) continue;
    if (!query.includes_tests && catalog.isTest(*event.workspace)) continue;
    SeatEventFacts facts;
    facts.workspace = *event.workspace;
    facts.id = event.id;
    rows.push_back(rowOf(query, tables, facts));
  }
}

// Workspaces in order of first appearance, in each its charts, in each its events.
void groupByArrival(std::vector<SeatEventRow>& rows) {
  sortByArrival(rows);
  std::map<int64_t, size_t> workspaces;
  std::map<std::pair<int64_t, std::optional<std::string>>, size_t> charts;
  for (size_t i = 0; i < rows.size(); ++i) {
    workspaces.emplace(rows[i].workspace, i);
    charts.emplace(std::pair(rows[i].workspace, rows[i].chart_key), i);
  }
  const auto place = [&](const SeatEventRow& row) {
    return std::pair(workspaces.find(row.workspace)->second,
                     charts.find(std::pair(row.workspace, row.chart_key))->second);
  };
  sortItems(rows,
            [&](const SeatEventRow& a, const SeatEventRow& b) { return place(a) < place(b); });
}

bool isShown(const SeatQuery& query, const SeatEventFacts& event) {
  const bool in_catalog = query.catalog->seats.event(event.id, event.workspace) != nullptr;
  return !event.left_out && (event.active || (query.keeps_zero_rows && in_catalog));
}

}  // namespace

std::vector<SeatEventRow> seatEvents(const SeatQuery& query, SeatPartial& settled) {
  std::vector<SeatEventRow> all;
  for (const SeatEventFacts& event : settled.tables.events())
    all.push_back(rowOf(query, settled.tables, event));
  settled.forEachObject([&](uint32_t number, const std::vector<PlaceRun>& runs) {
    const SeatSlot& slot = settled.tables.slot(number);
    for (const PlaceRun& run : runs)
      addRun(all[slot.event].counters, run, slot.is_area, *query.month, query.first_reason_counts);
  });
  std::vector<SeatEventRow> rows;
  for (size_t i = 0; i < all.size(); ++i) {
    if (isShown(query, settled.tables.events()[i])) rows.push_back(std::move(all[i]));
  }
  if (query.keeps_zero_rows) addCatalogEvents(query, settled.tables, rows);
  nameCharts(query, settled.tables, rows);
  sortItems(rows, [](const SeatEventRow& a, const SeatEventRow& b) {
    return std::tie(a.workspace, a.chart_key, a.id) < std::tie(b.workspace, b.chart_key, b.id);
  });
  if (query.by_arrival) groupByArrival(rows);
  return rows;
}

std::vector<SeatObjectRow> seatObjects(const SeatQuery& query, SeatPartial& settled) {
  std::map<std::string, SeatObjectRow> rows;
  settled.forEachObject([&](uint32_t number, const std::vector<PlaceRun>& runs) {
    const SeatSlot& slot = settled.tables.slot(number);
    std::string label(settled.tables.texts.text(slot.label));
    SeatObjectRow& row = rows[label];
    row.label = std::move(label);
    row.first = std::min(row.first, settled.tables.arrivalOf(number));
    for (const PlaceRun& run : runs) {
      addRun(row.counters, run, slot.is_area, *query.month, query.first_reason_counts);
      const bool in_month =
          run.booked_ns >= query.month->start_ns && run.booked_ns < query.month->end_ns;
      if (!slot.is_area && in_month)
        row.first_booking_ns = std::min(row.first_booking_ns, run.booked_ns);
    }
  });
  std::vector<SeatObjectRow> list;
  for (auto& [label, row] : rows) list.push_back(std::move(row));
  if (query.by_arrival) sortByArrival(list);
  return list;
}

}  // namespace tallyfold
