// SPDX-License-Identifier: Apache-2.0
// When was each place of an object first booked, first selected, first assigned to a channel?
//
// A seat, a table and a booth are one place each. A general admission area is a row of places 1, 2,
// 3, ...: place k is first booked when the booked quantity first reaches k, and so on. Places that
// share all their instants are one run. The rules are in docs/dialects.md, "Places".
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "aggregate/seat_changes.h"
#include "time/month.h"

namespace tallyfold {

inline constexpr int64_t kNever = INT64_MAX;

/// Places with the same instants.
struct PlaceRun {
  int64_t places = 0;
  int64_t booked_ns = kNever;
  int64_t selected_ns = kNever;
  int64_t assigned_ns = kNever;
  uint32_t status = 0;  ///< code of what the first booking set; only when booked
};

/// Which selections a deselection takes back.
enum class DeselectionRule : uint8_t {
  SameMonth,  ///< those of its own calendar month, so that closed months never change
  Never,
  Always
};

/// Takes back selections. One object after the other.
class SelectionCanceller {
 public:
  SelectionCanceller(DeselectionRule rule, const Months& months) : rule_(rule), months_(months) {}

  /// Of one object's changes in their order: lowers the quantity of each selection by what later
  /// deselections take back. A deselection takes the latest first, and of those with a hold token
  /// only the ones with its own, when it has one.
  void cancel(std::vector<SeatChange>& changes);

 private:
  uint32_t latestOpen(std::vector<uint32_t>& stack, const std::vector<SeatChange>& changes) const;
  void forget();
  void takeBack(const SeatChange& deselection, std::vector<SeatChange>& changes);

  DeselectionRule rule_;
  const Months& months_;
  // Selections that may be open, by index, latest on top. Closed ones are dropped when they show.
  std::vector<uint32_t> all_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> of_token_;  // 0: those without a token
};

/// The places of one area.
class AreaPlaces {
 public:
  /// `releases`: whether a release frees places, which a later booking fills again.
  explicit AreaPlaces(bool releases) : releases_(releases) {}

  void clear();
  /// The next change, in order; selections with what is left of their quantity.
  void add(const SeatChange& change);
  /// Bookings, selections and assignments that raised nothing are left out: what has to be kept of
  /// changes that can never be added to.
  template <typename Visit>
  void forEachStep(Visit visit) const {
    for (const Step& step : booked_.steps)
      visit(SeatAct::Book, step.time_ns, step.places, step.status);
    for (const Step& step : selected_.steps) visit(SeatAct::Select, step.time_ns, step.places, 0);
    for (const Step& step : assigned_.steps) visit(SeatAct::Assign, step.time_ns, step.places, 0);
  }
  /// Places booked at this moment, and the most that ever were; and how to go on from there.
  [[nodiscard]] int64_t occupied() const { return occupied_; }
  [[nodiscard]] int64_t reached() const { return booked_.reached; }
  void resume(int64_t occupied, int64_t reached) {
    occupied_ = occupied;
    booked_.reached = reached;
  }
  /// The runs, from place 1 on; places beyond the capacity do not exist.
  void runs(int64_t capacity, std::vector<PlaceRun>& out) const;

 private:
  struct Step {
    int64_t places;  ///< that this step reached first
    int64_t time_ns;
    uint32_t status;
  };
  struct Line {
    int64_t reached = 0;
    std::vector<Step> steps;
    void raise(int64_t places, int64_t time_ns, uint32_t status);
    void clear();
  };

  bool releases_;
  int64_t occupied_ = 0;
  Line booked_, selected_, assigned_;
};

}  // namespace tallyfold
