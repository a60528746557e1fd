// SPDX-License-Identifier: Apache-2.0
// From what a partial holds to the places of each object.
#include <algorithm>

#include "base/sort.h"
#include "query/seat_partial.h"

namespace tallyfold {
namespace {

constexpr int64_t kNoCapacity = INT64_MAX;

}  // namespace

// By object, then in the order in which changes count. Between changes of one date and id it is
// deselections, selections, bookings, releases, assignments; then everything else they say, so that
// only what is equal in all of it is left to chance.
bool SeatPartial::before(const SeatChange& a, const SeatChange& b) const {
  if (a.slot != b.slot) return a.slot < b.slot;
  if (a.time_ns != b.time_ns) return a.time_ns < b.time_ns;
  const int order = tables.orders.compare(a.order, b.order, tables.texts);
  if (order != 0) return order < 0;
  if (a.act_number != b.act_number) return a.act_number < b.act_number;
  if (a.quantity != b.quantity) return a.quantity < b.quantity;
  if (a.act() != SeatAct::Book) return a.detail < b.detail;
  return tables.texts.text(static_cast<uint32_t>(a.detail)) <
         tables.texts.text(static_cast<uint32_t>(b.detail));
}

void SeatPartial::sortLog() {
  sortInPlace(log_, [this](const SeatChange& a, const SeatChange& b) { return before(a, b); });
  sortItems(closed_, [](const SeatChange& a, const SeatChange& b) { return a.slot < b.slot; });
}

const SeatObject* SeatPartial::objectOf(const SeatSlot& slot) const {
  const SeatCatalog& catalog = query_.catalog->seats;
  if (!catalog.hasObjects()) return nullptr;
  const SeatEventFacts& event = tables.event(slot.event);
  return catalog.object(event.id, tables.chartKeyOf(event), tables.texts.text(slot.label));
}

void SeatPartial::placesOf(uint32_t number, size_t& open, size_t& closed,
                           std::vector<PlaceRun>& runs) {
  of_object_.clear();
  for (; open < log_.size() && log_[open].slot == number; ++open) of_object_.push_back(log_[open]);
  canceller_.cancel(of_object_);
  const size_t closed_begin = closed;
  while (closed < closed_.size() && closed_[closed].slot == number) ++closed;
  const SeatSlot& slot = tables.slot(number);
  if (slot.is_area) return placesOfArea(number, closed_begin, closed, runs);
  PlaceRun run;
  run.places = 1;
  if (query_.tables_count_seats) {
    const SeatObject* object = objectOf(slot);
    const bool is_table =
        object != nullptr && (object->type ? object->type == SeatObjectType::Table : slot.is_table);
    if (is_table && object->num_seats) run.places = *object->num_seats;
  }
  run.booked_ns = slot.booked_ns;
  run.status = slot.status;
  run.assigned_ns = slot.assigned_ns;
  run.selected_ns = slot.selected_ns;
  for (const SeatChange& change : of_object_) {
    if (change.act() == SeatAct::Select && change.quantity > 0)
      run.selected_ns = std::min(run.selected_ns, change.time_ns);
  }
  if (run.places > 0) runs.push_back(run);
}

void SeatPartial::placesOfArea(uint32_t number, size_t closed_begin, size_t closed_end,
                               std::vector<PlaceRun>& runs) {
  area_.clear();
  for (size_t i = closed_begin; i < closed_end; ++i) area_.add(closed_[i]);
  const auto base = area_bases_.find(number);
  if (base != area_bases_.end()) area_.resume(base->second.occupied, base->second.reached);
  for (const SeatChange& change : of_object_) area_.add(change);
  const SeatObject* object = objectOf(tables.slot(number));
  const bool has_capacity = object != nullptr && object->capacity;
  area_.runs(has_capacity ? *object->capacity : kNoCapacity, runs);
}

uint64_t SeatPartial::bytesToFoldAway(uint64_t rows) const {
  // The changes that are folded away, the steps they leave, and what areas know between them.
  return (log_.size() + rows) * (4 * sizeof(SeatChange) + sizeof(AreaBase) + 64) +
         2 * closed_.size() * sizeof(SeatChange);
}

uint64_t SeatPartial::bytesToCopy() const {
  const uint64_t rows = copies_.size() + log_.size() + closed_.size() + tables.slotCount();
  return SeatPartial(query_, account_).bytesToAdd(rows) + 2 * tables.texts.heldBytes();
}

uint64_t SeatPartial::bytesToAdd(uint64_t rows) const {
  const uint64_t need = log_.size() + rows;
  const uint64_t log = need <= log_.capacity() ? 0 : 2 * need * sizeof(SeatChange);
  return log + tables.bytesToAdd(rows) + (query_.counts_ids_once ? copies_.bytesToAdd(rows) : 0);
}

}  // namespace tallyfold
