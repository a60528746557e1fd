// SPDX-License-Identifier: Apache-2.0
#include "query/seat_tables.h"

#include <algorithm>

namespace tallyfold {
namespace {

uint64_t slotKey(uint32_t event, uint32_t label, bool is_area) {
  return static_cast<uint64_t>(event) << 33 | static_cast<uint64_t>(is_area ? 1 : 0) << 32 | label;
}

}  // namespace

SeatTables::SeatTables(const SeatQuery& query, MemoryAccount& account)
    : texts(account),
      orders(account),
      query_(query),
      events_(makeAccounted<SeatEventFacts>(account)),
      charts_(makeAccounted<SeatChartFacts>(account)),
      slots_(makeAccounted<SeatSlot>(account)),
      arrivals_(makeAccounted<Arrival>(account)),
      workspaces_(account),
      ids_(account),
      event_of_(account),
      chart_of_(account),
      slot_of_(account) {
  texts.intern("");
}

uint32_t SeatTables::workspaceNumber(int64_t workspace) {
  const auto next = static_cast<uint32_t>(workspaces_.size());
  return workspaces_.insert(static_cast<uint64_t>(workspace), next).value;
}

uint32_t SeatTables::chartOf(int64_t workspace, uint32_t key) {
  const uint64_t pair = static_cast<uint64_t>(workspaceNumber(workspace)) << 32 | key;
  const auto found = chart_of_.insert(pair, static_cast<uint32_t>(charts_.size()));
  if (found.fresh) charts_.push_back({workspace, key, {}});
  return found.value;
}

std::optional<std::string> SeatTables::chartName(int64_t workspace,
                                                 std::string_view chart_key) const {
  const uint32_t in = workspaces_.find(static_cast<uint64_t>(workspace));
  const uint32_t key = texts.find(chart_key);
  if (in == FlatMap::kNone || key == Dictionary::kNone) return std::nullopt;
  const uint32_t chart = chart_of_.find(static_cast<uint64_t>(in) << 32 | key);
  if (chart == FlatMap::kNone || charts_[chart].name.text == kAbsentText) return std::nullopt;
  return std::string(texts.text(charts_[chart].name.text));
}

uint32_t SeatTables::eventOf(int64_t workspace, int64_t id) {
  const uint32_t in = workspaceNumber(workspace);
  const uint32_t of =
      ids_.insert(static_cast<uint64_t>(id), static_cast<uint32_t>(ids_.size())).value;
  const auto found =
      event_of_.insert(static_cast<uint64_t>(in) << 32 | of, static_cast<uint32_t>(events_.size()));
  if (found.fresh) {
    SeatEventFacts event;
    event.workspace = workspace;
    event.id = id;
    event.left_out = !query_.includes_tests && query_.catalog->seats.isTest(workspace);
    events_.push_back(event);
  }
  return found.value;
}

bool SeatTables::hasEvent(int64_t workspace, int64_t id) const {
  const uint32_t in = workspaces_.find(static_cast<uint64_t>(workspace));
  const uint32_t of = ids_.find(static_cast<uint64_t>(id));
  if (in == FlatMap::kNone || of == FlatMap::kNone) return false;
  return event_of_.find(static_cast<uint64_t>(in) << 32 | of) != FlatMap::kNone;
}

uint32_t SeatTables::slotOf(uint32_t event, uint32_t label, bool is_area) {
  const auto found =
      slot_of_.insert(slotKey(event, label, is_area), static_cast<uint32_t>(slots_.size()));
  if (found.fresh) {
    SeatSlot slot;
    slot.event = event;
    slot.label = label;
    slot.is_area = is_area;
    slots_.push_back(slot);
    if (query_.by_arrival) arrivals_.push_back(Arrival());
  }
  return found.value;
}

uint32_t SeatTables::find(const SeatTables& other, uint32_t number) const {
  const SeatSlot& slot = other.slots_[number];
  const SeatEventFacts& event = other.events_[slot.event];
  const uint32_t in = workspaces_.find(static_cast<uint64_t>(event.workspace));
  const uint32_t of = ids_.find(static_cast<uint64_t>(event.id));
  const uint32_t label = texts.find(other.texts.text(slot.label));
  if (in == FlatMap::kNone || of == FlatMap::kNone || label == Dictionary::kNone) return kNoSlot;
  const uint32_t known = event_of_.find(static_cast<uint64_t>(in) << 32 | of);
  if (known == FlatMap::kNone) return kNoSlot;
  const uint32_t found = slot_of_.find(slotKey(known, label, slot.is_area));
  return found == FlatMap::kNone ? kNoSlot : found;
}

void SeatTables::offer(LatestText& known, const LatestText& text) {
  if (text.text == kAbsentText || text.time_ns < known.time_ns) return;
  if (known.text != kAbsentText && text.time_ns == known.time_ns) {
    const int order = orders.compare(text.order, known.order, texts);
    if (order < 0) return;
    // Only copies of one record are equal in all of it; the greater text stays, in any order.
    if (order == 0 && !(texts.text(known.text) < texts.text(text.text))) return;
  }
  known = text;
}

void SeatTables::noteArrival(uint32_t slot, const Arrival& arrival) {
  if (query_.by_arrival) arrivals_[slot] = std::min(arrivals_[slot], arrival);
}

Arrival SeatTables::arrivalOf(uint32_t slot) const {
  return query_.by_arrival ? arrivals_[slot] : Arrival();
}

std::string_view SeatTables::chartKeyOf(const SeatEventFacts& event) const {
  const SeatEvent* known = query_.catalog->seats.event(event.id, event.workspace);
  if (known != nullptr && known->chart_key) return *known->chart_key;
  return event.chart_key.text == kAbsentText ? std::string_view()
                                             : texts.text(event.chart_key.text);
}

void SeatTables::book(SeatSlot& slot, int64_t time_ns, uint64_t order, uint32_t status) {
  if (time_ns > slot.booked_ns) return;
  if (time_ns == slot.booked_ns) {
    const int place = orders.compare(order, slot.booked_order, texts);
    if (place > 0 || (place == 0 && !(texts.text(status) < texts.text(slot.status)))) return;
  }
  slot.booked_ns = time_ns;
  slot.booked_order = order;
  slot.status = status;
}

uint64_t SeatTables::bytesToAdd(uint64_t rows) const {
  // Vectors double when they are full, and hold the old half while they move.
  const auto grown = [rows](const auto& items) {
    const uint64_t need = items.size() + rows;
    return need <= items.capacity() ? 0 : 2 * need * sizeof(items[0]);
  };
  return grown(events_) + grown(charts_) + grown(slots_) + grown(arrivals_) +
         workspaces_.bytesToInsert(rows) + ids_.bytesToInsert(rows) +
         event_of_.bytesToInsert(rows) + chart_of_.bytesToInsert(rows) +
         slot_of_.bytesToInsert(rows) + texts.bytesToGrow(rows, rows * 64) + rows * 64;
}

}  // namespace tallyfold
