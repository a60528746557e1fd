// SPDX-License-Identifier: Apache-2.0
// The tables of a seating report: added to others, written and read.
#include <algorithm>

#include "query/seat_tables.h"

namespace tallyfold {
namespace {

void writeText(ByteWriter& out, const LatestText& text) {
  out.i64(text.time_ns);
  out.u64(text.order);
  out.u32(text.text);
}

LatestText readText(ByteReader& in, const SeatOrder& orders, uint32_t text_count) {
  LatestText text;
  text.time_ns = in.i64();
  text.order = in.u64();
  text.text = in.u32();
  const bool known = text.text == kAbsentText || text.text < text_count;
  if (!known || !orders.knows(text.order, text_count)) in.fail();
  return text;
}

void writeArrival(ByteWriter& out, const Arrival& arrival) {
  out.u32(arrival.source);
  out.i64(arrival.offset);
}

Arrival readArrival(ByteReader& in) {
  Arrival arrival;
  arrival.source = in.u32();
  arrival.offset = in.i64();
  return arrival;
}

}  // namespace

void SeatTables::mergeText(LatestText& known, const LatestText& text, const SeatTables& other) {
  if (text.text == kAbsentText) return;
  offer(known, {text.time_ns, adoptOrder(text.order, other), adoptText(text.text)});
}

std::vector<uint32_t> SeatTables::merge(const SeatTables& other) {
  merged_texts_.resize(other.texts.size());
  for (uint32_t code = 0; code < merged_texts_.size(); ++code)
    merged_texts_[code] = texts.intern(other.texts.text(code));
  std::vector<uint32_t> event_map;
  for (const SeatEventFacts& theirs : other.events_) {
    event_map.push_back(eventOf(theirs.workspace, theirs.id));
    SeatEventFacts& ours = events_[event_map.back()];
    mergeText(ours.key, theirs.key, other);
    mergeText(ours.chart_key, theirs.chart_key, other);
    ours.first = std::min(ours.first, theirs.first);
    ours.active = ours.active || theirs.active;
    ours.selections += theirs.selections;
  }
  for (const SeatChartFacts& theirs : other.charts_) {
    const uint32_t chart = chartOf(theirs.workspace, adoptText(theirs.key));
    mergeText(charts_[chart].name, theirs.name, other);
  }
  std::vector<uint32_t> slot_map;
  for (uint32_t number = 0; number < other.slots_.size(); ++number) {
    const SeatSlot& theirs = other.slots_[number];
    slot_map.push_back(slotOf(event_map[theirs.event], adoptText(theirs.label), theirs.is_area));
    SeatSlot& ours = slots_[slot_map.back()];
    if (theirs.booked_ns != kNever)
      book(ours, theirs.booked_ns, adoptOrder(theirs.booked_order, other),
           adoptText(theirs.status));
    ours.selected_ns = std::min(ours.selected_ns, theirs.selected_ns);
    ours.assigned_ns = std::min(ours.assigned_ns, theirs.assigned_ns);
    ours.open_month = std::max(ours.open_month, theirs.open_month);
    ours.is_table = ours.is_table || theirs.is_table;
    noteArrival(slot_map.back(), other.arrivalOf(number));
  }
  return slot_map;
}

void SeatTables::write(ByteWriter& out) const {
  out.u64(texts.size());
  for (uint32_t code = 0; code < texts.size(); ++code) out.text(texts.text(code));
  orders.write(out);
  out.u64(events_.size());
  for (const SeatEventFacts& event : events_) {
    out.i64(event.workspace);
    out.i64(event.id);
    for (const LatestText* text : {&event.key, &event.chart_key}) writeText(out, *text);
    writeArrival(out, event.first);
    out.u8(event.active);
    out.u64(event.selections);
  }
  out.u64(charts_.size());
  for (const SeatChartFacts& chart : charts_) {
    out.i64(chart.workspace);
    out.u32(chart.key);
    writeText(out, chart.name);
  }
  out.u64(slots_.size());
  for (uint32_t number = 0; number < slots_.size(); ++number) {
    const SeatSlot& slot = slots_[number];
    out.u32(slot.event);
    out.u32(slot.label);
    out.u8(slot.is_area);
    out.u32(static_cast<uint32_t>(slot.open_month));
    out.u8(slot.is_table);
    out.i64(slot.booked_ns);
    out.u64(slot.booked_order);
    out.u32(slot.status);
    out.i64(slot.selected_ns);
    out.i64(slot.assigned_ns);
    writeArrival(out, arrivalOf(number));
  }
}

void SeatTables::readEvent(ByteReader& in) {
  const int64_t workspace = in.i64();
  const int64_t id = in.i64();
  const size_t known = events_.size();
  SeatEventFacts& event = events_[eventOf(workspace, id)];
  if (events_.size() == known) return in.fail();
  for (LatestText* text : {&event.key, &event.chart_key})
    *text = readText(in, orders, texts.size());
  event.first = readArrival(in);
  event.active = in.u8() != 0;
  event.selections = in.u64();
}

void SeatTables::readChart(ByteReader& in) {
  const int64_t workspace = in.i64();
  const uint32_t key = in.u32();
  if (key >= texts.size()) return in.fail();
  charts_[chartOf(workspace, key)].name = readText(in, orders, texts.size());
}

void SeatTables::readSlot(ByteReader& in) {
  const uint32_t event = in.u32();
  const uint32_t label = in.u32();
  const bool is_area = in.u8() != 0;
  const size_t known = slots_.size();
  if (event >= events_.size() || label >= texts.size()) return in.fail();
  const uint32_t number = slotOf(event, label, is_area);
  if (slots_.size() == known) return in.fail();
  SeatSlot& slot = slots_[number];
  slot.open_month = static_cast<int16_t>(in.u32());
  slot.is_table = in.u8() != 0;
  slot.booked_ns = in.i64();
  slot.booked_order = in.u64();
  slot.status = in.u32();
  slot.selected_ns = in.i64();
  slot.assigned_ns = in.i64();
  noteArrival(number, readArrival(in));
  if (slot.status >= texts.size() || !orders.knows(slot.booked_order, texts.size())) in.fail();
}

void SeatTables::read(ByteReader& in) {
  const uint64_t text_count = in.count(8);
  for (uint64_t code = 0; code < text_count; ++code) {
    if (texts.intern(in.text()) != code) return in.fail();
  }
  orders.read(in);
  for (uint64_t left = in.count(77); left > 0 && in.ok(); --left) readEvent(in);
  for (uint64_t left = in.count(32); left > 0 && in.ok(); --left) readChart(in);
  for (uint64_t left = in.count(62); left > 0 && in.ok(); --left) readSlot(in);
}

}  // namespace tallyfold
