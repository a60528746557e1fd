// SPDX-License-Identifier: Apache-2.0
#include "shape/seatsio_answer.h"

#include <algorithm>

#include "json/writer.h"
#include "time/civil.h"
#include "time/instant.h"

namespace tallyfold {
namespace {

// Always with milliseconds: 2018-09-13T00:16:43.176Z.
std::string dateText(int64_t time_ns) {
  constexpr int64_t kMillisecond = 1'000'000;
  const int64_t of_second = floorMod(time_ns, kNanosecondsPerSecond);
  std::string text = writeRfc3339(time_ns - of_second, 0);
  text.pop_back();
  const std::string milliseconds = std::to_string(1000 + of_second / kMillisecond);
  return text + "." + milliseconds.substr(1) + "Z";
}

int64_t usedPlaces(const SeatsioRequest& request, const SeatCounters& counters, bool channels) {
  if (request.bills_bookings) return counters.first_bookings;
  return channels ? counters.allUses() : counters.first_uses;
}

bool channelsCount(const SeatsioRequest& request, MonthNumber month) {
  return request.shape == SeatsioShape::Current && month >= kFirstMonthOfChannels;
}

void writeMonth(json::Writer& out, MonthNumber month) {
  out.key("month").object().key("month").integer(monthOf(month));
  out.key("year").integer(yearOf(month)).objectEnd();
}

void writeMonths(json::Writer& out, const SeatsioRequest& request, SeatPartial& settled) {
  const bool legacy = request.shape == SeatsioShape::Legacy;
  out.array();
  for (const SeatMonthRow& row : seatMonths(request.query, settled)) {
    const int64_t used = usedPlaces(request, row.counters, channelsCount(request, row.month));
    const bool is_zero =
        used == 0 &&
        (!legacy || (row.counters.first_bookings == 0 && row.counters.first_uses == 0));
    if (is_zero && !request.query.keeps_zero_rows) continue;
    out.object();
    writeMonth(out, row.month);
    out.key("numUsedObjects").integer(used);
    if (legacy) {
      out.key("numFirstBookings").integer(row.counters.first_bookings);
      out.key("numFirstBookingsByStatus").object();
      for (const auto& [status, places] : row.first_bookings_by_status)
        out.key(status).integer(places);
      out.objectEnd();
      out.key("numFirstBookingsOrSelections").integer(row.counters.first_uses);
    }
    out.objectEnd();
  }
  out.arrayEnd();
}

std::string monthsBody(const SeatsioRequest& request, SeatPartial& settled) {
  json::Writer out;
  if (request.version == 1) {
    writeMonths(out, request, settled);
    return out.take();
  }
  out.object().key("usageCutoffDate").text(dateText(request.query.now_ns)).key("usage");
  writeMonths(out, request, settled);
  return out.objectEnd().take();
}

// The counters that a row of an event shows, by name.
std::vector<std::pair<std::string_view, uint64_t>> countersOf(const SeatsioRequest& request,
                                                              const SeatEventRow& row) {
  const SeatCounters& c = row.counters;
  const bool channels = channelsCount(request, request.query.month->number);
  const auto places = [](int64_t count) { return static_cast<uint64_t>(count); };
  const uint64_t used = places(usedPlaces(request, c, channels));
  if (request.shape == SeatsioShape::Current) return {{"numUsedObjects", used}};
  if (request.shape == SeatsioShape::Legacy3) {
    return {{"numUsedObjects", used},
            {"numFirstBookings", places(c.first_bookings)},
            {"numObjectSelections", row.selections}};
  }
  return {{"numUsedObjects", used},
          {"numFirstBookings", places(c.first_bookings)},
          {"numFirstBookingsOrSelections", places(c.first_uses)},
          {"numGASelectionsWithoutBooking", places(c.ga_without_booking)},
          {"numNonGASelectionsWithoutBooking", places(c.non_ga_without_booking)},
          {"numObjectSelections", row.selections}};
}

void writeEvent(json::Writer& out, const SeatsioRequest& request, const SeatEventRow& row) {
  out.object().key("event").object().key("id").integer(row.id).key("key");
  row.key ? out.text(*row.key) : out.null();
  if (request.shape == SeatsioShape::Current) out.key("deleted").boolean(row.deleted);
  out.objectEnd();
  for (const auto& [name, count] : countersOf(request, row)) out.key(name).integer(count);
  out.objectEnd();
}

void writeChart(json::Writer& out, const SeatEventRow& row) {
  out.key("chart");
  if (!row.chart_key) {
    out.null();
    return;
  }
  out.object().key("name");
  row.chart_name ? out.text(*row.chart_name) : out.null();
  out.key("key").text(*row.chart_key).objectEnd();
}

bool isZero(const SeatsioRequest& request, const SeatEventRow& row) {
  const auto counters = countersOf(request, row);
  return std::all_of(counters.begin(), counters.end(), [](const auto& c) { return c.second == 0; });
}

// Rows of a workspace stand together, and in them those of a chart.
std::string eventsBody(const SeatsioRequest& request, SeatPartial& settled) {
  json::Writer out;
  const SeatEventRow* last = nullptr;
  const auto rows = seatEvents(request.query, settled);
  out.array();
  for (const SeatEventRow& row : rows) {
    if (!request.query.keeps_zero_rows && isZero(request, row)) continue;
    const bool new_workspace = last == nullptr || last->workspace != row.workspace;
    const bool new_chart = new_workspace || last->chart_key != row.chart_key;
    if (last != nullptr && new_chart) out.arrayEnd().objectEnd();
    if (last != nullptr && new_workspace) out.arrayEnd().objectEnd();
    if (new_workspace) {
      out.object().key("workspace").integer(row.workspace).key("usageByChart").array();
    }
    if (new_chart) {
      out.object();
      writeChart(out, row);
      out.key("usageByEvent").array();
    }
    writeEvent(out, request, row);
    last = &row;
  }
  if (last != nullptr) out.arrayEnd().objectEnd().arrayEnd().objectEnd();
  return out.arrayEnd().take();
}

void writeObjectV1(json::Writer& out, const SeatObjectRow& row) {
  out.object().key("object").text(row.label);
  out.key("numFirstBookings").integer(row.counters.first_bookings);
  if (row.first_booking_ns != kNever)
    out.key("firstBookingDate").text(dateText(row.first_booking_ns));
  out.key("numFirstSelections").integer(row.counters.first_selections);
  out.key("numFirstBookingsOrSelections").integer(row.counters.first_uses).objectEnd();
}

void writeObjectV2(json::Writer& out, const SeatsioRequest& request, const SeatObjectRow& row) {
  static constexpr const char* kReasons[] = {"STATUS_CHANGED", "SELECTED", "ASSIGNED_TO_CHANNEL"};
  std::array<int64_t, 3> reasons = row.counters.uses;
  if (request.bills_bookings) reasons = {row.counters.first_bookings, 0, 0};
  out.object().key("object").text(row.label);
  out.key("numUsedObjects").integer(usedPlaces(request, row.counters, true));
  out.key("usageByReason").object();
  for (size_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i] != 0) out.key(kReasons[i]).integer(reasons[i]);
  }
  out.objectEnd().objectEnd();
}

std::string objectsBody(const SeatsioRequest& request, SeatPartial& settled) {
  json::Writer out;
  out.array();
  for (const SeatObjectRow& row : seatObjects(request.query, settled)) {
    const SeatCounters& c = row.counters;
    const bool is_zero = request.version == 2
                             ? usedPlaces(request, c, true) == 0
                             : c.first_bookings + c.first_selections + c.first_uses == 0;
    if (is_zero && !request.query.keeps_zero_rows) continue;
    request.version == 2 ? writeObjectV2(out, request, row) : writeObjectV1(out, row);
  }
  return out.arrayEnd().take();
}

}  // namespace

std::string seatsioBody(const SeatsioRequest& request, SeatPartial& settled) {
  switch (request.query.rows) {
    case SeatRows::Months:
      return monthsBody(request, settled);
    case SeatRows::Events:
      return eventsBody(request, settled);
    case SeatRows::Objects:
      break;
  }
  return objectsBody(request, settled);
}

}  // namespace tallyfold
