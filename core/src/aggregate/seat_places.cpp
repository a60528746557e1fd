// SPDX-License-Identifier: Apache-2.0
#include "aggregate/seat_places.h"

#include <algorithm>

namespace tallyfold {
namespace {

constexpr uint32_t kNone = 0xffffffff;

}  // namespace

uint32_t SelectionCanceller::latestOpen(std::vector<uint32_t>& stack,
                                        const std::vector<SeatChange>& changes) const {
  while (!stack.empty() && changes[stack.back()].quantity == 0) stack.pop_back();
  return stack.empty() ? kNone : stack.back();
}

void SelectionCanceller::takeBack(const SeatChange& deselection, std::vector<SeatChange>& changes) {
  uint32_t left = deselection.quantity;
  while (left > 0) {
    uint32_t latest = kNone;
    if (deselection.detail == 0) {
      latest = latestOpen(all_, changes);
    } else {
      const uint32_t same = latestOpen(of_token_[deselection.detail], changes);
      const uint32_t without = latestOpen(of_token_[0], changes);
      latest = same == kNone || (without != kNone && without > same) ? without : same;
    }
    if (latest == kNone) return;
    SeatChange& selection = changes[latest];
    const uint32_t taken = std::min<uint32_t>(left, selection.quantity);
    selection.quantity = (selection.quantity - taken) & 0xfffffff;
    left -= taken;
  }
}

void SelectionCanceller::forget() {
  all_.clear();
  // Clearing a map visits all its buckets, and one object with many tokens leaves many.
  of_token_ = std::unordered_map<uint64_t, std::vector<uint32_t>>();
}

void SelectionCanceller::cancel(std::vector<SeatChange>& changes) {
  const bool any = std::any_of(changes.begin(), changes.end(), [](const SeatChange& change) {
    return change.act() == SeatAct::Deselect;
  });
  if (!any || rule_ == DeselectionRule::Never) return;
  forget();
  int64_t month_end_ns = INT64_MIN;
  for (uint32_t i = 0; i < changes.size(); ++i) {
    if (rule_ == DeselectionRule::SameMonth && changes[i].time_ns >= month_end_ns) {
      forget();
      month_end_ns = months_.at(changes[i].time_ns).end_ns;
    }
    if (changes[i].act() == SeatAct::Select) {
      all_.push_back(i);
      of_token_[changes[i].detail].push_back(i);
    } else if (changes[i].act() == SeatAct::Deselect) {
      takeBack(changes[i], changes);
    }
  }
}

void AreaPlaces::Line::raise(int64_t places, int64_t time_ns, uint32_t status) {
  if (places <= 0) return;
  reached += places;
  if (!steps.empty() && steps.back().time_ns == time_ns && steps.back().status == status) {
    steps.back().places += places;
  } else {
    steps.push_back({places, time_ns, status});
  }
}

void AreaPlaces::Line::clear() {
  reached = 0;
  steps.clear();
}

void AreaPlaces::clear() {
  occupied_ = 0;
  booked_.clear();
  selected_.clear();
  assigned_.clear();
}

void AreaPlaces::add(const SeatChange& change) {
  const int64_t quantity = change.quantity;
  switch (change.act()) {
    case SeatAct::Book:
      occupied_ += quantity;
      booked_.raise(occupied_ - booked_.reached, change.time_ns,
                    static_cast<uint32_t>(change.detail));
      break;
    case SeatAct::Release:
      if (releases_) occupied_ = std::max<int64_t>(0, occupied_ - quantity);
      break;
    case SeatAct::Select:
      selected_.raise(quantity, change.time_ns, 0);
      break;
    case SeatAct::Assign:
      assigned_.raise(quantity, change.time_ns, 0);
      break;
    case SeatAct::Nothing:
    case SeatAct::Deselect:
      break;
  }
}

void AreaPlaces::runs(int64_t capacity, std::vector<PlaceRun>& out) const {
  struct Cursor {
    const std::vector<Step>& steps;
    size_t at = 0;
    int64_t left = 0;
    explicit Cursor(const Line& line) : steps(line.steps) {
      if (!steps.empty()) left = steps[0].places;
    }
    [[nodiscard]] bool ended() const { return at == steps.size(); }
    void advance(int64_t places) {
      if (ended()) return;
      left -= places;
      if (left == 0 && ++at < steps.size()) left = steps[at].places;
    }
  };
  Cursor cursors[] = {Cursor(booked_), Cursor(selected_), Cursor(assigned_)};
  while (capacity > 0) {
    int64_t places = capacity;
    bool all_ended = true;
    for (const Cursor& cursor : cursors) {
      if (cursor.ended()) continue;
      all_ended = false;
      places = std::min(places, cursor.left);
    }
    if (all_ended) return;
    PlaceRun run;
    run.places = places;
    if (!cursors[0].ended()) {
      run.booked_ns = cursors[0].steps[cursors[0].at].time_ns;
      run.status = cursors[0].steps[cursors[0].at].status;
    }
    if (!cursors[1].ended()) run.selected_ns = cursors[1].steps[cursors[1].at].time_ns;
    if (!cursors[2].ended()) run.assigned_ns = cursors[2].steps[cursors[2].at].time_ns;
    out.push_back(run);
    capacity -= places;
    for (Cursor& cursor : cursors) cursor.advance(places);
  }
}

}  // namespace tallyfold
