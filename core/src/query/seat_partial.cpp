// SPDX-License-Identifier: Apache-2.0
#include "query/seat_partial.h"

#include <algorithm>

#include "base/sort.h"

namespace tallyfold {
namespace {

constexpr uint32_t kMostQuantity = 0xfffffff;

}  // namespace

SeatPartial::SeatPartial(const SeatQuery& query, MemoryAccount& account)
    : tables(query, account),
      query_(query),
      account_(account),
      log_(makeAccounted<SeatChange>(account)),
      closed_(makeAccounted<SeatChange>(account)),
      copies_(account),
      canceller_(query.deselection, query.months),
      area_(query.releases_free_places) {}

void SeatPartial::apply(const SeatChange& change) {
  ++counted;
  SeatSlot& slot = tables.slot(change.slot);
  const SeatAct act = change.act();
  const bool in_month = query_.month && change.time_ns >= query_.month->start_ns &&
                        change.time_ns < query_.month->end_ns;
  if (act == SeatAct::Select && in_month) tables.event(slot.event).selections += change.quantity;
  const bool never_taken_back = query_.deselection == DeselectionRule::Never;
  if (act == SeatAct::Nothing || (act == SeatAct::Deselect && never_taken_back)) return;
  if (slot.is_area) return log_.push_back(change);
  switch (act) {
    case SeatAct::Book:
      return tables.book(slot, change.time_ns, change.order, static_cast<uint32_t>(change.detail));
    case SeatAct::Assign:
      slot.assigned_ns = std::min(slot.assigned_ns, change.time_ns);
      return;
    case SeatAct::Select:
      if (!never_taken_back) return log_.push_back(change);
      slot.selected_ns = std::min(slot.selected_ns, change.time_ns);
      return;
    case SeatAct::Deselect:
      return log_.push_back(change);
    case SeatAct::Nothing:
    case SeatAct::Release:
      return;
  }
}

void SeatPartial::settle(const SeatCopy& copy) {
  // Behind the horizon an id is settled for good: the same id begins anew.
  const int64_t horizon_ns = horizonNs();
  if (horizon_ns != INT64_MIN) {
    const auto old = copies_.takeIfBefore(copy.id, copy.event, horizon_ns);
    if (!old.empty()) count(old.data(), old.data() + old.size());
  }
  const auto duplicate = copies_.add(copy);
  if (!duplicate) return;
  rejected.add({Reason::Duplicate, duplicate->source, duplicate->line,
                static_cast<uint64_t>(duplicate->offset),
                std::string(tables.texts.text(duplicate->id_text)), ""});
}

// Of the copies of one id the first counts.
void SeatPartial::count(const SeatCopy* first, const SeatCopy* last) {
  if (first->is_reduced) {
    noteReduced({Reason::BadQuantity, first->source, first->line,
                 static_cast<uint64_t>(first->offset),
                 std::string(tables.texts.text(first->id_text)), ""});
  }
  apply(first->change);
  for (const SeatCopy* copy = first + 1; copy != last; ++copy) {
    rejected.add({Reason::ConflictingCopy, copy->source, copy->line,
                  static_cast<uint64_t>(copy->offset),
                  std::string(tables.texts.text(copy->id_text)),
                  "another record with this id says something else, and is counted"});
  }
}

void SeatPartial::noteReduced(LedgerEntry place) {
  place.detail = "a seat or booth has one place; counted as quantity 1";
  coerced.add(std::move(place));
}

void SeatPartial::settleAll() {
  copies_.takeUnless([](const SeatCopy*, const SeatCopy*) { return false; },
                     [this](const SeatCopy* first, const SeatCopy* last) { count(first, last); });
}

int64_t SeatPartial::horizonNs() const {
  if (!query_.lateness_ns || latest_ns < INT64_MIN + *query_.lateness_ns) return INT64_MIN;
  return latest_ns - *query_.lateness_ns;
}

void SeatPartial::foldOldAway() {
  const int64_t horizon_ns = horizonNs();
  if (horizon_ns == INT64_MIN) return;
  // The copies of an id are sorted by date, so the first tells.
  copies_.takeUnless(
      [=](const SeatCopy* first, const SeatCopy*) { return first->change.time_ns >= horizon_ns; },
      [this](const SeatCopy* first, const SeatCopy* last) { count(first, last); });
  // What may still be taken back in a later month cannot be folded away.
  if (query_.deselection == DeselectionRule::Always) return;
  const int64_t boundary_ns = query_.months.at(horizon_ns).start_ns;
  if (boundary_ns <= closed_until_ns_) return;
  closed_until_ns_ = boundary_ns;
  Log old = makeAccounted<SeatChange>(account_);
  size_t kept = 0;
  for (const SeatChange& change : log_) {
    if (change.time_ns >= boundary_ns) {
      log_[kept++] = change;
    } else {
      old.push_back(change);
    }
  }
  log_.resize(kept);
  closeMonth(old);
}

void SeatPartial::closeMonth(Log& old) {
  sortInPlace(old, [this](const SeatChange& a, const SeatChange& b) { return before(a, b); });
  for (size_t first = 0, last = 0; first < old.size(); first = last) {
    const uint32_t slot = old[first].slot;
    while (last < old.size() && old[last].slot == slot) ++last;
    of_object_.assign(old.begin() + static_cast<ptrdiff_t>(first),
                      old.begin() + static_cast<ptrdiff_t>(last));
    closeObject(slot, of_object_);
  }
}

void SeatPartial::closeObject(uint32_t number, std::vector<SeatChange>& changes) {
  SeatSlot& slot = tables.slot(number);
  slot.open_month = static_cast<int16_t>(query_.months.at(closed_until_ns_).number);
  canceller_.cancel(changes);
  if (slot.is_area) {
    AreaBase& base = area_bases_[number];
    area_.clear();
    area_.resume(base.occupied, base.reached);
    for (const SeatChange& change : changes) area_.add(change);
    keepSteps(number, area_);
    base = {area_.occupied(), area_.reached()};
    return;
  }
  for (const SeatChange& change : changes) {
    if (change.act() == SeatAct::Select && change.quantity > 0)
      slot.selected_ns = std::min(slot.selected_ns, change.time_ns);
  }
}

void SeatPartial::keepSteps(uint32_t slot, const AreaPlaces& places) {
  places.forEachStep([&](SeatAct act, int64_t time_ns, int64_t count, uint32_t status) {
    while (count > 0) {
      SeatChange step;
      step.slot = slot;
      step.time_ns = time_ns;
      step.detail = status;
      step.setAct(act);
      step.quantity =
          static_cast<uint32_t>(std::min<int64_t>(count, kMostQuantity)) & kMostQuantity;
      count -= step.quantity;
      closed_.push_back(step);
    }
  });
}

}  // namespace tallyfold
