// SPDX-License-Identifier: Apache-2.0
// Partials of a seating report: added to each other, written and read.
#include <algorithm>

#include "query/seat_change_io.h"
#include "query/seat_partial.h"

namespace tallyfold {

// Of each slot the earliest change that is still open; of one with closed months, no time at all.
std::vector<int64_t> SeatPartial::firstTimes() const {
  std::vector<int64_t> first(tables.slotCount(), INT64_MAX);
  const auto note = [&first](const SeatChange& change) {
    first[change.slot] = std::min(first[change.slot], change.time_ns);
  };
  for (const SeatChange& change : log_) note(change);
  copies_.forEach([&note](const SeatCopy& copy) { note(copy.change); });
  for (uint32_t slot = 0; slot < first.size(); ++slot) {
    if (tables.slot(slot).open_month != 0) first[slot] = INT64_MIN;
  }
  return first;
}

Status SeatPartial::checkMerge(const SeatPartial& other) const {
  if (closed_until_ns_ == INT64_MIN && other.closed_until_ns_ == INT64_MIN) return Done{};
  const std::vector<int64_t> ours = firstTimes();
  const std::vector<int64_t> theirs = other.firstTimes();
  for (uint32_t number = 0; number < theirs.size(); ++number) {
    const uint32_t slot = tables.find(other.tables, number);
    if (slot == SeatTables::kNoSlot) continue;
    const bool bad = theirs[number] < tables.closedUntil(tables.slot(slot)) ||
                     ours[slot] < other.tables.closedUntil(other.tables.slot(number));
    if (!bad) continue;
    const std::string label(tables.texts.text(tables.slot(slot).label));
    return Error{ErrorCode::InvalidSnapshot,
                 "the lateness has folded away months of object \"" + label +
                     "\" of which the other partial has changes; split the input by event",
                 ""};
  }
  return Done{};
}

SeatChange SeatPartial::adopted(SeatChange change, const SeatPartial& other,
                                const std::vector<uint32_t>& slots) {
  change.slot = slots[change.slot];
  change.order = tables.adoptOrder(change.order, other.tables);
  if (change.act() == SeatAct::Book)
    change.detail = tables.adoptText(static_cast<uint32_t>(change.detail));
  return change;
}

Status SeatPartial::merge(const SeatPartial& other) {
  const Status status = checkMerge(other);
  if (!status) return status;
  const std::vector<uint32_t> slots = tables.merge(other.tables);
  for (const SeatChange& change : other.log_) log_.push_back(adopted(change, other, slots));
  for (const SeatChange& step : other.closed_) closed_.push_back(adopted(step, other, slots));
  for (const auto& [slot, base] : other.area_bases_) area_bases_[slots[slot]] = base;
  closed_until_ns_ = std::max(closed_until_ns_, other.closed_until_ns_);
  rejected.merge(other.rejected);
  coerced.merge(other.coerced);
  seen += other.seen;
  counted += other.counted;
  of_tests += other.of_tests;
  met_event = met_event || other.met_event;
  first_ns = std::min(first_ns, other.first_ns);
  // Of two partials neither came first, so nothing is behind a horizon while ids are compared.
  const int64_t latest_ns_of_both = std::max(latest_ns, other.latest_ns);
  latest_ns = INT64_MIN;
  other.copies_.forEach([&](SeatCopy copy) {
    copy.change = adopted(copy.change, other, slots);
    copy.event = tables.slot(copy.change.slot).event;
    copy.id_text = tables.adoptText(copy.id_text);
    settle(copy);
  });
  latest_ns = latest_ns_of_both;
  return Done{};
}

void SeatPartial::write(ByteWriter& out) const {
  tables.write(out);
  for (const Log* log : {&log_, &closed_}) {
    out.u64(log->size());
    for (const SeatChange& change : *log) writeChange(out, change);
  }
  out.u64(area_bases_.size());
  for (const auto& [slot, base] : area_bases_) {
    out.u32(slot);
    out.i64(base.occupied);
    out.i64(base.reached);
  }
  out.i64(closed_until_ns_);
  copies_.write(out);
  rejected.write(out);
  coerced.write(out);
  for (const uint64_t number : {seen, counted, of_tests}) out.u64(number);
  out.u8(met_event);
  out.i64(first_ns);
  out.i64(latest_ns);
}

void SeatPartial::read(ByteReader& in) {
  tables.read(in);
  for (Log* log : {&log_, &closed_}) {
    for (uint64_t left = in.count(33); left > 0 && in.ok(); --left) {
      const SeatChange change = readChange(in);
      if (!isKnown(change, tables)) return in.fail();
      log->push_back(change);
    }
  }
  for (uint64_t left = in.count(20); left > 0 && in.ok(); --left) {
    const uint32_t slot = in.u32();
    const int64_t occupied = in.i64();
    const int64_t reached = in.i64();
    // More than any number of changes adds up to, and far from what would not fit.
    constexpr int64_t kMostOccupied = int64_t{1} << 60;
    const bool bad =
        occupied < 0 || occupied > kMostOccupied || reached < 0 || reached > kMostOccupied;
    if (slot >= tables.slotCount() || bad) return in.fail();
    area_bases_[slot] = {occupied, reached};
  }
  closed_until_ns_ = in.i64();
  copies_.read(in);
  copies_.forEach([&](const SeatCopy& copy) {
    const bool known = isKnown(copy.change, tables) && copy.id_text < tables.texts.size() &&
                       copy.event == tables.slot(copy.change.slot).event;
    if (!known) in.fail();
  });
  rejected.read(in);
  coerced.read(in);
  for (uint64_t* number : {&seen, &counted, &of_tests}) *number = in.u64();
  met_event = in.u8() != 0;
  first_ns = in.i64();
  latest_ns = in.i64();
}

}  // namespace tallyfold
