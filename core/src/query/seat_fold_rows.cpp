// SPDX-License-Identifier: Apache-2.0
// What one record says, in the words of a seating query. The rules are in docs/dialects.md.
#include <algorithm>

#include "query/seat_fold.h"

namespace tallyfold {

// The event of a record, or nothing when the record is not asked for or cannot be placed.
std::optional<uint32_t> SeatFold::eventOf(size_t index) {
  const std::optional<int64_t> id = records_.integer(SeatField::EventId, index);
  std::optional<int64_t> workspace = records_.integer(SeatField::Workspace, index);
  if (!id) return std::nullopt;  // another dialect's event of the same name
  if (query_.event_id && *id != *query_.event_id) return std::nullopt;
  partial_.met_event = true;
  const SeatCatalog& catalog = query_.catalog->seats;
  const SeatEvent* known = catalog.events().empty() ? nullptr : catalog.event(*id, workspace);
  if (!workspace && known != nullptr) workspace = known->workspace;
  if (workspace) return partial_.tables.eventOf(*workspace, *id);
  LedgerEntry entry = placeOf(records_.block(), records_.rowOf(index), Reason::UnknownEvent);
  entry.detail =
      "neither the record nor the catalog says the workspace of event " + std::to_string(*id);
  partial_.rejected.add(std::move(entry));
  return std::nullopt;
}

// Names come from the latest record, whatever it counts for.
void SeatFold::noteFacts(SeatEventFacts& event, size_t index) {
  const int64_t time_ns = records_.timeOf(index);
  event.active = event.active || time_ns <= query_.now_ns;
  if (query_.by_arrival) event.first = std::min(event.first, records_.arrivalOf(index));
  if (!needs_names_) return;
  offerText(event.key, SeatField::EventKey, index);
  if (!records_.has(SeatField::ChartKey, index)) return;
  offerText(event.chart_key, SeatField::ChartKey, index);
  if (query_.rows != SeatRows::Events || !records_.has(SeatField::ChartName, index)) return;
  SeatTables& tables = partial_.tables;
  const uint32_t chart = tables.chartOf(event.workspace, records_.text(SeatField::ChartKey, index));
  offerText(tables.chart(chart).name, SeatField::ChartName, index);
}

void SeatFold::offerText(LatestText& known, SeatField field, size_t index) {
  const int64_t time_ns = records_.timeOf(index);
  if (time_ns < known.time_ns || !records_.has(field, index)) return;
  partial_.tables.offer(known, {time_ns, orderOf(index), records_.text(field, index)});
}

// The catalog's object of this event, or of its chart.
const SeatObject* SeatFold::objectOf(size_t index, uint32_t event, uint32_t label) {
  const SeatCatalog& catalog = query_.catalog->seats;
  if (!catalog.hasObjects()) return nullptr;
  const uint32_t chart = records_.text(SeatField::ChartKey, index);
  const auto found = object_of_.insert(static_cast<uint64_t>(event) << 32 | label,
                                       static_cast<uint32_t>(objects_.size()));
  if (found.fresh) objects_.emplace_back();
  KnownObject& known = objects_[found.value];
  if (!found.fresh && known.chart == chart) return known.object;
  const SeatEventFacts& facts = partial_.tables.event(event);
  const SeatEvent* of_catalog = catalog.event(facts.id, facts.workspace);
  std::string_view chart_key =
      chart == kAbsentText ? std::string_view() : partial_.tables.texts.text(chart);
  if (of_catalog != nullptr && of_catalog->chart_key) chart_key = *of_catalog->chart_key;
  known = {catalog.object(facts.id, chart_key, partial_.tables.texts.text(label)), chart};
  return known.object;
}

SeatObjectType SeatFold::typeOf(size_t index, const SeatObject* object) {
  if (object != nullptr && object->type) return *object->type;
  return seatObjectType(records_.word(SeatField::Type, index)).value_or(SeatObjectType::Seat);
}

SeatAct SeatFold::actOf(size_t index, SeatKind kind) {
  if (kind == SeatKind::Selection) return SeatAct::Select;
  if (kind == SeatKind::Deselection) return SeatAct::Deselect;
  if (kind == SeatKind::ChannelAssignment) return SeatAct::Assign;
  const std::string_view origin = records_.word(SeatField::Origin, index);
  if (origin == "HELD_BY_USER") return SeatAct::Select;
  if (origin == "HOLD_RELEASED_BY_USER") return SeatAct::Deselect;
  if (origin == "HOLD_EXPIRED") return SeatAct::Nothing;
  const std::string_view status = records_.word(SeatField::StatusText, index);
  if (status == "free") return SeatAct::Release;
  return status == "reservedByToken" && !query_.api_holds_book ? SeatAct::Nothing : SeatAct::Book;
}

uint32_t SeatFold::quantityOf(size_t index, SeatObjectType type, const SeatObject* object) {
  const int64_t quantity = records_.integer(SeatField::Quantity, index).value_or(1);
  if (type == SeatObjectType::Area) return static_cast<uint32_t>(quantity);
  if (type == SeatObjectType::Table) {
    const bool has_seats = query_.tables_count_seats && object != nullptr && object->num_seats;
    return static_cast<uint32_t>(has_seats ? *object->num_seats : quantity);
  }
  return 1;
}

uint64_t SeatFold::orderOf(size_t index) {
  SeatTables& tables = partial_.tables;
  if (const auto id = records_.plainInteger(SeatField::Id, index)) {
    return tables.orders.ofInteger(*id);
  }
  const uint32_t text = records_.text(SeatField::Id, index);
  if (text != kAbsentText && text != 0) return SeatOrder::ofText(text);
  const Arrival arrival = records_.arrivalOf(index);
  return tables.orders.ofArrival(arrival.source, arrival.offset);
}

// The object of a record, made when it is new.
SeatFold::Placed SeatFold::place(size_t index, uint32_t event) {
  const uint32_t label = records_.text(SeatField::Label, index);
  Placed placed;
  placed.object = objectOf(index, event, label);
  placed.type = typeOf(index, placed.object);
  const bool table_of_quantities = placed.type == SeatObjectType::Table &&
                                   query_.tables_count_seats &&
                                   (placed.object == nullptr || !placed.object->num_seats);
  const bool is_area = placed.type == SeatObjectType::Area || table_of_quantities;
  placed.is_single = placed.type == SeatObjectType::Seat || placed.type == SeatObjectType::Booth;
  placed.slot = partial_.tables.slotOf(event, label, is_area);
  if (placed.type == SeatObjectType::Table) partial_.tables.slot(placed.slot).is_table = true;
  if (query_.by_arrival) partial_.tables.noteArrival(placed.slot, records_.arrivalOf(index));
  return placed;
}

SeatChange SeatFold::changeOf(size_t index, SeatKind kind, const Placed& placed) {
  SeatChange change;
  change.slot = placed.slot;
  change.time_ns = records_.timeOf(index);
  change.setAct(actOf(index, kind));
  change.quantity = quantityOf(index, placed.type, placed.object) & 0xfffffff;
  if (change.act() == SeatAct::Book) {
    change.detail = records_.text(SeatField::StatusText, index);
  } else if (change.act() == SeatAct::Select || change.act() == SeatAct::Deselect) {
    const std::string_view token = records_.word(SeatField::Token, index);
    if (!token.empty()) change.detail = sipHash13(dataset_.options().id_key, token).low | 1;
  }
  // A booking after the first one changes nothing, so nobody will ask for its order.
  const SeatSlot& slot = partial_.tables.slot(change.slot);
  const bool is_later = change.act() == SeatAct::Book && !slot.is_area && !ids_.any() &&
                        change.time_ns > slot.booked_ns;
  if (!is_later) change.order = orderOf(index);
  return change;
}

// Everything a record says of its change. Names are left out: a chart may be renamed between two
// exports of one record.
uint64_t SeatFold::contentOf(size_t index) {
  ByteWriter out;
  out.i64(records_.timeOf(index));
  out.i64(records_.integer(SeatField::Quantity, index).value_or(1));
  const auto type = seatObjectType(records_.word(SeatField::Type, index));
  out.u8(static_cast<uint8_t>(type.value_or(SeatObjectType::Seat)));
  const std::string_view origin = records_.word(SeatField::Origin, index);
  out.text(origin.empty() ? "API_CALL" : origin);
  for (const SeatField field :
       {SeatField::StatusText, SeatField::Token, SeatField::Order, SeatField::Channel}) {
    out.text(records_.word(field, index));
  }
  return sipHash13({0x636f6e74656e74, 0x7365617473}, out.bytes()).low;
}

SeatCopy SeatFold::copyOf(size_t index, const SeatChange& change, const Placed& placed) {
  SeatCopy copy;
  copy.change = change;
  copy.is_reduced =
      placed.is_single && records_.integer(SeatField::Quantity, index).value_or(1) != 1;
  const size_t row = records_.rowOf(index);
  copy.id = ids_.idOf(row);
  if (copy.id == Hash128()) return copy;
  copy.event = partial_.tables.slot(change.slot).event;
  copy.content = contentOf(index);
  const LedgerEntry place = placeOf(records_.block(), row, Reason::Duplicate);
  copy.source = place.source;
  copy.line = place.line;
  copy.offset = static_cast<int64_t>(place.byte_offset);
  copy.id_text = partial_.tables.texts.intern(place.id);
  return copy;
}

}  // namespace tallyfold
